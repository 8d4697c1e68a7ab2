//! The configurations of the public test terminal as profiles: what they say is what the profile compiles to.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tapkernel_core::data::{Amount, Date, Hex, TransactionType};
use tapkernel_core::tlv::Tag;

use crate::entry_point::Combination;
use crate::profile::Profile;
use crate::profile::import::{ImportError, Imported, import};

/// Beside the repository, as all of them are; those that the repository holds too are in `test-vectors`.
fn folders() -> [PathBuf; 2] {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    [root.join("test-vectors/terminal-configs"), root.join("../shared/vectors/terminal-configs")]
}

fn text(name: &str) -> Option<String> {
    let file = format!("cfg_{name}.json");
    folders().iter().find_map(|folder| std::fs::read_to_string(folder.join(&file)).ok())
}

fn imported(names: &[&str]) -> Option<Result<Imported, ImportError>> {
    let texts: Option<Vec<_>> = names.iter().map(|name| text(name)).collect();
    let texts = texts?;
    let files: Vec<_> = names.iter().copied().zip(texts.iter().map(String::as_str)).collect();
    Some(import(&files))
}

fn good(names: &[&str]) -> Option<(Profile, Imported)> {
    let imported = imported(names)?.unwrap_or_else(|error| panic!("{names:?}: {error}"));
    Some((Profile::from_json(&imported.document).unwrap(), imported))
}

const BASE: [&str; 2] = ["default_terminal", "default_kernel2"];

fn combination(profile: &Profile, aid: &str, kind: TransactionType) -> Combination {
    let currency = profile.currencies().next().unwrap().currency();
    let combinations = profile.combinations(kind, currency).unwrap();
    combinations.iter().find(|found| found.aid.to_string() == aid).unwrap().clone()
}

fn object(combination: &Combination, tag: &str) -> Option<String> {
    combination.data.get(tag.parse::<Tag>().unwrap()).map(|value| Hex(value).to_string())
}

#[test]
fn mastercards_test_suite_over_its_bases() {
    let (profile, imported) = good(&[BASE[0], BASE[1], "mc"]).expect("test-vectors has these");
    let credit = combination(&profile, "A0000000041010", TransactionType::Purchase);
    let expected = [
        ("DF8123", "000000010000"),
        ("DF8124", "000000030000"),
        ("DF8125", "000000050000"),
        ("DF8126", "000000001000"),
        ("DF811B", "20"),
        ("DF8118", "60"),
        ("DF8121", "0000000000"),
        ("DF8130", "0D"),
        ("9F1D", "6CFF000000000000"),
        ("9F35", "22"),
    ];
    for (tag, value) in expected {
        assert_eq!(object(&credit, tag).as_deref(), Some(value), "{tag}");
    }
    assert_eq!(credit.limits.status_check_support, Some(true));
    let maestro = combination(&profile, "A0000000043060", TransactionType::CashDisbursement);
    let expected = [("DF8126", "000000030000"), ("DF811B", "A0"), ("9F35", "11"), ("DF811E", "F0")];
    for (tag, value) in expected {
        assert_eq!(object(&maestro, tag).as_deref(), Some(value), "{tag}");
    }
    let named = |what: &str| imported.left_out.iter().any(|problem| problem.path.ends_with(what));
    for what in ["data.9F33", "terminal.id", "idsSupported", "terminal.time_zone"] {
        assert!(named(what), "{what}: {:#?}", imported.left_out);
    }
    assert!(profile.ca_public_keys().iter().any(|key| key.index() == 0xF1));
    assert_eq!(profile.kernels().len(), 1);
}

#[test]
fn an_override_wins_over_applications() {
    let names = [BASE[0], BASE[1], "PPS_MChip1", "PPS_Perf_MC"];
    let (profile, _) = good(&names).expect("test-vectors has these");
    for kind in [TransactionType::Purchase, TransactionType::Cash] {
        let credit = combination(&profile, "A0000000041010", kind);
        for (tag, value) in [("9F35", "26"), ("DF8126", "000000900000"), ("DF8121", "DC50000000")] {
            assert_eq!(object(&credit, tag).as_deref(), Some(value), "{tag}");
        }
    }
}

