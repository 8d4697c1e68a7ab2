//! What the journal writes down.

use serde::{Deserialize, Serialize};
use tapkernel::core::data::{Aid, Amount, KernelId, MaskedPan, Money};
use tapkernel::core::outcome::Cvm;

use super::TransactionId;
use super::wire;
use crate::acquirer::{EntryMode, ResponseCode, ReversalReason, Stan};
use crate::moment::Moment;
use crate::receipt::Reason;
use crate::transaction_kind::TransactionKind;
use crate::vault::CardToken;

/// One thing that happened. Facts only: what follows from them is worked out again each time the journal is read, so that
/// no two places can disagree.
///
/// None has a place for an account number, track data, an expiry date or a PIN. What recovery needs of the card stands
/// beside the entry as a sealed blob ([`NewRecord::sealed`](super::NewRecord)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Entry {
    /// A transaction begins. Its record's number is the transaction's.
    Begun(Box<Begun>),
    /// A card was read. Sealed beside it: what later messages need of the card.
    CardRead(Box<CardRead>),
    /// A message is about to leave. Written before its first byte.
    Sending(Sending),
    /// It was answered.
    Answered(Answered),
    /// It was not answered, or not sent.
    Unanswered(Unanswered),
    /// What was sent must be undone, and nothing but the acquirer's acknowledgement ends that.
    ReversalDue(ReversalDue),
    /// The transaction ended.
    Ended(Ended),
    /// What was unknown is known.
    Resolved(Resolved),
    /// The cardholder's signature. Sealed beside it: the picture.
    Signed,
    /// The app has the result.
    Delivered,
    /// The batch closes: no transaction enters it any more.
    BatchClosing {
        /// Its number.
        batch: u32,
    },
    /// The batch is closed.
    BatchClosed {
        /// Its number.
        batch: u32,
    },
    /// The clock jumped; the business date stays until somebody confirms the clock.
    ClockDoubted {
        /// What the clock said.
        #[serde(with = "wire::moment")]
        said: Moment,
    },
    /// The clock is right.
    ClockConfirmed {
        /// Who says so.
        by: String,
    },
    /// A named value: people, key counters, the torn log, the activated profile. The latest of a name counts.
    Kept {
        /// Its name.
        name: String,
        /// Its value, in hexadecimal; empty if it is sealed beside the entry.
        value: String,
    },
    /// A newer version of this library wrote it. It can be read and exported, and is never written.
    #[serde(skip)]
    OfNewerVersion {
        /// Its kind.
        kind: String,
        /// All of it, as it was written.
        payload: String,
    },
}

/// A transaction begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// What is to be done.
    #[serde(with = "wire::kind")]
    pub kind: TransactionKind,
    /// The total.
    #[serde(with = "wire::money")]
    pub money: Money,
    /// The cash part of a cashback, else zero.
    #[serde(with = "wire::amount")]
    pub cashback: Amount,
    /// The number of its first message.
    #[serde(with = "wire::stan")]
    pub stan: Stan,
    /// Its batch.
    pub batch: u32,
    /// The app's own reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What it follows or gives back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<TransactionId>,
    /// The supervisor who allowed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<String>,
    /// The operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
}

/// What of a card may be written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardRead {
    /// Equal for the same card.
    #[serde(with = "wire::token")]
    pub token: CardToken,
    /// The last four digits of its number.
    #[serde(with = "wire::last_four")]
    pub last_four: MaskedPan,
    /// The kernel that ran.
    #[serde(with = "wire::kernel")]
    pub kernel: Option<KernelId>,
    /// Name of the application.
    #[serde(with = "wire::aid")]
    pub aid: Option<Aid>,
    /// Application Preferred Name or Label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<String>,
    /// Language Preference `5F2D`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How the card was read.
    #[serde(with = "wire::entry_mode")]
    pub entry_mode: EntryMode,
    /// How the cardholder is verified.
    #[serde(with = "wire::cvm")]
    pub cvm: Cvm,
    /// Offline data authentication: method, result.
    pub oda: [String; 2],
}

/// A message is about to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// Its type, with the mark of a repeat.
    #[serde(with = "wire::message_type")]
    pub message_type: crate::acquirer::iso8583::MessageType,
    /// Its number.
    #[serde(with = "wire::stan")]
    pub stan: Stan,
    /// When it was made, fields 7, 12 and 13; a repeat has that of the first.
    #[serde(with = "wire::moment")]
    pub made: Moment,
    /// Whether a PIN is in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_pin: bool,
}

/// A message was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Which message.
    #[serde(with = "wire::stan")]
    pub stan: Stan,
    /// Its type, without the mark of a repeat.
    #[serde(with = "wire::message_type")]
    pub message_type: crate::acquirer::iso8583::MessageType,
    /// Response code.
    #[serde(with = "wire::response_code")]
    pub response_code: ResponseCode,
    /// Authorisation code, if approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorisation_code: Option<String>,
    /// Retrieval Reference Number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rrn: Option<String>,
}

/// A message was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unanswered {
    /// Which message.
    #[serde(with = "wire::stan")]
    pub stan: Stan,
    /// Its type, without the mark of a repeat.
    #[serde(with = "wire::message_type")]
    pub message_type: crate::acquirer::iso8583::MessageType,
    /// Whether it may have arrived all the same.
    pub may_have_arrived: bool,
}

/// A message must be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReversalDue {
    /// Which message.
    #[serde(with = "wire::stan")]
    pub stan: Stan,
    /// Why.
    #[serde(with = "wire::reversal_reason")]
    pub reason: ReversalReason,
}

/// How a transaction ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub enum Ended {
    /// Money moved, or is held, or was let go, as asked.
    Approved,
    /// Nothing moved.
    Declined {
        /// Why.
        #[serde(with = "wire::reason")]
        reason: Reason,
    },
    /// It is not known.
    Unknown,
}

/// What became of an unknown transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "became", rename_all = "kebab-case")]
pub enum Resolved {
    /// It was undone, or never arrived: nothing moved.
    Reversed,
    /// The acquirer has approved it.
    Confirmed,
    /// The acquirer has declined it.
    Declined {
        /// Response code.
        #[serde(with = "wire::response_code")]
        response_code: ResponseCode,
    },
}
