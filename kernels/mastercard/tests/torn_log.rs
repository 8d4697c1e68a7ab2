//! The torn transaction log: how many records, in which order they leave, as bytes, from several threads.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use support::card::{Card, Kind};
use support::tap::{Tap, Waits};
use support::{MemoryLog, hex, tag};
use tapkernel_core::data::{Database, Date, Time};
use tapkernel_core::kernel::{KernelConclusion, Signal};
use tapkernel_core::outcome::{L1Error, Outcome};
use tapkernel_core::tlv::{Tag, TlvReader};
use tapkernel_mastercard::dictionary::tags;
use tapkernel_mastercard::{Kernel2, TornRecord, TornRecordError, TornTransactionLog};

const RECOVERS: Kind = Kind {
    relay_resistance: true,
    recovers: true,
    forgets: false,
    amount_in_pdol: false,
    prefers_online: false,
};

/// A tap whose card is lost at GENERATE AC or RECOVER AC.
fn torn(card: &mut Card, most: &str, amount: &str, log: &Arc<MemoryLog>, number: u8) -> KernelConclusion {
    let mut tap = Tap::start(card, &[("DF811D", most), ("9F02", amount)], log, number);
    while tap.waits != Waits::Ended {
        match &tap.waits {
            Waits::Card(command) if matches!(command[1], 0xAE | 0xD0) => {
                card.answer(&command.clone());
                tap.tell(Signal::L1Rsp(L1Error::TimeOut));
            }
            _ => tap.proceed(card),
        }
    }
    tap.conclusion.unwrap()
}

/// What the Discretionary Data report of torn records, by amount.
fn reported(conclusion: &KernelConclusion) -> Vec<String> {
    let data = conclusion.parameters.discretionary_data.as_ref().unwrap();
    let objects = TlvReader::new(data.get(tags::TORN_RECORD).unwrap_or_default()).map(Result::unwrap);
    objects.filter(|object| object.tag == tag("9F02")).map(|object| hex(object.value)).collect()
}

fn kept(log: &MemoryLog) -> Vec<String> {
    log.records().iter().map(|record| record.0.get(tag("9F02")).map(hex).unwrap()).collect()
}

/// The taps of one card for other amounts are other transactions: each leaves a record, and the oldest makes room.
#[test]
fn the_oldest_records_leave_when_there_are_too_many() {
    for most in [1, 2, 3, 5] {
        let log = Arc::<MemoryLog>::default();
        let mut wanted: Vec<String> = vec![];
        for number in 1..=6 {
            let amount = format!("{:012}", u32::from(number) * 100);
            let conclusion = torn(&mut Card::new(RECOVERS), &format!("{most:02X}"), &amount, &log, number);
            wanted.push(amount);
            let gone: Vec<_> = wanted.drain(..wanted.len().saturating_sub(most)).collect();
            assert_eq!((kept(&log), reported(&conclusion)), (wanted.clone(), gone), "of {most}");
        }
    }
}

#[test]
fn a_lower_limit_takes_effect_with_the_next_record() {
    let log = Arc::<MemoryLog>::default();
    for number in 1..=5 {
        torn(&mut Card::new(RECOVERS), "FF", &format!("{:012}", u32::from(number)), &log, number);
    }
    let conclusion = torn(&mut Card::new(RECOVERS), "02", "000000000006", &log, 6);
    assert_eq!(kept(&log), ["000000000005", "000000000006"]);
    assert_eq!(reported(&conclusion).len(), 4);
    torn(&mut Card::new(RECOVERS), "00", "000000000007", &log, 7);
    assert_eq!(kept(&log).len(), 2, "a reader without recovery leaves the log alone");
}

/// Several records are reported in one value, and come out of it as they went in.
#[test]
fn reported_records_come_apart() {
    let log = Arc::<MemoryLog>::default();
    for number in 1..=4 {
        torn(&mut Card::new(RECOVERS), "FF", &format!("{:012}", u32::from(number)), &log, number);
    }
    let kept = log.records();
    let reported = |conclusion: &KernelConclusion| {
        let data = conclusion.parameters.discretionary_data.clone().unwrap();
        TornRecord::decode_reported(data.get(tags::TORN_RECORD).unwrap()).unwrap()
    };
    let full = torn(&mut Card::new(RECOVERS), "02", "000000000005", &log, 5);
    assert_eq!(reported(&full), kept[..3]);
    let kept = log.records();
    let later = (Date::new(2026, 11, 22).unwrap(), Time::new(12, 0, 0).unwrap());
    assert_eq!(reported(&Kernel2::new(log.clone()).clean(300, later)), kept);
    assert_eq!((kept.len(), log.records().len()), (2, 0));
}

#[test]
fn bytes_that_are_no_report() {
    let decode = |text: &str| TornRecord::decode_reported(&support::unhex(text));
    assert_eq!(decode(""), Ok(vec![]));
    assert_eq!(decode("5A05"), Err(TornRecordError::NotTlv));
    assert_eq!(decode("9F2600"), Err(TornRecordError::Foreign(tag("9F26"))));
    assert_eq!(decode("5A01119F0200").unwrap().len(), 1);
    assert_eq!(decode("5A01115A0111").unwrap().len(), 2, "a tag twice is a record more");
    assert_eq!(decode("9F02005A0111").unwrap().len(), 2, "and so is one that goes back");
}

