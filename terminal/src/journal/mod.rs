//! The terminal's memory: what happened, in order, for good.
//!
//! [`Journal`] is the port. A record is one fact ([`Entry`]); facts are appended, never changed, and each is chained to
//! the one before it. What a transaction has become is worked out from its records ([`books`](crate::books)).
//!
//! Rules that everything else rests on:
//!
//! * every message is in the journal before its first byte leaves ([`Entry::Sending`]);
//! * what is not written did not happen: a verdict is told to nobody before its record is durable;
//! * when writing fails, nothing is sent any more until the journal was opened, and verified, anew;
//! * damage is found at the latest when the journal is opened, and then no sale is taken.

mod entry;
mod health;
pub mod kept;
mod port;
mod shared;
pub mod sqlite;
mod wire;

pub use entry::{Answered, Begun, CardRead, Ended, Entry, Resolved, ReversalDue, Sending, Unanswered};
pub use health::{Damage, Health};
pub use port::{Journal, JournalError, NewRecord, Order, Query, Record, Sequence, TransactionId};
pub use shared::SharedJournal;
