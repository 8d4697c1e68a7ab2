//! The profile made from another project's configuration compiles to that configuration.

use serde_json::Value;
use tapkernel_core::data::{Amount, Hex, KernelId, TransactionType};
use tapkernel_core::kernel::ReaderLimits;
use tapkernel_core::tlv::Tag;
use tapkernel_visa::dictionary::tags as visa;

use crate::profile::Profile;

const PROFILE: &str = include_str!("../../../test-vectors/profiles/visa-softpos-usd.json");
const ORIGIN: &str = "../shared/vectors/terminal-configs/cfg_visa_softpos.json";

#[test]
fn rules_in_words_say_the_same_as_the_raw_limits() {
    let raw = Profile::from_json(PROFILE).unwrap();
    let mut document: Value = serde_json::from_str(PROFILE).unwrap();
    for set in document["schemes"][0]["transactions"].as_object_mut().unwrap().values_mut() {
        set.as_object_mut().unwrap().remove("entry_point").unwrap();
    }
    let words = Profile::from_json(&document.to_string()).unwrap();
    let usd = raw.currency("USD").unwrap().currency();
    for kind in [TransactionType::Purchase, TransactionType::Cashback] {
        let limits = |profile: &Profile| profile.combinations(kind, usd).unwrap()[0].limits;
        let raw = limits(&raw);
        let without = ReaderLimits {
            terminal_floor_limit: None,
            status_check_support: None,
            zero_amount_allowed: None,
            ..raw
        };
        assert_ne!(raw, without);
        assert_eq!(limits(&words), without, "{kind:?}");
    }
}

#[test]
fn limits_and_data_are_those_of_the_origin() {
    let Ok(text) = std::fs::read_to_string(concat_root(ORIGIN)) else {
        eprintln!("skipped: {ORIGIN} is not there");
        return;
    };
    let origin: Value = serde_json::from_str(&text).unwrap();
    let kernel = &origin["kernel"][0];
    let profile = Profile::from_json(PROFILE).unwrap();
    let usd = profile.currency("840").unwrap().currency();
    let mut compared = 0;
    for application in kernel["application"].as_array().unwrap() {
        if application["aid"] == "A000000003" {
            continue;
        }
        for set in application["transaction"].as_array().unwrap() {
            let kind = u8::try_from(set["transactionType"].as_u64().unwrap()).unwrap();
            let kind = TransactionType::from_code(kind).unwrap();
            let combinations = profile.combinations(kind, usd).unwrap();
            let found = combinations.iter().find(|c| set["aid"] == c.aid.to_string()).unwrap();
            assert_eq!((found.kernel, found.limits), (KernelId::VISA, limits_of(set)), "{kind:?}");
            assert_eq!(set["extendedSelectionSupportFlag"], found.extended_selection);
            for object in kernel["config"].as_array().unwrap().iter().filter(|object| object["tag"] != "9C") {
                let tag: Tag = object["tag"].as_str().unwrap().parse().unwrap();
                assert_eq!(object["value"], Hex(found.data.get(tag).unwrap()).to_string(), "{tag}");
            }
            assert_eq!(found.data.get(visa::KERNEL_3_OPTIONS), Some(&[0b1111_1100][..]));
            compared += 1;
        }
    }
    assert_eq!(compared, 9);
}

fn limits_of(set: &Value) -> ReaderLimits {
    let amount = |name: &str| Amount::new(set[name].as_u64().unwrap());
    let ttq = set["config"].as_array().unwrap().iter().find(|object| object["tag"] == "9F66").unwrap();
    let ttq = u32::from_str_radix(ttq["value"].as_str().unwrap(), 16).unwrap();
    ReaderLimits {
        status_check_support: set["statusCheckSupportFlag"].as_bool(),
        zero_amount_allowed: set["zeroAmountAllowedFlag"].as_bool(),
        zero_amount_allowed_offline: None,
        transaction_limit: amount("readerContactlessTransactionLimit"),
        floor_limit: amount("readerContactlessFloorLimit"),
        terminal_floor_limit: amount("terminalFloorLimit"),
        cvm_required_limit: amount("readerCVMRequiredLimit"),
        ttq: Some(tapkernel_core::data::TerminalTransactionQualifiers(ttq.to_be_bytes())),
    }
}

fn concat_root(path: &str) -> String {
    format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))
}
