//! Single cases that the random databases cannot show, and everything that is small enough to be tried whole.

use core::time::Duration;

use tapkernel_core::data::AcType;
use tapkernel_core::kernel::{OdaFailed, OdaUnknownKey, Policies};
use tapkernel_core::oda::{OdaMethod, OdaReason, OdaReport};
use tapkernel_core::outcome::Cvm;
use tapkernel_core::tlv::Tag;

use super::super::cvm_selection::{CvmSelection, NONE_PERFORMED};
use super::super::prepare_generate_ac::CryptogramRequest;
use super::super::relay_resistance::{Verdict, judge, measured};
use super::super::{hardening, processing_restrictions};
use crate::config::{self, CoBadgedPrefixes, Kernel2Options};
use crate::path::Path;
use crate::tlv_database::TlvDatabase;

fn database(objects: &[(u32, &[u8])]) -> TlvDatabase {
    let mut db = TlvDatabase::default();
    objects.iter().for_each(|(tag, value)| db.set(Tag::new(*tag), value));
    db
}

#[test]
fn a_card_never_answers_with_a_better_cryptogram() {
    let types = [AcType::Aac, AcType::Arqc, AcType::Tc];
    for (asked, ac_type) in types.into_iter().enumerate() {
        for (answered, answer) in types.into_iter().enumerate() {
            let request = CryptogramRequest { ac_type, cda: false };
            assert_eq!(request.allows(answer), answered <= asked, "{ac_type:?} asked, {answer:?} answered");
        }
    }
}

#[test]
fn the_last_day_is_good_and_the_next_is_not() {
    for (today, byte) in [([0x25, 0x12, 0x31], 0x00), ([0x26, 0x01, 0x01], 0x40)] {
        let db = database(&[(0x9A, &today), (0x5F24, &[0x25, 0x12, 0x31])]);
        assert_eq!(processing_restrictions::check(&db, &mut Path::default()).0[1], byte);
    }
}

/// Times, thresholds and what the card gave, in the units of the book.
struct Relay {
    least: i64,
    most: i64,
    device: i64,
    retries: u8,
}

/// The computation again, in signed numbers: counter or TVR byte 5 or nothing.
fn naive(relay: &Relay, elapsed_us: i64) -> (i64, Option<Result<u8, ()>>) {
    let time = (elapsed_us / 100 - 18 - relay.device.min(24)).max(0);
    if time < (relay.least - 20).max(0) {
        return (time, None);
    }
    let slow = time > relay.most + 50;
    if slow && relay.retries < 2 {
        return (time, Some(Err(())));
    }
    let ratio = relay.device > 0 && (relay.device * 100 / 24 < 50 || 24 * 100 / relay.device < 50);
    let threshold = (time - relay.least).max(0) > 300 || ratio;
    (time, Some(Ok(0x02 | if slow { 0x04 } else { 0 } | if threshold { 0x08 } else { 0 })))
}

#[test]
fn relay_resistance_times_from_0_to_100_ms() {
    let mut seen = alloc::collections::BTreeMap::new();
    for (least, most) in [(0, 200), (20, 100), (21, 400), (0x100, 0x300), (0, 0xFFFF)] {
        for device in [0, 1, 11, 12, 24, 48, 49, 0xFFFF] {
            for retries in 0..=2 {
                for tenths in 0..=1000_u64 {
                    let relay = Relay { least, most, device, retries };
                    compare(&relay, tenths * 100, &mut seen);
                }
            }
        }
    }
    assert_eq!(seen.len(), 6, "too quick, again, 02, 06, 0A, 0E: {seen:?}");
}

fn compare(relay: &Relay, us: u64, seen: &mut alloc::collections::BTreeMap<alloc::string::String, usize>) {
    let two = |value: i64| (value as u16).to_be_bytes();
    let mut db = database(&[
        (0xDF8303, &two(relay.least)),
        (0xDF8304, &two(relay.most)),
        (0xDF8305, &two(relay.device)),
    ]);
    config::complete(&mut db);
    let time = measured(&db, Duration::from_micros(us));
    let verdict = judge(&db, time, relay.retries, Kernel2Options::default());
    let told = match verdict {
        Verdict::TooQuick => None,
        Verdict::TryAgain => Some(Err(())),
        Verdict::Performed(tvr) => Some(Ok(tvr.0[4])),
    };
    assert_eq!((i64::from(time), told), naive(relay, us as i64), "{us} us");
    *seen.entry(alloc::format!("{told:?}")).or_default() += 1;
}

#[test]
fn times_that_are_not_judged_are_reported() {
    let mut db = database(&[(0xDF8303, &[0, 200]), (0xDF8304, &[0, 201]), (0xDF8305, &[0, 1])]);
    config::complete(&mut db);
    let options = Kernel2Options([0x80]);
    for elapsed in [Duration::ZERO, Duration::from_secs(3), Duration::MAX] {
        let Verdict::Performed(tvr) = judge(&db, measured(&db, elapsed), 0, options) else { panic!() };
        assert_eq!(tvr.0, [0, 0, 0, 0, 2]);
    }
    assert_eq!(measured(&db, Duration::MAX), u16::MAX);
}

#[test]
fn no_transmission_time_does_not_switch_the_accuracy_test_off() {
    let mut db = database(&[(0xDF8303, &[0, 0]), (0xDF8304, &[3, 0xE8]), (0xDF8305, &[0, 0])]);
    config::complete(&mut db);
    let byte = |options| match judge(&db, 301, 0, Kernel2Options([options])) {
        Verdict::Performed(tvr) => tvr.0[4],
        other => panic!("{other:?}"),
    };
    assert_eq!((byte(0x00), byte(0x40)), (0x0A, 0x02));
}

