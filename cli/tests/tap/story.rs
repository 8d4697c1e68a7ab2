//! A day at the till in three currencies, over the command line, against an acquirer in a process of its own.

mod discretion;
mod till;

use serde_json::{Value, json};

use self::discretion::Discretion;
use self::till::{CURRENCIES, Till};

/// Messages to the host, in the order of the story: what is not answered, and then the reversal that is. The last two lose
/// both, so that the result is unknown.
const FAULTS: [&str; 8] = ["never", "none", "never", "none", "never", "none", "never", "never"];

#[test]
fn a_day_in_three_currencies() {
    let till = Till::open(&FAULTS);
    let undone = time_out_and_reversal(&till);
    unknown_and_recovered(&till);
    for stan in undone {
        expect(&till.ask(&["status", &stan], 0), &json!({ "outcome": "Declined", "acquirer": "reversed" }));
    }
    till.a_supervisor();
    for currency in &CURRENCIES {
        let purchase = pay(&till, currency);
        let with_pin = pay_with_pin(&till, currency);
        declines(&till, currency);
        void(&till, currency, &purchase);
        refunds(&till, currency, &with_pin);
        pre_authorisations(&till, currency);
    }
    receipts(&till);
    history(&till);
    both_ledgers_agree(&till);
    Discretion::new().holds(&till);
}

/// The host gets the payment and its answer is lost: it is undone at once.
fn time_out_and_reversal(till: &Till) -> [String; 3] {
    CURRENCIES.each_ref().map(|currency| {
        let answer = till.pay(currency, 700, &["--wait", "1"], 0);
        expect(&answer, &json!({ "outcome": "Declined", "code": 141, "online": { "requested": true } }));
        stan(&answer).to_owned()
    })
}

/// Payment and reversal get lost: unknown, and nothing more is sold until it is known.
fn unknown_and_recovered(till: &Till) {
    let euro = &CURRENCIES[0];
    let answer = till.pay(euro, 800, &["--wait", "1"], 3);
    expect(&answer, &json!({ "outcome": "Unknown", "code": 200, "reason": null }));
    assert!(answer["what_to_do"].as_str().unwrap().contains("recover"));
    let recovered = till.ask(&["recover"], 0);
    assert_eq!(recovered["pending"], json!([]));
    expect(&recovered["results"][0], &json!({ "stan": answer["stan"], "outcome": "Declined", "code": 141 }));
    assert_eq!(till.ask(&["recover"], 0), json!({ "results": [], "pending": [], "settled": null }));
}

fn pay(till: &Till, currency: &till::Currency) -> String {
    let answer = till.pay(currency, 1000, &[], 0);
    expect(
        &answer,
        &json!({
            "outcome": "Approved", "code": 0, "cvm": "No CVM", "amount": currency.written(1000), "currency": currency.letters,
            "online": { "requested": true, "response_code": "00" }, "batch": 1,
        }),
    );
    stan(&answer).to_owned()
}

/// A wrong PIN, and the right one with the same card still there; the same reference again sends nothing.
fn pay_with_pin(till: &Till, currency: &till::Currency) -> String {
    let reference = format!("order-{}", currency.letters);
    let options = ["--pin", till::WRONG_PIN, "--pin", till::PIN, "--reference", &reference];
    let answer = till.pay(currency, 4100, &options, 0);
    expect(&answer, &json!({ "outcome": "Approved", "cvm": "Online PIN", "reference": reference }));
    assert!(answer["receipt"].as_str().unwrap().contains("PIN VERIFIED"));
    let again = till.pay(currency, 4100, &["--reference", &reference], 0);
    assert_eq!((stan(&again), &again["outcome"]), (stan(&answer), &answer["outcome"]));
    stan(&answer).to_owned()
}

fn declines(till: &Till, currency: &till::Currency) {
    let soft = till.pay(currency, 1065, &["--pin", till::PIN], 0);
    expect(&soft, &json!({ "outcome": "Approved", "cvm": "No CVM", "online": { "response_code": "00" } }));
    assert!(soft["receipt"].as_str().unwrap().contains("PIN VERIFIED"));
    let wrong = till.pay(currency, 4200, &["--pin", till::WRONG_PIN], 0);
    expect(&wrong, &json!({ "outcome": "Declined", "code": 103, "online": { "response_code": "55" } }));
    let funds = till.pay(currency, 1051, &[], 0);
    expect(&funds, &json!({ "outcome": "Declined", "code": 101, "online": { "response_code": "51" } }));
}

fn void(till: &Till, currency: &till::Currency, stan: &str) {
    let (amount, less) = (currency.written(1000), currency.written(999));
    let refused = till.ask(&["void", stan, "--amount", &amount], 2);
    expect(&refused["error"], &json!({ "field": "--supervisor", "code": 304 }));
    let allowed = ["--supervisor", till::SUPERVISOR];
    let refused = till.ask(&[&["void", stan, "--amount", &less][..], &allowed].concat(), 2);
    expect(&refused["error"], &json!({ "field": "--amount", "code": 306 }));
    let void = [&["void", stan, "--amount", &amount][..], &allowed].concat();
    let other = till.ask(&[&void[..], &["--card", "visa-no-oda"]].concat(), 0);
    expect(&other, &json!({ "outcome": "Declined", "code": 127 }));
    let done = till.ask(&void, 0);
    expect(
        &done,
        &json!({ "outcome": "Approved", "type": "void", "original": stan, "supervisor": "supervisor" }),
    );
    expect(&till.ask(&void, 2)["error"], &json!({ "field": "STAN", "code": 306 }));
}

