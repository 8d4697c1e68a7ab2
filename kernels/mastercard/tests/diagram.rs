//! The state diagram, whole: every state and every signal, as a table that is written down here and compared with the
//! machine cell by cell. Every state of `states/mod.rs` has a row.
//!
//! S1 takes ACT and CLEAN, and the types leave no other signal to it: ACT makes the machine, CLEAN is a method of the
//! kernel that is between transactions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::time::Duration;

use support::vector::{In, Signal, Vector, vector};
use support::{Bench, hex};
use tapkernel_core::data::{Database, UnpredictableNumber};
use tapkernel_core::kernel::{KernelConclusion, Output, Signal as Told};
use tapkernel_core::outcome::{L1Error, Outcome, UserInterfaceRequest};
use tapkernel_mastercard::DataExchangeAnswer;

/// The signals, each column of the table one. RA in five forms: the answer that the state is for, a status word other
/// than 9000, an empty answer with 9000, one that is no BER-TLV, and one byte, which is no answer at all. DET in two:
/// with nothing in it, and with what terminals are asked for.
const SIGNALS: [&str; 13] = [
    "RA", "RA 6985", "RA 9000", "RA 7701", "RA 90", "L1 1", "L1 2", "L1 3", "DET", "DET +", "UN", "STOP",
    "TIMEOUT",
];

