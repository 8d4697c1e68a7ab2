//! What is compiled for Kernel 2, and what is refused.

use serde_json::{Value, json};
use tapkernel_core::data::{Database, Hex, TransactionType, tags};
use tapkernel_core::tlv::Tag;

use super::problems::{changed, problems};
use crate::profile::{Profile, built_in};

fn data(profile: &Profile, kind: TransactionType) -> Database {
    let currency = profile.currencies().next().unwrap().currency();
    let combinations = profile.combinations(kind, currency).unwrap();
    combinations.iter().find(|combination| combination.kernel.0 == 2).unwrap().data.clone()
}

fn object(data: &Database, tag: &str) -> Option<String> {
    data.get(tag.parse::<Tag>().unwrap()).map(|value| Hex(value).to_string())
}

/// Every object of the document is there, and what the rules say beside it.
#[test]
fn softpos_eur_spells_everything_out() {
    let document: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
    let profile = Profile::built_in("softpos-eur").unwrap();
    let written = document["schemes"][1]["data"].as_object().unwrap();
    let purchase = data(&profile, TransactionType::Purchase);
    for (tag, value) in written {
        assert_eq!(object(&purchase, tag).as_deref(), value.as_str(), "{tag}");
    }
    let defaults = tapkernel_mastercard::config::DEFAULTS.iter().map(|(tag, _)| *tag);
    for tag in defaults.filter(|tag| *tag != tags::TRANSACTION_TYPE) {
        assert!(purchase.is_present(tag), "{tag} is left to the kernel's default");
    }
    let rules = [
        ("DF8123", "000000000000"),
        ("DF8124", "000000050000"),
        ("DF8125", "000000050000"),
        ("DF8126", "000000004000"),
        ("DF8F11", "80"),
        ("DF8F12", ""),
        ("9F35", "21"),
    ];
    for (tag, value) in rules {
        assert_eq!(object(&purchase, tag).as_deref(), Some(value), "{tag}");
    }
    let refund = data(&profile, TransactionType::Refund);
    for (tag, value) in [("DF8118", "00"), ("DF8119", "08"), ("DF8126", "999999999999")] {
        assert_eq!(object(&refund, tag).as_deref(), Some(value), "{tag}");
    }
}

#[test]
fn lab_has_no_limits_and_no_action_codes() {
    let profile = Profile::built_in("lab").unwrap();
    for kind in [TransactionType::Purchase, TransactionType::Cash, TransactionType::CashDisbursement] {
        let data = data(&profile, kind);
        for tag in ["DF8123", "DF8124", "DF8125", "DF8126"] {
            assert_eq!(object(&data, tag).as_deref(), Some("999999999999"), "{tag}");
        }
        for tag in ["DF8120", "DF8121", "DF8122"] {
            assert_eq!(object(&data, tag).as_deref(), Some("0000000000"), "{tag}");
        }
    }
}

#[test]
fn raw_limits_replace_the_compiled_ones() {
    let mut document: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
    document["stage"] = json!("laboratory");
    let set = &mut document["schemes"][1]["transactions"]["purchase"];
    set["kernel_limits"] = json!({ "EUR": {
        "floor_limit": "1.00", "transaction_limit_on_device_cvm": "900.00", "cvm_limit": "30.00" } });
    set["data"] = json!({ "DF8118": "60" });
    let profile = Profile::from_json(&document.to_string()).unwrap();
    let data = data(&profile, TransactionType::Purchase);
    let expected = [
        ("DF8123", "000000000100"),
        ("DF8124", "000000050000"),
        ("DF8125", "000000090000"),
        ("DF8126", "000000003000"),
        ("DF8118", "60"),
    ];
    for (tag, value) in expected {
        assert_eq!(object(&data, tag).as_deref(), Some(value), "{tag}");
    }
    let explained = profile.explain();
    let purchases = explained.transactions.iter();
    let purchases = purchases.filter(|one| one.kernel == "2" && one.transaction_type == "purchase");
    let seen: Vec<_> =
        purchases.map(|one| (one.on_device_cvm, one.accepted_to.as_deref(), one.pin_from.as_deref())).collect();
    // The Entry Point's limit still stands before both.
    let expected =
        [(Some(false), Some("500.00"), Some("30.01")), (Some(true), Some("500.00"), Some("30.01"))];
    assert_eq!(seen, expected);
}

