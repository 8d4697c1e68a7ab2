//! A card at work.

use core::fmt;

use sha1::{Digest, Sha1};
use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::Database;

use super::application::{listed, template};
use super::card_keys::CardKeys;
use super::certification::merge_certificates;
use super::command::{Command, NOT_FOUND, RECORD_NOT_FOUND, ScriptCommand, UNKNOWN_INSTRUCTION};
use super::issuer_update::{Change, OnlineTransaction};
use super::processing_options::terminal_data;
use super::visa::{self, Transaction};
use super::{Application, Behaviour, Personalisation, PersonalisationError, Refusal, directory};

/// A software card: takes C-APDUs, gives R-APDUs, counts its transactions.
///
/// Nothing else goes in or out: its random numbers come from the seed, so that the same commands get the same
/// answers from two cards made alike.
///
/// # Examples
///
/// ```
/// let mut card = tapkernel_simulator::card::card("visa-credit", 1).unwrap();
/// let directory = card.answer(b"\x00\xA4\x04\x00\x0E2PAY.SYS.DDF01\x00");
/// assert!(directory.ends_with(&[0x90, 0x00]));
/// ```
#[derive(Clone)]
pub struct SoftwareCard {
    personalisation: Personalisation,
    keys: Vec<CardKeys>,
    seed: u64,
    drawn: u32,
    counter: u16,
    refused: u32,
    session: Session,
    /// Survives the end of the field.
    online: Option<OnlineTransaction>,
}

/// How far the card is since the field came on.
#[derive(Clone)]
enum Session {
    Idle,
    Selected { application: usize },
    Initiated { application: usize, objects: Database },
}

/// The data of an answer, or the status word that stands in their place.
type Answer = Result<Vec<u8>, StatusWord>;

impl SoftwareCard {
    /// Makes the card. Its counter stands at 0, so that its first transaction has number 1.
    ///
    /// # Errors
    ///
    /// [`PersonalisationError`] if a key or a data object that an application needs is missing.
    pub fn new(mut personalisation: Personalisation, seed: u64) -> Result<Self, PersonalisationError> {
        let name = personalisation.name.clone();
        let mut keys = Vec::new();
        for application in &mut personalisation.applications {
            merge_certificates(&name, application);
            keys.push(CardKeys::of(application)?);
        }
        Ok(Self {
            personalisation,
            keys,
            seed,
            drawn: 0,
            counter: 0,
            refused: 0,
            session: Session::Idle,
            online: None,
        })
    }

    /// The same card with this many transactions behind it (Application Transaction Counter `9F36`).
    #[must_use]
    pub fn with_transaction_counter(mut self, counter: u16) -> Self {
        self.counter = counter;
        self
    }

    /// The Application Transaction Counter of the last transaction.
    pub fn transaction_counter(&self) -> u16 {
        self.counter
    }

    /// What the card was made from, and the issuer's scripts since then.
    pub fn personalisation(&self) -> &Personalisation {
        &self.personalisation
    }

    /// The field went off: selection and transaction are gone; the counter stays, and what a second tap needs.
    pub fn field_off(&mut self) {
        self.session = Session::Idle;
    }

