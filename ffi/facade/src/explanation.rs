//! What a profile does at which amount.

use tapkernel::profile as own;

/// What a profile does at which amount. Amounts are texts with the currency's decimals.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl From<own::Explanation> for Explanation {
    fn from(explanation: own::Explanation) -> Self {
        Self {
            name: explanation.name,
            version: explanation.version,
            checksum: explanation.checksum,
            stage: explanation.stage.word().to_owned(),
            offline_approval: explanation.offline_approval,
            transactions: explanation.transactions.into_iter().map(Treatment::from).collect(),
        }
    }
}

impl From<own::Treatment> for Treatment {
    fn from(treatment: own::Treatment) -> Self {
        Self {
            scheme: treatment.scheme,
            kernel: treatment.kernel,
            aids: treatment.aids,
            currency: treatment.currency,
            transaction_type: treatment.transaction_type,
            program_id: treatment.program_id,
            on_device_cvm: treatment.on_device_cvm,
            accepted_from: treatment.accepted_from,
            accepted_to: treatment.accepted_to,
            pin_from: treatment.pin_from,
            online_from: treatment.online_from,
            intervals: treatment.intervals.into_iter().map(Interval::from).collect(),
        }
    }
}

impl From<own::Interval> for Interval {
    fn from(interval: own::Interval) -> Self {
        Self {
            from: interval.from,
            to: interval.to,
            accepted: interval.accepted,
            pin: interval.pin,
            online: interval.online,
            status_check: interval.status_check,
            zero_amount: interval.zero_amount,
        }
    }
}
