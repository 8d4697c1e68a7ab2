//! A software card held to the real reader with somebody in between, and the software acquirer behind it.
//!
//! Included by the tests that need it: `#[path = "../support/software_tap.rs"]`.
#![allow(dead_code)]

use std::time::Duration;

use serde_json::Value;
use tapkernel::core::Secret;
use tapkernel::core::apdu::CApdu;
use tapkernel::core::data::{Amount, Currency, Date, Money, Time};
use tapkernel::core::outcome::{Cvm, L1Error, Outcome};
use tapkernel::core::time::Instant;
use tapkernel::drive::{Final, OnlineRequest, blocking};
use tapkernel::profile::Profile;
use tapkernel::random::ScriptedNumbers;
use tapkernel::reader::{Reader, Tap};
use tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};
use tapkernel_simulator::acquirer::{
    AuthorisationRequest, AuthorisationResponse, EncipheredPin, EntryMode, SoftwareAcquirer,
};
use tapkernel_simulator::card::SoftwareCard;

/// The limit of the PIN rule in the profiles of the tests: 40.00 EUR.
pub(crate) const LIMIT: u64 = 4000;

/// From which amount on the profile asks for the PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PinRule {
    /// The profile has no limit.
    None,
    /// Amounts greater than the limit.
    Above,
    /// The limit and greater amounts.
    From,
}

/// A built-in profile with this rule for purchases in EUR.
pub(crate) fn profile(built_in: &str, rule: PinRule) -> Profile {
    Profile::from_json(&profile_document(built_in, rule).to_string()).unwrap()
}

/// The same, still to be changed.
pub(crate) fn profile_document(built_in: &str, rule: PinRule) -> Value {
    let path = format!("{}/src/profile/built_in/{built_in}.json", env!("CARGO_MANIFEST_DIR"));
    let mut json: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let schemes = json["schemes"].as_array_mut().unwrap();
    schemes.retain(|scheme| cfg!(feature = "mastercard") || scheme["kernel"] != "02");
    let eur = json["currencies"].as_array_mut().unwrap().iter_mut().find(|one| one["code"] == "EUR").unwrap();
    let rules = eur["rules"]["purchase"].as_object_mut().unwrap();
    match rule {
        PinRule::None => drop(rules.remove("pin")),
        PinRule::Above => drop(rules.insert("pin".into(), serde_json::json!({ "above": "40.00" }))),
        PinRule::From => drop(rules.insert("pin".into(), serde_json::json!({ "from": "40.00" }))),
    }
    json
}

/// Who stands between reader and card.
pub(crate) trait Between {
    /// Sees each command on its way to the card.
    fn to_card(&self, _command: &mut Vec<u8>) {}

    /// Sees each answer, status word included, on its way to the reader; `command` is what the reader sent.
    fn to_reader(&self, _command: &[u8], _answer: &mut Vec<u8>) {}

    /// How long the reader waits for the answer to its command, beyond what the transport takes; the card needs `delay`.
    fn delay(&self, _command: &[u8], delay: Duration) -> Duration {
        delay
    }
}

/// Nobody.
pub(crate) struct Honest;

impl Between for Honest {}

/// What the card was asked and what it answered, before anybody changed it.
pub(crate) type Genuine = Vec<(Vec<u8>, Vec<u8>)>;

/// A card in the field, with somebody in between.
pub(crate) struct Held<'a> {
    pub(crate) card: SoftwareCard,
    pub(crate) between: &'a dyn Between,
    pub(crate) genuine: Genuine,
    now: Instant,
}

impl<'a> Held<'a> {
    pub(crate) fn new(card: SoftwareCard, between: &'a dyn Between) -> Self {
        Self { card, between, genuine: Vec::new(), now: Instant::default() }
    }
}

/// After so many commands the card is taken away.
const PATIENCE: usize = 100;

