//! The built-in profiles load and say what they promise.

use tapkernel_core::data::{
    Date, Hex, KernelId, Rid, TerminalTransactionQualifiers as Ttq, TransactionType, tags,
};
use tapkernel_core::kernel::{Policies, ReaderLimits};
use tapkernel_visa::dictionary::tags as visa;

use crate::profile::{Profile, Stage, built_in};

const TODAY: Date = Date::new(2026, 11, 21).unwrap();

#[test]
fn each_name_has_a_text_that_loads() {
    let names: Vec<_> = built_in::TEXTS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, Profile::BUILT_IN);
    for (name, text) in built_in::TEXTS {
        let profile = Profile::from_json(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(profile.name(), *name);
        assert_eq!(profile.kernels(), [KernelId::MASTERCARD, KernelId::VISA]);
        assert_eq!(Profile::built_in(name).unwrap().name(), *name);
        assert_eq!(profile.lint(TODAY), [], "{name}");
    }
    assert!(Profile::built_in("softpos").is_none());
}

#[test]
fn softpos_eur_is_online_only_with_a_pin_above_forty() {
    let profile = Profile::built_in("softpos-eur").unwrap();
    let eur = profile.currency("EUR").unwrap();
    assert_eq!(profile.currency("978"), Some(eur));
    assert_eq!((profile.stage(), profile.is_production()), (Stage::Test, false));
    assert_eq!(profile.policies(), Policies::default());
    assert!(profile.terminal().is_online_only());
    let limit = |text| eur.parse_amount(text);
    let refund = ReaderLimits {
        status_check_support: Some(false),
        zero_amount_allowed: Some(false),
        zero_amount_allowed_offline: Some(false),
        transaction_limit: limit("500.01"),
        floor_limit: limit("0.00"),
        terminal_floor_limit: None,
        cvm_required_limit: None,
        ttq: Some(Ttq([0x25, 0x00, 0x40, 0x00])),
    };
    let purchase = ReaderLimits { cvm_required_limit: limit("40.01"), ..refund };
    let expected = [
        (TransactionType::Purchase, purchase),
        (TransactionType::Cashback, purchase),
        (TransactionType::Refund, refund),
    ];
    for (kind, limits) in expected {
        let combinations = profile.combinations(kind, eur.currency()).unwrap();
        let aids: Vec<_> = combinations.iter().map(|combination| combination.kernel.0).collect();
        assert_eq!(aids, [3, 3, 3, 2, 2]);
        for combination in combinations.iter() {
            let ttq = limits.ttq.filter(|_| combination.kernel == KernelId::VISA);
            assert_eq!(combination.limits, ReaderLimits { ttq, ..limits }, "{kind:?}");
        }
    }
    assert!(profile.combinations(TransactionType::Cash, eur.currency()).is_none());
    for (rid, index) in [(Rid::MASTERCARD, 0xEE), (Rid::VISA, 0xFE)] {
        assert!(profile.ca_public_keys().find(rid, index).is_some());
    }
}

#[test]
fn softpos_eur_spells_its_data_objects_out() {
    let profile = Profile::built_in("softpos-eur").unwrap();
    let eur = profile.currency("EUR").unwrap().currency();
    let combinations = profile.combinations(TransactionType::Purchase, eur).unwrap();
    let data = &combinations[0].data;
    let expected: [(_, &[u8]); 14] = [
        (tags::ACQUIRER_IDENTIFIER, &[0, 0, 0, 0, 0, 1]),
        (tags::APPLICATION_VERSION_NUMBER_TERMINAL, &[0x00, 0x96]),
        (tags::MERCHANT_CATEGORY_CODE, &[0x54, 0x11]),
        (tags::MERCHANT_IDENTIFIER, b"TAPKERNEL000016"),
        (tags::TERMINAL_COUNTRY_CODE, &[0x00, 0x56]),
        (tags::TERMINAL_IDENTIFICATION, b"TM000016"),
        (tags::IFD_SERIAL_NUMBER, b"TM000016"),
        (tags::TERMINAL_CAPABILITIES, &[0x00, 0x48, 0xC8]),
        (tags::TERMINAL_TYPE, &[0x21]),
        (tags::POINT_OF_SERVICE_ENTRY_MODE, &[0x07]),
        (tags::ADDITIONAL_TERMINAL_CAPABILITIES, &[0x70, 0x00, 0xF0, 0x30, 0x01]),
        (tags::MERCHANT_NAME_AND_LOCATION, b"Tapkernel Demo Shop, Bruxelles"),
        (visa::KERNEL_3_OPTIONS, &[0b0110_0100]),
        (visa::CO_BADGED_PAN_PREFIXES, &[]),
    ];
    assert_eq!(data.iter().collect::<Vec<_>>(), expected);
}

#[test]
fn lab_has_no_limits_and_book_policies_in_every_currency() {
    let profile = Profile::built_in("lab").unwrap();
    assert_eq!((profile.stage(), profile.policies()), (Stage::Laboratory, Policies::AS_BOOK));
    let free = ReaderLimits { ttq: Some(Ttq([0x24, 0x00, 0x40, 0x00])), ..ReaderLimits::default() };
    for currency in profile.currencies() {
        for code in [0x00, 0x01, 0x09, 0x17, 0x20] {
            let kind = TransactionType::from_code(code).unwrap();
            let combinations = profile.combinations(kind, currency.currency()).unwrap();
            for combination in combinations.iter() {
                let ttq = free.ttq.filter(|_| combination.kernel == KernelId::VISA);
                assert_eq!(combination.limits, ReaderLimits { ttq, ..free });
            }
        }
    }
    let exponents =
        [("EUR", 2), ("JPY", 0), ("TND", 3), ("MAD", 2), ("CNY", 2), ("ALL", 2), ("RSD", 2), ("BHD", 3)];
    for (letters, exponent) in exponents {
        assert_eq!(profile.currency(letters).unwrap().currency().exponent(), exponent, "{letters}");
    }
    for index in [0x50, 0x51, 0x52, 0x92, 0x94, 0x95, 0x96, 0x99, 0xF3, 0xFE] {
        assert!(profile.ca_public_keys().find(Rid::VISA, index).is_some(), "{index:02X}");
    }
    for index in [0xEE, 0xEF, 0xF1, 0xF3, 0xF5, 0xF8, 0xFA, 0xFE] {
        assert!(profile.ca_public_keys().find(Rid::MASTERCARD, index).is_some(), "{index:02X}");
    }
    assert_eq!(profile.ca_public_keys().iter().count(), 19 + 17);
}

#[test]
fn the_simulators_key_is_the_one_it_signs_with() {
    let text = include_str!("../../../simulator/keys/ca-public-keys.json");
    let keys: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
    for name in Profile::BUILT_IN {
        let known_keys = Profile::built_in(name).unwrap().ca_public_keys();
        for (rid, index) in [(Rid::VISA, 0xFE), (Rid::MASTERCARD, 0xEE)] {
            let key = keys.iter().find(|key| key["rid"] == Hex(&rid.0).to_string()).unwrap();
            let known = known_keys.find(rid, index).unwrap();
            assert_eq!(key["modulus"], Hex(known.key().modulus()).to_string(), "{name}");
            assert_eq!(key["expiry"], "2035-12-31");
            assert_eq!(known.expiry(), Date::new(2035, 12, 31), "{name}");
        }
    }
}
