//! Why a kernel ended (Error Indication `DF8115`, Book C-2, A.1.73; used alike for the other kernels).

use super::{L1Error, MessageIdentifier};
use crate::apdu::StatusWord;

/// Where the error came from, if there was one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErrorIndication {
    /// An error of the interface.
    pub l1: Option<L1Error>,
    /// An error of the card's data or of the kernel's checks.
    pub l2: Option<L2Error>,
    /// An error of the terminal.
    pub l3: Option<L3Error>,
    /// The status word that was the reason.
    pub status_word: Option<StatusWord>,
    /// The message that went with it.
    pub message_on_error: Option<MessageIdentifier>,
}

impl ErrorIndication {
    /// An error of the interface.
    pub fn level_1(error: L1Error) -> Self {
        Self { l1: Some(error), ..Self::default() }
    }

    /// An error of the card's data.
    pub fn level_2(error: L2Error) -> Self {
        Self { l2: Some(error), ..Self::default() }
    }

    /// The coded form `DF8115`: L1, L2, L3, SW1 SW2, message; 00 is OK, message FF is N/A.
    pub fn encode(&self) -> [u8; 6] {
        let status = self.status_word.unwrap_or(StatusWord(0));
        [
            self.l1.map_or(0, L1Error::code),
            self.l2.map_or(0, L2Error::code),
            self.l3.map_or(0, L3Error::code),
            status.sw1(),
            status.sw2(),
            self.message_on_error.map_or(0xFF, MessageIdentifier::code),
        ]
    }

    /// A status word that ends processing.
    pub fn status(status: StatusWord) -> Self {
        Self { l2: Some(L2Error::StatusBytes), status_word: Some(status), ..Self::default() }
    }
}

macro_rules! errors {
    ($(#[$doc:meta])+ $name:ident { $($code:literal $ident:ident $word:literal $about:literal;)+ }) => {
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name { $(#[doc = $about] $ident,)+ }

        impl $name {
            /// The coded form in the Error Indication.
            pub const fn code(self) -> u8 {
                match self { $(Self::$ident => $code,)+ }
            }

            /// The error with this code, if there is one.
            pub const fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$ident),)+ _ => None }
            }

            /// The name in the book.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$ident => $word,)+ }
            }
        }
    };
}

errors! {
    /// An error of level 2: the card's data.
    L2Error {
        0x01 CardDataMissing "CARD DATA MISSING" "A data object that must be there is not.";
        0x02 CamFailed "CAM FAILED" "The card's signature is not good.";
        0x03 StatusBytes "STATUS BYTES" "A status word other than the one wanted.";
        0x04 ParsingError "PARSING ERROR" "What the card sent cannot be read.";
        0x05 MaxLimitExceeded "MAX LIMIT EXCEEDED" "The amount is above the limit for contactless.";
        0x06 CardDataError "CARD DATA ERROR" "The card's data contradict each other.";
        0x07 MagStripeNotSupported "MAGSTRIPE NOT SUPPORTED" "The card wants mag-stripe mode, and the reader has none.";
        0x0A EmptyCandidateList "EMPTY CANDIDATE LIST" "Card and reader have no application in common.";
        0x0F TerminalDataError "TERMINAL DATA ERROR" "The terminal's own data are not complete.";
    }
}

errors! {
    /// An error of level 3: the terminal.
    L3Error {
        0x01 TimeOut "TIME OUT" "Nothing came in time.";
        0x02 Stop "STOP" "The terminal stopped the transaction.";
        0x03 AmountNotPresent "AMOUNT NOT PRESENT" "The terminal gave no amount.";
    }
}
