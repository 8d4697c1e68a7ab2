//! Limits that contradict each other.

use tapkernel_core::data::{Amount, KernelId, TransactionType, tags};
use tapkernel_core::kernel::ReaderLimits;

use super::{At, all_rules};
use crate::profile::document::Document;
use crate::profile::transaction_sets::TransactionSet;
use crate::profile::{PinRule, Problem, Terminal, ZeroAmount};

pub(super) fn lint(document: &Document) -> Vec<Problem> {
    let mut problems = online_only(document);
    problems.extend(all_rules(document).flat_map(|at| contradictions(&at)));
    problems.extend(all_rules(document).filter_map(|at| useless_zero(document, &at)));
    for set in document.schemes.iter().flat_map(|scheme| &scheme.transactions) {
        problems.extend(raw_limits(set));
    }
    problems.extend(programs(document));
    problems
}

/// An online-only terminal whose cards may approve offline: a production profile is refused for it.
pub(in crate::profile) fn online_only(document: &Document) -> Vec<Problem> {
    all_rules(document)
        .filter_map(|at| online_only_sets(document, &at).find_map(|set| approves_offline(&at, set)))
        .collect()
}

/// The sets that the rules are compiled for and whose Terminal Type `9F35` is online only. Kernel 2 never asks for a TC
/// there, whatever its floor limit is (Book C-2, 7.8).
fn online_only_sets<'a>(document: &'a Document, at: &At<'a>) -> impl Iterator<Item = &'a TransactionSet> {
    let (kind, of_programs) = (at.kind, at.scheme);
    let schemes = document.schemes.iter().filter(move |scheme| {
        let concerned = of_programs.is_none_or(|of_programs| std::ptr::eq(of_programs, *scheme));
        concerned && scheme.kernel != KernelId::MASTERCARD
    });
    let sets = schemes.flat_map(move |scheme| {
        let sets = scheme.transactions.iter().filter(move |set| set.kind == kind);
        sets.map(move |set| (scheme, set))
    });
    sets.filter(|(scheme, set)| {
        let over = set.data.get(tags::TERMINAL_TYPE).or_else(|| scheme.data.get(tags::TERMINAL_TYPE));
        match over {
            Some(&[coded]) => Terminal::online_only_type(coded),
            _ => document.terminal.is_online_only(),
        }
    })
    .map(|(_, set)| set)
}

/// The floor limit that the Entry Point will have; a raw one stands over the rules, though not over those by Program ID.
fn approves_offline(at: &At<'_>, set: &TransactionSet) -> Option<Problem> {
    let mut limits = at.rules.reader_limits();
    let letters = at.currency.letters();
    let raw = set.entry_point.iter().filter(|(currency, _)| currency == letters && at.scheme.is_none());
    raw.for_each(|(_, raw)| raw.apply(&mut limits));
    let floor = limits.floor_limit.or(limits.terminal_floor_limit);
    if floor == Some(Amount::ZERO) {
        return None;
    }
    if floor != at.rules.floor {
        let text =
            "lets cards approve offline, and the terminal type is online only: make `floor_limit` zero";
        return Some(Problem::error(format!("{}.entry_point.{letters}", set.path), text));
    }
    let text = match floor {
        Some(_) => "lets cards approve offline, and the terminal type is online only: make `floor` zero",
        None => {
            "has no `floor`, which lets cards approve any amount offline, and the terminal type is online only"
        }
    };
    Some(Problem::error(&at.path, text))
}

fn contradictions(at: &At<'_>) -> Vec<Problem> {
    let Some(max) = at.rules.max else { return Vec::new() };
    let write = |amount| at.currency.write_amount(amount);
    if max == Amount::ZERO {
        return vec![Problem::error(
            &at.path,
            "accepts no amount: `max` is zero; raise it or leave the type out",
        )];
    }
    let never_asks = match at.rules.pin {
        Some(PinRule::Above(amount)) if amount >= max => Some(amount),
        Some(PinRule::From(amount)) if amount > max => Some(amount),
        _ => None,
    };
    let pin = never_asks.map(|amount| {
        let (amount, max) = (write(amount), write(max));
        format!("never asks for the PIN: `pin` {amount} is not below `max` {max}; lower it or leave it out")
    });
    let floor = at.rules.floor.filter(|floor| *floor >= max).map(|floor| {
        let (floor, max) = (write(floor), write(max));
        format!("never goes online for the amount: `floor` {floor} is not below `max` {max}; lower it")
    });
    pin.into_iter().chain(floor).map(|text| Problem::error(&at.path, text)).collect()
}

fn useless_zero(document: &Document, at: &At<'_>) -> Option<Problem> {
    let useless = document.terminal.is_online_only() && at.rules.zero_amount == Some(ZeroAmount::AlsoOffline);
    useless.then(|| {
        let text = "accepts a zero amount offline, and the terminal type is online only: write \"online\"";
        Problem::warning(format!("{}.zero_amount", at.path), text)
    })
}

/// Raw limits of a laboratory, which may be meant so.
fn raw_limits(set: &TransactionSet) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (currency, raw) in &set.entry_point {
        let mut limits = ReaderLimits::default();
        raw.apply(&mut limits);
        let path = format!("{}.entry_point.{currency}", set.path);
        if set.kind == TransactionType::Refund && limits.cvm_required_limit.is_some() {
            let text = "has a CVM limit, and a refund asks for no PIN: leave it out";
            problems.push(Problem::warning(format!("{path}.cvm_limit"), text));
        }
        if limits
            .transaction_limit
            .is_some_and(|most| limits.cvm_required_limit.is_some_and(|cvm| cvm >= most))
        {
            let text = "`cvm_limit` is not below `transaction_limit`: no accepted amount needs a CVM";
            problems.push(Problem::warning(&path, text));
        }
        if limits.transaction_limit == Some(Amount::ZERO) {
            problems.push(Problem::error(&path, "`transaction_limit` is zero: no amount is accepted"));
        }
    }
    problems
}

/// A set that never counts, since one before it fits all its cards.
#[cfg(feature = "visa")]
fn programs(document: &Document) -> Vec<Problem> {
    let mut problems = Vec::new();
    for scheme in &document.schemes {
        for (index, set) in scheme.by_program.iter().enumerate() {
            let mut before = scheme.by_program.iter().take(index);
            if before.any(|known| set.program_id.starts_with(&known.program_id)) {
                let text = "never counts: a set before it has the beginning of its `program_id`; put the longer one first";
                problems.push(Problem::error(&set.path, text));
            }
        }
    }
    problems
}

#[cfg(not(feature = "visa"))]
const fn programs(_: &Document) -> Vec<Problem> {
    Vec::new()
}
