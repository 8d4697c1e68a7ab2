//! The facade's records.

use tapkernel_facade::{
    AlternateInterface, Cvm, DataObject, ErrorIndication, Explanation, Interval, KernelVersion, Library,
    LocalTime, Occasion, OdaMethod, OdaResult, Offer, OnlineResponse, OnlineResponseData, Outcome,
    OutcomeKind, Problem, Start, Transaction, TransactionType, Treatment, UiRequest, UiStatus, UiValue,
    ValueQualifier,
};

/// One data object: a tag as the number that its bytes form (`0x9F02`), and its value.
#[uniffi::remote(Record)]
pub struct DataObject {
    /// The tag.
    pub tag: u32,
    /// The value; may be card data.
    pub value: Vec<u8>,
}

/// A local date and time of day.
#[uniffi::remote(Record)]
pub struct LocalTime {
    /// 1950 to 2049.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// From 1.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

/// One transaction.
#[uniffi::remote(Record)]
pub struct Transaction {
    /// Transaction Type `9C`.
    pub transaction_type: TransactionType,
    /// Amount, Authorised `9F02`, in minor units: the total, cashback included.
    pub amount: u64,
    /// Amount, Other `9F03`, in minor units: the cashback part.
    pub amount_other: u64,
    /// ISO 4217 numeric code.
    pub currency: u16,
    /// Decimals of the minor unit: 2 for EUR. A session with a profile takes the profile's.
    pub currency_exponent: u8,
    /// Local date and time.
    pub when: LocalTime,
    /// Whether `Step::Choose` asks when a card offers several applications.
    pub choice: bool,
}

/// What the issuer answered.
#[uniffi::remote(Record)]
pub struct OnlineResponse {
    /// Data objects in BER-TLV: Authorisation Response Code `8A`, Issuer Authentication Data `91`, and scripts `71` and
    /// `72` whole, in their order.
    pub data: Vec<DataObject>,
}

/// A message and a status to present (Book A, 9).
#[uniffi::remote(Record)]
pub struct UiRequest {
    /// Why it is shown now.
    pub occasion: Occasion,
    /// Message Identifier, 03 to 21 hexadecimal (Book A, 9.4); none leaves the one on the display.
    pub message: Option<u8>,
    /// What the reader is doing; none leaves the lights as they are.
    pub status: Option<UiStatus>,
    /// How long the message stays at least, in milliseconds.
    pub hold_ms: u32,
    /// The message in English as this device can say it: without slot and stripe it does not ask for them. Empty where
    /// there is no message, or one that clears the display.
    pub text: String,
    /// Up to four ISO 639 codes of two letters, most wanted first, without separators; empty if the card told none.
    pub languages: String,
    /// An amount or balance to show.
    pub value: Option<UiValue>,
}

/// A value on the display.
#[uniffi::remote(Record)]
pub struct UiValue {
    /// What it is.
    pub qualifier: ValueQualifier,
    /// In minor units.
    pub amount: u64,
    /// ISO 4217 numeric code.
    pub currency: u16,
    /// Decimals of the minor unit.
    pub exponent: u8,
}

/// An outcome and its parameters (Book A, 6.2): a final one, or that of a kernel on the way.
#[uniffi::remote(Record)]
pub struct Outcome {
    /// What was decided.
    pub kind: OutcomeKind,
    /// Where to start again; none is N/A.
    pub start: Option<Start>,
    /// Which answer of the issuer the kernel wants.
    pub online_response_data: OnlineResponseData,
    /// The cardholder verification.
    pub cvm: Cvm,
    /// What to show; a session gives it as a step too.
    pub ui_on_outcome: Option<UiRequest>,
    /// What to show when the Entry Point starts again; a session gives it as a step too.
    pub ui_on_restart: Option<UiRequest>,
    /// What the acquirer gets, if the kernel gave anything.
    pub data_record: Option<Vec<DataObject>>,
    /// What the terminal gets beside it, if the kernel gave anything.
    pub discretionary_data: Option<Vec<DataObject>>,
    /// The interface wanted instead.
    pub alternate_interface: AlternateInterface,
    /// Whether the kernel wants a receipt.
    pub receipt: bool,
    /// How long the field is to be off, in milliseconds; none is N/A. A session gives it as a step too.
    pub field_off_ms: Option<u32>,
    /// How long a card may be held for the issuer, in milliseconds; zero is no limit.
    pub removal_timeout_ms: u32,
    /// The error behind it.
    pub error: ErrorIndication,
    /// The method of offline data authentication.
    pub oda_method: OdaMethod,
    /// Its result.
    pub oda_result: OdaResult,
    /// Why it failed or was not done: a stable word with hyphens.
    pub oda_reason: Option<String>,
    /// Identifier of the kernel that ran.
    pub kernel: Option<u32>,
    /// AID of the Combination; empty if none was selected.
    pub aid: Vec<u8>,
    /// ADF Name of the card's application; empty if none was selected.
    pub adf_name: Vec<u8>,
    /// Every data object that the kernel had at its end.
    pub database: Vec<DataObject>,
    /// Requirements and symbols executed, in order. Never card data.
    pub path: Vec<String>,
    /// Whether an answer of the issuer can bring the reader back to the kernel.
    pub may_resume: bool,
    /// Whether the card is held in the field for that answer.
    pub card_held: bool,
}

/// The error behind an outcome (Error Indication `DF8115`).
#[uniffi::remote(Record)]
pub struct ErrorIndication {
    /// Error of the interface; 0 is none.
    pub l1: u8,
    /// Error of the card's data; 0 is none.
    pub l2: u8,
    /// Error of the terminal; 0 is none.
    pub l3: u8,
    /// The status word that was the reason; 0 is none.
    pub status_word: u16,
    /// The message that went with it.
    pub message: Option<u8>,
}

/// One application of the card that may be chosen.
#[uniffi::remote(Record)]
pub struct Offer {
    /// A name to show; letters, digits and signs of ASCII only.
    pub label: String,
    /// AID of the reader's Combination.
    pub aid: Vec<u8>,
    /// ADF Name of the card's application.
    pub adf_name: Vec<u8>,
    /// The kernel that would run.
    pub kernel: u32,
    /// The card's priority, 1 the best; 0 if it gives none.
    pub priority: u8,
}

/// The library as a laboratory notes it down.
#[uniffi::remote(Record)]
pub struct Library {
    /// Version of the library.
    pub version: String,
    /// Version of the interface: it grows by one when a record, a step or a code is added.
    pub api_version: u32,
    /// SHA-256 over all source files and the selection of kernels, in hexadecimal: two builds of the same sources have the
    /// same.
    pub build_checksum: String,
    /// The kernels that are built in, by their identifiers.
    pub kernels: Vec<KernelVersion>,
    /// Names of the built-in profiles.
    pub profiles: Vec<String>,
}

/// A kernel and its version.
#[uniffi::remote(Record)]
pub struct KernelVersion {
    /// Kernel Identifier.
    pub kernel: u32,
    /// Its version.
    pub version: String,
}

/// Something in a profile that is wrong or looks wrong.
#[uniffi::remote(Record)]
pub struct Problem {
    /// Whether the profile cannot be used; else it looks wrong.
    pub is_error: bool,
    /// Where, as in `schemes[0].transactions.purchase.ttq`; empty for the document as a whole.
    pub path: String,
    /// Line from 1; 0 if unknown.
    pub line: u32,
    /// Column from 1; 0 if unknown.
    pub column: u32,
    /// What is wrong and how to put it right.
    pub text: String,
}

/// What a profile does at which amount. Amounts are texts with the currency's decimals.
#[uniffi::remote(Record)]
pub struct Explanation {
    /// The profile's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its checksum.
    pub checksum: String,
    /// `laboratory`, `test` or `production`.
    pub stage: String,
    /// Whether an approval by the card alone is let through.
    pub offline_approval: bool,
    /// Applications that are treated alike.
    pub transactions: Vec<Treatment>,
}

/// How applications of one scheme are treated for one transaction type and currency.
#[uniffi::remote(Record)]
pub struct Treatment {
    /// The scheme, as the profile calls it.
    pub scheme: String,
    /// Kernel Identifier in hexadecimal.
    pub kernel: String,
    /// The AIDs in hexadecimal.
    pub aids: Vec<String>,
    /// Letters of the currency.
    pub currency: String,
    /// `purchase`, `cashback`, `cash`, `cash_disbursement` or `refund`.
    pub transaction_type: String,
    /// Only for cards whose Program ID begins like this.
    pub program_id: Option<String>,
    /// The least amount that is accepted.
    pub accepted_from: Option<String>,
    /// The greatest amount that is accepted.
    pub accepted_to: Option<String>,
    /// From which amount on a CVM is required.
    pub pin_from: Option<String>,
    /// From which amount on the card must ask for an online authorisation.
    pub online_from: Option<String>,
    /// The same amount by amount.
    pub intervals: Vec<Interval>,
}

/// Amounts that are treated alike.
#[uniffi::remote(Record)]
pub struct Interval {
    /// The least.
    pub from: String,
    /// The greatest; none: no end.
    pub to: Option<String>,
    /// Whether they are accepted.
    pub accepted: bool,
    /// Whether a CVM is required.
    pub pin: bool,
    /// Whether the card must ask for an online authorisation.
    pub online: bool,
    /// Whether it is a status check.
    pub status_check: bool,
    /// Whether it is a zero amount.
    pub zero_amount: bool,
}
