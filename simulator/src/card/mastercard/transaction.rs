//! One transaction of a Mastercard application, from GET PROCESSING OPTIONS on.

use std::time::Duration;

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{Database, tags};

use super::MastercardBehaviour;
use super::recover_ac::LastAnswer;
use crate::card::card_keys::CardKeys;
use crate::card::command::MastercardCommand;

/// What the card keeps when the field goes off.
#[derive(Clone, Default)]
pub(in crate::card) struct Memory {
    /// The answer to the last GENERATE AC.
    pub(super) last_answer: Option<LastAnswer>,
    /// How many taps have sent the holder to the phone.
    pub(super) interactions: u32,
}

/// How far the transaction is.
#[derive(Clone)]
pub(in crate::card) struct Progress {
    /// The values of the PDOL, as they came.
    pub(super) pdol_data: Vec<u8>,
    /// What was exchanged in the last try of the relay resistance protocol.
    pub(super) relay_resistance_data: Option<[u8; 14]>,
    /// Tries of the relay resistance protocol.
    pub(super) tries: usize,
    /// Whether the cryptogram is out; there is one for a transaction.
    pub(super) answered: bool,
}

/// A transaction at work.
pub(in crate::card) struct Transaction<'a> {
    pub(in crate::card) behaviour: &'a MastercardBehaviour,
    pub(in crate::card) keys: &'a CardKeys,
    pub(in crate::card) objects: &'a Database,
    pub(in crate::card) memory: &'a mut Memory,
    pub(in crate::card) progress: &'a mut Progress,
    pub(in crate::card) random_number: [u8; 4],
}

/// GET PROCESSING OPTIONS: the data objects of the card with those of this transaction.
pub(in crate::card) fn initiate(card: &Database, counter: u16, pdol_data: &[u8]) -> (Database, Progress) {
    let mut objects = card.clone();
    objects.insert(tags::APPLICATION_TRANSACTION_COUNTER, &counter.to_be_bytes());
    let progress =
        Progress { pdol_data: pdol_data.to_vec(), relay_resistance_data: None, tries: 0, answered: false };
    (objects, progress)
}

impl Transaction<'_> {
    /// The answer to a command, and how long it takes.
    ///
    /// # Errors
    ///
    /// The status word of a command that cannot be executed.
    pub(in crate::card) fn answer(
        mut self,
        command: &MastercardCommand<'_>,
    ) -> Result<(Vec<u8>, Duration), StatusWord> {
        let at_once = |answer| (answer, Duration::ZERO);
        match *command {
            MastercardCommand::ExchangeRelayResistanceData { entropy } => {
                self.exchange_relay_resistance_data(entropy)
            }
            MastercardCommand::GenerateAc { parameter, data } => {
                self.generate_ac(parameter, data).map(at_once)
            }
            MastercardCommand::RecoverAc { data } => self.recover_ac(data).map(at_once),
            MastercardCommand::ComputeCryptographicChecksum { data } => {
                self.compute_cryptographic_checksum(data).map(at_once)
            }
        }
    }
}
