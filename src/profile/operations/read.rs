//! Reading `operations`. What is not there has its default.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{OfflineQueue, Operation, Operations, SoftDecline, WhenUnanswered, WhileReversalsWait};
use crate::profile::currencies::CurrencyRules;
use crate::profile::place::{Fields, Place};
use crate::profile::rules;
use crate::profile::values::{number_within, seconds_within, word};

/// Reads `operations`; amounts are in the first of `currencies`.
pub(in crate::profile) fn read(place: &Place<'_>, currencies: &[CurrencyRules]) -> Option<Operations> {
    let mut fields = place.fields()?;
    let mut operations = Operations::default();
    let allowed = fields.optional("allowed").and_then(|field| allowed(&field));
    put(&mut operations.allowed, allowed);
    put(&mut operations.soft_decline, fields.optional("soft_decline").and_then(|field| soft_decline(&field)));
    put(&mut operations.unanswered, fields.optional("unanswered").and_then(|field| unanswered(&field)));
    let waiting = fields.optional("while_reversals_wait").and_then(|field| while_reversals_wait(&field));
    put(&mut operations.while_reversals_wait, waiting);
    section(&mut fields, "pin", |inner| pin(inner, &mut operations));
    section(&mut fields, "pre_authorisation", |inner| pre_authorisation(inner, &mut operations));
    section(&mut fields, "clock", |inner| clock(inner, &mut operations));
    let queue = fields.optional("offline_queue").and_then(|field| offline_queue(&field, currencies));
    put(&mut operations.offline_queue, queue);
    fields.end();
    Some(operations)
}

fn put<T>(into: &mut T, read: Option<T>) {
    if let Some(read) = read {
        *into = read;
    }
}

/// Reads the object of this name, if it is there, to its end.
fn section(fields: &mut Fields<'_>, name: &'static str, read: impl FnOnce(&mut Fields<'_>)) {
    if let Some(mut inner) = fields.optional(name).and_then(|field| field.fields()) {
        read(&mut inner);
        inner.end();
    }
}

fn allowed(place: &Place<'_>) -> Option<BTreeSet<Operation>> {
    let words = Operation::ALL.map(|operation| (operation.word(), operation));
    let mut allowed = BTreeSet::new();
    for item in place.list()? {
        let Some(operation) = word(&item, &words) else { continue };
        if !allowed.insert(operation) {
            item.refuse::<()>("is there twice: keep one");
        }
    }
    if allowed.is_empty() {
        return place.refuse("needs at least one operation, or must go: then all are allowed");
    }
    Some(allowed)
}

fn soft_decline(place: &Place<'_>) -> Option<SoftDecline> {
    let words = [
        ("pin", SoftDecline::Pin),
        ("second_tap", SoftDecline::SecondTap),
        ("decline", SoftDecline::Decline),
    ];
    word(place, &words)
}

fn unanswered(place: &Place<'_>) -> Option<WhenUnanswered> {
    word(place, &[("reverse", WhenUnanswered::Reverse), ("query", WhenUnanswered::Query)])
}

fn while_reversals_wait(place: &Place<'_>) -> Option<WhileReversalsWait> {
    let words =
        [("refuse_sales", WhileReversalsWait::RefuseSales), ("allow_sales", WhileReversalsWait::AllowSales)];
    word(place, &words)
}

fn pin(fields: &mut Fields<'_>, operations: &mut Operations) {
    let tries = fields.optional("tries").and_then(|field| number_within(&field, 1..=9));
    put(&mut operations.pin_tries, tries);
    let limit = fields.optional("seconds").and_then(|field| seconds_within(&field, 1..=600));
    put(&mut operations.pin_limit, limit);
}

fn pre_authorisation(fields: &mut Fields<'_>, operations: &mut Operations) {
    let days = fields.optional("days").and_then(|field| number_within(&field, 1..=365));
    put(&mut operations.pre_authorisation_days, days);
    let percent = fields.optional("tolerance_percent").and_then(|field| number_within(&field, 0..=100));
    put(&mut operations.completion_tolerance, percent);
}

fn clock(fields: &mut Fields<'_>, operations: &mut Operations) {
    let back = fields.optional("back_seconds").and_then(|field| seconds_within(&field, 0..=86_400));
    put(&mut operations.clock_back, back);
    let hours = fields.optional("forward_hours").and_then(|field| number_within::<u64>(&field, 1..=744));
    put(&mut operations.clock_forward, hours.map(|hours| Duration::from_secs(hours * 60 * 60)));
}

fn offline_queue(place: &Place<'_>, currencies: &[CurrencyRules]) -> Option<OfflineQueue> {
    let mut fields = place.fields()?;
    let mut queue = OfflineQueue::default();
    put(&mut queue.messages, fields.optional("messages").and_then(|field| number_within(&field, 1..=10_000)));
    let first = currencies.first().map(|known| &known.currency);
    let sum = fields.optional("sum").and_then(|field| rules::amount(&field, first?));
    put(&mut queue.sum, sum);
    let wait = fields.optional("first_wait_seconds").and_then(|field| seconds_within(&field, 1..=86_400));
    put(&mut queue.first_wait, wait);
    let wait = fields.optional("longest_wait_seconds").and_then(|field| seconds_within(&field, 1..=86_400));
    put(&mut queue.longest_wait, wait);
    fields.end();
    if queue.first_wait > queue.longest_wait {
        return place
            .refuse("waits longer at first than the longest wait: make `first_wait_seconds` shorter");
    }
    Some(queue)
}
