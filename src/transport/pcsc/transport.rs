//! One reader as a contactless interface.

use std::time::{Duration, Instant};

use tapkernel_core::apdu::CApdu;
use tapkernel_core::outcome::L1Error;

use super::link::Link;
use super::readers::LOOK;
use super::{Atr, CardKind, PcscError, ReaderState, ReaderStatus, Readers};
use crate::transport::{ActivationError, Answer, CardTransport, Stop};

/// A PC/SC reader as a [`CardTransport`].
///
/// * The card is powered and connected for nobody else from [`CardTransport::await_card`] to
///   [`CardTransport::field_off`]. No transaction is begun inside that connection: nobody is left whom it could keep out,
///   and Windows resets a card whose transaction rests for five seconds, as it does while the issuer is asked.
/// * The limit of [`CardTransport::transceive`] holds although `SCardTransmit` has none: the call runs in a thread of
///   its own and is left to it when the limit is over. The card cannot be used again before that call returned.
/// * A card that was taken away or reset is [`L1Error::TimeOut`], a failed exchange [`L1Error::Transmission`]; what
///   exactly it was, [`PcscTransport::last_error`] tells.
/// * A service that restarts and a reader that is plugged in again are waited for: for [`PcscTransport::PATIENCE`].
/// * Memory cards and tags are overlooked, as they have no APDUs. Two cards at once are not told: PC/SC does not.
#[derive(Debug)]
pub struct PcscTransport {
    wanted: Option<String>,
    name: String,
    readers: Option<Readers>,
    link: Option<Link>,
    atr: Option<Atr>,
    last_error: Option<PcscError>,
    /// When a card was lost, unless the service has seen the reader empty since then.
    lost: Option<Instant>,
    /// Since when service, reader or card are not to be had.
    trouble: Option<Instant>,
}

/// What the service needs to see that a card has left: it looks every 400 ms. Before that a lost card is not touched, since
/// one that is back already would not be seen (see [`Card::leave`](super::service::Card::leave)).
const SEEN: Duration = Duration::from_millis(500);

/// For how long a card is powered at most.
const POWER_ON: Duration = Duration::from_secs(3);

impl PcscTransport {
    /// For how long a service or a reader that went away may stay away, or another program may have the card, before
    /// that ends a wait for a card.
    pub const PATIENCE: Duration = Duration::from_secs(5);

    /// The reader with this name, or the first that has it in its name; without one the first contactless reader, or else
    /// the first whose name does not say that it is for contacts.
    ///
    /// # Errors
    ///
    /// [`PcscError::NoService`], [`PcscError::NoReader`], [`PcscError::UnknownReader`], [`PcscError::Permission`].
    pub fn open(reader: Option<&str>) -> Result<Self, PcscError> {
        let mut readers = Readers::connect()?;
        let name = readers.find(reader)?.name;
        Ok(Self {
            wanted: reader.map(str::to_owned),
            name,
            readers: Some(readers),
            link: None,
            atr: None,
            last_error: None,
            lost: None,
            trouble: None,
        })
    }

    /// The name of the reader.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The Answer To Reset of the latest card.
    pub const fn atr(&self) -> Option<&Atr> {
        self.atr.as_ref()
    }

    /// Why the latest call did not do its work; `None` if it did.
    pub const fn last_error(&self) -> Option<&PcscError> {
        self.last_error.as_ref()
    }

    /// The longest command that the reader takes, if its driver tells: above 261 bytes it takes extended length. `None`
    /// too while no card is activated.
    pub fn longest_command(&self) -> Option<usize> {
        self.link.as_ref().and_then(Link::longest_command)
    }

    /// What is in the reader; connects to the service first if need be.
    fn look(&mut self) -> Result<ReaderStatus, PcscError> {
        let mut readers = match self.readers.take() {
            Some(readers) => readers,
            None => Readers::connect()?,
        };
        let status = readers.find(self.wanted.as_deref())?;
        self.readers = Some(readers);
        self.name.clone_from(&status.name);
        Ok(status)
    }

