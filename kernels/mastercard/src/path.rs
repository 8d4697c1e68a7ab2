//! The symbols of the flow charts, as they are executed.

use alloc::vec::Vec;

/// The log of executed symbols. It never holds card data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Path(Vec<&'static str>);

impl Path {
    /// Notes a symbol as executed.
    pub(crate) fn at(&mut self, symbol: &'static str) {
        self.0.push(symbol);
    }

    pub(crate) fn symbols(&self) -> &[&'static str] {
        &self.0
    }
}
