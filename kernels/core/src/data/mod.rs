//! Data elements as types, and the lists that cards send.
//!
//! One data element, one file: tag, format and length in its first line, decoding as the only way in
//! from bytes, no invalid value.

mod amount;
mod bits;
mod currency;
mod database;
mod date;
mod format;
mod format_error;
mod identifiers;
pub mod tags;
mod transaction;
mod ttq;

pub use amount::{Amount, Money};
pub use bits::{Bit, bit};
pub use currency::Currency;
pub use database::Database;
pub use date::{Date, Time};
pub use format::Format;
pub use format_error::{FormatError, FormatFault};
pub use identifiers::{Aid, KernelId, Rid};
pub use transaction::{TransactionData, TransactionType, UnpredictableNumber};
pub use ttq::TerminalTransactionQualifiers;