#[test]
fn policies_decline_through_the_denial_bits() {
    let failed = OdaReport::failed(OdaMethod::Cda, OdaReason::DataMissing);
    let unknown = OdaReport::failed(OdaMethod::Cda, OdaReason::UnknownCaKey);
    let only_failed = Policies { oda_failed: OdaFailed::Decline, ..Policies::AS_BOOK };
    let only_unknown = Policies { oda_unknown_key: OdaUnknownKey::Decline, ..Policies::AS_BOOK };
    let denies = |policies, report| hardening::denial(policies, report).0[0] == 0x04;
    assert!(denies(only_failed, failed) && !denies(only_failed, unknown));
    assert!(!denies(only_unknown, failed) && denies(only_unknown, unknown));
    assert!(!denies(Policies::AS_BOOK, failed) && !denies(Policies::AS_BOOK, unknown));
}

fn card(pan_prefix: u8, amount: u8, terminal_type: u8) -> TlvDatabase {
    database(&[
        (0x5A, &[pan_prefix, 0x13, 0x33, 0x90, 0x00, 0x00, 0x15, 0x13]),
        (0x9F02, &[0, 0, 0, 0, amount, 0]),
        (0xDF8126, &[0, 0, 0, 0, 0x50, 0]),
        (0x9F35, &[terminal_type]),
        (0x9F33, &[0xE0, 0x40, 0x08]),
    ])
}

#[test]
fn hardened_cryptograms() {
    let strict = Policies::default();
    let none = CoBadgedPrefixes::default();
    let harden = |db: &TlvDatabase, policies, cvm, wanted| {
        let other_brand = hardening::other_brand(db, &none);
        hardening::harden(db, policies, (cvm, other_brand), wanted, &mut Path::default())
    };
    let ask = |db: &TlvDatabase, cvm, wanted| harden(db, strict, cvm, wanted);
    use AcType::{Aac, Arqc, Tc};
    assert_eq!(ask(&card(0x54, 0x51, 0x22), Cvm::NoCvm, Arqc), Aac, "above the limit without CVM");
    assert_eq!(ask(&card(0x54, 0x50, 0x22), Cvm::NoCvm, Arqc), Arqc, "at the limit");
    assert_eq!(ask(&card(0x54, 0x51, 0x22), Cvm::OnlinePin, Arqc), Arqc);
    assert_eq!(ask(&card(0x41, 0x10, 0x22), Cvm::NoCvm, Arqc), Aac, "the account of another scheme");
    assert_eq!(ask(&card(0x67, 0x10, 0x22), Cvm::NoCvm, Arqc), Arqc, "Maestro");
    assert_eq!(ask(&card(0x54, 0x10, 0x22), Cvm::NoCvm, Tc), Arqc, "never offline");
    assert_eq!(ask(&card(0x54, 0x10, 0x26), Cvm::NoCvm, Tc), Aac, "never offline, and offline only");
    for wanted in [Aac, Arqc, Tc] {
        let as_book = Policies::AS_BOOK;
        let db = card(0x41, 0x51, 0x26);
        assert_eq!(harden(&db, as_book, Cvm::NoCvm, wanted), wanted);
    }
}

#[test]
fn co_badged_accounts_are_no_mismatch() {
    let is_other = |first, list: &[u8]| {
        let mut db = card(first, 0x10, 0x22);
        db.set(crate::dictionary::tags::CO_BADGED_PAN_PREFIXES, list);
        let co_badged = CoBadgedPrefixes::take(&mut db);
        assert!(!db.is_present(crate::dictionary::tags::CO_BADGED_PAN_PREFIXES), "no card gets it");
        hardening::other_brand(&db, &co_badged)
    };
    let digits = |db: &TlvDatabase| db.value(Tag::new(0x5A)).unwrap()[..2].to_vec();
    let account = digits(&card(0x41, 0x10, 0x22));
    let mut entry = [0xFF; 10];
    entry[..2].copy_from_slice(&account);
    let mut longer = [0xFF; 20];
    longer[10..12].copy_from_slice(&account);
    assert!(is_other(0x41, &[]));
    assert!(is_other(0x41, &[0xFF; 10]), "an empty entry covers nothing");
    assert!(is_other(0x41, &entry[..9]), "half an entry covers nothing");
    assert!(is_other(0x43, &entry));
    assert!(!is_other(0x41, &entry) && !is_other(0x41, &longer));
}

#[test]
fn an_unsigned_claim_of_the_phone_becomes_a_pin() {
    let claim = CvmSelection::new(Cvm::ConfirmationCodeVerified, [1, 0, 2]);
    let other = CvmSelection::new(Cvm::NoCvm, NONE_PERFORMED);
    let strict = Policies::default();
    let follow = |db: &TlvDatabase, policies, selection, signed| {
        hardening::unauthenticated_cdcvm(db, policies, selection, signed, &mut Path::default())
    };
    let db = card(0x54, 0x51, 0x22);
    assert_eq!(follow(&db, strict, claim, true), claim);
    assert_eq!(follow(&db, Policies::AS_BOOK, claim, false), claim);
    assert_eq!(follow(&db, strict, other, false), other);
    let pin = follow(&db, strict, claim, false);
    assert_eq!((pin.cvm, pin.results, pin.tvr.0), (Cvm::OnlinePin, [2, 0, 0], [0, 0, 4, 0, 0]));
    let none = follow(&database(&[]), strict, claim, false);
    assert_eq!((none.cvm, none.results, none.tvr.0), (Cvm::NoCvm, [0x3F, 0, 1], [0, 0, 0x80, 0, 0]));
}