#[test]
fn visa_softpos_is_what_was_made_by_hand() {
    let (profile, _) = good(&["visa_softpos"]).expect("test-vectors has it");
    let text = include_str!("../../../test-vectors/profiles/visa-softpos-usd.json");
    let by_hand = Profile::from_json(text).unwrap();
    let cents = |limit: Option<Amount>| limit.map(Amount::minor_units);
    for aid in ["A0000000031010", "A0000000980840", "F1050000031010"] {
        for kind in [TransactionType::Purchase, TransactionType::Cashback, TransactionType::Refund] {
            let (own, other) = (combination(&profile, aid, kind), combination(&by_hand, aid, kind));
            assert_eq!(own.limits.ttq, other.limits.ttq);
            assert_eq!(cents(own.limits.cvm_required_limit), cents(other.limits.cvm_required_limit));
            assert_eq!(cents(own.limits.transaction_limit), cents(other.limits.transaction_limit));
            for tag in ["9F33", "9F40", "9F09", "9F1A", "DF8F01"] {
                assert_eq!(object(&own, tag), object(&other, tag), "{tag}");
            }
        }
    }
}

#[test]
fn what_is_no_configuration_by_itself_says_so() {
    let alone = |name: &str| imported(&[name]).expect("test-vectors has it").unwrap_err().to_string();
    assert!(alone("PPS_Perf_MC").contains("adds to \"PPS_MChip1\", which is not there"));
    assert!(alone("default_terminal").contains("no application of Kernel 2 or 3"));
    let form = import(&[("x", "{ \"kernel\": 1 }")]).unwrap_err();
    assert!(matches!(form, ImportError::Form { .. }), "{form}");
    let other = import(&[("x", r#"{ "kernel": [{ "kernelId": 5, "application": [{ "aid": "A0" }] }] }"#)]);
    assert!(matches!(other, Err(ImportError::NoApplications(_))));
}

/// What the importer put in the place of what it could not take is said, and what is raw is not called wrong for what the
/// rules lack.
#[test]
fn lint_takes_raw_limits_and_terminal_types_as_they_are() {
    let layers: [&[&str]; 4] = [
        &[BASE[0], BASE[1], "mc"],
        &[BASE[0], BASE[1], "PPS_MChip1"],
        &[BASE[0], BASE[1], "PPS_MChip1", "PPS_Perf_MC"],
        &["visa_softpos"],
    ];
    for names in layers {
        let (profile, imported) = good(names).expect("test-vectors has these");
        no_false_floor(&profile, &format!("{names:?}"));
        for problem in imported.left_out.iter().filter(|problem| problem.path == "terminal.type") {
            assert_eq!(
                problem.text, "9F35 gives none that a profile could have: 22 is put in its place",
                "{names:?}"
            );
        }
    }
}

#[track_caller]
fn no_false_floor(profile: &Profile, name: &str) {
    let found = profile.lint(Date::new(2026, 1, 1).unwrap());
    let of_floor = found.iter().filter(|problem| problem.text.contains("the terminal type is online only"));
    // A raw floor limit of Kernel 3 above zero is a true finding: the reader sets the TTQ's online bit by it alone.
    let mut wrong = of_floor.filter(|problem| !problem.path.contains(".entry_point."));
    assert_eq!(wrong.next(), None, "{name}");
}

/// Every file of the collection: with its bases a profile, or a text that names what is missing.
#[test]
fn every_file_of_the_collection() {
    let Ok(entries) = std::fs::read_dir(&folders()[1]) else {
        eprintln!("skipped: the collection is not beside the repository");
        return;
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            Some(name.strip_prefix("cfg_")?.strip_suffix(".json")?.to_owned())
        })
        .collect();
    names.sort();
    let mut profiles = 0;
    for name in &names {
        let mut layers = BASE.to_vec();
        match name.as_str() {
            "PPMS_DE1" => layers.extend(["PPS_MStripe1", "PPMS_DEreferce"]),
            "PPMS_DEreferce" => layers.push("PPS_MStripe1"),
            "PPS_Perf_MC" => layers.push("PPS_MChip1"),
            _ => {}
        }
        layers.retain(|known| known != name);
        layers.push(name);
        match imported(&layers).unwrap() {
            Ok(found) => {
                let document: Value = serde_json::from_str(&found.document).unwrap();
                assert!(!document["schemes"].as_array().unwrap().is_empty(), "{name}");
                no_false_floor(&Profile::from_json(&found.document).unwrap(), name);
                profiles += 1;
            }
            Err(ImportError::NoApplications(_)) => {
                assert!(name.starts_with("default_") || name.starts_with("test_cert"), "{name}");
            }
            Err(error) => assert!(name.starts_with("default_"), "{name}: {error}"),
        }
    }
    assert!(profiles >= 8, "{profiles} of {names:?}");
}
