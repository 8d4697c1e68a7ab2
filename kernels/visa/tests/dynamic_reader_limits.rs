//! The coding of Dynamic Reader Limits `DF8F04`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use tapkernel_core::data::{Amount, FormatFault, TerminalTransactionQualifiers as Ttq};
use tapkernel_core::kernel::ReaderLimits;
use tapkernel_visa::DynamicReaderLimits;

fn coded(sets: &[DynamicReaderLimits]) -> Vec<u8> {
    let mut coded = Vec::new();
    sets.iter().for_each(|set| set.encode(&mut coded));
    coded
}

/// All limits and flags, each there or not, with every value that a flag has.
fn all_limits() -> Vec<ReaderLimits> {
    let amounts = [None, Some(Amount::ZERO), Amount::new(4001), Some(Amount::MAX)];
    let flags = [None, Some(false), Some(true)];
    let mut all = Vec::new();
    for number in 0..4 * 4 * 4 * 3 * 3 * 3 {
        let digit = |place: usize, base: usize| number / place % base;
        all.push(ReaderLimits {
            transaction_limit: amounts[digit(1, 4)],
            floor_limit: amounts[digit(4, 4)],
            cvm_required_limit: amounts[digit(16, 4)],
            status_check_support: flags[digit(64, 3)],
            zero_amount_allowed: flags[digit(192, 3)],
            zero_amount_allowed_offline: flags[digit(576, 3)],
            ..ReaderLimits::default()
        });
    }
    all
}

#[test]
fn the_layout_byte_by_byte() {
    let limits = ReaderLimits {
        zero_amount_allowed: Some(false),
        transaction_limit: Amount::new(50_001),
        cvm_required_limit: Amount::new(2_501),
        ..ReaderLimits::default()
    };
    let set = DynamicReaderLimits::new(&[0x31, 0x02], &limits).unwrap();
    let expected = [
        0x02,
        0x31,
        0x02,        // length and Program ID
        0b1010_1000, // transaction limit, CVM limit, zero amount not allowed
        0,
        0,
        0,
        0x05,
        0x00,
        0x01, // transaction limit
        0,
        0,
        0,
        0,
        0,
        0, // no floor limit
        0,
        0,
        0,
        0,
        0x25,
        0x01, // CVM limit
    ];
    assert_eq!(coded(&[set]), expected);
}

#[test]
fn what_is_encoded_is_decoded_and_pre_processes_alike() {
    let currency = tapkernel_core::data::Currency::new(978, 2).unwrap();
    let ttq = Some(Ttq([0x25, 0, 0x40, 0]));
    for limits in all_limits() {
        let set = DynamicReaderLimits::new(b"\x31\x02\x68", &limits).unwrap();
        let read = DynamicReaderLimits::decode_all(&coded(&[set.clone(), set.clone()])).unwrap();
        assert_eq!(read, [set.clone(), set.clone()]);
        let before = ReaderLimits { ttq, ..limits };
        for minor in [0, 1, 99, 100, 101, 4000, 4001, 4002, 999_999_999_999] {
            let amount = Amount::new(minor).unwrap();
            let after = read[0].limits(ttq).pre_process(amount, currency);
            assert_eq!(after, before.pre_process(amount, currency), "{limits:?} at {minor}");
        }
    }
}

#[test]
fn a_card_matches_by_the_beginning_of_its_program_id() {
    let set = DynamicReaderLimits::new(&[0x31, 0x02], &ReaderLimits::default()).unwrap();
    for (card, wanted) in [
        (&[0x31, 0x02][..], true),
        (&[0x31, 0x02, 0x68], true),
        (&[0x31], false),
        (&[0x31, 0x03], false),
        (&[], false),
    ] {
        assert_eq!(set.is_for(card), wanted, "{card:?}");
    }
}

#[test]
fn values_that_are_no_sets() {
    let limits = ReaderLimits::default();
    for length in [0, 17] {
        assert_eq!(
            DynamicReaderLimits::new(&vec![0x31; length], &limits).unwrap_err().fault,
            FormatFault::Length
        );
    }
    assert_eq!(DynamicReaderLimits::decode_all(&[]).unwrap(), []);
    let whole = coded(&[DynamicReaderLimits::new(&[0x31, 0x02], &limits).unwrap()]);
    for cut in 1..whole.len() {
        let error = DynamicReaderLimits::decode_all(&whole[..cut]).unwrap_err();
        assert_eq!(error.fault, FormatFault::Length, "{cut}");
    }
    for (at, byte, fault) in [(0, 0, FormatFault::Length), (9, 0x0A, FormatFault::Digit)] {
        let mut wrong = whole.clone();
        wrong[at] = byte;
        if at == 0 {
            wrong.drain(1..3);
        }
        assert_eq!(DynamicReaderLimits::decode_all(&wrong).unwrap_err().fault, fault, "{at}");
    }
}
