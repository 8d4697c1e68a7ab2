//! The environment check.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../activation/rig.rs"]
#[allow(dead_code)]
mod rig;

use std::collections::HashSet;
use std::time::Duration;

use tapkernel_terminal::activation::{ProfileInUse, ProfileState, ToSign};
use tapkernel_terminal::environment::{
    EnvironmentFacts, EnvironmentReport, FindingState, Importance, JournalCondition, Nfc, OperatingSystem,
    Requirements, System, check_environment,
};
use tapkernel_terminal::tapkernel::core::data::Date;
use tapkernel_terminal::tapkernel::profile::Profile;

use FindingState::{Broken, Met, Unknown};
use Importance::{Blocking, Information, Warning};

fn date(year: u16, month: u8, day: u8) -> Option<Date> {
    Some(Date::new(year, month, day).unwrap())
}

fn android(version: u16) -> OperatingSystem {
    OperatingSystem { system: System::Android, version }
}

/// A device on which nothing is wrong.
fn good() -> EnvironmentFacts {
    EnvironmentFacts {
        nfc: Some(Nfc::On),
        longest_command: Some(261),
        extended_length: Some(false),
        operating_system: Some(android(11)),
        security_patch: date(2026, 10, 5),
        rooted: Some(false),
        emulator: Some(false),
        debugger: Some(false),
        debuggable: Some(false),
        today: date(2026, 11, 22),
        clock_error: Some(Duration::from_secs(300)),
        free_disk: Some(50 << 20),
        journal: Some(JournalCondition::Writable),
        acquirer_answers: Some(true),
    }
}

fn requirements() -> Requirements {
    Requirements { security_patch_months: Some(1), built: date(2026, 11, 22), ..Requirements::default() }
}

fn production() -> ProfileInUse {
    let shops = rig::for_shops();
    let wanted = ToSign { state: ProfileState::Production, profile: &shops, ..rig::update(8) };
    rig::over(&rig::sign(&wanted), &rig::active(7, ProfileState::Certified)).unwrap()
}

fn checked(facts: &EnvironmentFacts) -> EnvironmentReport {
    check_environment(facts, &requirements(), &production())
}

fn state_of(report: &EnvironmentReport, code: &str) -> (FindingState, Importance, Option<String>) {
    let finding = report.findings.iter().find(|finding| finding.code == code).unwrap();
    (finding.state, finding.importance, finding.found.clone())
}

#[test]
fn a_good_device_in_a_shop_has_no_problem() {
    let report = checked(&good());
    assert_eq!(report.problems().count(), 0, "{report}");
    assert!(report.may_take_payments());
    assert!(report.findings.iter().all(|finding| finding.state == Met));
    let codes: HashSet<_> = report.findings.iter().map(|finding| finding.code).collect();
    assert_eq!((codes.len(), report.findings.len()), (18, 18));
}

/// Each fact that is wrong, alone: which requirement it breaks, and what it means in a shop.
#[test]
fn each_wrong_fact_breaks_its_requirement_and_no_other() {
    type Change = fn(&mut EnvironmentFacts);
    let cases: &[(&str, Importance, Option<&str>, Change)] = &[
        ("nfc-present", Blocking, None, |facts| facts.nfc = Some(Nfc::Missing)),
        ("nfc-on", Blocking, None, |facts| facts.nfc = Some(Nfc::Off)),
        ("command-length", Warning, Some("253 bytes, wanted 261"), |facts| facts.longest_command = Some(253)),
        ("operating-system", Blocking, Some("Android 9, wanted 10"), |facts| {
            facts.operating_system = Some(android(9));
        }),
        ("security-patch", Warning, Some("of 2026-09-30"), |facts| facts.security_patch = date(2026, 9, 30)),
        ("not-rooted", Blocking, None, |facts| facts.rooted = Some(true)),
        ("no-emulator", Blocking, None, |facts| facts.emulator = Some(true)),
        ("no-debugger", Blocking, None, |facts| facts.debugger = Some(true)),
        ("release-build", Blocking, None, |facts| facts.debuggable = Some(true)),
        ("clock", Blocking, Some("301 s wrong"), |facts| facts.clock_error = Some(Duration::from_secs(301))),
        ("clock", Blocking, Some("more than a day wrong"), |facts| {
            facts.clock_error = Some(Duration::from_secs(86_401));
        }),
        ("clock", Blocking, Some("2026-11-21 is in the past"), |facts| facts.today = date(2026, 11, 21)),
        ("free-disk", Blocking, Some("49 MiB, wanted 50"), |facts| {
            facts.free_disk = Some((50 << 20) - 1);
        }),
        ("journal", Blocking, Some("full"), |facts| facts.journal = Some(JournalCondition::Full)),
        ("journal", Blocking, Some("damaged"), |facts| facts.journal = Some(JournalCondition::Damaged)),
        ("journal", Blocking, Some("cannot be written"), |facts| {
            facts.journal = Some(JournalCondition::ReadOnly)
        }),
        ("acquirer", Warning, None, |facts| facts.acquirer_answers = Some(false)),
    ];
    for (code, importance, found, change) in cases {
        let mut facts = good();
        change(&mut facts);
        let report = checked(&facts);
        let problems: Vec<_> = report.problems().map(|finding| finding.code).collect();
        assert_eq!(problems, [*code]);
        assert_eq!(state_of(&report, code), (Broken, *importance, found.map(str::to_owned)));
        assert_eq!(report.may_take_payments(), *importance != Blocking, "{code}");
    }
}

