//! The facade's records.

use tapkernel_facade::{
    DataObject, KernelVersion, Library, LocalTime, Occasion, Offer, OnlineResponse, Transaction,
    TransactionType, UiRequest, UiStatus, UiValue, ValueQualifier,
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
