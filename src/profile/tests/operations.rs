//! `operations`: each value arrives, what is left out has its default, what cannot be is refused by name.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use tapkernel_core::data::Amount;

use super::problems::{changed, problems};
use crate::profile::operations::{
    OfflineQueue, Operation, Operations, SoftDecline, WhenUnanswered, WhileReversalsWait,
};
use crate::profile::{Profile, built_in};

/// Every field, with other values than the default.
pub(super) fn everything() -> Value {
    json!({
        "allowed": ["purchase", "void", "pre-authorisation", "completion"],
        "soft_decline": "second_tap",
        "unanswered": "query",
        "while_reversals_wait": "allow_sales",
        "pin": { "tries": 2, "seconds": 45 },
        "pre_authorisation": { "days": 7, "tolerance_percent": 15 },
        "clock": { "back_seconds": 60, "forward_hours": 72 },
        "offline_queue": { "messages": 20, "sum": "250.00", "first_wait_seconds": 5, "longest_wait_seconds": 600 }
    })
}

fn read(operations: Value) -> Operations {
    let profile = Profile::from_json(&changed("/operations", Some(operations)));
    profile.unwrap_or_else(|error| panic!("{error}")).operations().clone()
}

#[test]
fn each_value_arrives() {
    let wanted = Operations {
        allowed: [
            Operation::Purchase,
            Operation::Void,
            Operation::PreAuthorisation,
            Operation::Completion,
        ]
        .into(),
        soft_decline: SoftDecline::SecondTap,
        unanswered: WhenUnanswered::Query,
        while_reversals_wait: WhileReversalsWait::AllowSales,
        pin_tries: 2,
        pin_limit: Duration::from_secs(45),
        pre_authorisation_days: 7,
        completion_tolerance: 15,
        clock_back: Duration::from_secs(60),
        clock_forward: Duration::from_secs(72 * 3600),
        offline_queue: OfflineQueue {
            messages: 20,
            sum: Amount::new(25_000).unwrap(),
            first_wait: Duration::from_secs(5),
            longest_wait: Duration::from_secs(600),
        },
    };
    assert_eq!(read(everything()), wanted);
    assert_eq!(read(json!({ "soft_decline": "decline" })).soft_decline, SoftDecline::Decline);
}

/// One field alone, and everything else as if the section were not there.
#[test]
fn what_is_left_out_has_its_default() {
    assert_eq!(read(json!({})), Operations::default());
    for section in ["pin", "pre_authorisation", "clock", "offline_queue"] {
        assert_eq!(read(json!({ section: {} })), Operations::default(), "{section}");
    }
    let words = Operation::ALL.map(Operation::word);
    assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), 9);
    assert_eq!(read(json!({ "allowed": words })), Operations::default());
    let tries = read(json!({ "pin": { "tries": 1 } }));
    assert_eq!(tries, Operations { pin_tries: 1, ..Operations::default() });
}

#[test]
fn the_built_in_profiles_have_the_defaults() {
    for (name, _) in built_in::TEXTS {
        let profile = Profile::built_in(name).unwrap();
        assert_eq!(*profile.operations(), Operations::default(), "{name}");
        assert_eq!(profile.acquirer(), None, "{name}");
    }
}

#[track_caller]
fn refused(operations: Value, path: &str, says: &str) {
    let found = problems(&changed("/operations", Some(operations)));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, path);
    assert!(found[0].1.contains(says), "{:?} says {says:?}", found[0].1);
}

#[test]
fn what_cannot_be_is_refused() {
    refused(json!({ "allowed": [] }), "operations.allowed", "at least one operation");
    refused(json!({ "allowed": ["void", "sale"] }), "operations.allowed[1]", "none of: purchase, cashback");
    refused(json!({ "allowed": ["void", "void"] }), "operations.allowed[1]", "twice");
    refused(json!({ "soft_decline": "second-tap" }), "operations.soft_decline", "pin, second_tap, decline");
    refused(json!({ "unanswered": "wait" }), "operations.unanswered", "reverse, query");
    refused(json!({ "pin": { "tries": 10 } }), "operations.pin.tries", "10 is not from 1 to 9");
    refused(json!({ "pin": { "seconds": 0 } }), "operations.pin.seconds", "1 to 600 seconds");
    refused(json!({ "pin": { "limit": 1 } }), "operations.pin.limit", "known here: tries, seconds");
    let days = json!({ "pre_authorisation": { "days": 70_000 } });
    refused(days, "operations.pre_authorisation.days", "70000 is not from 1 to 365");
    let sum = json!({ "offline_queue": { "sum": "1000" } });
    refused(sum, "operations.offline_queue.sum", "no amount of EUR");
    let waits = json!({ "offline_queue": { "first_wait_seconds": 301 } });
    refused(waits, "operations.offline_queue", "first_wait_seconds");
    refused(json!({ "operators": 1 }), "operations.operators", "is unknown; known here: allowed");
}
