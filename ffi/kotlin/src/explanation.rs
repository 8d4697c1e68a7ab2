//! What is told about a profile.

use tapkernel_facade::{Explanation, Interval, Problem, Treatment};

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
    /// Only for cards that verify, or do not verify, the cardholder on the device; none: it makes no difference.
    pub on_device_cvm: Option<bool>,
    /// The least amount that is accepted.
    pub accepted_from: Option<String>,
    /// The greatest amount that is accepted.
    pub accepted_to: Option<String>,
    /// From which amount on a CVM is required: the PIN, or verification on the cardholder's device.
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
