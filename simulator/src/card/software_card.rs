//! A card at work.

use core::fmt;
use std::time::Duration;

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::tags;

use super::application::{listed, template};
use super::card_keys::CardKeys;
use super::certification::merge_certificates;
use super::command::{Command, MastercardCommand, NOT_FOUND, ScriptCommand, UNKNOWN_INSTRUCTION};
use super::data_object_list::cut;
use super::issuer_update::{Change, OnlineTransaction};
use super::random_numbers::RandomNumbers;
use super::session::{Initiated, Session};
use super::visa::{self, Transaction};
use super::{
    Behaviour, Personalisation, PersonalisationError, Reaction, Refusal, Torn, directory, mastercard,
};

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
    random: RandomNumbers,
    counter: u16,
    refused: u32,
    /// C-APDUs since the field came on.
    commands: u32,
    /// Taps at which the card left the field by itself.
    torn: u32,
    session: Session,
    /// Survives the end of the field.
    online: Option<OnlineTransaction>,
    /// The same of Mastercard's applications.
    memory: mastercard::Memory,
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
            random: RandomNumbers::new(seed),
            counter: 0,
            refused: 0,
            commands: 0,
            torn: 0,
            session: Session::Idle,
            online: None,
            memory: mastercard::Memory::default(),
        })
    }

    /// The same card with this many transactions behind it (Application Transaction Counter `9F36`).
    #[must_use]
    pub fn with_transaction_counter(mut self, counter: u16) -> Self {
        self.counter = counter;
        self
    }

    /// The same card, leaving the field by itself at this command of its next tap, and at none after it.
    #[must_use]
    pub fn torn_at(mut self, command: u32) -> Self {
        self.personalisation.torn = Some(Torn { at: command, times: self.torn + 1 });
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

    /// The field went off: selection and transaction are gone; the counter stays, and what a later tap needs.
    pub fn field_off(&mut self) {
        self.session = Session::Idle;
        self.commands = 0;
    }

    /// Answers one C-APDU with an R-APDU, status word included. Takes any bytes. Nothing at all is the answer of a card
    /// that has left the field.
    pub fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        self.react(command).answer.unwrap_or_default()
    }

    /// The same, with what the reader notices beside the answer.
    pub fn react(&mut self, command: &[u8]) -> Reaction {
        self.commands = self.commands.saturating_add(1);
        let (mut data, status, delay) = match self.execute(command) {
            Ok((data, delay)) => (data, StatusWord::OK, delay),
            Err(status) => (Vec::new(), status, Duration::ZERO),
        };
        let torn = self.personalisation.torn;
        if torn.is_some_and(|torn| self.torn < torn.times && self.commands == torn.at) {
            self.torn += 1;
            self.field_off();
            return Reaction { answer: None, delay };
        }
        data.extend_from_slice(&[status.sw1(), status.sw2()]);
        Reaction { answer: Some(data), delay }
    }

    fn execute(&mut self, command: &[u8]) -> Result<(Vec<u8>, Duration), StatusWord> {
        let answer = match Command::parse(command)? {
            Command::Select { name } => self.select(name),
            Command::GetProcessingOptions { pdol_data } => self.get_processing_options(pdol_data),
            Command::ReadRecord { file, number, expected } => self.read_record((file, number), expected),
            Command::ExternalAuthenticate { data } => self.updatable()?.authenticate(data),
            Command::Script(command) => self.script(&command),
            Command::Mastercard(command) => return self.mastercard(&command),
        };
        answer.map(|data| (data, Duration::ZERO))
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
        let card_unpredictable_number = self.random.draw();
        let application = self.personalisation.applications.get(index).ok_or(not_now)?;
        let keys = self.keys.get(index).ok_or(not_now)?;
        let pdol = application.proprietary_template.get(tags::PDOL).unwrap_or_default();
        let terminal = &cut(pdol, pdol_data)?;
        if let Some(status) = application.refusal(self.refused) {
            self.refused = self.refused.saturating_add(1);
            return Err(status);
        }
        self.counter = self.counter.checked_add(1).ok_or(not_now)?;
        let transaction = Transaction { keys, terminal, counter: self.counter, card_unpredictable_number };
        let (objects, mastercard) = match &application.behaviour {
            Behaviour::Visa(behaviour) => {
                let objects = visa::initiate(behaviour, &application.objects, &transaction);
                (objects.map_err(|_| not_now)?, None)
            }
            Behaviour::Mastercard(_) => {
                let (objects, progress) = mastercard::initiate(&application.objects, self.counter, pdol_data);
                (objects, Some(progress))
            }
        };
        self.online = OnlineTransaction::of(index, keys, &objects);
        let answer = template(0x77, &listed(&application.processing_options, &objects));
        self.session = Session::Initiated(Initiated { application: index, objects, mastercard });
        Ok(answer)
    }

    fn read_record(&self, place: (u8, u8), expected: u8) -> Answer {
        let not_now = StatusWord::CONDITIONS_NOT_SATISFIED;
        let Session::Initiated(session) = &self.session else { return Err(not_now) };
        let application = self.personalisation.applications.get(session.application).ok_or(NOT_FOUND)?;
        session.read_record(application, place, expected)
    }

    /// A command of a Mastercard transaction.
    fn mastercard(&mut self, command: &MastercardCommand<'_>) -> Result<(Vec<u8>, Duration), StatusWord> {
        let not_now = StatusWord::CONDITIONS_NOT_SATISFIED;
        let random_number = self.random.draw();
        let Session::Initiated(Initiated { application, objects, mastercard }) = &mut self.session else {
            return Err(not_now);
        };
        let behaviour = &self.personalisation.applications.get(*application).ok_or(not_now)?.behaviour;
        let keys = self.keys.get(*application).ok_or(not_now)?;
        let (Behaviour::Mastercard(behaviour), Some(progress)) = (behaviour, mastercard) else {
            return Err(UNKNOWN_INSTRUCTION);
        };
        let memory = &mut self.memory;
        mastercard::Transaction { behaviour, keys, objects, memory, progress, random_number }.answer(command)
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
}

impl fmt::Debug for SoftwareCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SoftwareCard")
            .field("name", &self.personalisation.name)
            .field("counter", &self.counter)
            .finish_non_exhaustive()
    }
}
