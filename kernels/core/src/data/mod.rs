//! Data elements as types, and the lists that cards send.
//!
//! One data element, one file: tag, format and length in its first line, decoding as the only way in
//! from bytes, no invalid value.

mod additional_terminal_capabilities;
mod afl;
mod aip;
mod amount;
mod auc;
mod bits;
mod cid;
mod currency;
mod cvm_list;
mod cvm_results;
mod database;
mod date;
pub mod describe;
pub mod dictionary;
mod digits;
mod dol;
mod fci;
mod format;
mod format_check;
mod format_error;
mod hex;
mod identifiers;
mod list_error;
mod pan;
mod parsing;
mod tag_list;
mod terminal_capabilities;
mod terminal_type;
mod track2;
mod transaction;
mod tsi;
mod ttq;
mod tvr;

pub use additional_terminal_capabilities::AdditionalTerminalCapabilities;
pub use afl::{AflEntry, AflRecord, ApplicationFileLocator};
pub use aip::ApplicationInterchangeProfile;
pub use amount::{Amount, Money};
pub use auc::ApplicationUsageControl;
pub use bits::{Bit, NamedBit, bit};
pub use cid::{AcType, AdviceReason, CryptogramInformationData};
pub use currency::Currency;
pub use cvm_list::{CvmCondition, CvmList, CvmMethod, CvmRule};
pub use cvm_results::{CvmResult, CvmResults};
pub use database::Database;
pub use date::{Date, Time};
pub use describe::{Line, describe, shown};
pub use dictionary::{Book, Dictionaries, Dictionary, Entry, Meaning, Source, tags};
pub use dol::{DataObjectList, DolEntries, DolEntry};
pub use fci::{DirectoryEntry, FileControlInformation};
pub use format::Format;
pub use format_error::{FormatError, FormatFault};
pub use hex::Hex;
pub use identifiers::{Aid, KernelId, Rid};
pub use list_error::{ListError, ListFault};
pub use pan::{MaskedPan, Pan};
pub use tag_list::{TagList, Tags};
pub use terminal_capabilities::TerminalCapabilities;
pub use terminal_type::{Connectivity, Operator, TerminalType};
pub use track2::Track2EquivalentData;
pub use transaction::{TransactionData, TransactionType, UnpredictableNumber};
pub use tsi::TransactionStatusInformation;
pub use ttq::TerminalTransactionQualifiers;
pub use tvr::TerminalVerificationResults;
