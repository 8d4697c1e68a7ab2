//! A transport of one's own: an NFC stack that lives in a thread and is spoken to by messages.
//!
//! `cargo run -p tapkernel-terminal --example custom_transport`
mod support;

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use support::approving::Approving;
use support::{Failure, Folder, eur};
use tapkernel_simulator::card::{SoftwareCard, card};
use tapkernel_terminal::journal::SharedJournal;
use tapkernel_terminal::journal::sqlite::{SqliteJournal, SqliteSettings};
use tapkernel_terminal::sale::Event;
use tapkernel_terminal::tapkernel::core::apdu::CApdu;
use tapkernel_terminal::tapkernel::core::outcome::L1Error;
use tapkernel_terminal::tapkernel::profile::Profile;
use tapkernel_terminal::tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};
use tapkernel_terminal::terminal::{Ports, Terminal};
use tapkernel_terminal::vault::KeyFileVault;

/// What the stack is told.
enum Ask {
    Activate,
    Transmit(Vec<u8>),
    FieldOff,
}

/// What it says. No answer to a command means that the card has gone.
type Said = Option<Vec<u8>>;

/// The stack, from this side.
struct Stack {
    ask: Sender<Ask>,
    said: Receiver<Said>,
    field_is_on: bool,
}

/// The other side. At the first tap the card is taken away too early, at its third command.
fn stack(mut card: SoftwareCard) -> (Stack, JoinHandle<usize>) {
    let (ask, asked) = channel();
    let (say, said) = channel();
    let thread = thread::spawn(move || {
        let (mut commands, mut is_there) = (0, true);
        for ask in asked {
            let answer = match ask {
                Ask::Activate => {
                    is_there = true;
                    Some(Vec::new())
                }
                Ask::Transmit(command) => {
                    commands += 1;
                    is_there &= commands != 3;
                    is_there.then(|| card.answer(&command))
                }
                Ask::FieldOff => {
                    card.field_off();
                    continue;
                }
            };
            if say.send(answer).is_err() {
                break;
            }
        }
        commands
    });
    (Stack { ask, said, field_is_on: false }, thread)
}

impl CardTransport for Stack {
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        if stop.is_stopped() {
            return Err(ActivationError::Stopped);
        }
        let gone = |_| ActivationError::Interface("the stack is gone".to_owned());
        self.ask.send(Ask::Activate).map_err(gone)?;
        self.field_is_on = true;
        match self.said.recv_timeout(limit) {
            Ok(_) => Ok(()),
            Err(RecvTimeoutError::Timeout) => Err(ActivationError::TimeOut),
            Err(RecvTimeoutError::Disconnected) => {
                Err(ActivationError::Interface("the stack is gone".to_owned()))
            }
        }
    }

    fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error> {
        let began = Instant::now();
        self.ask.send(Ask::Transmit(command.as_bytes().to_vec())).map_err(|_| L1Error::Transmission)?;
        match self.said.recv_timeout(limit) {
            Ok(Some(bytes)) => Ok(Answer { bytes, elapsed: began.elapsed() }),
            Ok(None) | Err(RecvTimeoutError::Timeout) => Err(L1Error::TimeOut),
            Err(RecvTimeoutError::Disconnected) => Err(L1Error::Transmission),
        }
    }

    fn field_off(&mut self, hold: Duration) {
        let _ = self.ask.send(Ask::FieldOff);
        self.field_is_on = false;
        thread::sleep(hold);
    }

    fn await_removal(&mut self, _limit: Duration) -> bool {
        true
    }
}

fn main() -> Result<(), Failure> {
    let folder = Folder::new("custom-transport")?;
    let journal = SqliteJournal::open(&folder.file("journal"), &SqliteSettings::default())?;
    let journal = SharedJournal::new(journal);
    let vault = KeyFileVault::open_or_create(&folder.file("key"))?;
    let pin_pad = support::pin_pad(&journal, "1234")?;
    let ports = Ports::new(journal, Approving, pin_pad, vault, support::clock()?);
    let profile = Profile::built_in("softpos-eur").ok_or("no such profile")?;
    let mut terminal = Terminal::open(profile, Default::default(), ports)?;

    let (mut nfc, thread) = stack(card("visa-credit", 1).ok_or("no such card")?);
    let (mut came, mut again) = (0, 0);
    let result = terminal.purchase(eur(1000)?).begin()?.run(&mut nfc, |event| match event {
        Event::CardDetected => came += 1,
        Event::PresentCardAgain => again += 1,
        _ => {}
    })?;
    let field_is_on = nfc.field_is_on;
    drop(nfc);
    let commands = thread.join().map_err(|_| "the stack's thread failed")?;
    println!("approved: {}; the card came {came} times, with {commands} commands", result.is_approved());
    assert!(result.is_approved() && !field_is_on);
    assert!(came == 2 && again >= 1 && commands > 3);
    Ok(())
}
