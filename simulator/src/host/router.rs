//! A message in, the answer out.

use std::collections::BTreeMap;

use tapkernel_terminal::acquirer::assignment::ECHO;
use tapkernel_terminal::acquirer::iso8583::{Message, MessageType};

use super::HostLedger;
use crate::acquirer::SoftwareAcquirer;

/// Which message a message is: terminal, STAN, field 7, type without the mark of a repeat.
type Identity = (String, u32, String, MessageType);

/// The host without a line.
#[derive(Clone, Debug, Default)]
pub struct Host {
    pub(super) issuers: SoftwareAcquirer,
    pub(super) ledger: HostLedger,
    /// Originals that were reversed before they came: terminal, STAN, field 7.
    pub(super) refused: Vec<(String, u32, String)>,
    parameters: Vec<u8>,
    answered: BTreeMap<Identity, Message>,
}

/// Bytes in a block of parameters.
const BLOCK: usize = 400;

impl Host {
    /// With empty books; `parameters` is what terminals download.
    pub fn new(parameters: impl Into<Vec<u8>>) -> Self {
        Self { parameters: parameters.into(), ..Self::default() }
    }

    /// The books.
    pub const fn ledger(&self) -> &HostLedger {
        &self.ledger
    }

    /// Answers a message; `None` if it is no request, or lacks what tells whose it is.
    pub fn handle(&mut self, message: &Message) -> Option<Message> {
        let original_type = message.message_type().original();
        let identity = (
            message.text(41)?.to_owned(),
            u32::try_from(message.number(11)?).ok()?,
            message.text(7)?.to_owned(),
            original_type,
        );
        if let Some(answer) = self.answered.get(&identity) {
            return Some(answer.clone());
        }
        let answer = self.route(original_type, message)?;
        self.answered.insert(identity, answer.clone());
        Some(answer)
    }

    fn route(&mut self, message_type: MessageType, message: &Message) -> Option<Message> {
        match message_type {
            MessageType::AUTHORISATION | MessageType::FINANCIAL => Some(self.authorise(message)),
            MessageType::FINANCIAL_ADVICE => Some(self.advice(message)),
            MessageType::REVERSAL => Some(self.void(message)),
            MessageType::REVERSAL_ADVICE => Some(self.reversal(message)),
            MessageType::ADMINISTRATIVE => Some(self.status(message)),
            MessageType::RECONCILIATION => Some(self.reconcile(message)),
            MessageType::FILE_UPDATE_ADVICE => Some(answer(message, *b"00")),
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
