//! A card in a thread of its own, so that a time limit holds.
//!
//! `SCardConnect` and `SCardTransmit` have no time limit: they return when driver and card like. So they run in a thread
//! that owns the card and a connection to the service of its own (a call that hangs blocks every other call on its
//! connection). Who waits for it gives up after the limit; the thread then ends when the call returns, and takes the
//! power from the card.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

use super::PcscError;
use super::service::{Card, Service};
use crate::transport::Answer;

/// The caller's end.
#[derive(Debug)]
pub(super) struct Link {
    commands: Sender<Zeroizing<Vec<u8>>>,
    answers: Receiver<Result<Answer, PcscError>>,
    ended: Receiver<()>,
    longest_command: Option<usize>,
}

/// How long the power may take to go.
const POWER_OFF: Duration = Duration::from_secs(2);

impl Link {
    /// Powers the card in this reader and keeps everybody else out; with `reset` also a card that seems to have power.
    pub(super) fn open(reader: &str, reset: bool, limit: Duration) -> Result<Self, PcscError> {
        let (commands, orders) = channel();
        let (results, answers) = channel();
        let (opened, opening) = channel();
        let (end, ended) = channel();
        let reader = reader.to_owned();
        let serve = move || {
            let card = Service::connect().and_then(|service| service.card(&reader, reset));
            match card {
                Ok(card) if opened.send(Ok(card.longest_command())).is_ok() => {
                    exchange(card, &orders, &results)
                }
                Ok(card) => card.power_off(),
                Err(error) => drop(opened.send(Err(error))),
            }
            let _ = end.send(());
        };
        let spawned = thread::Builder::new().name("tapkernel-pcsc".to_owned()).spawn(serve);
        spawned.map_err(|error| PcscError::Other(error.to_string()))?;
        let longest_command = opening.recv_timeout(limit).map_err(late)??;
        Ok(Self { commands, answers, ended, longest_command })
    }

    /// One command and its answer. After an error there is nothing more to be had from this link.
    pub(super) fn transceive(&self, command: &[u8], limit: Duration) -> Result<Answer, PcscError> {
        let gone = |_| PcscError::CardRemoved;
        self.commands.send(Zeroizing::new(command.to_vec())).map_err(gone)?;
        self.answers.recv_timeout(limit).map_err(late)?
    }

    pub(super) const fn longest_command(&self) -> Option<usize> {
        self.longest_command
    }

    /// Takes the power from the card and lets others in.
    pub(super) fn close(self) {
        let Self { commands, ended, .. } = self;
        drop(commands);
        // A thread that hangs in a call of the service is left to it.
        let _ = ended.recv_timeout(POWER_OFF);
    }
}

/// The thread's end: until nobody wants anything, or listens.
fn exchange(
    mut card: Card,
    orders: &Receiver<Zeroizing<Vec<u8>>>,
    results: &Sender<Result<Answer, PcscError>>,
) {
    while let Ok(command) = orders.recv() {
        let answer = card.transmit(&command).map(|(bytes, elapsed)| Answer { bytes, elapsed });
        if answer.is_err() {
            let _ = results.send(answer);
            return card.leave();
        }
        if results.send(answer).is_err() {
            break;
        }
    }
    card.power_off();
}

fn late(error: RecvTimeoutError) -> PcscError {
    match error {
        RecvTimeoutError::Timeout => PcscError::TimeOut,
        RecvTimeoutError::Disconnected => PcscError::Other("the thread of the card ended".to_owned()),
    }
}
