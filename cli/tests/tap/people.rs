//! `tap people`, and the till without an acquirer of its own.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::tap;

/// A folder with a journal that goes away with the value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tap-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn run(&self, arguments: &[&str], status: i32) -> Value {
        let journal = self.0.join("journal");
        let ran = tap(&[arguments, &["--json", "--journal", journal.to_str().unwrap()]].concat());
        assert_eq!(ran.status, status, "{arguments:?}: {}", ran.everything());
        ran.json()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Each try is a process of its own: the counter and the lock are in the journal.
#[test]
fn six_wrong_codes_lock_a_person_for_good() {
    let till = Folder::new("lock");
    till.run(&["people", "add", "supervisor", "--role", "supervisor", "--code", "270384"], 0);
    till.run(&["people", "change", "supervisor", "--code", "270384", "--new", "915263"], 0);
    let paid = till.run(&["pay", "10.00"], 0);
    let void = |code: &str, status| {
        let stan = paid["stan"].as_str().unwrap();
        till.run(&["void", stan, "--amount", "10.00", "--supervisor", code], status)
    };
    for _ in 0..6 {
        assert_eq!(void("111222", 2)["error"]["field"], "--supervisor");
    }
    let locked = void("915263", 2);
    assert!(locked["error"]["message"].as_str().unwrap().contains("locked"), "{locked}");
    let again = ["people", "add", "supervisor", "--role", "supervisor", "--code", "270384"];
    assert_eq!(till.run(&again, 2)["error"]["field"], "--supervisor");
    till.run(&[&again[..], &["--provisioning"]].concat(), 0);
    till.run(&["people", "change", "supervisor", "--code", "270384", "--new", "915263"], 0);
    assert_eq!(void("915263", 0)["outcome"], "Approved");
}

#[test]
fn an_operator_is_named_and_grants_nothing() {
    let till = Folder::new("operator");
    till.run(&["people", "add", "anna", "--code", "270384"], 0);
    let unchanged = till.run(&["pay", "10.00", "--operator", "anna:270384"], 2);
    assert!(unchanged["error"]["message"].as_str().unwrap().contains("changed"), "{unchanged}");
    till.run(&["people", "change", "anna", "--code", "270384", "--new", "915263"], 0);
    let paid = till.run(&["pay", "10.00", "--operator", "anna:915263"], 0);
    assert_eq!((&paid["operator"], &paid["stan"]), (&"anna".into(), &"000001".into()));
    let refused = till.run(&["refund", "1", "--supervisor", "anna:915263"], 2);
    assert_eq!(refused["error"]["field"], "--supervisor");
}

#[test]
fn a_damaged_journal_is_refused_and_what_is_whole_is_shown() {
    let till = Folder::new("damaged");
    till.run(&["pay", "10.00"], 0);
    till.run(&["pay", "11.00"], 0);
    let path = till.0.join("journal");
    let mut bytes = fs::read(&path).unwrap();
    let word = b"1100";
    let at = bytes.windows(word.len()).position(|window| window == word).unwrap();
    bytes[at] ^= 1;
    fs::write(&path, bytes).unwrap();
    let refused = till.run(&["pay", "12.00"], 2);
    assert_eq!(refused["error"]["field"], "--journal");
    assert!(refused["error"]["message"].as_str().unwrap().contains("damaged"), "{refused}");
    let history = till.run(&["history"], 0);
    assert_eq!(history["transactions"][0]["amount"], "10.00");
    assert_eq!(history["transactions"].as_array().unwrap().len(), 1);
}

#[test]
fn what_follows_needs_a_journal() {
    for arguments in [&["settle"][..], &["recover"], &["cancel", "1"], &["status", "1"], &["refund", "1"]] {
        let ran = tap(&[arguments, &["--json"]].concat());
        assert_eq!(
            (ran.status, ran.json()["error"]["field"].as_str()),
            (2, Some("--journal")),
            "{arguments:?}"
        );
    }
    let absent = tap(&["totals", "--json", "--journal", "/no/such/journal"]);
    assert_eq!((absent.status, absent.json()["error"]["field"].as_str()), (2, Some("--journal")));
}
