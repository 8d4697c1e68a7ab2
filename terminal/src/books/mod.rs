//! What the journal's records come to.
//!
//! Everything here is worked out from records and never written down itself: a [`Transaction`] from its own, [`Books`] from
//! all. A journal read again gives the same books.

#[path = "books.rs"]
mod all;
mod business_day;
mod due;
mod ledger;
mod message;
mod totals;
mod transaction;
mod transaction_due;

pub use all::Books;
pub use business_day::{BusinessDay, ClockTolerance, Reading};
pub use due::Due;
pub use ledger::Ledger;
pub use message::{Fate, ReversalState, SentMessage};
pub use totals::{BatchTotals, CurrencyTotals, Posting};
pub use transaction::{Transaction, Verdict};
