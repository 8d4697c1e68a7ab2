//! The table card x amount x rule: what each software card comes to, run with the real reader and the software
//! acquirer; `docs/tables/cards.md` is held to it.
//!
//! `TAPKERNEL_WRITE=1 cargo test --test cards` writes the file again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod cvm_always_required;
mod program_id;
mod rule_in_words;
#[path = "../support/software_tap.rs"]
mod software_tap;
mod table;
mod torn;

use software_tap::{Honest, LIMIT, Paid, PinRule, pay, profile};
use tapkernel_simulator::acquirer::SoftwareAcquirer;
use tapkernel_simulator::card::{card, cards};
use tapkernel_test_vectors::assert_up_to_date;

/// Zero, one unit, one cent below the limit, the limit, one cent above it.
const AMOUNTS: [u64; 5] = [0, 100, LIMIT - 1, LIMIT, LIMIT + 1];

const PROFILES: [(&str, PinRule); 5] = [
    ("softpos-eur", PinRule::Above),
    ("softpos-eur", PinRule::From),
    ("lab", PinRule::None),
    ("lab", PinRule::Above),
    ("lab", PinRule::From),
];

/// One card at one amount under one profile.
struct Row {
    profile: &'static str,
    rule: PinRule,
    card: String,
    amount: u64,
    paid: Paid,
}

fn rows() -> Vec<Row> {
    let acquirer = SoftwareAcquirer::new();
    let mut rows = Vec::new();
    for (name, rule) in PROFILES {
        let profile = profile(name, rule);
        for (card_name, _) in cards() {
            for amount in AMOUNTS {
                let card = card(&card_name, 1).unwrap();
                let paid = pay(&profile, &card, &Honest, amount, "1234", &acquirer);
                rows.push(Row { profile: name, rule, card: card_name.clone(), amount, paid });
            }
        }
    }
    rows
}

#[test]
fn the_table_is_what_the_cards_do() {
    let rows = rows();
    assert_eq!(rows.len(), PROFILES.len() * AMOUNTS.len() * cards().len());
    let written = table::write(&rows);
    assert_up_to_date("docs/tables/cards.md", &written);
}

#[test]
fn every_row_keeps_the_rule_in_words() {
    for row in rows() {
        rule_in_words::check(&row);
    }
}

/// Cards that differ in the scheme only.
const PAIRS: [(&str, &str); 5] = [
    ("visa-credit", "mastercard-credit"),
    ("visa-oda-online", "mastercard-maestro"),
    ("visa-expired", "mastercard-expired"),
    ("visa-no-oda", "mastercard-no-oda"),
    ("visa-unknown-ca", "mastercard-unknown-ca"),
];

/// The kernels compare differently, the merchant gets the same answers: outcome, method and the host's word.
#[test]
fn the_same_for_the_merchant_whatever_the_scheme() {
    let rows = rows();
    let mut compared = 0;
    for (visa, mastercard) in PAIRS {
        let of = |name: &str| rows.iter().filter(|row| row.card == name).collect::<Vec<_>>();
        for (visa, mastercard) in of(visa).into_iter().zip(of(mastercard)) {
            let place = (visa.profile, visa.rule, visa.amount, &visa.card);
            assert_eq!(
                (visa.profile, visa.rule, visa.amount),
                (mastercard.profile, mastercard.rule, mastercard.amount)
            );
            let answer = |row: &Row| {
                let host = row.paid.response.as_ref().map(|response| response.response_code);
                (row.paid.outcome(), row.paid.cvm(), host)
            };
            // Kernel 3 knows an amount of zero, Kernel 2 does not.
            if visa.profile == "lab" && visa.amount == 0 {
                continue;
            }
            assert_eq!(answer(visa), answer(mastercard), "{place:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, PAIRS.len() * (2 * AMOUNTS.len() + 3 * (AMOUNTS.len() - 1)));
}