/// Twice in part, and a third one that exceeds what is left by one minor unit.
fn refunds(till: &Till, currency: &till::Currency, stan: &str) {
    let refund = |minor_units: u64, status: i32| {
        let amount = currency.written(minor_units);
        till.ask(&["refund", stan, "--amount", &amount, "--supervisor", till::SUPERVISOR], status)
    };
    for minor_units in [1000, 2000] {
        let answer = refund(minor_units, 0);
        expect(&answer, &json!({ "outcome": "Approved", "type": "refund", "original": stan, "cvm": "N/A" }));
    }
    let refused = refund(1101, 2);
    expect(&refused["error"], &json!({ "field": "--amount", "code": 306 }));
    let left = format!("{} {}", currency.written(1100), currency.letters);
    assert!(refused["error"]["message"].as_str().unwrap().contains(&left), "{refused}");
}

/// One that is increased and taken, one that is let go.
fn pre_authorisations(till: &Till, currency: &till::Currency) {
    let preauth = ["--type", "preauth", "--pin", till::PIN];
    let held = till.pay(currency, 5000, &preauth, 0);
    expect(&held, &json!({ "outcome": "Approved", "type": "preauth" }));
    let number = stan(&held);
    let (more, too_much, all) = (currency.written(500), currency.written(5501), currency.written(5500));
    expect(&till.ask(&["increment", number, "--amount", &more], 0), &json!({ "outcome": "Approved" }));
    let refused = till.ask(&["capture", number, "--amount", &too_much], 2);
    expect(&refused["error"], &json!({ "field": "--amount", "code": 306 }));
    let taken = till.ask(&["capture", number, "--amount", &all], 0);
    expect(&taken, &json!({ "outcome": "Approved", "type": "completion", "original": number }));
    let let_go = till.pay(currency, 2000, &preauth[..2], 0);
    let cancelled = till.ask(&["cancel", stan(&let_go)], 0);
    expect(
        &cancelled,
        &json!({ "outcome": "Approved", "original": stan(&let_go), "amount": currency.written(2000) }),
    );
    expect(&till.ask(&["cancel", stan(&let_go)], 2)["error"], &json!({ "field": "STAN", "code": 306 }));
}

/// Every form of the receipt of every transaction that was approved.
fn receipts(till: &Till) {
    let history = till.look(&["history", "--today"], 0);
    let approved =
        history["transactions"].as_array().unwrap().iter().filter(|line| line["result"] == "approved");
    let numbers: Vec<_> = approved.map(|line| line["stan"].as_str().unwrap().to_owned()).collect();
    // Purchase, PIN, soft decline, void, two refunds, held, more, taken, held, let go.
    assert_eq!(numbers.len(), 3 * 11);
    for form in ["text", "html", "json", "qr", "sms", "escpos"] {
        for copy in ["merchant", "customer"] {
            let printed = till.look(&["receipt", &numbers[0], "--format", form, "--copy", copy], 0);
            assert!(!printed["receipt"].is_null(), "{form}");
        }
    }
    for number in &numbers {
        let text = till.look(&["receipt", number], 0);
        assert!(text["receipt"].as_str().unwrap().contains("DUPLICATE"), "{text}");
    }
}

fn history(till: &Till) {
    let history = till.look(&["history"], 0);
    let all = history["transactions"].as_array().unwrap().len();
    // Time-out, purchase, PIN, soft decline, wrong PIN, decline, void with another card, void, two refunds, held, more, taken,
    // held, let go; and the unknown one.
    assert_eq!(all, 3 * 15 + 1);
    let lines = till.text(&["history", "--format", "jsonl"]);
    assert!(lines.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
    assert_eq!(lines.lines().count(), all);
    assert_eq!(till.text(&["history", "--format", "csv"]).lines().count(), all + 1);
    expect(&till.look(&["history", "--scope", "merchant"], 2)["error"], &json!({ "field": "--scope" }));
}

/// To the minor unit, by currency: before the batch is closed, in the settlement, and after it.
fn both_ledgers_agree(till: &Till) {
    const SUMS: [&str; 4] = ["debits", "debit_reversals", "credits", "credit_reversals"];
    let own = till.look(&["totals"], 0);
    let hosts = till.hosts_totals();
    assert_eq!((own["currencies"].as_array().unwrap().len(), hosts.len()), (3, 3));
    for currency in &CURRENCIES {
        let own = own["currencies"].as_array().unwrap().iter().find(|c| c["code"] == currency.code).unwrap();
        let host = hosts.iter().find(|c| c["currency"] == currency.code).unwrap();
        SUMS.iter().for_each(|sum| assert_eq!(own[sum], host[sum], "{} {sum}", currency.letters));
        assert_eq!((&own["net"], &host["net"]), (&json!(4100 + 1065 - 3000 + 5500), &own["net"]));
        assert_eq!((&host["held"]["sum"], &host["closed"]), (&json!(0), &json!(false)));
    }
    let settled = till.ask(&["settle"], 0);
    expect(&settled, &json!({ "batch": 1, "balanced": true }));
    for (settled, own) in
        settled["currencies"].as_array().unwrap().iter().zip(own["currencies"].as_array().unwrap())
    {
        expect(settled, own);
        expect(settled, &json!({ "balanced": true, "uploaded": false }));
    }
    assert!(till.hosts_totals().iter().all(|batch| batch["closed"] == true));
    assert_eq!(till.look(&["totals"], 0), json!({ "batch": 2, "currencies": [] }));
}

/// Every key of `expected` is there with its value; objects partly.
fn expect(answer: &Value, expected: &Value) {
    for (key, wanted) in expected.as_object().unwrap() {
        match wanted {
            Value::Object(_) => expect(&answer[key], wanted),
            _ => assert_eq!(&answer[key], wanted, "{key} in {answer:#}"),
        }
    }
}

fn stan(answer: &Value) -> &str {
    answer["stan"].as_str().unwrap_or_else(|| panic!("{answer:#}"))
}