/// The log goes through its bytes between two taps, and the card gives its first cryptogram.
#[test]
fn a_transaction_is_recovered_from_bytes() {
    let log = Arc::<MemoryLog>::default();
    let mut card = Card::new(RECOVERS);
    torn(&mut card, "02", "000000001000", &log, 1);
    let bytes = TornRecord::encode_list(&log.records()).unwrap();
    let restarted = Arc::<MemoryLog>::default();
    restarted.replace(TornRecord::decode_list(&bytes).unwrap());
    let mut tap = Tap::start(&card, &[("DF811D", "02")], &restarted, 2);
    tap.finish(&mut card);
    let conclusion = tap.conclusion.unwrap();
    assert_eq!(conclusion.parameters.outcome, Outcome::Approved);
    assert_eq!((card.made.len(), restarted.records().len()), (1, 0));
    let record = conclusion.parameters.data_record.unwrap();
    assert_eq!(record.get(tag("9F26")), Some(&card.made[0].cryptogram[..]));
}

/// What somebody else put into a record does not come back into the transaction.
#[test]
fn a_record_restores_its_own_objects_only() {
    let log = Arc::<MemoryLog>::default();
    let mut card = Card::new(RECOVERS);
    torn(&mut card, "02", "000000001000", &log, 1);
    log.update(&mut |records| {
        records[0].0.insert(tag("DF8126"), &[0x99; 6]);
        records[0].0.insert(tag("9F26"), &[0xEE; 8]);
    });
    let mut tap = Tap::start(&card, &[("DF811D", "02")], &log, 2);
    tap.finish(&mut card);
    assert_eq!(tap.kernel.database().get(tag("DF8126")).map(hex), Some("000000005000".into()));
    assert_eq!(tap.conclusion.unwrap().parameters.outcome, Outcome::Approved);
}

#[test]
fn bytes_that_are_no_log() {
    let decode = |text: &str| TornRecord::decode_list(&support::unhex(text));
    assert_eq!(decode(""), Ok(vec![]));
    assert_eq!(decode("FF810100"), Ok(vec![TornRecord::default()]));
    assert_eq!(decode("FF810104"), Err(TornRecordError::NotTlv));
    assert_eq!(decode("FF8101025A05"), Err(TornRecordError::NotTlv));
    assert_eq!(decode("5A0111"), Err(TornRecordError::Foreign(tag("5A"))));
    assert_eq!(decode("FF8101039F2600"), Err(TornRecordError::Foreign(tag("9F26"))));
    assert_eq!(decode("FF8101085F3401015F340101"), Err(TornRecordError::Repeated(tag("5F34"))));
}

/// Objects of a record with values of any length.
fn records() -> impl Strategy<Value = Vec<TornRecord>> {
    let tags = ["9F02", "5A", "5F34", "DF8107", "DF8113", "9F37", "95", "9A", "9F21", "DF8306"].map(tag);
    let object = (proptest::sample::select(tags.to_vec()), proptest::collection::vec(any::<u8>(), 0..300));
    let record = proptest::collection::vec(object, 0..8).prop_map(|objects: Vec<(Tag, Vec<u8>)>| {
        TornRecord(objects.iter().map(|(tag, value)| (*tag, value.as_slice())).collect::<Database>())
    });
    proptest::collection::vec(record, 0..5)
}

proptest! {
    #[test]
    fn a_log_reads_as_it_was_written(records in records()) {
        let bytes = TornRecord::encode_list(&records).unwrap();
        prop_assert_eq!(TornRecord::decode_list(&bytes).unwrap(), records);
    }

    #[test]
    fn any_bytes_are_a_log_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        if let Ok(records) = TornRecord::decode_list(&bytes) {
            let coded = TornRecord::encode_list(&records).unwrap();
            prop_assert_eq!(TornRecord::decode_list(&coded).unwrap(), records);
        }
    }
}

/// Taps on four readers and CLEAN beside them, all on one log: each record is kept or reported, none is lost or double.
#[test]
fn threads_lose_no_record() {
    const TAPS: usize = 40;
    let log = Arc::<MemoryLog>::default();
    let cleaned = AtomicUsize::new(0);
    let overflowed = AtomicUsize::new(0);
    let now = (Date::new(2025, 11, 22).unwrap(), Time::new(12, 0, 0).unwrap());
    std::thread::scope(|scope| {
        for reader in 0..4_usize {
            let (log, overflowed) = (&log, &overflowed);
            scope.spawn(move || {
                for number in 0..TAPS {
                    let amount = format!("{:012}", reader * 1000 + number);
                    let conclusion = torn(&mut Card::new(RECOVERS), "05", &amount, log, 9);
                    overflowed.fetch_add(reported(&conclusion).len(), Ordering::Relaxed);
                }
            });
        }
        let (log, cleaned) = (&log, &cleaned);
        scope.spawn(move || {
            for _ in 0..200 {
                let conclusion = Kernel2::new(log.clone()).clean(300, now);
                cleaned.fetch_add(reported(&conclusion).len(), Ordering::Relaxed);
                std::thread::yield_now();
            }
        });
    });
    let left = log.records().len();
    assert_eq!(cleaned.into_inner() + overflowed.into_inner() + left, 4 * TAPS);
}