/// State, a vector that passes through it, how many signals after ACT lead there, and where each signal leads.
type Row = (&'static str, &'static str, usize, [&'static str; 13]);

/// `=` stays and says nothing. `>` a state, and what is said: `CA`, `UN`. Else the end, as [`end`] spells it out.
#[rustfmt::skip]
const TABLE: [Row; 12] = [
    // The terminal is asked for the amount of the PDOL.
    ("S2", "s2/data-needed", 0,
     ["=", "=", "=", "=", "=", "=", "=", "=", "=", ">S3 CA", "=", "stop", "time-out"]),
    ("S3", "s1/complete", 0,
     [">S4 CA", "next 6985", "error 4", "error 4", "again 3", "again 1", "again 2", "again 3", "=", "=", "=", "stop", "="]),
    // The draw of the entropy, which the book does not see as a state: no command is under way.
    ("Before SR1", "sr1/performed", 1,
     ["=", "=", "=", "=", "=", "=", "=", "=", "=", "=", ">SR1 CA", "stop", "="]),
    ("SR1", "sr1/performed", 2,
     [">S4 CA", "error 3", "error 4", "error 4", "lost 3", "lost 1", "lost 2", "lost 3", "=", "=", "=", "stop", "="]),
    // The first of three records: an unreadable one is an error at the next RA.
    ("S4", "s1/complete", 1,
     [">S4 CA", "error 3", ">S4' CA", ">S4' CA", "lost 3", "lost 1", "lost 2", "lost 3", "=", "=", "=", "stop", "="]),
    ("S4'", "s4/first-not-tlv", 2,
     ["error 4", "error 4", "error 4", "error 4", "lost 3", "lost 1", "lost 2", "lost 3", "=", "=", "=", "stop", "="]),
    // A card that does not give the object is no error.
    ("S5", "s5/object", 1,
     [">S4 CA DEK", ">S4 CA DEK", ">S4 CA DEK", ">S4 CA DEK", "lost 3", "lost 1", "lost 2", "lost 3", "=", "=", "=", "stop", "="]),
    ("S6", "s6/flag-00", 4,
     ["=", "=", "=", "=", "=", "=", "=", "=", "=", ">S9 CA", "=", "stop", "time-out"]),
    ("S9", "s1/complete", 4,
     ["approved", "error 3", "error 4", "error 4", "lost 3", "lost 1", "lost 2", "lost 3", "=", "=", "=", "=", "="]),
    ("S10", "torn/recovered", 4,
     ["approved", ">S11 CA", "error 4", "error 4", "lost 3", "lost 1", "lost 2", "lost 3", "=", "=", "=", "=", "="]),
    ("S11", "torn/refused", 5,
     ["approved", "error 3", "error 4", "error 4", "lost 3", "lost 1", "lost 2", "lost 3", "=", "=", "=", "=", "="]),
    ("Ended", "s1/complete", 5,
     ["=", "=", "=", "=", "=", "=", "=", "=", "=", "=", "=", "=", "="]),
];

/// The states of mag-stripe mode, which a build with that feature has too. After COMPUTE CRYPTOGRAPHIC CHECKSUM an error is
/// told after a wait.
#[cfg(feature = "mag-stripe")]
#[rustfmt::skip]
const MAG_STRIPE_TABLE: &[Row] = &[
    ("S7", "ms/complete", 1,
     [">At the end of S78: UN", "error 3", "error 4", "error 4", "lost 3", "lost 1", "lost 2", "lost 3", "=", "=", "=", "stop", "="]),
    ("S8", "ms/s8-flag-00", 2,
     ["=", "=", "=", "=", "=", "=", "=", "=", "=", ">At the end of S78: UN", "=", "stop", "time-out"]),
    // The draw of the number, which the book does not see as a state: no command is under way.
    ("At the end of S78", "ms/complete", 2,
     ["=", "=", "=", "=", "=", "=", "=", "=", "=", "=", ">S13 CA", "stop", "="]),
    ("S13", "ms/complete", 3,
     ["online", WAITS, WAITS, WAITS, WAITS, WAITS, WAITS, WAITS, "=", "=", "=", "=", "="]),
    ("S14", "ms/s14-verified", 3,
     ["online", WAITS, WAITS, WAITS, WAITS, WAITS, WAITS, WAITS, "=", "=", "=", "=", "="]),
    ("In S13 and S14", "ms/s13-l1-time-out", 4,
     ["=", "=", "=", "=", "=", "=", "=", "=", "=", "=", "=", "=", "lost 1"]),
];

#[cfg(feature = "mag-stripe")]
const WAITS: &str = ">In S13 and S14: ";

#[cfg(not(feature = "mag-stripe"))]
const MAG_STRIPE_TABLE: &[Row] = &[];

/// Every row of this build.
fn table() -> impl Iterator<Item = &'static Row> {
    TABLE.iter().chain(MAG_STRIPE_TABLE)
}

/// Every part of the Outcome Parameter Set, the Error Indication and the messages of each end:
/// outcome, start, error, UI on outcome, UI on restart; `message status hold`.
fn end(word: &str) -> [String; 5] {
    let (kind, detail) = word.split_once(' ').unwrap_or((word, ""));
    let (outcome, start, error, now, later) = match kind {
        "online" => ("Online Request", "N/A", "0000000000FF".into(), "1B 00 0", "-"),
        "approved" => ("Approved", "N/A", "0000000000FF".into(), "03 00 13", "-"),
        "next" => ("Select Next", "C", format!("000300{detail}FF"), "-", "-"),
        "again" => ("Try Again", "B", format!("0{detail}00000000FF"), "-", "-"),
        "lost" => ("End Application", "B", format!("0{detail}0000000021"), "-", "21 02 0"),
        "error" if detail == "3" => ("End Application", "N/A", "00030069851C".into(), "1C 00 13", "-"),
        "error" => ("End Application", "N/A", format!("000{detail}0000001C"), "1C 00 13", "-"),
        "stop" => ("End Application", "N/A", "0000020000FF".into(), "-", "-"),
        "time-out" => ("End Application", "N/A", "0000010000FF".into(), "-", "-"),
        other => panic!("no end {other}"),
    };
    [outcome.into(), start.into(), error, now.into(), later.into()]
}

fn spelled(conclusion: &KernelConclusion) -> [String; 5] {
    let parameters = &conclusion.parameters;
    let taken = matches!(parameters.outcome, Outcome::Approved | Outcome::OnlineRequest);
    assert_eq!(parameters.data_record.is_some(), taken, "a Data Record goes with a cryptogram only");
    let data = parameters.discretionary_data.as_ref().expect("Discretionary Data go with every end");
    let error = hex(&conclusion.error.encode());
    assert_eq!(data.get("DF8115".parse().unwrap()).map(hex), Some(error.clone()));
    let start = parameters.start.map_or("N/A".into(), |start| start.to_string());
    let (now, later) = (&parameters.ui_on_outcome, &parameters.ui_on_restart);
    [parameters.outcome.to_string(), start, error, shown(now), shown(later)]
}

fn shown(request: &Option<UserInterfaceRequest>) -> String {
    let code = |code: Option<u8>| code.map_or("--".into(), |code| format!("{code:02X}"));
    request.as_ref().map_or("-".into(), |request| {
        let message = code(request.message.map(|message| message.code()));
        format!("{message} {} {}", code(request.status.map(|status| status.code())), request.hold.0)
    })
}

/// A kernel that has been told the first `count` signals of the vector.
fn after(vector: &Vector, count: usize) -> Bench {
    let mut bench = Bench::start(vector);
    bench.polled();
    for told in inputs(vector).take(count) {
        bench.tell(told);
        bench.polled();
    }
    bench
}

/// The signals of a vector after ACT.
fn inputs(vector: &Vector) -> impl Iterator<Item = &In> {
    let told = vector.signals.iter().filter_map(|signal| match signal {
        Signal::In(told) => Some(told),
        Signal::Out(_) => None,
    });
    told.skip(1)
}

/// The states by the name that `states/mod.rs` gives them in its documentation, and by that of the variant.
fn state_names() -> Vec<(String, String)> {
    let source = include_str!("../src/states/mod.rs");
    let mut names = named_states(source, "pub(crate) enum State {");
    if cfg!(feature = "mag-stripe") {
        names.extend(named_states(source, "pub(crate) enum MagStripeState {"));
    }
    names
}

fn named_states(source: &str, of: &str) -> Vec<(String, String)> {
    let body = source.split(of).nth(1).unwrap().split("\n}").next().unwrap();
    let lines: Vec<_> = body.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let named = lines.windows(2).filter(|pair| pair[0].starts_with("/// ") && !pair[1].starts_with('#'));
    let name = |pair: &[&str]| {
        let variant = pair[1].split(['(', ',']).next().unwrap();
        let told = pair[0].trim_start_matches("/// ").split([':', '.']).next().unwrap();
        (if variant == "Ended" { "Ended" } else { told }.to_owned(), variant.to_owned())
    };
    named.map(name).collect()
}

/// The name of the state that the kernel is in.
fn state(bench: &Bench) -> String {
    let shown = format!("{:?}", bench.kernel);
    let variant = shown.split("state: ").nth(1).unwrap().trim_start_matches("MagStripe(");
    let variant = variant.split(|at: char| !at.is_alphanumeric()).next().unwrap();
    state_names().into_iter().find(|(_, known)| known == variant).unwrap().0
}

/// Tells the kernel one signal of [`SIGNALS`]; `own` is the one that the vector has here.
fn tell(bench: &mut Bench, signal: &str, own: Option<&In>) {
    let nothing = Database::new();
    let wanted = DataExchangeAnswer::new().with("9F02".parse().unwrap(), &[0, 0, 0, 0, 0x10, 0]);
    let wanted = wanted.proceed_to_first_write(true).into_database();
    match (signal, own) {
        ("RA", Some(own @ In::Ra { .. })) => bench.tell(own),
        ("RA" | "RA 9000", _) => bench.answer(&[0x90, 0x00], Duration::ZERO),
        ("RA 6985", _) => bench.answer(&[0x69, 0x85], Duration::ZERO),
        ("RA 7701", _) => bench.answer(&[0x77, 0x01, 0x90, 0x00], Duration::ZERO),
        ("RA 90", _) => bench.answer(&[0x90], Duration::ZERO),
        ("L1 1", _) => bench.handle(Told::L1Rsp(L1Error::TimeOut)),
        ("L1 2", _) => bench.handle(Told::L1Rsp(L1Error::Transmission)),
        ("L1 3", _) => bench.handle(Told::L1Rsp(L1Error::Protocol)),
        ("DET", _) => bench.handle(Told::Det(&nothing)),
        ("DET +", _) => bench.handle(Told::Det(&wanted)),
        ("UN", _) => bench.handle(Told::UnpredictableNumber(UnpredictableNumber([1; 4]))),
        ("STOP", _) => bench.handle(Told::Stop),
        ("TIMEOUT", _) => {
            bench.now = bench.kernel.deadline().unwrap_or(bench.now);
            bench.handle(Told::Timeout);
        }
        (other, _) => panic!("no signal {other}"),
    }
}

fn compare(row: &Row, signal: &str, wanted: &str) {
    let (from, name, count, _) = row;
    let vector = vector(name);
    let mut bench = after(&vector, *count);
    let cell = format!("{from} x {signal}");
    assert_eq!(state(&bench), *from, "{cell}: the vector leads there");
    let before = (bench.kernel.path().len(), bench.database().clone(), bench.kernel.deadline());
    tell(&mut bench, signal, inputs(&vector).nth(*count));
    let said = bench.polled();
    let now = state(&bench);
    let next = wanted.strip_prefix('>');
    if let Some((to, outputs)) = next.and_then(|next| next.split_once(": ").or(next.split_once(' '))) {
        assert_eq!((now.as_str(), kinds(&said).as_str()), (to, outputs), "{cell}");
    } else if wanted == "=" {
        assert_eq!((now.as_str(), said), (*from, vec![]), "{cell}");
        assert_eq!(bench.kernel.deadline(), before.2, "{cell}");
        let looks_at_det = matches!(*from, "S2" | "S6" | "S8") && signal == "DET";
        assert!(looks_at_det || bench.kernel.path().len() == before.0, "{cell}: no symbol is executed");
        assert!(signal == "DET +" || before.1 == *bench.database(), "{cell}: the database is as it was");
    } else {
        let Some(Output::Out(conclusion)) = said.last() else { panic!("{cell}: {said:?}") };
        assert_eq!(spelled(conclusion), end(wanted), "{cell}");
        assert_eq!(
            (now.as_str(), kinds(&said[..said.len() - 1])),
            ("Ended", message(wanted).into()),
            "{cell}"
        );
        assert_eq!(bench.kernel.deadline(), None, "{cell}");
    }
}

/// "Card read" is shown before the outcome once there is a cryptogram.
fn message(end: &str) -> &'static str {
    if matches!(end, "approved" | "online") { "MSG" } else { "" }
}

