//! Requests to the user interface (Book A, 9).

use super::Tenths;
use crate::data::Money;

/// A message and a status to present (User Interface Request Data, Book A, 9.1 to 9.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserInterfaceRequest {
    /// The message; `None` leaves the one on the display.
    pub message: Option<MessageIdentifier>,
    /// What the reader is doing; `None` leaves the lights as they are.
    pub status: Option<Status>,
    /// How long the message stays at least.
    pub hold: Tenths,
    /// The cardholder's languages, if the card told them.
    pub language_preference: Option<LanguagePreference>,
    /// An amount or balance to show.
    pub value: Option<Value>,
}

impl UserInterfaceRequest {
    /// A message with a status, nothing else.
    pub const fn new(message: MessageIdentifier, status: Status) -> Self {
        Self { message: Some(message), status: Some(status), ..Self::NOTHING }
    }

    /// A status that leaves the message as it is.
    pub const fn status(status: Status) -> Self {
        Self { status: Some(status), ..Self::NOTHING }
    }

    const NOTHING: Self =
        Self { message: None, status: None, hold: Tenths(0), language_preference: None, value: None };

    /// The same, held for `hold`.
    #[must_use]
    pub const fn held(mut self, hold: Tenths) -> Self {
        self.hold = hold;
        self
    }
}

/// Language Preference `5F2D`: up to four ISO 639 codes of two letters (an 2 to 8), most wanted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LanguagePreference(pub [u8; 8]);

/// A value on the display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value {
    /// What the money is.
    pub qualifier: ValueQualifier,
    /// The money.
    pub money: Money,
}

/// What a displayed value is (Value Qualifier, Book A, 9.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueQualifier {
    /// The transaction amount.
    Amount,
    /// What is left on the card.
    Balance,
}

/// What the reader is doing (Status, Book A, 9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// 00
    NotReady,
    /// 01
    Idle,
    /// 02
    ReadyToRead,
    /// 03
    Processing,
    /// 04: the card may go.
    CardReadSuccessfully,
    /// 05
    ProcessingError,
}

impl Status {
    /// The coded form.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The status with this code.
    pub const fn from_code(code: u8) -> Option<Self> {
        match code {
            0x00 => Some(Self::NotReady),
            0x01 => Some(Self::Idle),
            0x02 => Some(Self::ReadyToRead),
            0x03 => Some(Self::Processing),
            0x04 => Some(Self::CardReadSuccessfully),
            0x05 => Some(Self::ProcessingError),
            _ => None,
        }
    }

    /// The name in the book.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotReady => "Not Ready",
            Self::Idle => "Idle",
            Self::ReadyToRead => "Ready to Read",
            Self::Processing => "Processing",
            Self::CardReadSuccessfully => "Card Read Successfully",
            Self::ProcessingError => "Processing Error",
        }
    }
}

macro_rules! messages {
    ($($code:literal $ident:ident $text:literal;)+) => {
        /// A message by number (Message Identifier, Book A, 9.2 and 9.4).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum MessageIdentifier {
            $(#[doc = concat!("Message ", stringify!($code), ": ", $text, ".")] $ident = $code,)+
        }

        impl MessageIdentifier {
            /// The coded form.
            pub const fn code(self) -> u8 {
                self as u8
            }

            /// The message with this code, if it is one of these.
            pub const fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$ident),)+ _ => None }
            }

            /// The standard English text of the book.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$ident => $text,)+ }
            }
        }
    };
}

messages! {
    0x03 Approved "APPROVED";
    0x07 NotAuthorised "NOT AUTHORISED";
    0x09 PleaseEnterYourPin "PLEASE ENTER YOUR PIN";
    0x0F ProcessingError "PROCESSING ERROR";
    0x10 PleaseRemoveCard "PLEASE REMOVE CARD";
    0x14 Welcome "WELCOME";
    0x15 PresentCard "PRESENT CARD";
    0x16 Processing "PROCESSING";
    0x17 CardReadOk "CARD READ OK, PLEASE REMOVE CARD";
    0x18 PleaseInsertOrSwipeCard "PLEASE INSERT OR SWIPE CARD";
    0x19 PleasePresentOneCardOnly "PLEASE PRESENT ONE CARD ONLY";
    0x1A ApprovedPleaseSign "APPROVED - PLEASE SIGN";
    0x1B AuthorisingPleaseWait "AUTHORISING, PLEASE WAIT";
    0x1C InsertSwipeOrTryAnotherCard "INSERT, SWIPE OR TRY ANOTHER CARD";
    0x1D PleaseInsertCard "PLEASE INSERT CARD";
    0x1E ClearDisplay "";
    0x20 SeePhone "SEE PHONE FOR INSTRUCTIONS";
    0x21 PresentCardAgain "PRESENT CARD AGAIN";
}
