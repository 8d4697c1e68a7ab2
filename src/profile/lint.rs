//! What is allowed in a profile and still looks wrong.

use tapkernel_core::data::{Amount, Date, TerminalTransactionQualifiers as Ttq, TransactionType};

use super::currencies::CurrencyRules;
use super::document::Document;
use super::rules::TRANSACTION_TYPES;
use super::schemes::{Scheme, TransactionSet, uses_ttq};
use super::{PinRule, Problem, Rules};

/// The rules of one currency and type, and where they stand.
type At<'a> = (&'a CurrencyRules, TransactionType, &'a Rules, String);

/// Everything that looks wrong on the day `today`, in the order of the document.
pub(super) fn lint(document: &Document, today: Date) -> Vec<Problem> {
    let mut problems = online_only(document);
    problems.extend(all_rules(document).filter_map(contradiction));
    problems.extend(all_rules(document).filter_map(|at| without_scheme(document, at)));
    for scheme in &document.schemes {
        problems.extend(expired(scheme, today));
        problems.extend(without_keys(document, scheme));
        problems.extend(overlapping(scheme));
        problems.extend(scheme.transactions.iter().filter_map(|set| without_rules(document, set)));
        let sets = scheme.transactions.iter().filter(|_| uses_ttq(scheme.kernel));
        problems.extend(sets.flat_map(|set| qualifiers(document, set)));
    }
    problems
}

/// An online-only terminal whose cards may approve offline: a production profile is refused for it.
pub(super) fn online_only(document: &Document) -> Vec<Problem> {
    let offline = |(_, _, rules, path): At<'_>| {
        let text = match rules.floor {
            Some(Amount::ZERO) => return None,
            Some(_) => "lets cards approve offline, and the terminal type is online only: make `floor` zero",
            None => {
                "has no `floor`, which lets cards approve any amount offline, and the terminal type is online only"
            }
        };
        Some(problem(path, text))
    };
    let online_only = document.terminal.is_online_only();
    all_rules(document).filter(|_| online_only).filter_map(offline).collect()
}

fn all_rules(document: &Document) -> impl Iterator<Item = At<'_>> {
    document.currencies.iter().flat_map(|currency| {
        let at = |kind| format!("{}.rules.{}", currency.path, word(kind));
        currency.rules.iter().map(move |(kind, rules)| (currency, *kind, rules, at(*kind)))
    })
}

fn contradiction((currency, _, rules, path): At<'_>) -> Option<Problem> {
    let max = rules.max?;
    let written = currency.currency.write_amount(max);
    let first_with_pin = match rules.pin {
        Some(PinRule::Above(amount)) => Some((amount, amount >= max)),
        Some(PinRule::From(amount)) => Some((amount, amount > max)),
        None => None,
    };
    if max == Amount::ZERO {
        return Some(problem(path, "accepts no amount: `max` is zero"));
    }
    if let Some((amount, true)) = first_with_pin {
        let pin = currency.currency.write_amount(amount);
        return Some(problem(
            path,
            format!("never asks for the PIN: `pin` {pin} is not below `max` {written}"),
        ));
    }
    let floor = rules.floor.filter(|floor| *floor >= max)?;
    let floor = currency.currency.write_amount(floor);
    Some(problem(
        path,
        format!("never goes online for the amount: `floor` {floor} is not below `max` {written}"),
    ))
}

fn without_scheme(document: &Document, (_, kind, _, path): At<'_>) -> Option<Problem> {
    let mut sets = document.schemes.iter().flat_map(|scheme| &scheme.transactions);
    if sets.any(|set| set.kind == kind) {
        return None;
    }
    Some(problem(path, "is of no use: no scheme has this transaction type"))
}

fn without_rules(document: &Document, set: &TransactionSet) -> Option<Problem> {
    if all_rules(document).any(|(_, kind, ..)| kind == set.kind) {
        return None;
    }
    Some(problem(&set.path, "is of no use: no currency has rules for this transaction type"))
}

fn expired(scheme: &Scheme, today: Date) -> impl Iterator<Item = Problem> {
    scheme.ca_keys.iter().filter_map(move |known| {
        let day = known.key.expiry().filter(|_| known.key.is_expired(today))?;
        let day = format!("{}-{:02}-{:02}", day.year(), day.month(), day.day());
        Some(problem(&known.path, format!("expired on {day}: remove it or take the scheme's newest list")))
    })
}

fn without_keys(document: &Document, scheme: &Scheme) -> Option<Problem> {
    let strict = document.policies.oda_unknown_key != tapkernel_core::kernel::OdaUnknownKey::AsBook;
    if !scheme.ca_keys.is_empty() || !strict {
        return None;
    }
    Some(problem(&scheme.path, "has no CA key: policy `oda_unknown_key` declines every card that is signed"))
}

fn overlapping(scheme: &Scheme) -> impl Iterator<Item = Problem> {
    scheme.aids.iter().filter_map(|longer| {
        let shorter = scheme.aids.iter().find(|aid| *aid != longer && aid.matches(longer.as_bytes()))?;
        let text =
            format!("AID {longer} begins with AID {shorter}: a card's application becomes a candidate twice");
        Some(problem(&scheme.path, text))
    })
}

fn qualifiers(document: &Document, set: &TransactionSet) -> Vec<Problem> {
    let Some(ttq) = set.ttq else { return Vec::new() };
    let can_verify =
        [Ttq::ONLINE_PIN_SUPPORTED, Ttq::SIGNATURE_SUPPORTED, Ttq::CDCVM_SUPPORTED].map(|bit| ttq.has(bit));
    let mut rules = all_rules(document).filter(|(_, kind, ..)| *kind == set.kind);
    let asks_pin = rules.any(|(_, _, rules, _)| rules.pin.is_some());
    let online_only = document.terminal.is_online_only();
    let findings = [
        (!ttq.has(Ttq::EMV_MODE_SUPPORTED), "byte 1 bit 6 is 0: without EMV mode no card answers"),
        (ttq.has(Ttq::MAG_STRIPE_MODE_SUPPORTED), "byte 1 bit 8 is 1: mag-stripe mode is not built in"),
        (
            online_only && ttq.has(Ttq::OFFLINE_ONLY_READER),
            "byte 1 bit 4 is 1: the terminal type is online only",
        ),
        (
            asks_pin && can_verify == [false; 3],
            "offers no way to verify the cardholder, and a rule has `pin`",
        ),
        (
            ttq.has(Ttq::ONLINE_CRYPTOGRAM_REQUIRED) || ttq.has(Ttq::CVM_REQUIRED),
            "byte 2 bits 8 and 7 are set for each transaction from the limits: leave them 0",
        ),
    ];
    let found = findings.into_iter().filter(|(wrong, _)| *wrong);
    found.map(|(_, text)| problem(format!("{}.ttq", set.path), text)).collect()
}

fn word(kind: TransactionType) -> &'static str {
    TRANSACTION_TYPES.iter().find(|(_, known)| *known == kind).map_or("", |(word, _)| word)
}

fn problem(path: impl Into<String>, text: impl Into<String>) -> Problem {
    Problem { path: path.into(), text: text.into() }
}
