//! `operations` as rules.

use std::time::Duration;

use serde_json::json;
use tapkernel_terminal::acquirer::store_and_forward::Limits;
use tapkernel_terminal::books::ClockTolerance;
use tapkernel_terminal::rules::{Rules, SoftDecline, WhenUnanswered, WhileReversalsWait};
use tapkernel_terminal::tapkernel::profile::Profile;
use tapkernel_terminal::transaction_kind::TransactionKind;

use super::profile;

#[test]
fn each_value_arrives() {
    let profile = profile(
        "operations",
        json!({
            "allowed": ["purchase", "completion"],
            "soft_decline": "second_tap",
            "unanswered": "query",
            "while_reversals_wait": "allow_sales",
            "pin": { "tries": 2, "seconds": 45 },
            "pre_authorisation": { "days": 7, "tolerance_percent": 15 },
            "clock": { "back_seconds": 60, "forward_hours": 72 },
            "offline_queue": { "messages": 20, "sum": "250.00", "first_wait_seconds": 5, "longest_wait_seconds": 600 }
        }),
    );
    let wanted = Rules {
        allowed: [TransactionKind::Purchase, TransactionKind::Completion].into(),
        soft_decline: SoftDecline::SecondTap,
        unanswered: WhenUnanswered::Query,
        while_reversals_wait: WhileReversalsWait::AllowSales,
        pin_tries: 2,
        pin_limit: Duration::from_secs(45),
        pre_authorisation_days: 7,
        completion_tolerance: 15,
        clock: ClockTolerance { back: Duration::from_secs(60), forward: Duration::from_secs(259_200) },
        queue: Limits {
            count: 20,
            sum: 25_000,
            first_wait: Duration::from_secs(5),
            longest_wait: Duration::from_secs(600),
        },
    };
    assert_eq!(Rules::of_profile(&profile), wanted);
}

/// The words of the journal and the command line are those of the profile.
#[test]
fn each_operation_alone() {
    for kind in TransactionKind::ALL {
        let rules = Rules::of_profile(&profile("operations", json!({ "allowed": [kind.word()] })));
        assert_eq!(rules, Rules { allowed: [kind].into(), ..Rules::default() });
    }
}

/// What the rules were before profiles had a word on them, value by value.
#[test]
fn the_profiles_that_are_built_in() {
    // `softpos-eur` spells everything out, `lab` says nothing.
    let rules = Rules::of_profile(&Profile::built_in("softpos-eur").unwrap());
    assert_eq!(rules, Rules::of_profile(&Profile::built_in("lab").unwrap()));
    assert_eq!(rules, Rules::default());
    assert_eq!(rules.allowed, TransactionKind::ALL.into());
    assert_eq!(rules.soft_decline, SoftDecline::Pin);
    assert_eq!(rules.unanswered, WhenUnanswered::Reverse);
    assert_eq!(rules.while_reversals_wait, WhileReversalsWait::RefuseSales);
    assert_eq!((rules.pin_tries, rules.pin_limit), (3, Duration::from_secs(60)));
    assert_eq!((rules.pre_authorisation_days, rules.completion_tolerance), (30, 0));
    assert_eq!(rules.clock, ClockTolerance::default());
    assert_eq!(rules.queue, Limits { sum: 100_000, ..Limits::default() });
}
