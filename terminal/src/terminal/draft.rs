//! An order in the making.

use tapkernel::core::data::{Amount, Money};

use super::Terminal;
use crate::acquirer::Stan;
use crate::operations::{Order, Refusal};
use crate::people::Grant;
use crate::sale::Sale;

/// An order in the making, at this terminal: `terminal.purchase(money).reference("order-17").begin()`.
#[derive(Debug)]
#[must_use = "an order does nothing until it is begun"]
pub struct Draft<'t> {
    terminal: &'t mut Terminal,
    order: Order,
}

impl Terminal {
    fn draft(&mut self, order: Order) -> Draft<'_> {
        Draft { terminal: self, order }
    }

    /// See [`Order::purchase`].
    pub fn purchase(&mut self, money: Money) -> Draft<'_> {
        self.draft(Order::purchase(money))
    }

    /// See [`Order::cashback`].
    pub fn cashback(&mut self, total: Money, cash: Amount) -> Draft<'_> {
        self.draft(Order::cashback(total, cash))
    }

    /// See [`Order::cash`].
    pub fn cash(&mut self, money: Money) -> Draft<'_> {
        self.draft(Order::cash(money))
    }

    /// See [`Order::pre_authorisation`].
    pub fn pre_authorise(&mut self, money: Money) -> Draft<'_> {
        self.draft(Order::pre_authorisation(money))
    }

    /// See [`Order::refund`].
    pub fn refund(&mut self, original: Stan, money: Money) -> Draft<'_> {
        self.draft(Order::refund(original, money))
    }

    /// See [`Order::unlinked_refund`].
    pub fn unlinked_refund(&mut self, money: Money) -> Draft<'_> {
        self.draft(Order::unlinked_refund(money))
    }

    /// See [`Order::void`].
    pub fn void(&mut self, original: Stan, money: Money) -> Draft<'_> {
        self.draft(Order::void(original, money))
    }
}

impl<'t> Draft<'t> {
    /// See [`Order::reference`].
    pub fn reference(self, reference: impl Into<String>) -> Self {
        Self { order: self.order.reference(reference), ..self }
    }

    /// See [`Order::allowed_by`].
    pub fn allowed_by(self, grant: &Grant) -> Self {
        Self { order: self.order.allowed_by(grant), ..self }
    }

    /// See [`Order::operated_by`].
    pub fn operated_by(self, grant: &Grant) -> Self {
        Self { order: self.order.operated_by(grant), ..self }
    }

    /// As [`Terminal::begin`].
    ///
    /// # Errors
    ///
    /// [`Refusal`].
    pub fn begin(self) -> Result<Sale<'t>, Refusal> {
        self.terminal.begin(&self.order)
    }
}
