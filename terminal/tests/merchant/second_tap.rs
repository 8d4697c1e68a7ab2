//! The issuer wants the cardholder verified (a soft decline): what follows is as the profile says.

use std::time::Duration;

use tapkernel_simulator::card::card;
use tapkernel_terminal::acquirer::ResponseCode;
use tapkernel_terminal::books::{Fate, Transaction};
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::rules::{Rules, SoftDecline};
use tapkernel_terminal::sale::{Event, SaleResult};
use tapkernel_terminal::tapkernel::core::apdu::CApdu;
use tapkernel_terminal::tapkernel::core::outcome::{Cvm, L1Error};
use tapkernel_terminal::tapkernel::core::time::Instant;
use tapkernel_terminal::tapkernel::profile::Profile;
use tapkernel_terminal::tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};

use crate::held::Hand;
use crate::rig::{Shop, eur};

/// A shop whose profile says this.
fn shop(soft_decline: &str, card_name: &str) -> Shop {
    let text = include_str!("../../../src/profile/built_in/softpos-eur.json");
    let mut document: serde_json::Value = serde_json::from_str(text).unwrap();
    document["operations"] = serde_json::json!({ "soft_decline": soft_decline });
    let mut shop = Shop::new();
    shop.profile = Profile::from_json(&document.to_string()).unwrap();
    shop.rules = Rules::of_profile(&shop.profile);
    shop.card = card(card_name, 1).unwrap().into();
    shop
}

/// A hand with a card, and a look at the Application Transaction Counters of the cryptograms that the card gives.
struct Watched {
    hand: Hand,
    counters: Vec<[u8; 2]>,
}

impl CardTransport for Watched {
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        self.hand.await_card(limit, stop)
    }

    fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error> {
        let answer = self.hand.transceive(command, limit)?;
        let counter = answer.bytes.windows(5).find(|bytes| bytes.starts_with(&[0x9F, 0x36, 0x02]));
        self.counters.extend(counter.map(|bytes| [bytes[3], bytes[4]]));
        Ok(answer)
    }

    fn field_off(&mut self, hold: Duration) {
        self.hand.field_off(hold);
    }

    fn await_removal(&mut self, limit: Duration) -> bool {
        self.hand.await_removal(limit)
    }

    fn wait(&mut self, time: Duration) {
        self.hand.wait(time);
    }

    fn now(&self) -> Instant {
        self.hand.now()
    }
}

/// What came of a purchase, how often the card and the PIN were asked for, and the counters of its cryptograms.
struct Paid {
    result: SaleResult,
    taps: usize,
    pins: usize,
    counters: Vec<[u8; 2]>,
}

impl Paid {
    fn transaction(&self) -> &Transaction {
        self.result.transaction()
    }

    fn cvm(&self) -> Cvm {
        self.transaction().card.as_ref().unwrap().cvm
    }

    /// Of each message, whether it had a PIN, and the answer.
    fn messages(&self) -> Vec<(bool, ResponseCode)> {
        let message = self.transaction().messages.iter();
        let answered = message.map(|message| match &message.fate {
            Fate::Answered(answered) => (message.with_pin, answered.response_code),
            other => panic!("{other:?}"),
        });
        answered.collect()
    }
}

fn pay(shop: &Shop, amount: u64) -> Paid {
    let mut terminal = shop.open();
    let hand = Hand::with(shop.card.lock().unwrap().clone());
    let mut hand = Watched { hand, counters: Vec::new() };
    let (mut taps, mut pins) = (0, 0);
    let sale = terminal.begin(&Order::purchase(eur(amount))).unwrap();
    let result = sale.run(&mut hand, |event| match event {
        Event::CardDetected => taps += 1,
        Event::PinWanted { .. } => pins += 1,
        _ => {}
    });
    *shop.card.lock().unwrap() = hand.hand.card.unwrap();
    Paid { result: result.unwrap(), taps, pins, counters: hand.counters }
}

const SOFT: (bool, ResponseCode) = (false, ResponseCode(*b"65"));
const WRONG: (bool, ResponseCode) = (true, ResponseCode(*b"55"));
const GOOD: (bool, ResponseCode) = (true, ResponseCode(*b"00"));

#[test]
fn a_second_tap_asks_for_the_pin_and_gives_a_new_cryptogram() {
    for card in ["visa-credit", "mastercard-credit"] {
        let shop = shop("second_tap", card);
        assert_eq!(shop.rules.soft_decline, SoftDecline::SecondTap);
        shop.pins.lock().unwrap().push("1234");
        let paid = pay(&shop, 1065);
        assert!(paid.result.is_approved(), "{card}: {:?}", paid.transaction());
        assert_eq!((paid.taps, paid.pins, paid.cvm()), (2, 1, Cvm::OnlinePin), "{card}");
        assert_eq!(paid.messages(), [SOFT, GOOD], "{card}");
        assert!(matches!(paid.counters.as_slice(), [first, second] if first < second), "{:?}", paid.counters);
        let hosts = shop.server.host().ledger().totals("TM000016", 1, 978).unwrap();
        assert_eq!((hosts.debits.count, hosts.debits.sum), (1, 1065), "{card}");
    }
}

/// The reader asks for it once; a wrong PIN is typed again without a third tap.
#[test]
fn a_wrong_pin_needs_no_third_tap() {
    let shop = shop("second_tap", "visa-credit");
    *shop.pins.lock().unwrap() = vec!["1234", "9999"];
    let paid = pay(&shop, 1065);
    assert!(paid.result.is_approved(), "{:?}", paid.transaction());
    assert_eq!((paid.taps, paid.pins, paid.counters.len()), (2, 2, 2));
    assert_eq!(paid.messages(), [SOFT, WRONG, GOOD]);
}

#[test]
fn the_next_purchase_is_by_limits_again() {
    let shop = shop("second_tap", "mastercard-credit");
    shop.pins.lock().unwrap().push("1234");
    let mut terminal = shop.open();
    assert!(shop.run(&mut terminal, &Order::purchase(eur(1065))).unwrap().is_approved());
    let next = shop.run(&mut terminal, &Order::purchase(eur(1000))).unwrap();
    assert!(next.is_approved(), "{:?}", next.transaction());
    assert_eq!(next.transaction().card.as_ref().unwrap().cvm, Cvm::NoCvm);
}

/// Nobody types a PIN: nothing was paid.
#[test]
fn a_second_tap_without_pin_is_declined() {
    let shop = shop("second_tap", "visa-credit");
    let paid = pay(&shop, 1065);
    assert_eq!(paid.result.reason(), Some(Reason::PinCancelled));
    assert_eq!((paid.taps, paid.messages()), (2, vec![SOFT]));
}

#[test]
fn the_pin_alone_goes_with_the_same_cryptogram() {
    let shop = shop("pin", "visa-credit");
    shop.pins.lock().unwrap().push("1234");
    let paid = pay(&shop, 1065);
    assert!(paid.result.is_approved(), "{:?}", paid.transaction());
    assert_eq!((paid.taps, paid.pins, paid.counters.len(), paid.cvm()), (1, 1, 1, Cvm::NoCvm));
    assert_eq!(paid.messages(), [SOFT, GOOD]);
}

#[test]
fn or_it_is_a_decline() {
    let shop = shop("decline", "visa-credit");
    shop.pins.lock().unwrap().push("1234");
    let paid = pay(&shop, 1065);
    assert_eq!(paid.result.reason(), Some(Reason::Issuer(ResponseCode(*b"65"))));
    assert_eq!((paid.taps, paid.pins, paid.messages()), (1, 0, vec![SOFT]));
}
