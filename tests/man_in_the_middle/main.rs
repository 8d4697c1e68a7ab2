//! Published attacks as scripts: a man in the middle between the real reader and a software card, in front of the
//! software acquirer, with a thief at the PIN pad who does not know the PIN.
//!
//! Each script runs one cent below the PIN limit, at it and one cent above, under `softpos-eur`, where nothing may get
//! through, and under `lab` with the same PIN rule, where the book lets some attacks through: so it is known that they
//! bite. `docs/attacks.md` is held to the results; `TAPKERNEL_WRITE=1 cargo test --test man_in_the_middle` writes it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod attack;
mod attacks;
mod man;
mod oracle;
mod report;
mod second_tap;
#[path = "../support/software_tap.rs"]
mod software_tap;

use attack::{Attack, Book};
use oracle::{Breach, Standard, breaches};
use report::Results;
use software_tap::{Honest, LIMIT, PinRule, pay, profile, profile_document};
use tapkernel::core::outcome::Outcome;
use tapkernel::profile::Profile;
use tapkernel_simulator::acquirer::SoftwareAcquirer;
use tapkernel_simulator::card::{card, cards};

const AMOUNTS: [u64; 3] = [LIMIT - 1, LIMIT, LIMIT + 1];
/// What the thief types.
const WRONG_PIN: &str = "0000";

/// Runs all variants of an attack at all amounts.
fn run(attack: &Attack, profile: &Profile, standard: Standard, acquirer: &SoftwareAcquirer) -> Results {
    let mut results = Results::default();
    for (variant, man) in &attack.variants {
        for amount in AMOUNTS {
            let paid = pay(profile, &attack.card, man, amount, WRONG_PIN, acquirer);
            let breaches = breaches(&paid, amount, standard);
            results.add(format!("{} {variant} {amount}", attack.name), paid.text(), breaches);
        }
    }
    results
}

#[test]
fn nothing_gets_through_the_product_and_the_scripts_bite() {
    let acquirer = SoftwareAcquirer::new();
    let softpos = profile("softpos-eur", PinRule::Above);
    let lab = profile("lab", PinRule::Above);
    let attacks = attacks::all();
    let mut rows = Vec::new();
    for attack in &attacks {
        let hardened = run(attack, &softpos, Standard::Product, &acquirer);
        let book = run(attack, &lab, Standard::Book, &acquirer);
        rows.push((attack, book, hardened));
    }
    let through: Vec<_> = rows.iter().flat_map(|(_, _, hardened)| hardened.breached().to_vec()).collect();
    assert!(through.is_empty(), "under softpos-eur:\n{}", through.join("\n"));
    let wrong: Vec<_> = rows
        .iter()
        .filter(|(attack, book, _)| (attack.book == Book::LetsThrough) == book.breached().is_empty())
        .map(|(attack, book, _)| format!("{} {}: {:?}", attack.name, attack.what, book.breached()))
        .collect();
    assert!(wrong.is_empty(), "under lab:\n{}", wrong.join("\n"));
    assert!(attacks.len() >= 60);
    report::hold(&rows);
}

/// Each policy of `softpos-eur` holds something back: with the book in its place a script gets through.
#[test]
fn every_policy_is_needed() {
    let acquirer = SoftwareAcquirer::new();
    let attacks = attacks::all();
    for (policy, script) in [
        ("oda_failed", "A2.16"),
        ("oda_unknown_key", "A5.11"),
        ("unauthenticated_cdcvm", "A2.05"),
        ("brand_mismatch", "A4.03"),
        ("above_limit_without_cvm", "A5.26"),
    ] {
        let mut document = profile_document("softpos-eur", PinRule::Above);
        document["policies"][policy] = "as_book".into();
        let weakened = Profile::from_json(&document.to_string()).unwrap();
        let attack = attacks.iter().find(|attack| attack.name == script).unwrap();
        let results = run(attack, &weakened, Standard::Product, &acquirer);
        assert!(!results.breached().is_empty(), "{policy}: {script}");
    }
}

/// Two locks on one door: a card is let to approve only without the policy and without the floor limit.
#[test]
fn offline_approval_needs_two_mistakes() {
    let acquirer = SoftwareAcquirer::new();
    let outcome = |policy: bool, floor: bool| {
        let mut document = profile_document("softpos-eur", PinRule::Above);
        if policy {
            document["policies"]["offline_approval"] = "as_book".into();
        }
        if floor {
            document["currencies"][0]["rules"]["purchase"]["floor"] = "100.00".into();
        }
        let profile = Profile::from_json(&document.to_string()).unwrap();
        let card = attack::software("visa-offline");
        pay(&profile, &card, &Honest, AMOUNTS[0], WRONG_PIN, &acquirer).outcome()
    };
    assert_eq!(outcome(true, true), Outcome::Approved);
    for (policy, floor) in [(false, false), (true, false), (false, true)] {
        assert_eq!(outcome(policy, floor), Outcome::OnlineRequest, "{policy} {floor}");
    }
}

/// What the book itself does with these cards, which the product does not: Kernel 2 goes online although CDA failed, and
/// without a CVM above the limit if the card's list has none for it.
fn by_the_book(profile: &str, card: &str, amount: u64) -> Vec<Breach> {
    match card {
        _ if profile != "lab" => vec![],
        "mastercard-unknown-ca" => vec![Breach::FailedOdaIgnored],
        "mastercard-no-cvm" | "mastercard-no-cvm-list" if amount > LIMIT => vec![Breach::PinBypassed],
        _ => vec![],
    }
}

/// Without a man in the middle the oracle finds nothing else, whatever the card.
#[test]
fn honest_taps_are_no_breach() {
    let acquirer = SoftwareAcquirer::new();
    for (name, standard) in [("softpos-eur", Standard::Product), ("lab", Standard::Book)] {
        let profile = profile(name, PinRule::Above);
        for (card_name, _) in cards() {
            for amount in AMOUNTS {
                let paid =
                    pay(&profile, &card(&card_name, 1).unwrap(), &Honest, amount, WRONG_PIN, &acquirer);
                assert_eq!(
                    breaches(&paid, amount, standard),
                    by_the_book(name, &card_name, amount),
                    "{name} {card_name} {amount}: {}",
                    paid.text()
                );
            }
        }
    }
}
