//! A till and its acquirer.

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::acquirer::Serving;
use crate::{Ran, file, tap};

pub(super) const PIN: &str = "1234";
pub(super) const WRONG_PIN: &str = "739516284";
pub(super) const SUPERVISOR: &str = "915263";

pub(super) struct Currency {
    pub(super) letters: &'static str,
    pub(super) code: u16,
    exponent: usize,
}

pub(super) const CURRENCIES: [Currency; 3] = [
    Currency { letters: "EUR", code: 978, exponent: 2 },
    Currency { letters: "JPY", code: 392, exponent: 0 },
    Currency { letters: "TND", code: 788, exponent: 3 },
];

impl Currency {
    /// With the currency's decimals.
    pub(super) fn written(&self, minor_units: u64) -> String {
        let digits = format!("{minor_units:0width$}", width = self.exponent + 1);
        let (whole, decimals) = digits.split_at(digits.len() - self.exponent);
        if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
    }
}

/// A till in a folder of its own, which goes away with it.
pub(super) struct Till {
    pub(super) folder: PathBuf,
    serving: Serving,
    /// Everything that was printed.
    pub(super) printed: RefCell<String>,
}

impl Till {
    pub(super) fn open(faults: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("tap-story-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let ledger = folder.join("host-ledger");
        let mut arguments = vec!["--ledger", ledger.to_str().unwrap()];
        arguments.extend(faults.iter().flat_map(|fault| ["--fault", fault]));
        let serving = Serving::new(&arguments);
        Self { folder, serving, printed: RefCell::default() }
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, arguments: &[&str], status: i32) -> Ran {
        let ran = tap(arguments);
        self.printed.borrow_mut().push_str(&ran.everything());
        assert_eq!(ran.status, status, "{arguments:?}: {}", ran.everything());
        ran
    }

    /// A look into the journal.
    pub(super) fn look(&self, arguments: &[&str], status: i32) -> Value {
        let (journal, profile) = (self.path("journal"), file("cli/examples/softpos-eur-jpy-tnd.json"));
        let common = ["--journal", &journal, "--profile", &profile, "--json"];
        self.run(&[arguments, &common].concat(), status).json()
    }

    /// The same for people.
    pub(super) fn text(&self, arguments: &[&str]) -> String {
        let (journal, profile) = (self.path("journal"), file("cli/examples/softpos-eur-jpy-tnd.json"));
        self.run(&[arguments, &["--journal", &journal, "--profile", &profile]].concat(), 0).stdout
    }

    /// Something that may ask the acquirer.
    pub(super) fn ask(&self, arguments: &[&str], status: i32) -> Value {
        self.look(&[arguments, &["--acquirer", &self.serving.1, "--log", "trace"]].concat(), status)
    }

    pub(super) fn pay(&self, currency: &Currency, minor_units: u64, options: &[&str], status: i32) -> Value {
        let amount = currency.written(minor_units);
        self.ask(&[&["pay", &amount, "--currency", currency.letters], options].concat(), status)
    }

    /// A supervisor with a code that was changed; the first one opens nothing.
    pub(super) fn a_supervisor(&self) {
        let add = ["people", "add", "supervisor", "--role", "supervisor", "--code", "270384"];
        assert_eq!(self.look(&add, 0)["must_change"], true);
        assert_eq!(self.look(&add, 2)["error"]["field"], "--supervisor");
        let settle = ["settle", "--confirm-clock", "--supervisor", "270384"];
        assert_eq!(self.ask(&settle, 2)["error"]["field"], "--supervisor");
        let change = ["people", "change", "supervisor", "--code", "270384", "--new", SUPERVISOR];
        assert_eq!(self.look(&change, 0)["must_change"], false);
        assert_eq!(self.look(&["people", "list"], 0)[0]["name"], "supervisor");
    }

    /// The totals of the host's ledger.
    pub(super) fn hosts_totals(&self) -> Vec<Value> {
        let ledger = self.path("host-ledger");
        self.run(&["acquirer", "ledger", &ledger, "--json"], 0).json()["totals"].as_array().unwrap().clone()
    }
}

impl Drop for Till {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
