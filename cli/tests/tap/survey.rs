//! `tap decode --card`: what a card offers.

use serde_json::{Value, json};
use tapkernel_simulator::card::personalisations;

use super::tap;

fn survey(card: &str, more: &[&str]) -> Value {
    let ran = tap(&[&["decode", "--card", card, "--json"], more].concat());
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{card}: {}", ran.stdout);
    ran.json()
}

/// The commands that were sent, by name.
fn commands(answer: &Value) -> Vec<&str> {
    let inputs = answer["inputs"].as_array().unwrap().iter();
    inputs.filter_map(|input| input["command"]["name"].as_str()).collect()
}

#[test]
fn directory_applications_and_records_are_asked_for() {
    let answer = survey("visa-credit", &["--kernel", "visa"]);
    assert_eq!((&answer["directory"], &answer["masked"]), (&json!("contactless"), &json!(true)));
    let record = "READ RECORD";
    let wanted = ["SELECT", "SELECT", "GET PROCESSING OPTIONS", record, record, record];
    assert_eq!(commands(&answer), wanted);
    assert!(answer["inputs"].as_array().unwrap().iter().all(|input| input["errors"] == json!([])));
    let several = commands(&survey("visa-several", &[])).iter().filter(|name| **name == "SELECT").count();
    assert!(several > 2, "each application is selected: {several}");
}

#[test]
fn account_numbers_are_shown_only_when_asked_for() {
    for card in personalisations().unwrap() {
        let (masked, clear) = (survey(&card.name, &[]), survey(&card.name, &["--unmasked"]));
        assert_eq!(commands(&masked), commands(&clear), "{}", card.name);
        let reads = commands(&clear).contains(&"READ RECORD");
        for application in &card.applications {
            let number = application.pan().unwrap();
            assert!(!masked.to_string().contains(&number), "{}", card.name);
            assert_eq!(clear.to_string().contains(&number), reads, "{}", card.name);
        }
    }
}

#[test]
fn a_card_that_leaves_is_told_as_far_as_it_was_read() {
    let answer = survey("mastercard-torn", &[]);
    assert_eq!(answer["directory"], "contactless");
}

#[test]
fn one_input_is_wanted() {
    for arguments in
        [&["decode"][..], &["decode", "9000", "--card", "visa-credit"], &["decode", "9000", "--unmasked"]]
    {
        assert_eq!(tap(arguments).status, 2, "{arguments:?}");
    }
}