#[test]
fn what_is_not_known_is_said_and_does_not_block() {
    let report = checked(&EnvironmentFacts::default());
    assert!(report.may_take_payments());
    for finding in &report.findings {
        let expected = match finding.code {
            // These need no fact.
            "extended-length" | "production" => Met,
            _ => Unknown,
        };
        assert_eq!(finding.state, expected, "{}", finding.code);
    }
    // Without a trusted clock a day is not right, only possible.
    let facts = EnvironmentFacts { clock_error: None, ..good() };
    assert_eq!(state_of(&checked(&facts), "clock").0, Unknown);
    let facts = EnvironmentFacts { nfc: Some(Nfc::Missing), ..good() };
    assert_eq!(state_of(&checked(&facts), "nfc-on").0, Unknown);
}

#[test]
fn an_acquirer_sets_its_own_limits() {
    let state = |requirements: &Requirements, facts: &EnvironmentFacts, code| {
        state_of(&check_environment(facts, requirements, &production()), code).0
    };
    let eleven = Requirements { lowest_versions: vec![android(11)], ..requirements() };
    for (version, expected) in [(10, Broken), (11, Met), (12, Met)] {
        let facts = EnvironmentFacts { operating_system: Some(android(version)), ..good() };
        assert_eq!(state(&eleven, &facts, "operating-system"), expected);
    }
    let linux = Some(OperatingSystem { system: System::Linux, version: 6 });
    assert_eq!(
        state(&eleven, &EnvironmentFacts { operating_system: linux, ..good() }, "operating-system"),
        Met
    );
    let extended = Requirements { extended_length: true, ..requirements() };
    assert_eq!(state(&extended, &good(), "extended-length"), Broken);
    let facts = EnvironmentFacts { extended_length: Some(true), ..good() };
    assert_eq!(state(&extended, &facts, "extended-length"), Met);
    let old = EnvironmentFacts { security_patch: date(2020, 1, 1), ..good() };
    assert_eq!(state(&Requirements::default(), &old, "security-patch"), Met);
}

#[test]
fn ca_keys_end() {
    let profile = ProfileInUse::draft(Profile::built_in("softpos-eur").unwrap());
    let keys = profile.profile().ca_public_keys();
    let expiries: Vec<Date> = keys.iter().map(|key| key.expiry().unwrap()).collect();
    let (first, last) = (*expiries.iter().min().unwrap(), *expiries.iter().max().unwrap());
    let states = |today: Date| {
        let facts = EnvironmentFacts { today: Some(today), ..good() };
        let wanted = Requirements { built: None, ..requirements() };
        let report = check_environment(&facts, &wanted, &profile);
        ["ca-keys-left", "ca-keys-valid", "ca-keys-soon"].map(|code| state_of(&report, code))
    };
    let four_before = |date: Date| match date.month() {
        month @ 5.. => Date::new(date.year(), month - 4, 1).unwrap(),
        month => Date::new(date.year() - 1, month + 8, 1).unwrap(),
    };
    assert_eq!(states(four_before(first)).map(|state| state.0), [Met, Met, Met]);
    let [left, valid, soon] = states(first);
    assert_eq!([left.0, valid.0, soon.0], [Met, Met, Broken]);
    assert!(soon.2.unwrap().contains("until"));
    let after = Date::new(last.year() + 1, 1, 1).unwrap();
    let [left, valid, soon] = states(after);
    assert_eq!([left.0, valid.0, soon.0], [Broken, Broken, Met]);
    assert_eq!([left.1, valid.1, soon.1], [Warning, Information, Information]);
    assert_eq!(left.2.unwrap().matches("until").count(), expiries.len());
}

#[test]
fn a_scheme_without_a_key_is_named() {
    let earlier = rig::SOFTPOS.replacen("2035-12-31", "2030-06-30", 1);
    let profile = ProfileInUse::draft(Profile::from_json(&earlier).unwrap());
    let facts = EnvironmentFacts { today: date(2030, 7, 1), ..good() };
    let report = check_environment(&facts, &requirements(), &profile);
    let ended = Some("A000000003 FE until 2030-06-30".to_owned());
    assert_eq!(state_of(&report, "ca-keys-left"), (Broken, Warning, ended.clone()));
    assert_eq!(state_of(&report, "ca-keys-valid"), (Broken, Information, ended));
}

#[test]
fn outside_a_shop_a_laboratory_may_be_what_it_is() {
    let lab = ProfileInUse::draft(Profile::built_in("lab").unwrap());
    let facts = EnvironmentFacts {
        rooted: Some(true),
        emulator: Some(true),
        debugger: Some(true),
        debuggable: Some(true),
        ..good()
    };
    let report = check_environment(&facts, &requirements(), &lab);
    assert!(report.may_take_payments(), "{report}");
    assert_eq!(state_of(&report, "production"), (Broken, Information, Some("draft".to_owned())));
}

#[test]
fn is_one_line_for_each_requirement_and_plain_json() {
    let facts = EnvironmentFacts { nfc: Some(Nfc::Off), operating_system: None, ..good() };
    let report = checked(&facts);
    let text = report.to_string();
    assert_eq!(text.lines().count(), report.findings.len());
    assert!(text.contains("NFC is on: no. Blocking: switch NFC on in the settings\n"), "{text}");
    assert!(text.contains("the operating system is recent enough: not known\n"), "{text}");
    assert!(text.contains("the device has NFC: yes\n"), "{text}");
    let json = serde_json::to_value(&report).unwrap();
    let expected = serde_json::json!({
        "code": "nfc-on", "state": "broken", "importance": "blocking", "wanted": "NFC is on", "found": null,
        "advice": "switch NFC on in the settings",
    });
    assert_eq!(json["findings"][1], expected);
}
