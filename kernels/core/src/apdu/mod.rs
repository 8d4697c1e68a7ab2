//! Commands, responses and status words (EMV 4.4 Book 3, part II; ISO/IEC 7816-4).

mod command;
mod exchange;
mod response;
mod status_word;

pub use command::CApdu;
pub use exchange::{Exchange, Next};
pub use response::{RApdu, RApduError};
pub use status_word::StatusWord;
