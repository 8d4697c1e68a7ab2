//! What is connected to a loop beside reader and transport.

use tapkernel_core::data::Database;

use super::work::{Choose, Exchange};
use crate::reader::{Offer, Tap};
use crate::transport::Stop;

/// A stop, a choice among applications, an answer to data exchange: what the loops have in common.
#[derive(Default)]
pub(super) struct Connected<'a> {
    pub(super) stop: Stop,
    pub(super) choose: Option<Choose<'a>>,
    pub(super) data: Option<Exchange<'a>>,
}

impl<'a> Connected<'a> {
    pub(super) fn stop(self, stop: &Stop) -> Self {
        Self { stop: stop.clone(), ..self }
    }

    pub(super) fn choose(self, choose: impl FnMut(&[Offer]) -> usize + Send + 'a) -> Self {
        Self { choose: Some(Box::new(choose)), ..self }
    }

    pub(super) fn data(self, exchange: impl FnMut(&Database) -> Database + Send + 'a) -> Self {
        Self { data: Some(Box::new(exchange)), ..self }
    }

    /// The tap, with the choice offered if somebody is there to choose.
    pub(super) fn offered(&self, tap: Tap) -> Tap {
        if self.choose.is_some() { tap.with_choice() } else { tap }
    }
}