    /// Activates the card that is there; `false` if there is none that could be a payment card.
    fn activate(&mut self) -> Result<bool, PcscError> {
        let state = self.look()?.state;
        if state == ReaderState::Empty {
            self.lost = None;
        }
        if self.lost.is_some_and(|lost| lost.elapsed() < SEEN) {
            return Ok(false);
        }
        let atr = match state {
            ReaderState::Empty => return Ok(false),
            ReaderState::Card(atr) if atr.kind() == CardKind::Storage => return Ok(false),
            ReaderState::Card(atr) => atr,
            ReaderState::InUse => return Err(PcscError::Busy),
            ReaderState::Mute => return Err(PcscError::Mute),
        };
        // A lost card that the service still sees may be another one, without power.
        let reset = self.lost.is_some();
        self.link = Some(Link::open(&self.name, reset, POWER_ON)?);
        self.lost = None;
        self.atr = Some(atr);
        Ok(true)
    }

    /// Whether this is more than a passing trouble.
    fn is_final(&mut self, error: &PcscError) -> bool {
        match error {
            PcscError::Permission => return true,
            PcscError::Busy | PcscError::Mute => {}
            // The service forgets its clients, and the reader its place: start afresh.
            error if error.may_return() => self.readers = None,
            PcscError::NoCard | PcscError::CardRemoved | PcscError::CardReset => return false,
            _ => {}
        }
        self.trouble.get_or_insert_with(Instant::now).elapsed() >= Self::PATIENCE
    }

    /// Waits for something to happen in the reader, or for `limit`.
    fn pause(&mut self, limit: Duration) {
        let changed = match &mut self.readers {
            Some(readers) if self.trouble.is_none() => readers.await_change(limit, &Stop::new()),
            _ => Err(PcscError::NoService),
        };
        if changed.is_err() {
            std::thread::sleep(limit);
        }
    }
}

impl CardTransport for PcscTransport {
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        let began = Instant::now();
        self.close();
        loop {
            if stop.is_stopped() {
                return Err(ActivationError::Stopped);
            }
            match self.activate() {
                Ok(found) => {
                    (self.trouble, self.last_error) = (None, None);
                    if found {
                        return Ok(());
                    }
                }
                Err(error) => {
                    let last = self.is_final(&error);
                    let message = error.to_string();
                    self.last_error = Some(error);
                    if last {
                        return Err(ActivationError::Interface(message));
                    }
                }
            }
            let left = limit.saturating_sub(began.elapsed());
            if left.is_zero() {
                return Err(ActivationError::TimeOut);
            }
            self.pause(left.min(LOOK));
        }
    }

    fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error> {
        let answer = match &self.link {
            Some(link) => link.transceive(command.as_bytes(), limit),
            None => Err(PcscError::NoCard),
        };
        answer.inspect(|_| self.last_error = None).map_err(|error| self.lost(error))
    }

    fn field_off(&mut self, hold: Duration) {
        self.close();
        std::thread::sleep(hold);
    }

    fn await_removal(&mut self, limit: Duration) -> bool {
        self.close();
        let began = Instant::now();
        loop {
            match self.look() {
                Ok(ReaderStatus { state: ReaderState::Empty, .. }) => return true,
                Ok(_) => {}
                // Without a reader there is no field.
                Err(error) => {
                    self.readers = None;
                    self.last_error = Some(error);
                    return true;
                }
            }
            let left = limit.saturating_sub(began.elapsed());
            if left.is_zero() {
                return false;
            }
            self.pause(left.min(LOOK));
        }
    }
}

impl PcscTransport {
    /// Whatever went wrong: this card's session is over.
    fn lost(&mut self, error: PcscError) -> L1Error {
        match error {
            // The call may hang for long yet.
            PcscError::TimeOut => self.link = None,
            _ => self.close(),
        }
        self.lost = Some(Instant::now());
        let l1_error = error.l1_error();
        self.last_error = Some(error);
        l1_error
    }

    fn close(&mut self) {
        if let Some(link) = self.link.take() {
            link.close();
        }
    }
}

/// The card is let go before the program ends.
impl Drop for PcscTransport {
    fn drop(&mut self) {
        self.close();
    }
}
