//! The crate `pcsc`, which shows in no other file.

use std::ffi::{CStr, CString};
use std::fmt;
use std::time::{Duration, Instant};

use pcsc::{Attribute, Context, Disposition, Error, Protocols, ReaderState, Scope, ShareMode, State};

use super::{Atr, PcscError};

/// A connection to the PC/SC service, and what it said last.
pub(super) struct Service {
    context: Context,
    watched: Vec<ReaderState>,
}

/// What the service says of one reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) name: String,
    pub(super) present: bool,
    pub(super) mute: bool,
    pub(super) in_use: bool,
    pub(super) atr: Option<Atr>,
}

impl Service {
    pub(super) fn connect() -> Result<Self, PcscError> {
        let context = Context::establish(Scope::User).map_err(error)?;
        Ok(Self { context, watched: Vec::new() })
    }

    /// All readers and what is in them, at once.
    pub(super) fn look(&mut self) -> Result<Vec<Seen>, PcscError> {
        self.context.is_valid().map_err(|_| PcscError::NoService)?;
        let names = self.context.list_readers_owned().map_err(error)?;
        self.watched = names.into_iter().map(|name| ReaderState::new(name, State::UNAWARE)).collect();
        if !self.watched.is_empty() {
            self.await_change(Duration::ZERO)?;
        }
        let seen = self.watched.iter().map(Seen::of).collect();
        self.watched.iter_mut().for_each(ReaderState::sync_current_state);
        self.watched.push(ReaderState::new(pcsc::PNP_NOTIFICATION(), State::UNAWARE));
        Ok(seen)
    }

    /// Waits at most `limit` for a reader or a card to come or go since the last look; whether one did.
    pub(super) fn await_change(&mut self, limit: Duration) -> Result<bool, PcscError> {
        match self.context.get_status_change(limit, &mut self.watched) {
            Ok(()) => Ok(true),
            Err(Error::Timeout) => Ok(false),
            Err(other) => Err(error(other)),
        }
    }

    /// Connects to the card in this reader, for nobody but us.
    pub(super) fn card(&self, reader: &str, reset: bool) -> Result<Card, PcscError> {
        let name = CString::new(reader).map_err(|_| PcscError::NoReader)?;
        let card = self.context.connect(&name, ShareMode::Exclusive, Protocols::ANY).map_err(error)?;
        let mut card = Card { card, buffer: vec![0; pcsc::MAX_BUFFER_SIZE_EXTENDED] };
        if reset {
            card.reset()?;
        }
        Ok(card)
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Service")
    }
}

impl Seen {
    fn of(state: &ReaderState) -> Self {
        let flags = state.event_state();
        let present = flags.contains(State::PRESENT);
        Self {
            name: text(state.name()),
            present,
            mute: flags.contains(State::MUTE),
            in_use: flags.contains(State::EXCLUSIVE),
            atr: (present && !state.atr().is_empty()).then(|| Atr::new(state.atr())),
        }
    }
}

fn text(name: &CStr) -> String {
    name.to_string_lossy().into_owned()
}

/// A card that is powered and ours.
pub(super) struct Card {
    card: pcsc::Card,
    buffer: Vec<u8>,
}

impl Card {
    /// One command and its answer; how long that took. Blocks for as long as driver and card like.
    pub(super) fn transmit(&mut self, command: &[u8]) -> Result<(Vec<u8>, Duration), PcscError> {
        let sent = Instant::now();
        let answer = self.card.transmit(command, &mut self.buffer).map_err(error)?;
        let (elapsed, length) = (sent.elapsed(), answer.len());
        // Some drivers answer so when the card is gone: without a status word it is no answer.
        if length < 2 {
            return Err(PcscError::Exchange);
        }
        let answer = answer.to_vec();
        self.buffer.iter_mut().take(length).for_each(|byte| *byte = 0);
        Ok((answer, elapsed))
    }

    /// The longest command that the reader takes, if its driver says so.
    pub(super) fn longest_command(&self) -> Option<usize> {
        let mut buffer = [0; 8];
        let value = self.card.get_attribute(Attribute::Maxinput, &mut buffer).ok()?;
        let length = value.first_chunk::<4>().map(|bytes| u32::from_ne_bytes(*bytes))?;
        usize::try_from(length).ok().filter(|length| *length > 0)
    }

    /// Takes the power from the card and gives it back.
    pub(super) fn reset(&mut self) -> Result<(), PcscError> {
        self.card.reconnect(ShareMode::Exclusive, Protocols::ANY, Disposition::ResetCard).map_err(error)
    }

    /// Lets go of a card that does not answer, without touching it.
    ///
    /// pcscd (1.9.9) looks every 400 ms whether there is a card, and sees one come only if it saw none before. An order to take
    /// the power from a card that has just left teaches its clients that there is none, but not its own eyes: a card that is back
    /// before the next look is then never seen.
    pub(super) fn leave(self) {
        let _ = self.card.disconnect(Disposition::LeaveCard);
    }

    /// Takes the power from the card, which is all of the field that PC/SC knows.
    pub(super) fn power_off(self) {
        // A card that is gone already needs no power off; on failure the drop resets it.
        let _ = self.card.disconnect(Disposition::UnpowerCard);
    }
}

/// Ours for theirs.
fn error(error: Error) -> PcscError {
    match error {
        Error::NoService | Error::ServiceStopped | Error::Shutdown | Error::InvalidHandle => {
            PcscError::NoService
        }
        Error::NoReadersAvailable | Error::UnknownReader | Error::ReaderUnavailable => PcscError::NoReader,
        Error::NoSmartcard => PcscError::NoCard,
        Error::SharingViolation | Error::ServerTooBusy => PcscError::Busy,
        Error::SecurityViolation | Error::NoAccess => PcscError::Permission,
        Error::UnresponsiveCard | Error::UnpoweredCard | Error::UnsupportedCard | Error::InvalidAtr => {
            PcscError::Mute
        }
        Error::RemovedCard => PcscError::CardRemoved,
        Error::ResetCard => PcscError::CardReset,
        Error::NotTransacted | Error::CommError | Error::CommDataLost | Error::NotReady => {
            PcscError::Exchange
        }
        Error::Timeout | Error::Cancelled => PcscError::TimeOut,
        other => PcscError::Other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use tapkernel_core::outcome::L1Error;

    use super::*;

    #[test]
    fn what_the_service_says_reaches_the_kernel_as_one_of_three_errors() {
        let rows = [
            (Error::RemovedCard, PcscError::CardRemoved, L1Error::TimeOut),
            (Error::ResetCard, PcscError::CardReset, L1Error::TimeOut),
            (Error::NoSmartcard, PcscError::NoCard, L1Error::TimeOut),
            (Error::ReaderUnavailable, PcscError::NoReader, L1Error::TimeOut),
            (Error::NoService, PcscError::NoService, L1Error::TimeOut),
            (Error::NotTransacted, PcscError::Exchange, L1Error::Transmission),
            (Error::SharingViolation, PcscError::Busy, L1Error::Protocol),
            (Error::SecurityViolation, PcscError::Permission, L1Error::Protocol),
            (Error::UnresponsiveCard, PcscError::Mute, L1Error::Protocol),
        ];
        for (theirs, ours, l1) in rows {
            assert_eq!(error(theirs), ours);
            assert_eq!(ours.l1_error(), l1, "{ours:?}");
        }
    }
}
