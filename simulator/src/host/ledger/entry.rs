//! A line of the books.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Money from the cardholder: purchase, cashback, cash, completion, offline approval.
    Debit,
    /// Money to the cardholder.
    Refund,
    /// Money held.
    PreAuthorisation,
    /// More of it.
    Increment,
}

/// What has become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Answered, and standing.
    Standing,
    /// A pre-authorisation that was completed.
    Completed,
    /// Taken back by the merchant: counts as itself and as a reversal.
    Voided,
    /// Undone by a reversal advice: counts nowhere.
    Reversed,
}

impl State {
    /// Whether the line was undone.
    pub const fn is_undone(self) -> bool {
        matches!(self, Self::Voided | Self::Reversed)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Debit => "debit",
            Self::Refund => "refund",
            Self::PreAuthorisation => "pre-authorisation",
            Self::Increment => "increment",
        })
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Standing => "standing",
            Self::Completed => "completed",
            Self::Voided => "voided",
            Self::Reversed => "reversed",
        })
    }
}

/// What names a message of a terminal, and the line that it made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LineName {
    /// Terminal, field 41, without the spaces that fill it.
    pub terminal: String,
    /// Systems Trace Audit Number, field 11.
    pub stan: u32,
    /// Field 7: month, day, hour, minute, second.
    pub transmitted: String,
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostEntry {
    /// Terminal, field 41, without the spaces that fill it.
    pub terminal: String,
    /// Systems Trace Audit Number.
    pub stan: u32,
    /// Field 7 of the message.
    pub transmitted: String,
    /// Batch of the terminal.
    pub batch: u32,
    /// What it is.
    pub kind: Kind,
    /// Minor units.
    pub amount: u64,
    /// ISO 4217 numeric code.
    pub currency: u16,
    /// Response code.
    #[serde(with = "characters")]
    pub response_code: [u8; 2],
    /// Authorisation code, if approved.
    pub authorisation_code: Option<String>,
    /// Retrieval Reference Number.
    pub rrn: String,
    /// What has become of it.
    pub state: State,
    /// What of it was refunded, and stands.
    pub refunded: u64,
    /// What was added by increments to a pre-authorisation, and stands.
    pub raised: u64,
    /// Whether its batch is closed. Never for money that is only held.
    pub settled: bool,
    /// What it belongs to: the pre-authorisation of an increment or a completion, the original of a linked refund.
    pub original: Option<LineName>,
    /// The card: eight bytes in hexadecimal, made from its number under a test key. The same for the same card.
    pub card: String,
}

impl HostEntry {
    /// Whether it was approved.
    pub fn is_approved(&self) -> bool {
        self.response_code == *b"00"
    }

    /// What names it.
    pub fn name(&self) -> LineName {
        let (terminal, transmitted) = (self.terminal.clone(), self.transmitted.clone());
        LineName { terminal, stan: self.stan, transmitted }
    }

    /// Its amount, with what was added to it: what a pre-authorisation holds.
    pub const fn worth(&self) -> u64 {
        self.amount.saturating_add(self.raised)
    }
}

/// A line that was approved and stands, as far as a terminal's journal knows it too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StandingLine {
    /// Systems Trace Audit Number.
    pub stan: u32,
    /// Field 7 of the message.
    pub transmitted: String,
    /// What it is.
    pub kind: Kind,
    /// Minor units: those of the message itself, without increments.
    pub amount: u64,
    /// ISO 4217 numeric code.
    pub currency: u16,
}

/// A response code as its two characters.
mod characters {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(code: &[u8; 2], to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&crate::acquirer::ResponseCode(*code))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 2], D::Error> {
        let text = String::deserialize(from)?;
        text.as_bytes().try_into().map_err(|_| D::Error::custom("a response code has two characters"))
    }
}
