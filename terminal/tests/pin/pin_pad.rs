//! The PIN pad in software.

use std::cell::RefCell;
use std::time::Duration;

use tapkernel_terminal::cryptography::{AesKey, KeyLength, TdesKey};
use tapkernel_terminal::pin::block::{format_0, format_4};
use tapkernel_terminal::pin::dukpt::{aes, tdes};
use tapkernel_terminal::pin::{
    CounterFailed, DukptPinPad, EncipheredPin, KeyCounter, KeySerialNumber, KeypadEntry, PinBlock, PinEntry,
    PinKey, PinPad, PinPadError, PinRequest, TdesKsn, VolatileCounter,
};
use tapkernel_terminal::tapkernel::core::Secret;
use tapkernel_terminal::tapkernel::core::data::{Amount, Currency, Money};
use tapkernel_terminal::tapkernel::transport::Stop;

use crate::vectors::{bytes, dukpt, pan, pin, text};

const PAN: &str = "4761739001010036";

fn tdes_key() -> PinKey {
    let group = dukpt("dukpt_tdes_test");
    let ksn = TdesKsn::new(bytes(text(&group, "iksn")));
    PinKey::Tdes(tdes::InitialKey::derive(&TdesKey::new(bytes(text(&group, "bdk"))), ksn), ksn)
}

fn aes_key() -> aes::InitialKey {
    let base = AesKey::new(&[7; 32]).unwrap();
    aes::InitialKey::derive(&base, KeyLength::Aes256, [1, 2, 3, 4, 5, 6, 7, 8]).unwrap()
}

fn enter(pad: &mut impl PinPad) -> Result<PinEntry, PinPadError> {
    let money = Money { amount: Amount::new(4100).unwrap(), currency: Currency::new(978, 2).unwrap() };
    let pan = pan(PAN);
    let request = PinRequest { pan: &pan, money, limit: Duration::from_secs(30), again: false };
    pad.enter(&request, &Stop::new())
}

fn entered(pad: &mut impl PinPad) -> EncipheredPin {
    match enter(pad) {
        Ok(PinEntry::Entered(pin)) => pin,
        other => panic!("{other:?}"),
    }
}

fn types(digits: &'static str) -> impl FnMut(&PinRequest<'_>, &Stop) -> KeypadEntry {
    move |_, _| KeypadEntry::Pin(pin(digits))
}

#[test]
fn each_pin_is_under_a_key_of_its_own_that_the_host_finds() {
    let PinKey::Tdes(key, _) = tdes_key() else { panic!() };
    let mut pad = DukptPinPad::new(tdes_key(), types("1234"), VolatileCounter::default(), || None);
    for expected in [1, 2, 3] {
        let EncipheredPin { block: PinBlock::Format0(block), key_serial_number: KeySerialNumber::Tdes(ksn) } =
            entered(&mut pad)
        else {
            panic!()
        };
        assert_eq!(ksn.counter(), expected);
        let clear = Secret::new(key.transaction_key(ksn).pin().decipher(*block.expose()));
        assert_eq!(format_0::decode(&clear, &pan(PAN)), Ok(pin("1234")));
    }
}

#[test]
fn format_4_under_aes() {
    let key = aes_key();
    let mut pad =
        DukptPinPad::new(PinKey::Aes(aes_key()), types("123456"), VolatileCounter::default(), || {
            Some([5; 8])
        });
    let EncipheredPin { block: PinBlock::Format4(block), key_serial_number: KeySerialNumber::Aes(ksn) } =
        entered(&mut pad)
    else {
        panic!()
    };
    let derived = key.transaction_key(ksn.counter()).pin();
    assert_eq!(format_4::decipher(&derived, &block, &pan(PAN)), Ok(pin("123456")));
    let coded = KeySerialNumber::Aes(ksn);
    assert_eq!(KeySerialNumber::decode(coded.as_bytes()), Some(coded));
}

/// Notes what was kept; may refuse.
struct Kept<'a> {
    counters: &'a RefCell<Vec<u32>>,
    works: bool,
}

impl KeyCounter for Kept<'_> {
    fn last(&mut self) -> Result<u32, CounterFailed> {
        Ok(self.counters.borrow().last().copied().unwrap_or_default())
    }

    fn keep(&mut self, counter: u32) -> Result<(), CounterFailed> {
        if self.works {
            self.counters.borrow_mut().push(counter);
            Ok(())
        } else {
            Err(CounterFailed)
        }
    }
}

#[test]
fn the_counter_survives_the_pin_pad() {
    let counters = RefCell::new(Vec::new());
    for _ in 0..3 {
        let mut pad =
            DukptPinPad::new(tdes_key(), types("1234"), Kept { counters: &counters, works: true }, || None);
        entered(&mut pad);
    }
    assert_eq!(counters.into_inner(), [1, 2, 3]);
}

#[test]
fn no_key_is_used_whose_counter_is_not_kept() {
    let counters = RefCell::new(Vec::new());
    let mut pad =
        DukptPinPad::new(tdes_key(), types("1234"), Kept { counters: &counters, works: false }, || None);
    assert_eq!(enter(&mut pad), Err(PinPadError::CounterNotKept));
}

#[test]
fn keys_end_and_chance_may_be_missing() {
    for last in [0x1F_F800, 0x20_0000, u32::MAX] {
        let mut pad = DukptPinPad::new(tdes_key(), types("1234"), VolatileCounter::after(last), || None);
        assert_eq!(enter(&mut pad), Err(PinPadError::KeysExhausted), "{last:X}");
    }
    let spent = VolatileCounter::after(0xFFFF_0000);
    let mut pad = DukptPinPad::new(PinKey::Aes(aes_key()), types("1234"), spent, || Some([0; 8]));
    assert_eq!(enter(&mut pad), Err(PinPadError::KeysExhausted));
    let mut pad =
        DukptPinPad::new(PinKey::Aes(aes_key()), types("1234"), VolatileCounter::default(), || None);
    assert_eq!(enter(&mut pad), Err(PinPadError::NoRandomness));
}

#[test]
fn what_a_cardholder_does_instead() {
    for (does, entry) in [
        (KeypadEntry::Bypassed, PinEntry::Bypassed),
        (KeypadEntry::Cancelled, PinEntry::Cancelled),
        (KeypadEntry::TimedOut, PinEntry::TimedOut),
    ] {
        let counters = RefCell::new(Vec::new());
        let keypad = move |_: &PinRequest<'_>, _: &Stop| does.clone();
        let mut pad =
            DukptPinPad::new(tdes_key(), keypad, Kept { counters: &counters, works: true }, || None);
        assert_eq!(enter(&mut pad), Ok(entry));
        assert!(counters.borrow().is_empty(), "no key is spent");
    }
}

#[test]
fn nothing_shows_in_debug() {
    let mut pad = DukptPinPad::new(tdes_key(), types("1234"), VolatileCounter::default(), || None);
    let entry = entered(&mut pad);
    let block = hex::encode(entry.block.as_bytes());
    let shown = format!("{entry:?} {:?} {:?}", tdes_key(), aes_key());
    assert!(!shown.to_lowercase().contains(&block) && shown.contains("Format0(..)"), "{shown}");
    assert!(!shown.contains("6AC292FA") && shown.contains("TdesKey(..)"), "{shown}");
}