impl CardTransport for Held<'_> {
    fn await_card(&mut self, limit: Duration, _stop: &Stop) -> Result<(), ActivationError> {
        if self.genuine.len() < PATIENCE {
            return Ok(());
        }
        self.now = self.now + limit;
        Err(ActivationError::TimeOut)
    }

    fn transceive(&mut self, command: &CApdu, _limit: Duration) -> Result<Answer, L1Error> {
        assert!(self.genuine.len() < 4 * PATIENCE, "the tap does not come to an end");
        let mut changed = command.as_bytes().to_vec();
        self.between.to_card(&mut changed);
        let reaction = self.card.react(&changed);
        let elapsed = Duration::from_millis(1) + self.between.delay(command.as_bytes(), reaction.delay);
        self.now = self.now + elapsed;
        let mut bytes = reaction.answer.ok_or(L1Error::TimeOut)?;
        self.genuine.push((changed, bytes.clone()));
        self.between.to_reader(command.as_bytes(), &mut bytes);
        Ok(Answer { bytes, elapsed })
    }

    fn field_off(&mut self, hold: Duration) {
        self.now = self.now + hold;
        self.card.field_off();
    }

    fn wait(&mut self, time: Duration) {
        self.now = self.now + time;
    }

    fn await_removal(&mut self, _limit: Duration) -> bool {
        true
    }

    fn now(&self) -> Instant {
        self.now
    }
}

/// A payment and all that is known about it.
pub(crate) struct Paid {
    pub(crate) ended: Final,
    pub(crate) genuine: Genuine,
    /// The acquirer's answer, if the outcome was an online request.
    pub(crate) response: Option<AuthorisationResponse>,
}

impl Paid {
    pub(crate) fn outcome(&self) -> Outcome {
        self.ended.outcome().parameters.outcome
    }

    pub(crate) fn cvm(&self) -> Cvm {
        self.ended.outcome().parameters.cvm
    }

    /// `Online Request, Online PIN, fDDA verified, host 00`.
    pub(crate) fn text(&self) -> String {
        let outcome = self.ended.outcome();
        let mut text = outcome.parameters.outcome.to_string();
        if matches!(self.outcome(), Outcome::Approved | Outcome::OnlineRequest) {
            text += &format!(", {}, ", self.cvm());
        } else {
            text += ", ";
        }
        text += &match (outcome.oda.method.to_string(), outcome.oda.result.to_string()) {
            (_, result) if result == "not-performed" => "no ODA".to_owned(),
            (method, result) => format!("{method} {result}"),
        };
        match &self.response {
            Some(response) => text + &format!(", host {}", response.response_code),
            None => text,
        }
    }
}

/// A reader under this profile; its unpredictable numbers are known.
pub(crate) fn reader(profile: &Profile) -> Reader {
    let numbers = ScriptedNumbers::new((0..=0xFE).map(|n| [0x5A, 0x01, 0x02, n]));
    Reader::new(profile.clone(), tapkernel::kernels(), numbers).unwrap()
}

fn eur(amount: u64) -> Money {
    Money { amount: Amount::new(amount).unwrap(), currency: Currency::new(978, 2).unwrap() }
}

/// The first tap of a purchase of `amount` cents.
pub(crate) fn purchase(amount: u64) -> Tap {
    let when = (Date::new(2026, 11, 21).unwrap(), Time::new(12, 0, 0).unwrap());
    Tap::purchase(eur(amount), when)
}

/// Asks a new acquirer; where the PIN is wanted `pin` is typed.
pub(crate) fn authorise(
    request: &OnlineRequest,
    amount: u64,
    pin: &str,
    acquirer: &SoftwareAcquirer,
) -> AuthorisationResponse {
    let data_record = request.data_record().unwrap().clone();
    let pin = || EncipheredPin::new(&Secret::new(pin.to_owned()), &data_record).unwrap();
    let pin = (request.cvm() == Cvm::OnlinePin).then(pin);
    let (money, entry_mode) = (eur(amount), EntryMode::ContactlessChip);
    acquirer.clone().authorise(&AuthorisationRequest { data_record, money, stan: 1, entry_mode, pin })
}

/// Pays `amount` cents with `card`.
pub(crate) fn pay(
    profile: &Profile,
    card: &SoftwareCard,
    between: &dyn Between,
    amount: u64,
    pin: &str,
    acquirer: &SoftwareAcquirer,
) -> Paid {
    let mut held = Held::new(card.clone(), between);
    let ended = blocking(&mut reader(profile), &mut held, purchase(amount), |_| {}).unwrap();
    let response = match &ended {
        Final::OnlineRequest(request) => Some(authorise(request, amount, pin, acquirer)),
        _ => None,
    };
    Paid { ended, genuine: held.genuine, response }
}
