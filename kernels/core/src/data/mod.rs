//! Data elements as types, and the lists that cards send.
//!
//! One data element, one file: tag, format and length in its first line, decoding as the only way in
//! from bytes, no invalid value.

mod afl;
mod amount;
mod bits;
mod currency;
mod cvm_list;
mod database;
mod date;
pub mod dictionary;
mod digits;
mod dol;
mod fci;
mod format;
mod format_error;
mod hex;
mod identifiers;
mod list_error;
mod parsing;
mod tag_list;
mod transaction;
mod ttq;

pub use afl::{AflEntry, AflRecord, ApplicationFileLocator};
pub use amount::{Amount, Money};
pub use bits::{Bit, NamedBit, bit};
pub use currency::Currency;
pub use cvm_list::{CvmCondition, CvmList, CvmMethod, CvmRule};
pub use database::Database;
pub use date::{Date, Time};
pub use dictionary::{Book, Dictionaries, Dictionary, Entry, Meaning, Source, tags};
pub use dol::{DataObjectList, DolEntries, DolEntry};
pub use fci::{DirectoryEntry, FileControlInformation};
pub use format::Format;
pub use format_error::{FormatError, FormatFault};
pub use hex::Hex;
pub use identifiers::{Aid, KernelId, Rid};
pub use list_error::{ListError, ListFault};
pub use tag_list::{TagList, Tags};
pub use transaction::{TransactionData, TransactionType, UnpredictableNumber};
pub use ttq::TerminalTransactionQualifiers;