    /// Answers one C-APDU with an R-APDU, status word included. Takes any bytes.
    pub fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        let answer = Command::parse(command).and_then(|command| match command {
            Command::Select { name } => self.select(name),
            Command::GetProcessingOptions { pdol_data } => self.get_processing_options(pdol_data),
            Command::ReadRecord { file, number, expected } => self.read_record(file, number, expected),
            Command::ExternalAuthenticate { data } => self.updatable()?.authenticate(data),
            Command::Script(command) => self.script(&command),
        });
        let (mut data, status) = match answer {
            Ok(data) => (data, StatusWord::OK),
            Err(status) => (Vec::new(), status),
        };
        data.extend_from_slice(&[status.sw1(), status.sw2()]);
        data
    }

    fn select(&mut self, name: &[u8]) -> Answer {
        self.session = Session::Idle;
        let applications = &self.personalisation.applications;
        if name == directory::PPSE {
            return Ok(directory::ppse(applications));
        }
        let application = applications.iter().position(|a| a.name() == name).ok_or(NOT_FOUND)?;
        let fci = applications.get(application).map(directory::adf).ok_or(NOT_FOUND)?;
        self.session = Session::Selected { application };
        Ok(fci)
    }

    fn get_processing_options(&mut self, pdol_data: &[u8]) -> Answer {
        let not_now = StatusWord::CONDITIONS_NOT_SATISFIED;
        let Session::Selected { application: index } = self.session else { return Err(not_now) };
        let card_unpredictable_number = self.draw();
        let application = self.personalisation.applications.get(index).ok_or(not_now)?;
        let keys = self.keys.get(index).ok_or(not_now)?;
        let terminal = &terminal_data(application, pdol_data)?;
        if let Some(status) = refusal(application, self.refused) {
            self.refused = self.refused.saturating_add(1);
            return Err(status);
        }
        self.counter = self.counter.checked_add(1).ok_or(not_now)?;
        let transaction = Transaction { keys, terminal, counter: self.counter, card_unpredictable_number };
        let objects = match &application.behaviour {
            Behaviour::Visa(behaviour) => visa::initiate(behaviour, &application.objects, &transaction),
        };
        let objects = objects.map_err(|_| not_now)?;
        self.online = OnlineTransaction::of(index, keys, &objects);
        let answer = template(0x77, &listed(&application.processing_options, &objects));
        self.session = Session::Initiated { application: index, objects };
        Ok(answer)
    }

    fn read_record(&self, file: u8, number: u8, expected: u8) -> Answer {
        let Session::Initiated { application, objects } = &self.session else {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        };
        let application = self.personalisation.applications.get(*application).ok_or(NOT_FOUND)?;
        let mut records = application.records.iter().filter(|record| record.file == file).peekable();
        records.peek().ok_or(NOT_FOUND)?;
        let record = records.find(|record| record.number == number).ok_or(RECORD_NOT_FOUND)?;
        let answer = template(0x70, &Application::record_content(record, objects));
        // 256 bytes are asked for with 00, so the truncation to a byte is the coding.
        let length = answer.len().to_le_bytes()[0];
        if expected != 0 && expected != length {
            return Err(StatusWord(u16::from_be_bytes([0x6C, length])));
        }
        Ok(answer)
    }

    /// The transaction that the issuer may speak about now: that of the selected application.
    fn updatable(&mut self) -> Result<&mut OnlineTransaction, StatusWord> {
        let not_now = StatusWord::CONDITIONS_NOT_SATISFIED;
        let applications = &self.personalisation.applications;
        if applications.iter().all(|application| application.issuer_update.is_none()) {
            return Err(UNKNOWN_INSTRUCTION);
        }
        let Session::Selected { application: selected } = self.session else { return Err(not_now) };
        let supported = applications.get(selected).is_some_and(|a| a.issuer_update.is_some());
        self.online.as_mut().filter(|online| supported && online.application == selected).ok_or(not_now)
    }

    fn script(&mut self, command: &ScriptCommand<'_>) -> Answer {
        let online = self.updatable()?.clone();
        let application = self.personalisation.applications.get_mut(online.application).ok_or(NOT_FOUND)?;
        let update = application.issuer_update.as_ref().ok_or(UNKNOWN_INSTRUCTION)?;
        match online.change(command, &update.put_data)? {
            Change::Blocked(blocked) => application.refuses = blocked.then_some(Refusal::BLOCKED),
            Change::Data(tag, value) => application.objects.insert(tag, value),
        }
        Ok(Vec::new())
    }

    /// Four bytes that no one but the holder of the seed foresees.
    fn draw(&mut self) -> [u8; 4] {
        self.drawn = self.drawn.wrapping_add(1);
        let hash = Sha1::digest(format!("card {} {}", self.seed, self.drawn));
        hash.first_chunk().copied().unwrap_or_default()
    }
}

/// The status word of a GET PROCESSING OPTIONS that is refused, after `refused` were.
fn refusal(application: &Application, refused: u32) -> Option<StatusWord> {
    let refusal = application.refuses?;
    let due = refusal.times.is_none_or(|times| refused < times);
    due.then_some(StatusWord(u16::from_be_bytes(refusal.status)))
}

impl fmt::Debug for SoftwareCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SoftwareCard")
            .field("name", &self.personalisation.name)
            .field("counter", &self.counter)
            .finish_non_exhaustive()
    }
}
