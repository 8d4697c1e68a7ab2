//! The vectors of `test-vectors/kernel2`: signals in, signals out, what is in the database then, and the path.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::collections::HashSet;

use support::vector::{Signal, Vector, vectors};
use support::{Bench, compare, every_output, hex, tag};
use tapkernel_mastercard::TornTransactionLog;

/// Runs a vector and gives the symbols that it executed.
fn run(vector: &Vector) -> Vec<&'static str> {
    let case = &vector.name;
    let mut bench = Bench::start(vector);
    let mut outputs = bench.polled();
    let mut said = outputs.clone().into_iter();
    for signal in &vector.signals[1..] {
        match signal {
            Signal::Out(wanted) => {
                let said = said.next().unwrap_or_else(|| panic!("{case}: {wanted:?} was to come"));
                compare::output(case, wanted, &said);
            }
            Signal::In(told) => {
                assert_eq!(said.next(), None, "{case}: before {told:?}");
                bench.tell(told);
                let now = bench.polled();
                outputs.extend_from_slice(&now);
                said = now.into_iter();
            }
        }
    }
    assert_eq!(said.next(), None, "{case}: nothing after the last signal");
    compare::objects(case, &vector.database, bench.database());
    every_output::check(case, case.starts_with("ms/"), &outputs, bench.database());
    compare_log(vector, &bench);
    let path = bench.kernel.path().to_vec();
    compare_path(vector, &path);
    path
}

fn compare_log(vector: &Vector, bench: &Bench) {
    let Some(wanted) = &vector.torn_log_after else { return };
    let records = bench.log.records();
    assert_eq!(records.len(), wanted.len(), "{}: torn records", vector.name);
    for (record, wanted) in records.iter().zip(wanted) {
        for (name, value) in wanted {
            assert_eq!(
                record.0.get(tag(name)).map(hex).as_ref(),
                Some(value),
                "{}: torn {name}",
                vector.name
            );
        }
    }
}

/// The vector's symbols come in its order, others between them.
fn compare_path(vector: &Vector, path: &[&str]) {
    let mut symbols = path.iter();
    for wanted in &vector.path {
        assert!(symbols.any(|symbol| symbol == wanted), "{}: {wanted} is not in {path:?}", vector.name);
    }
    for unwanted in &vector.not_in_path {
        assert!(!path.contains(&unwanted.as_str()), "{}: {unwanted} is in {path:?}", vector.name);
    }
}

#[test]
fn every_vector_and_every_symbol() {
    let mut executed = HashSet::new();
    let (mut names, vectors) = (HashSet::new(), vectors());
    let mut failures = Vec::new();
    for vector in vectors {
        assert!(names.insert(&vector.name), "{} is there twice", vector.name);
        assert!(!vector.section.is_empty() && !vector.requirement.is_empty(), "{}", vector.name);
        match std::panic::catch_unwind(|| run(vector)) {
            Ok(path) => executed.extend(path),
            Err(_) => failures.push(&vector.name),
        }
    }
    assert!(failures.is_empty(), "{} of {} fail: {failures:?}", failures.len(), vectors.len());
    let silent: Vec<_> = symbols().into_iter().filter(|symbol| !executed.contains(symbol.as_str())).collect();
    assert_eq!(silent, NOT_EXECUTED.map(|(symbol, _reason)| symbol), "symbols that no vector executes");
    assert!(vectors.len() >= 300, "{} vectors", vectors.len());
}

/// Symbols that no vector can execute, and why.
const NOT_EXECUTED: [(&str, &str); 0] = [];

/// Every symbol that the sources name.
fn symbols() -> Vec<String> {
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found: Vec<String> = ["", "states", "procedures", "mag_stripe"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(sources.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .flat_map(|file| named(&std::fs::read_to_string(file).unwrap()))
        .collect();
    found.retain(|symbol| cfg!(feature = "mag-stripe") || !of_mag_stripe_mode(symbol));
    found.sort();
    found.dedup();
    assert!(found.len() > 80, "the search sees the sources: {}", found.len());
    found
}

/// Whether the symbol stands in code that is built with the feature `mag-stripe` only.
fn of_mag_stripe_mode(symbol: &str) -> bool {
    const FIRST_WORDS: [&str; 7] = ["S7", "S78", "S8", "S13", "S14", "CCC", "mag-stripe"];
    let first = symbol.split(' ').next().unwrap_or_default();
    FIRST_WORDS.contains(&first) || ["S3 mag-stripe mode", "S3 mag-stripe data to send"].contains(&symbol)
}

/// The texts in `at("...")`, and those of the table of restrictions.
fn named(source: &str) -> Vec<String> {
    let called = source.split(".at(\"").skip(1);
    let tabled = source.split("(\"PRE ").skip(1).map(|rest| rest.split('"').next().unwrap());
    let called = called.map(|rest| rest.split('"').next().unwrap().to_owned());
    called.chain(tabled.map(|rest| format!("PRE {rest}"))).collect()
}
