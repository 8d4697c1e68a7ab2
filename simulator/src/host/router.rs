//! A message in, the answer out.

use std::collections::{BTreeMap, BTreeSet};

use tapkernel_terminal::acquirer::assignment::ECHO;
use tapkernel_terminal::acquirer::iso8583::{Message, MessageType};

use super::kept::{IssuerNote, Keeping};
use super::message::said;
use super::{HostLedger, LineName};
use crate::acquirer::SoftwareAcquirer;

/// The host without a line. A clone keeps its books in memory only.
#[derive(Clone, Debug, Default)]
pub struct Host {
    pub(super) issuers: SoftwareAcquirer,
    pub(super) ledger: HostLedger,
    /// Originals that were reversed before they came.
    pub(super) refused: BTreeSet<LineName>,
    parameters: Vec<u8>,
    /// By what names a message, and its type without the mark of a repeat.
    pub(super) answered: BTreeMap<(LineName, MessageType), Answered>,
    pub(super) keeping: Keeping,
    /// What the message at hand changes besides lines.
    pub(super) newly_refused: Option<LineName>,
    pub(super) issuer_note: Option<IssuerNote>,
}

/// A message that was answered.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    /// What it said, so that another message under its number is told from its repeat.
    pub(super) said: String,
    pub(super) answer: Message,
}

/// Bytes in a block of parameters.
const BLOCK: usize = 400;

/// Messages that change the books: a repeat gets the answer of the first. Others are answered anew.
const BOOKED: [MessageType; 6] = [
    MessageType::AUTHORISATION,
    MessageType::FINANCIAL,
    MessageType::FINANCIAL_ADVICE,
    MessageType::REVERSAL,
    MessageType::REVERSAL_ADVICE,
    MessageType::RECONCILIATION,
];

impl Host {
    /// With empty books in memory; `parameters` is what terminals download.
    pub fn new(parameters: impl Into<Vec<u8>>) -> Self {
        Self { parameters: parameters.into(), ..Self::default() }
    }

    /// The books.
    pub const fn ledger(&self) -> &HostLedger {
        &self.ledger
    }

    /// Answers a message; `None` if it is no request, lacks what tells whose it is, or cannot be kept in the ledger file:
    /// then the host answers nothing that changes its books any more.
    pub fn handle(&mut self, message: &Message) -> Option<Message> {
        let name = LineName::of(message)?;
        let original_type = message.message_type().original();
        if !BOOKED.contains(&original_type) {
            return self.route(original_type, message);
        }
        let said = said(message);
        if let Some(answered) = self.answered.get(&(name.clone(), original_type)) {
            let same = answered.said == said;
            return Some(if same { answered.answer.clone() } else { answer(message, *b"94") });
        }
        if self.keeping.has_failed() {
            return None;
        }
        let answer = self.route(original_type, message)?;
        let answered = Answered { said, answer: answer.clone() };
        self.keep(&name, original_type, &answered)?;
        self.answered.insert((name, original_type), answered);
        Some(answer)
    }

    /// The answer to an earlier message.
    pub(super) fn answered(&self, name: LineName, message_type: MessageType) -> Option<&Message> {
        self.answered.get(&(name, message_type)).map(|answered| &answered.answer)
    }

    fn route(&mut self, message_type: MessageType, message: &Message) -> Option<Message> {
        match message_type {
            MessageType::AUTHORISATION | MessageType::FINANCIAL => Some(self.authorise(message)),
            MessageType::FINANCIAL_ADVICE => Some(self.advice(message)),
            MessageType::REVERSAL => Some(self.void(message)),
            MessageType::REVERSAL_ADVICE => Some(self.reversal(message)),
            MessageType::ADMINISTRATIVE => Some(self.status(message)),
            MessageType::RECONCILIATION => Some(self.reconcile(message)),
            MessageType::FILE_UPDATE_ADVICE => Some(self.upload(message)),
            MessageType::FILE_UPDATE => Some(self.parameters(message)),
            MessageType::NETWORK_MANAGEMENT if message.text(70) == Some(ECHO) => {
                Some(answer(message, *b"00").with(70, ECHO))
            }
            MessageType::NETWORK_MANAGEMENT => Some(answer(message, *b"12")),
            _ => None,
        }
    }

    fn parameters(&self, message: &Message) -> Message {
        let blocks = self.parameters.chunks(BLOCK);
        let of = blocks.len();
        let asked = message.number(71).and_then(|number| usize::try_from(number).ok()).unwrap_or_default();
        match asked.checked_sub(1).and_then(|at| self.parameters.chunks(BLOCK).nth(at)) {
            Some(block) => answer(message, *b"00")
                .with(71, format!("{asked:04}"))
                .with(72, format!("{of:04}"))
                .with(120, block),
            None => answer(message, *b"25"),
        }
    }
}

/// An answer with this response code and what the request said of itself.
pub(super) fn answer(message: &Message, response_code: [u8; 2]) -> Message {
    let mut answer = Message::new(message.message_type().answer()).with(39, response_code);
    for field in [3, 4, 7, 11, 12, 13, 41, 42, 49] {
        if let Some(value) = message.bytes(field) {
            answer.insert(field, value);
        }
    }
    answer
}
