//! A line of the file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tapkernel_terminal::acquirer::iso8583::{Message, MessageType};

use crate::hex;
use crate::host::router::Answered;
use crate::host::{HostEntry, LineName};

/// What one message changed.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    /// Its type without the mark of a repeat.
    message_type: String,
    pub(super) name: LineName,
    said: String,
    /// The fields of the answer; 55 in hexadecimal.
    answer: BTreeMap<u8, String>,
    /// New and changed lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) lines: Vec<NumberedLine>,
    /// An original that is refused if it comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) refused: Option<LineName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) issuer: Option<IssuerNote>,
}

/// A line of the books and its place.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NumberedLine {
    pub(super) number: usize,
    pub(super) line: HostEntry,
}

/// What an issuer goes by next time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::host) struct IssuerNote {
    /// The Application Cryptogram, if it was approved: it is not approved again.
    pub(in crate::host) approved_cryptogram: Option<String>,
    /// The card, as the line has it.
    pub(in crate::host) card: String,
    /// Wrong PINs in a row.
    pub(in crate::host) wrong_pins: u8,
}

/// The field of an answer that is no text.
const BYTES: u8 = 55;

impl Record {
    pub(super) fn new(
        name: LineName,
        message_type: MessageType,
        answered: &Answered,
        lines: Vec<NumberedLine>,
        refused: Option<LineName>,
        issuer: Option<IssuerNote>,
    ) -> Self {
        let text = |(field, value): (u8, &[u8])| match field {
            BYTES => (field, hex::encode(value)),
            _ => (field, String::from_utf8_lossy(value).into_owned()),
        };
        Self {
            message_type: message_type.to_string(),
            name,
            said: answered.said.clone(),
            answer: answered.answer.iter().map(text).collect(),
            lines,
            refused,
            issuer,
        }
    }

    /// The type of the message and its answer; `None` if they cannot be read.
    pub(super) fn answered(&self) -> Option<(MessageType, Answered)> {
        let message_type = MessageType::new(self.message_type.as_bytes().try_into().ok()?)?;
        let mut answer = Message::new(message_type.answer());
        for (field, text) in &self.answer {
            match *field {
                BYTES => answer.insert(BYTES, hex::decode(text)?),
                field => answer.insert(field, text.as_str()),
            }
        }
        Some((message_type, Answered { said: self.said.clone(), answer }))
    }
}
