//! A Mastercard that leaves the field at its first GENERATE AC: the reader's own torn transaction log gets its cryptogram
//! back, for the same payment and for as long as the profile says.

use std::time::Duration;

use tapkernel::core::apdu::CApdu;
use tapkernel::core::data::{Amount, Currency, Date, Money, Time};
use tapkernel::core::outcome::{L1Error, Outcome};
use tapkernel::core::time::Instant;
use tapkernel::drive::{Final, blocking};
use tapkernel::profile::Profile;
use tapkernel::reader::{Reader, Tap};
use tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};
use tapkernel_simulator::card::{SoftwareCard, card};

use crate::software_tap::{PinRule, profile, reader};

const GENERATE_AC: u8 = 0xAE;
const RECOVER_AC: u8 = 0xD0;
const APPLICATION_TRANSACTION_COUNTER: u32 = 0x9F36;

/// A card and the person who holds it.
struct Hand {
    card: SoftwareCard,
    /// Whether it is held to the reader again after it was lost.
    patient: bool,
    lost: bool,
    /// GENERATE AC and RECOVER AC in the order in which the card got them.
    sent: Vec<u8>,
    now: Instant,
}

impl Hand {
    fn new(patient: bool) -> Self {
        let card = card("mastercard-torn", 1).unwrap();
        Self { card, patient, lost: false, sent: Vec::new(), now: Instant::default() }
    }
}

impl CardTransport for Hand {
    fn await_card(&mut self, limit: Duration, _stop: &Stop) -> Result<(), ActivationError> {
        if self.patient || !self.lost {
            return Ok(());
        }
        self.now = self.now + limit;
        Err(ActivationError::TimeOut)
    }

    fn transceive(&mut self, command: &CApdu, _limit: Duration) -> Result<Answer, L1Error> {
        let instruction = command.as_bytes()[1];
        self.sent.extend([GENERATE_AC, RECOVER_AC].contains(&instruction).then_some(instruction));
        let reaction = self.card.react(command.as_bytes());
        self.lost = reaction.answer.is_none();
        let elapsed = Duration::from_millis(1) + reaction.delay;
        self.now = self.now + elapsed;
        Ok(Answer { bytes: reaction.answer.ok_or(L1Error::TimeOut)?, elapsed })
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

fn softpos() -> Profile {
    profile("softpos-eur", PinRule::Above)
}

fn pay(reader: &mut Reader, hand: &mut Hand, cents: u64, (minute, second): (u8, u8)) -> Final {
    let currency = Currency::new(978, 2).unwrap();
    let money = Money { amount: Amount::new(cents).unwrap(), currency };
    let when = (Date::new(2026, 11, 21).unwrap(), Time::new(12, minute, second).unwrap());
    let ended = blocking(reader, hand, Tap::purchase(money, when), |_| {}).unwrap();
    hand.lost = false;
    ended
}

/// The transaction counter in the record that goes to the acquirer: which of the card's cryptograms it is.
fn counter(ended: &Final) -> [u8; 2] {
    let data_record = ended.outcome().parameters.data_record.as_ref().unwrap();
    data_record
        .get(tapkernel::core::tlv::Tag::new(APPLICATION_TRANSACTION_COUNTER))
        .unwrap()
        .try_into()
        .unwrap()
}

#[test]
fn presented_again_it_gives_the_cryptogram_that_it_has_made() {
    for profile in [softpos(), profile("lab", PinRule::Above)] {
        for cents in [1000, 4100] {
            let (mut reader, mut hand) = (reader(&profile), Hand::new(true));
            let ended = pay(&mut reader, &mut hand, cents, (0, 0));
            assert_eq!(hand.sent, [GENERATE_AC, RECOVER_AC], "{} {cents}", profile.name());
            assert!(ended.outcome().path.contains(&"S456 recover AC"));
            assert_eq!(ended.outcome().oda.result.to_string(), "verified");
            assert_eq!((counter(&ended), hand.card.transaction_counter()), ([0, 1], 2));
        }
    }
}

#[test]
fn a_new_reader_knows_nothing_of_it() {
    let mut hand = Hand::new(false);
    pay(&mut reader(&softpos()), &mut hand, 1000, (0, 0));
    let ended = pay(&mut reader(&softpos()), &mut hand, 1000, (0, 1));
    assert_eq!((hand.sent, counter(&ended)), (vec![GENERATE_AC, GENERATE_AC], [0, 2]));
}

/// `DF811C` of the profile is 300 seconds.
#[test]
fn later_the_card_makes_a_new_one() {
    for (later, second) in [((5, 0), RECOVER_AC), ((5, 1), GENERATE_AC)] {
        let (mut reader, mut hand) = (reader(&softpos()), Hand::new(false));
        let lost = pay(&mut reader, &mut hand, 1000, (0, 0));
        assert_ne!(lost.outcome().parameters.outcome, Outcome::OnlineRequest);
        let ended = pay(&mut reader, &mut hand, 1000, later);
        assert_eq!(ended.outcome().parameters.outcome, Outcome::OnlineRequest);
        assert_eq!(hand.sent, [GENERATE_AC, second], "{later:?}");
    }
}

#[test]
fn another_amount_is_another_payment() {
    let (mut reader, mut hand) = (reader(&softpos()), Hand::new(false));
    pay(&mut reader, &mut hand, 1000, (0, 0));
    let ended = pay(&mut reader, &mut hand, 1001, (0, 1));
    assert_eq!((hand.sent, counter(&ended)), (vec![GENERATE_AC, GENERATE_AC], [0, 2]));
}

#[test]
fn a_recovered_cryptogram_is_not_taken_twice() {
    let (mut reader, mut hand) = (reader(&softpos()), Hand::new(true));
    let first = pay(&mut reader, &mut hand, 1000, (0, 0));
    let second = pay(&mut reader, &mut hand, 1000, (0, 1));
    assert_eq!(hand.sent, [GENERATE_AC, RECOVER_AC, GENERATE_AC]);
    assert_eq!((counter(&first), counter(&second)), ([0, 1], [0, 3]));
}