#[test]
fn overrides_reach_kernel_2_but_for_the_ttq() {
    let overrides: Database = [
        (Tag::new(0x9F66), &[0x36, 0, 0x40, 0][..]),
        (Tag::new(0x00DF_811B), &[0x20]),
        (Tag::new(0x00DF_8126), &[0, 0, 0, 0, 0x10, 0]),
    ]
    .into_iter()
    .collect();
    let profile = Profile::built_in("lab").unwrap().with_terminal_data(&overrides);
    let data = data(&profile, TransactionType::Purchase);
    assert!(!data.is_present(Tag::new(0x9F66)), "to Kernel 2 that is an object of the card");
    assert_eq!(object(&data, "DF811B").as_deref(), Some("20"));
    let explained = profile.explain();
    let mastercard = explained.transactions.iter().find(|one| one.kernel == "2").unwrap();
    assert_eq!(mastercard.pin_from.as_deref(), Some("10.01"), "explained from what is compiled");
}

#[test]
fn explain_says_the_same_of_both_schemes() {
    let explained = Profile::built_in("softpos-eur").unwrap().explain();
    for kind in ["purchase", "cashback", "refund"] {
        let of = |kernel: &str| {
            let mut all = explained.transactions.iter();
            all.find(|one| one.kernel == kernel && one.transaction_type == kind).unwrap().intervals.clone()
        };
        assert_eq!(of("2"), of("3"), "{kind}");
    }
}

/// A row that the kernel would pass over is refused with its number.
#[test]
fn the_phone_message_table() {
    let put = |table: &str| {
        let mut document: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
        document["schemes"][1]["data"]["DF8131"] = json!(table);
        document.to_string()
    };
    for good in ["", "00000100000120000000000000000700", "000000000000FFFF", "0000000000001E05"] {
        assert!(Profile::from_json(&put(good)).is_ok(), "{good}");
    }
    for (table, says) in [
        ("00000100000120000000000000000800", "row 2 has message identifier 08, which Book A 9.4 does not have"),
        ("0000000000002006", "row 1 has status 06, which Book A 9.3 does not have"),
        ("000001000001200000", "row 2 has 1 bytes, 8 are wanted"),
    ] {
        let found = problems(&put(table));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "schemes[1].data.DF8131");
        assert!(found[0].1.contains(says), "{:?}", found[0].1);
    }
}

#[test]
fn what_is_refused() {
    let put = |name: &str, value: Value, path: &str, says: &str| {
        let found = problems(&changed(&format!("/schemes/1/{name}"), Some(value)));
        assert!(!found.is_empty());
        for (at, text) in found {
            assert_eq!(at, format!("schemes[1]{path}"), "{text}");
            assert!(text.contains(says), "{text:?} says {says:?}");
        }
    };
    let purchase = "transactions/purchase";
    put(&format!("{purchase}/ttq"), json!("25004000"), ".transactions.purchase.ttq", "has no TTQ");
    put(
        &format!("{purchase}/kernel_limits"),
        json!({ "EUR": {} }),
        ".transactions.purchase.kernel_limits",
        "for laboratories",
    );
    put("options", json!({}), ".options", "is for Kernel 3 only");
    put("dynamic_reader_limits", json!([]), ".dynamic_reader_limits", "is for Kernel 3 only");
    put("kernel_2_options/rrp", json!(true), ".kernel_2_options.rrp", "known here: relay_resistance_times");
    put("data/DF8121", json!("00"), ".data.DF8121", "1 bytes, 5 are wanted");
    put("data/DF8126", json!("000000004000"), ".data.DF8126", "is written as `pin` of the rules");
    put("data/DF8115", json!("000000000000"), ".data.DF8115", "does not come from the terminal");
    put("data/9F66", json!("25004000"), ".data.9F66", "does not come from the terminal");
    put("data/DF811B", json!("34"), "", "mag-stripe mode is for laboratories");
    let visa = problems(&changed("/schemes/0/kernel_2_options", Some(json!({}))));
    assert!(visa[0].1.contains("is for Kernel 2 only"), "{visa:?}");
    let visa = problems(&changed("/schemes/0/transactions/refund/kernel_limits", Some(json!({}))));
    assert!(visa[0].1.contains("is for Kernel 2 only"), "{visa:?}");
}

#[test]
fn only_a_laboratory_leaves_the_important_objects_to_the_book() {
    for tag in ["DF8118", "DF8119", "DF811B", "DF811F", "DF8120", "DF8121", "DF8122"] {
        let text = changed(&format!("/schemes/1/data/{tag}"), None);
        let found = problems(&text);
        assert_eq!(found.len(), 3, "one a transaction type: {found:?}");
        assert!(found.iter().all(|(path, text)| path == "schemes[1]" && text.contains(tag)), "{found:?}");
        assert!(Profile::from_json(&text.replace("\"stage\":\"test\"", "\"stage\":\"laboratory\"")).is_ok());
    }
}