fn kinds(said: &[Output]) -> String {
    let kind = |output: &Output| match output {
        Output::Ca(_) => "CA",
        Output::Msg(_) => "MSG",
        Output::Dek(_) => "DEK",
        Output::UnpredictableNumber => "UN",
        Output::Out(_) => "OUT",
    };
    said.iter().map(kind).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_state_and_every_signal() {
    let mut cells = 0;
    for row in table() {
        for (signal, wanted) in SIGNALS.iter().zip(row.3) {
            compare(row, signal, wanted);
            cells += 1;
        }
    }
    assert_eq!(cells, state_names().len() * SIGNALS.len());
}

#[test]
fn every_state_has_one_row() {
    let names: Vec<_> = state_names().into_iter().map(|(name, _)| name).collect();
    let mut rows: Vec<_> = table().map(|row| row.0).collect();
    assert_eq!(names.len(), rows.len());
    rows.retain(|row| !names.iter().any(|name| name == row));
    assert!(rows.is_empty(), "{rows:?} are no states");
}

/// The times that are waited for are those of the book: TIMEOUT is taken where a deadline is set, nowhere else.
#[test]
fn deadlines() {
    for (state, name, count, cells) in table() {
        let deadline = after(&vector(name), *count).kernel.deadline();
        assert_eq!(deadline.is_some(), cells[12] != "=", "{state}");
    }
}
