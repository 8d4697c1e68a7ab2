//! The readers of the machine.

use std::time::{Duration, Instant};

use super::service::{Seen, Service};
use super::{Atr, PcscError};
use crate::transport::Stop;

/// How often a wait looks at its [`Stop`].
pub(super) const LOOK: Duration = Duration::from_millis(50);

/// A reader as the service sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReaderStatus {
    /// Its name, for [`PcscTransport::open`](super::PcscTransport::open).
    pub name: String,
    /// Contactless, or contact.
    pub interface: Interface,
    /// Whether there is a card.
    pub state: ReaderState,
}

/// What a reader's name tells of its interface: drivers have no other common way to say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interface {
    /// The name says contactless, PICC, CL or NFC.
    Contactless,
    /// The name says contact, ICC or SAM.
    Contact,
    /// The name does not say.
    Unknown,
}

/// Whether there is a card.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReaderState {
    /// None.
    Empty,
    /// One, and what it said when it was reset.
    Card(Atr),
    /// One that another program has for itself.
    InUse,
    /// One that does not answer.
    Mute,
}

/// The readers of the machine, and who comes and goes.
#[derive(Debug)]
pub struct Readers {
    service: Service,
}

impl Readers {
    /// Connects to the PC/SC service.
    ///
    /// # Errors
    ///
    /// [`PcscError::NoService`], [`PcscError::Permission`].
    pub fn connect() -> Result<Self, PcscError> {
        Service::connect().map(|service| Self { service })
    }

    /// All readers, contactless ones first.
    ///
    /// # Errors
    ///
    /// [`PcscError`] if the service is gone; connect again then. No reader is an empty list.
    pub fn list(&mut self) -> Result<Vec<ReaderStatus>, PcscError> {
        let seen = self.service.look()?;
        let mut readers: Vec<_> = seen.iter().map(ReaderStatus::from).collect();
        readers.sort_by_key(|reader| reader.interface.rank());
        Ok(readers)
    }

    /// Waits at most `limit` until a reader or a card came or went since [`Readers::list`]; whether one did.
    ///
    /// # Errors
    ///
    /// [`PcscError`] if the service is gone; connect again then.
    pub fn await_change(&mut self, limit: Duration, stop: &Stop) -> Result<bool, PcscError> {
        let began = Instant::now();
        loop {
            let left = limit.saturating_sub(began.elapsed());
            if self.service.await_change(left.min(LOOK))? {
                return Ok(true);
            }
            if left.is_zero() || stop.is_stopped() {
                return Ok(false);
            }
        }
    }

    /// The reader whose name is `wanted`, or has it in it; without one, the first contactless reader, else the first that
    /// may be one.
    pub(super) fn find(&mut self, wanted: Option<&str>) -> Result<ReaderStatus, PcscError> {
        choose(self.list()?, wanted)
    }
}

fn choose(readers: Vec<ReaderStatus>, wanted: Option<&str>) -> Result<ReaderStatus, PcscError> {
    let Some(wanted) = wanted else {
        let mut usable = readers.into_iter().filter(|reader| reader.interface != Interface::Contact);
        return usable.next().ok_or(PcscError::NoReader);
    };
    let known: Vec<_> = readers.iter().map(|reader| reader.name.clone()).collect();
    let exact = readers.iter().find(|reader| reader.name == wanted);
    let part = || readers.iter().find(|reader| reader.name.contains(wanted));
    match exact.or_else(part) {
        Some(reader) => Ok(reader.clone()),
        None if known.is_empty() => Err(PcscError::NoReader),
        None => Err(PcscError::UnknownReader { wanted: wanted.to_owned(), known }),
    }
}

impl From<&Seen> for ReaderStatus {
    fn from(seen: &Seen) -> Self {
        let state = match &seen.atr {
            _ if !seen.present => ReaderState::Empty,
            _ if seen.in_use => ReaderState::InUse,
            Some(atr) if !seen.mute => ReaderState::Card(atr.clone()),
            _ => ReaderState::Mute,
        };
        Self { name: seen.name.clone(), interface: Interface::of(&seen.name), state }
    }
}

impl Interface {
    /// Words as the names of ACS, HID, Identiv, SpringCard and others have them.
    fn of(name: &str) -> Self {
        let lower = name.to_lowercase();
        let says = |word: &&str| lower.split(|c: char| !c.is_alphanumeric()).any(|part| part == *word);
        if ["contact", "icc", "sam"].iter().any(says) {
            Self::Contact
        } else if ["contactless", "picc", "cl", "nfc"].iter().any(says) {
            Self::Contactless
        } else {
            Self::Unknown
        }
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Contactless => 0,
            Self::Unknown => 1,
            Self::Contact => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(name: &str) -> ReaderStatus {
        ReaderStatus { name: name.to_owned(), interface: Interface::of(name), state: ReaderState::Empty }
    }

    #[test]
    fn names_tell_the_interface() {
        let rows = [
            ("ACS ACR1252 1S CL Reader [ACR1252 Dual Reader PICC] 00 00", Interface::Contactless),
            ("ACS ACR1252 1S CL Reader [ACR1252 Dual Reader SAM] 01 00", Interface::Contact),
            ("ACS ACR1281 1S Dual Reader PICC 00 00", Interface::Contactless),
            ("ACS ACR1281 1S Dual Reader ICC 01 00", Interface::Contact),
            ("Identiv uTrust 4701 F CL Reader 0", Interface::Contactless),
            ("SpringCard Prox'N'Roll Contactless 0", Interface::Contactless),
            ("SpringCard CSB6 Contact 0", Interface::Contact),
            ("Virtual PCD 00 00", Interface::Unknown),
        ];
        for (name, interface) in rows {
            assert_eq!(Interface::of(name), interface, "{name}");
        }
    }

    #[test]
    fn a_reader_is_found_by_its_name_by_part_of_it_or_by_being_first() {
        let readers = || vec![reader("Virtual PCD 00 00"), reader("Virtual PCD 00 01"), reader("Dual ICC 0")];
        let name = |wanted| choose(readers(), wanted).map(|reader| reader.name);
        assert_eq!(name(None).unwrap(), "Virtual PCD 00 00");
        assert_eq!(name(Some("00 01")).unwrap(), "Virtual PCD 00 01");
        assert_eq!(name(Some("Dual ICC 0")).unwrap(), "Dual ICC 0");
        assert!(
            matches!(name(Some("other")), Err(PcscError::UnknownReader { known, .. }) if known.len() == 3)
        );
        assert_eq!(choose(vec![], Some("other")), Err(PcscError::NoReader));
        assert_eq!(choose(vec![reader("Dual ICC 0")], None), Err(PcscError::NoReader));
    }
}
