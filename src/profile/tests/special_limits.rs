//! A fixed amount, and limits by Program ID.

use serde_json::{Value, json};
use tapkernel_core::data::{
    Amount, Database, KernelId, TerminalTransactionQualifiers as Ttq, TransactionType,
};
use tapkernel_core::tlv::Tag;
use tapkernel_visa::DynamicReaderLimits;
use tapkernel_visa::dictionary::tags as visa;

use super::problems::changed;
use crate::profile::{PinRule, Profile, Rules};

fn fixed(amount: &str) -> Result<Profile, String> {
    let rule = json!({ "amount": amount, "currency": "EUR", "type": "purchase" });
    Profile::from_json(&changed("/autorun", Some(rule))).map_err(|error| error.to_string())
}

#[test]
fn the_ttq_of_a_fixed_amount_is_what_pre_processing_makes_of_it() {
    let cases = [("0.01", 0x80), ("40.00", 0x80), ("40.01", 0xC0), ("500.00", 0xC0)];
    for (amount, byte_2) in cases {
        let profile = fixed(amount).unwrap();
        let autorun = profile.autorun().unwrap();
        let eur = profile.currency("EUR").unwrap();
        assert_eq!(autorun.money.amount, eur.parse_amount(amount).unwrap());
        assert_eq!(autorun.transaction_type, TransactionType::Purchase);
        let ordinary = profile.combinations(TransactionType::Purchase, eur.currency()).unwrap();
        assert_eq!(autorun.combinations.len(), ordinary.len());
        let both = autorun.combinations.iter().zip(ordinary.iter());
        for (fixed, ordinary) in both.clone().filter(|(fixed, _)| fixed.kernel == KernelId::MASTERCARD) {
            assert_eq!(fixed, ordinary, "Kernel 2 compares by itself");
        }
        for (fixed, ordinary) in both.filter(|(fixed, _)| fixed.kernel == KernelId::VISA) {
            let at_start_b = fixed.limits.without_pre_processing().ttq;
            assert_eq!(at_start_b, Some(Ttq([0x25, byte_2, 0x40, 0x00])), "{amount}");
            let at_start_a = ordinary.limits.pre_process(autorun.money.amount, eur.currency()).unwrap().ttq;
            assert_eq!(at_start_b, at_start_a, "{amount}");
            assert_eq!((fixed.aid, &fixed.data), (ordinary.aid, &ordinary.data));
            assert_eq!(ordinary.limits.ttq, Some(Ttq([0x25, 0x00, 0x40, 0x00])));
        }
    }
    assert!(Profile::built_in("softpos-eur").unwrap().autorun().is_none());
}

#[test]
fn another_ttq_over_the_profile_counts_for_the_fixed_amount_too() {
    let overrides: Database = [(Tag::new(0x9F66), &[0x36, 0, 0x40, 0][..])].into_iter().collect();
    let profile = fixed("40.01").unwrap().with_terminal_data(&overrides);
    let ttq = profile.autorun().unwrap().combinations[0].limits.ttq;
    assert_eq!(ttq, Some(Ttq([0x36, 0xC0, 0x40, 0])));
}

#[test]
fn fixed_amounts_that_cannot_be() {
    for (amount, says) in
        [("0.00", "by no application"), ("500.01", "by no application"), ("2", "no amount of EUR")]
    {
        let told = fixed(amount).unwrap_err();
        assert!(told.contains("autorun") && told.contains(says), "{told}");
    }
    for (name, value, says) in [
        ("currency", "USD", "none of the profile's currencies"),
        ("type", "cash", "by no application"),
        ("type", "sale", "is none of: purchase"),
    ] {
        let mut rule = json!({ "amount": "2.00", "currency": "EUR", "type": "purchase" });
        rule[name] = json!(value);
        let told = Profile::from_json(&changed("/autorun", Some(rule))).unwrap_err().to_string();
        assert!(told.contains(says), "{told}");
    }
}

fn by_program(sets: Value) -> Result<Profile, String> {
    let text = changed("/schemes/0/dynamic_reader_limits", Some(sets));
    Profile::from_json(&text).map_err(|error| error.to_string())
}

fn sets(profile: &Profile, kind: TransactionType) -> Vec<DynamicReaderLimits> {
    let eur = profile.currency("EUR").unwrap().currency();
    let combinations = profile.combinations(kind, eur).unwrap();
    let coded = combinations[0].data.get(visa::DYNAMIC_READER_LIMITS).unwrap_or_default().to_vec();
    DynamicReaderLimits::decode_all(&coded).unwrap()
}

#[test]
fn rules_by_program_are_compiled_like_all_others() {
    let rules =
        json!({ "pin": { "above": "25.00" }, "max": "100.00", "floor": "0.00", "zero_amount": "online" });
    let profile = by_program(json!([
        { "program_id": "3102684030", "rules": { "EUR": { "purchase": rules } } },
        { "program_id": "31", "rules": { "EUR": { "refund": { "max": "10.00", "floor": "0.00" } } } },
    ]))
    .unwrap();
    let amount = |minor| Amount::new(minor);
    let expected = Rules {
        pin: amount(2500).map(PinRule::Above),
        max: amount(10_000),
        floor: amount(0),
        zero_amount: Some(crate::profile::ZeroAmount::Online),
        ..Rules::default()
    };
    let id = [0x31, 0x02, 0x68, 0x40, 0x30];
    let set = DynamicReaderLimits::new(&id, &expected.reader_limits()).unwrap();
    assert_eq!(sets(&profile, TransactionType::Purchase), std::slice::from_ref(&set));
    assert_eq!(set.limits(None).cvm_required_limit, amount(2501));
    assert_eq!(set.limits(None).transaction_limit, amount(10_001));
    let refund = sets(&profile, TransactionType::Refund);
    assert_eq!(refund.len(), 1);
    assert_eq!((refund[0].program_id(), refund[0].limits(None).cvm_required_limit), (&[0x31][..], None));
    assert_eq!(sets(&profile, TransactionType::Cashback), []);
}

#[test]
fn sets_that_are_refused() {
    let rules = json!({ "EUR": { "purchase": { "max": "10.00", "floor": "0.00" } } });
    let set = |id: &str| json!({ "program_id": id, "rules": rules });
    let five: Vec<_> = (0x31..0x36).map(|id: u8| set(&format!("{id:02X}"))).collect();
    for (sets, says) in [
        (json!(five), "has 5 sets: 4 are the most"),
        (json!([set("")]), "has 0 bytes, 1 to 16 are wanted"),
        (json!([set(&"31".repeat(17))]), "has 17 bytes, 1 to 16 are wanted"),
        (json!([set("31"), set("31")]), "is there twice"),
        (json!([{ "program_id": "31", "rules": {} }]), "at least one currency"),
        (json!([{ "program_id": "31", "rules": { "USD": {} } }]), "none of the profile's currencies"),
        (json!([{ "program_id": "31", "rules": { "EUR": { "purchase": {} } } }]), "has no `max`"),
        (
            json!([{ "program_id": "31", "rules": { "EUR": { "refund": { "pin": { "from": "1.00" } } } } }]),
            "no PIN",
        ),
    ] {
        let told = by_program(sets).unwrap_err();
        assert!(told.contains(says) && told.contains("schemes[0].dynamic_reader_limits"), "{told}");
    }
    let four: Vec<_> = (0x31..0x35).map(|id: u8| set(&format!("{id:02X}"))).collect();
    assert_eq!(sets(&by_program(json!(four)).unwrap(), TransactionType::Purchase).len(), 4);
}
