//! Data objects that a transcript puts over a profile, and raw limits that a laboratory puts over the rules.

use serde_json::{Value, json};
use tapkernel_core::data::{Amount, Database, TerminalTransactionQualifiers as Ttq, TransactionType, tags};
use tapkernel_core::tlv::Tag;

use crate::entry_point::Combination;
use crate::profile::{Profile, built_in};

fn combination(profile: &Profile) -> Combination {
    let eur = profile.currency("EUR").unwrap().currency();
    profile.combinations(TransactionType::Purchase, eur).unwrap()[0].clone()
}

#[test]
fn terminal_data_are_replaced_in_every_combination() {
    let profile = Profile::built_in("lab").unwrap();
    let ttq = Tag::new(0x9F66);
    let overrides: Database =
        [(tags::TERMINAL_COUNTRY_CODE, &[0x08, 0x26][..]), (ttq, &[0x36, 0, 0x40, 0])].into_iter().collect();
    let other = profile.with_terminal_data(&overrides);
    let mut expected = combination(&profile);
    expected.data.insert(tags::TERMINAL_COUNTRY_CODE, &[0x08, 0x26]);
    expected.limits.ttq = Some(Ttq([0x36, 0, 0x40, 0]));
    assert_eq!(combination(&other), expected);
    assert!(!expected.data.is_present(ttq), "the TTQ is the Entry Point's");

    let short: Database = [(ttq, &[0x36][..])].into_iter().collect();
    assert_eq!(combination(&profile.with_terminal_data(&short)), combination(&profile));
}

#[test]
fn raw_limits_replace_add_and_take_away() {
    let mut document: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
    document["stage"] = json!("laboratory");
    document["schemes"][0]["transactions"]["purchase"]["entry_point"] = json!({ "EUR": {
        "transaction_limit": "1.00", "terminal_floor_limit": "2.00", "cvm_limit": null,
        "status_check_support": null, "zero_amount_allowed": true } });
    let limits = combination(&Profile::from_json(&document.to_string()).unwrap()).limits;
    let compiled = combination(&Profile::built_in("softpos-eur").unwrap()).limits;
    let mut expected = compiled;
    expected.transaction_limit = Amount::new(100);
    expected.terminal_floor_limit = Amount::new(200);
    expected.cvm_required_limit = None;
    expected.status_check_support = None;
    expected.zero_amount_allowed = Some(true);
    assert_eq!(limits, expected);

    let sets = &mut document["schemes"][0]["transactions"];
    sets["purchase"]["entry_point"] = json!({ "USD": {} });
    let error = Profile::from_json(&document.to_string()).unwrap_err();
    assert_eq!(error.problems()[0].path, "schemes[0].transactions.purchase.entry_point.USD");
}

#[test]
fn co_badged_prefixes_are_filled_to_ten_bytes() {
    let mut document: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
    document["schemes"][0]["co_badged_pan_prefixes"] = json!(["497010", "51234"]);
    let data = combination(&Profile::from_json(&document.to_string()).unwrap()).data;
    let mut expected = [0xFF; 20];
    expected[..3].copy_from_slice(&[0x49, 0x70, 0x10]);
    expected[10..13].copy_from_slice(&[0x51, 0x23, 0x4F]);
    assert_eq!(data.get(tapkernel_visa::dictionary::tags::CO_BADGED_PAN_PREFIXES), Some(&expected[..]));
}
