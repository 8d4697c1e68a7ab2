//! Around each limit, for each exponent: what pre-processing does with a compiled rule is what the rule says in words.

use tapkernel_core::data::{Amount, Currency, TerminalTransactionQualifiers as Ttq};
use tapkernel_core::kernel::ReaderLimits;

use crate::profile::{PinRule, ProfileCurrency, Rules, ZeroAmount};

const TTQ: Ttq = Ttq([0x25, 0x00, 0x40, 0x00]);

/// The amounts that a rule may name, in minor units: the smallest, usual ones, the greatest.
const LIMITS: [u64; 9] = [0, 1, 99, 100, 1000, 4000, 40_000, 50_000, 999_999_999_999];

fn amount(minor: u64) -> Amount {
    Amount::new(minor).unwrap()
}

/// The limit, its neighbours, and amounts that stand for themselves.
fn around(limit: u64) -> impl Iterator<Item = u64> {
    let near = [limit.saturating_sub(1), limit, limit + 1];
    near.into_iter().chain([0, 1, 10, 100, 1000]).filter(|minor| *minor <= Amount::MAX.minor_units())
}

fn currencies() -> [Currency; 3] {
    [(392, 0), (978, 2), (788, 3)].map(|(code, exponent)| Currency::new(code, exponent).unwrap())
}

/// Calls `check` with each limit, each amount around it, in each currency.
fn everywhere(mut check: impl FnMut(u64, u64, Currency)) {
    for currency in currencies() {
        for limit in LIMITS {
            around(limit).for_each(|minor| check(limit, minor, currency));
        }
    }
}

fn limits(rules: Rules) -> ReaderLimits {
    ReaderLimits { ttq: Some(TTQ), ..rules.reader_limits() }
}

#[test]
fn pin_above_and_pin_from() {
    everywhere(|limit, minor, currency| {
        let above = limits(Rules { pin: Some(PinRule::Above(amount(limit))), ..Rules::default() });
        let from = limits(Rules { pin: Some(PinRule::From(amount(limit))), ..Rules::default() });
        let none = limits(Rules::default());
        for (limits, wanted) in [(above, minor > limit), (from, minor >= limit), (none, false)] {
            let result = limits.pre_process(amount(minor), currency).unwrap();
            assert_eq!(result.indicators.cvm_required_limit_exceeded, wanted, "{limits:?} at {minor}");
            assert_eq!(result.ttq.unwrap().has(Ttq::CVM_REQUIRED), wanted, "{limits:?} at {minor}");
        }
    });
}

#[test]
fn amounts_up_to_max_are_accepted() {
    everywhere(|limit, minor, currency| {
        let limits = limits(Rules { max: Some(amount(limit)), ..Rules::default() });
        let accepted = limits.pre_process(amount(minor), currency).is_some();
        assert_eq!(accepted, minor <= limit, "max {limit} at {minor}");
    });
}

#[test]
fn amounts_above_the_floor_go_online() {
    everywhere(|limit, minor, currency| {
        let rules = Rules { floor: Some(amount(limit)), ..Rules::default() };
        let result = limits(rules).pre_process(amount(minor), currency).unwrap();
        assert_eq!(result.indicators.floor_limit_exceeded, minor > limit);
        let online = result.ttq.unwrap().has(Ttq::ONLINE_CRYPTOGRAM_REQUIRED);
        assert_eq!(online, minor > limit || minor == 0, "floor {limit} at {minor}");
    });
}

#[test]
fn zero_and_one_unit() {
    let offline_only = Ttq([0x2D, 0x00, 0x40, 0x00]);
    for currency in currencies() {
        let cases = [
            (None, true, false),
            (Some(ZeroAmount::Refused), false, false),
            (Some(ZeroAmount::Online), true, false),
            (Some(ZeroAmount::AlsoOffline), true, true),
        ];
        for (zero_amount, online, offline) in cases {
            let limits = limits(Rules { zero_amount, ..Rules::default() });
            let zero = |limits: ReaderLimits| limits.pre_process(Amount::ZERO, currency).is_some();
            assert_eq!(zero(limits), online, "{zero_amount:?}");
            assert_eq!(zero(ReaderLimits { ttq: Some(offline_only), ..limits }), offline, "{zero_amount:?}");
        }
        for status_check in [None, Some(false), Some(true)] {
            let limits = limits(Rules { status_check, ..Rules::default() });
            for minor in 0..=1001 {
                let result = limits.pre_process(amount(minor), currency).unwrap();
                let one_unit = minor == 10u64.pow(currency.exponent().into());
                let wanted = status_check == Some(true) && one_unit;
                assert_eq!(result.indicators.status_check_requested, wanted, "{minor}");
            }
        }
    }
}

#[test]
fn amounts_are_read_with_exactly_the_decimals() {
    let good = [("EUR", 2, "40.00", 4000), ("JPY", 0, "4000", 4000), ("TND", 3, "40.000", 40_000)];
    let also = [("EUR", 2, "0.00", 0), ("EUR", 2, "9999999999.99", 999_999_999_999), ("JPY", 0, "0", 0)];
    for (letters, exponent, text, minor) in good.into_iter().chain(also) {
        let currency = ProfileCurrency::new(letters.to_owned(), Currency::new(1, exponent).unwrap());
        assert_eq!(currency.parse_amount(text), Amount::new(minor), "{text}");
        assert_eq!(currency.write_amount(amount(minor)), text);
    }
    for exponent in [0, 2, 3] {
        let currency = ProfileCurrency::new("XXX".to_owned(), Currency::new(999, exponent).unwrap());
        for text in
            ["", ".", ".00", "40.", "40.0", "4,00", "-1.00", "+1", " 1", "040", "00.00", "1e2", "40.00.00"]
        {
            assert_eq!(currency.parse_amount(text), None, "{text:?} with {exponent} decimals");
        }
        for text in ["1000000000000", "10000000000.00", "1000000000.000", "99999999999999999999.00"] {
            assert_eq!(currency.parse_amount(text), None, "{text:?} with {exponent} decimals");
        }
        for minor in (0..=2500).chain(LIMITS) {
            assert_eq!(currency.parse_amount(&currency.write_amount(amount(minor))), Some(amount(minor)));
        }
    }
}
