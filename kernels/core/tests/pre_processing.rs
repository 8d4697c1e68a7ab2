//! Pre-processing, every combination, against a second formulation (Book B, 3.1.1).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use tapkernel_core::data::{Amount, Currency, TerminalTransactionQualifiers as Ttq};
use tapkernel_core::kernel::{Indicators, PreProcessing, ReaderLimits};

const FLAGS: [Option<bool>; 3] = [None, Some(false), Some(true)];

/// What a set of limits says to an amount, one sentence of the table after the other, on raw numbers and bytes.
fn naive(limits: &ReaderLimits, amount: u64, unit: u64) -> Option<PreProcessing> {
    let number = |limit: Option<Amount>| limit.map(Amount::minor_units);
    let mut not_allowed = false;
    let mut indicators = Indicators::default();
    if limits.status_check_support == Some(true) && amount == unit {
        indicators.status_check_requested = true;
    }
    if amount == 0 && limits.zero_amount_allowed == Some(false) {
        not_allowed = true;
    } else if amount == 0 {
        indicators.zero_amount = true;
    }
    if matches!(number(limits.transaction_limit), Some(limit) if limit <= amount) {
        not_allowed = true;
    }
    match (number(limits.floor_limit), number(limits.terminal_floor_limit)) {
        (Some(floor), _) | (None, Some(floor)) => indicators.floor_limit_exceeded = floor < amount,
        (None, None) => {}
    }
    if matches!(number(limits.cvm_required_limit), Some(limit) if limit <= amount) {
        indicators.cvm_required_limit_exceeded = true;
    }
    let ttq = limits.ttq.map(|Ttq([first, second, third, fourth])| {
        let offline_only = first & 0x08 != 0;
        let mut second = second & 0x3F;
        if indicators.floor_limit_exceeded || indicators.status_check_requested {
            second |= 0x80;
        }
        if indicators.zero_amount && !offline_only {
            second |= 0x80;
        }
        if indicators.zero_amount && offline_only && limits.zero_amount_allowed_offline != Some(true) {
            not_allowed = true;
        }
        if indicators.cvm_required_limit_exceeded {
            second |= 0x40;
        }
        Ttq([first, second, third, fourth])
    });
    (!not_allowed).then_some(PreProcessing { indicators, ttq })
}

/// No limit, and one below, at and above the amount.
fn around(amount: u64) -> [Option<Amount>; 4] {
    [None, Amount::new(amount.saturating_sub(1)), Amount::new(amount), Amount::new(amount + 1)]
}

#[test]
fn every_combination_of_flags_and_limits() {
    let ttqs = [
        None,
        Some([0x24, 0x00, 0x40, 0x00]),
        Some([0x2C, 0x00, 0x40, 0x00]),
        Some([0xB6, 0xE0, 0xC0, 0x01]),
    ];
    let mut compared = 0;
    for (currency, amounts) in [
        (Currency::new(978, 2).unwrap(), [0, 1, 99, 100, 101]),
        (Currency::new(392, 0).unwrap(), [0, 1, 2, 100, 5_000]),
        (Currency::new(788, 3).unwrap(), [0, 1, 100, 999, 1_000]),
    ] {
        let unit = currency.minor_units_per_unit();
        for amount in amounts {
            for number in 0..27 * 256 * 4 {
                let place = |size: usize, base: usize| number / size % base;
                let limits = ReaderLimits {
                    status_check_support: FLAGS[place(1, 3)],
                    zero_amount_allowed: FLAGS[place(3, 3)],
                    zero_amount_allowed_offline: FLAGS[place(9, 3)],
                    transaction_limit: around(amount)[place(27, 4)],
                    floor_limit: around(amount)[place(108, 4)],
                    terminal_floor_limit: around(amount)[place(432, 4)],
                    cvm_required_limit: around(amount)[place(1_728, 4)],
                    ttq: ttqs[place(6_912, 4)].map(Ttq),
                };
                let computed = limits.pre_process(Amount::new(amount).unwrap(), currency);
                assert_eq!(computed, naive(&limits, amount, unit), "{limits:?} at {amount}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 15 * 27 * 256 * 4);
}

#[test]
fn every_ttq_keeps_its_other_bits() {
    let amount = Amount::new(100).unwrap();
    let zero = Amount::ZERO;
    let currency = Currency::new(978, 2).unwrap();
    let limits = [
        ReaderLimits::default(),
        ReaderLimits { floor_limit: Some(zero), ..ReaderLimits::default() },
        ReaderLimits { cvm_required_limit: Some(amount), ..ReaderLimits::default() },
        ReaderLimits { status_check_support: Some(true), ..ReaderLimits::default() },
        ReaderLimits { zero_amount_allowed_offline: Some(true), ..ReaderLimits::default() },
    ];
    for coded in 0..=u16::MAX {
        let [first, second] = coded.to_be_bytes();
        for (third, fourth) in [(0x00, 0x00), (0xC0, 0x80), (0xFF, 0xFF)] {
            for limits in limits {
                let limits = ReaderLimits { ttq: Some(Ttq([first, second, third, fourth])), ..limits };
                for amount in [zero, amount] {
                    let expected = naive(&limits, amount.minor_units(), 100);
                    assert_eq!(limits.pre_process(amount, currency), expected, "{limits:?}");
                }
            }
        }
    }
}

#[test]
fn without_pre_processing_the_ttq_is_as_configured() {
    for ttq in [None, Some(Ttq([0x24, 0xC0, 0x40, 0x00])), Some(Ttq([0; 4]))] {
        let limits = ReaderLimits {
            ttq,
            floor_limit: Some(Amount::ZERO),
            cvm_required_limit: Some(Amount::ZERO),
            ..ReaderLimits::default()
        };
        let expected = PreProcessing { indicators: Indicators::default(), ttq };
        assert_eq!(limits.without_pre_processing(), expected);
    }
}
