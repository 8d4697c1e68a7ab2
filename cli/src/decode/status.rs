//! Status words.

use serde::Serialize;
use tapkernel::core::apdu::StatusWord;

/// A status word in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct StatusText {
    /// SW1 SW2.
    pub(crate) word: String,
    /// What it means; ISO/IEC 7816-4 and EMV 4.4 Book 3, 6.3.5.
    pub(crate) meaning: String,
}

impl From<StatusWord> for StatusText {
    fn from(status: StatusWord) -> Self {
        Self { word: status.to_string(), meaning: meaning(status) }
    }
}

/// Whether ISO/IEC 7816-4 allows this status word: 61xx to 6Fxx, 9xxx.
pub(super) const fn is_status(status: StatusWord) -> bool {
    matches!(status.sw1(), 0x61..=0x6F | 0x90..=0x9F)
}

fn meaning(status: StatusWord) -> String {
    let fixed = match status.0 {
        0x9000 => "done",
        0x6283 => "selected file invalidated: the application is blocked",
        0x6300 => "authentication failed",
        0x6400 => "state unchanged, execution error",
        0x6700 => "wrong length",
        0x6982 => "security status not satisfied",
        0x6983 => "authentication method blocked",
        0x6984 => "referenced data invalidated",
        0x6985 => "conditions of use not satisfied",
        0x6986 => "command not allowed",
        0x6A80 => "wrong data",
        0x6A81 => "function not supported",
        0x6A82 => "file or application not found",
        0x6A83 => "record not found",
        0x6A86 => "wrong P1 or P2",
        0x6A88 => "referenced data not found",
        0x6D00 => "instruction not supported",
        0x6E00 => "class not supported",
        0x6F00 => "no precise diagnosis",
        _ => return of_first_byte(status),
    };
    fixed.to_owned()
}

fn of_first_byte(status: StatusWord) -> String {
    match (status.sw1(), status.sw2()) {
        (0x61, left) => format!("{left} bytes are ready for GET RESPONSE"),
        (0x6C, length) => format!("wrong Le: {length} bytes are there"),
        (0x63, counter @ 0xC0..=0xCF) => format!("verification failed, {} tries left", counter & 0x0F),
        (0x62 | 0x63, _) => "warning".to_owned(),
        (0x64..=0x66, _) => "execution error".to_owned(),
        (0x67..=0x6F, _) => "checking error".to_owned(),
        (0x90..=0x9F, _) => "of the card's own".to_owned(),
        _ => "no status word of ISO/IEC 7816-4".to_owned(),
    }
}
