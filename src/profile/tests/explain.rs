//! What is explained is what pre-processing does, for every amount.

use serde_json::{Value, json};
use tapkernel_core::data::{Amount, TerminalTransactionQualifiers as Ttq, TransactionType};

use crate::profile::{Interval, Profile, Treatment, built_in};

fn treatment<'a>(all: &'a [Treatment], kind: &str, program_id: Option<&str>) -> &'a Treatment {
    let fits = |one: &&Treatment| one.transaction_type == kind && one.program_id.as_deref() == program_id;
    all.iter().find(fits).unwrap()
}

/// `from-to: words`, a line each.
fn written(intervals: &[Interval]) -> Vec<String> {
    let one = |one: &Interval| {
        let flags = [(one.accepted, "ok"), (one.pin, "pin"), (one.online, "online")];
        let more = [(one.status_check, "status"), (one.zero_amount, "zero")];
        let words: Vec<_> =
            flags.into_iter().chain(more).filter(|(on, _)| *on).map(|(_, word)| word).collect();
        format!("{}-{}: {}", one.from, one.to.as_deref().unwrap_or(""), words.join(" "))
    };
    intervals.iter().map(one).collect()
}

#[test]
fn softpos_eur() {
    let explained = Profile::built_in("softpos-eur").unwrap().explain();
    let purchase = treatment(&explained.transactions, "purchase", None);
    let lines = ["0.00-0.00: ", "0.01-40.00: ok online", "40.01-500.00: ok pin online", "500.01-: "];
    assert_eq!(written(&purchase.intervals), lines);
    let text = |text: &str| Some(text.to_owned());
    assert_eq!((purchase.scheme.as_str(), purchase.kernel.as_str(), purchase.aids.len()), ("visa", "3", 3));
    assert_eq!((&purchase.accepted_from, &purchase.accepted_to), (&text("0.01"), &text("500.00")));
    assert_eq!((&purchase.pin_from, &purchase.online_from), (&text("40.01"), &text("0.01")));
    let refund = treatment(&explained.transactions, "refund", None);
    assert_eq!(written(&refund.intervals), ["0.00-0.00: ", "0.01-500.00: ok online", "500.01-: "]);
    assert_eq!(refund.pin_from, None);
    assert_eq!((explained.transactions.len(), explained.offline_approval), (6, false));
    assert_eq!(serde_json::to_value(&explained).unwrap()["transactions"][0]["type"], "purchase");
}

#[test]
fn lab_says_that_there_is_no_limit() {
    let explained = Profile::built_in("lab").unwrap().explain();
    assert!(explained.offline_approval);
    let purchase = treatment(&explained.transactions, "purchase", None);
    assert_eq!(written(&purchase.intervals), ["0.00-0.00: ok online zero", "0.01-: ok"]);
    assert_eq!((&purchase.pin_from, &purchase.online_from, &purchase.accepted_to), (&None, &None, &None));
}

/// Documents with limits in every order, with flags, raw limits and sets by Program ID.
fn documents() -> Vec<Value> {
    let base: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
    let amounts = ["0.00", "0.01", "0.99", "1.00", "1.01", "2.50"];
    let mut all = Vec::new();
    for number in 0..amounts.len() * amounts.len() * amounts.len() {
        let amount = |place: usize| amounts[number / place % amounts.len()];
        let mut document = base.clone();
        document["stage"] = json!("laboratory");
        let pin = if number % 2 == 0 { json!({ "above": amount(1) }) } else { json!({ "from": amount(1) }) };
        document["currencies"][0]["rules"] = json!({ "purchase": {
            "pin": pin, "max": amount(6), "floor": amount(36), "status_check": number % 3 == 0,
            "zero_amount": (["refused", "online", "also_offline"][number % 3]) } });
        let set = &mut document["schemes"][0]["transactions"]["purchase"];
        set["ttq"] = json!(if number % 5 == 0 { "2D004000" } else { "25004000" });
        if number % 7 == 0 {
            set["entry_point"] = json!({ "EUR": { "terminal_floor_limit": "2.00", "floor_limit": null } });
        }
        document["schemes"][0]["dynamic_reader_limits"] = json!([{ "program_id": "31", "rules": {
            "EUR": { "purchase": { "max": amount(36), "floor": amount(1), "pin": { "above": amount(6) } } } } }]);
        all.push(document);
    }
    all
}

#[test]
fn every_amount_is_in_one_interval_that_says_what_pre_processing_does() {
    for document in documents() {
        let profile = Profile::from_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}"));
        let eur = profile.currency("EUR").unwrap();
        let combination = profile.combinations(TransactionType::Purchase, eur.currency()).unwrap()[0].clone();
        let explained = profile.explain();
        let coded = combination.data.get(tapkernel_visa::dictionary::tags::DYNAMIC_READER_LIMITS).unwrap();
        let sets = tapkernel_visa::DynamicReaderLimits::decode_all(coded).unwrap();
        let by_program = sets[0].limits(combination.limits.ttq);
        for (program_id, limits) in [(None, combination.limits), (Some("31"), by_program)] {
            let intervals = &treatment(&explained.transactions, "purchase", program_id).intervals;
            assert!(intervals.windows(2).all(|pair| pair[0].to.is_some()), "only the last is open");
            for minor in (0..=400).chain([999_999_999_999]) {
                let amount = Amount::new(minor).unwrap();
                let parse = |text: &str| eur.parse_amount(text).unwrap();
                let inside = |one: &&Interval| {
                    parse(&one.from) <= amount && one.to.as_deref().is_none_or(|to| amount <= parse(to))
                };
                let found: Vec<_> = intervals.iter().filter(inside).collect();
                assert_eq!(found.len(), 1, "{minor}: {intervals:?}");
                let result = limits.pre_process(amount, eur.currency());
                let indicators = result.map(|result| result.indicators).unwrap_or_default();
                let ttq = result.and_then(|result| result.ttq).unwrap_or_default();
                assert_eq!(found[0].accepted, result.is_some(), "{minor}");
                assert_eq!(found[0].pin, indicators.cvm_required_limit_exceeded, "{minor}");
                assert_eq!(found[0].online, ttq.has(Ttq::ONLINE_CRYPTOGRAM_REQUIRED), "{minor}");
                assert_eq!(found[0].status_check, indicators.status_check_requested, "{minor}");
                assert_eq!(found[0].zero_amount, indicators.zero_amount, "{minor}");
            }
        }
    }
}
