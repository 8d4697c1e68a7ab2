//! Recorded test cards through the kernel.
//!
//! The terminal that recorded them had bugs (`test-vectors/README.md`): of the second card the commands agree by header
//! only, and its signature, which covers what that terminal sent, cannot hold over what this kernel sends. That it is
//! good over the recorded data is a test of the core crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use support::activation::{activation, ca_key};
use support::vector::Vector;
use support::{hex, tag, unhex};
use tapkernel_core::data::Database;
use tapkernel_core::kernel::{Kernel, KernelConclusion, Output, Signal};
use tapkernel_core::oda::{CaPublicKeys, OdaMethod, OdaReason, OdaReport};
use tapkernel_core::outcome::{Cvm, Outcome};
use tapkernel_core::time::Instant;
use tapkernel_mastercard::Kernel2;

#[derive(Deserialize)]
struct Recorded {
    name: String,
    exchanges: Vec<Exchange>,
}

#[derive(Clone, Deserialize)]
struct Exchange {
    c: String,
    r: String,
}

fn read<T: for<'a> Deserialize<'a>>(file: &str) -> T {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors").join(file);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn exchanges(name: &str) -> Vec<Exchange> {
    let cards: Vec<Recorded> = read("recorded/test-cards.json");
    cards.into_iter().find(|card| card.name == name).unwrap().exchanges
}

fn keys(name: &str) -> Arc<CaPublicKeys> {
    let cards: Vec<serde_json::Value> = read("oda/recorded_cards.json");
    let card = cards.iter().find(|card| card["name"] == name).unwrap();
    let text = |field: &str| card["ca_public_key"][field].as_str().unwrap().to_owned();
    let index = u8::from_str_radix(&text("index"), 16).unwrap();
    Arc::new(CaPublicKeys::new(vec![ca_key(index, &text("modulus"), &text("exponent"))], vec![]).unwrap())
}

/// What the recording terminal was configured with, as far as the card sees it, and what it would need to be.
const TERMINAL: [(&str, &str); 12] = [
    ("9F03", "000000000000"),
    ("9F1A", "0056"),
    ("9F21", "000000"),
    ("9F40", "6000F00001"),
    ("9C", "00"),
    ("DF811B", "20"),
    ("DF8118", "40"),
    ("DF8119", "08"),
    ("DF8123", "000000010000"),
    ("DF8124", "000000030000"),
    ("DF8126", "000000001000"),
    ("DF811F", "08"),
];

/// Commands sent, in order, and the end.
fn replay(name: &str, terminal: &[(&str, &str)]) -> (Vec<String>, KernelConclusion, Database) {
    let exchanges = exchanges(name);
    let first = exchanges.iter().position(|exchange| exchange.c.starts_with("80A8")).unwrap();
    let fci = exchanges[first - 1].r.strip_suffix("9000").unwrap();
    let objects: BTreeMap<_, _> = TERMINAL.iter().chain(terminal).copied().collect();
    let vector: Vector = serde_json::from_value(serde_json::json!({
        "name": name, "section": "", "requirement": "",
        "terminal": objects, "signals": [{ "in": "ACT", "fci": fci }],
    }))
    .unwrap();
    let mut started = activation(&vector);
    started.ca_public_keys = keys(name);
    let mut kernel = Kernel2::default().activate(started, Instant::from_micros(0));
    let (mut sent, mut answers) = (vec![], exchanges[first..].iter());
    let conclusion = loop {
        match kernel.poll().expect("the kernel is waiting for nothing") {
            Output::Ca(command) => {
                sent.push(hex(command.as_bytes()));
                let rapdu = unhex(&answers.next().expect("more commands than were recorded").r);
                let now = Instant::from_micros(0);
                kernel.handle(Signal::Ra { rapdu: &rapdu, elapsed: Duration::ZERO }, now);
            }
            Output::Out(conclusion) => break *conclusion,
            Output::Msg(_) => {}
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(answers.next().map(|exchange| &exchange.c), None, "all of the recording was used");
    (sent, conclusion, kernel.database().clone())
}

fn recorded_commands(name: &str) -> Vec<String> {
    let commands = exchanges(name).into_iter().map(|exchange| exchange.c);
    commands.skip_while(|command| !command.starts_with("80A8")).collect()
}

#[test]
fn a_tc_with_cda_is_approved_offline_exactly_as_recorded() {
    let name = "dhu-mock-msc-offline";
    let terminal =
        [("9F02", "000000000001"), ("5F2A", "0978"), ("9A", "190819"), ("9F37", "33BCA47D"), ("9F35", "26")];
    let (sent, conclusion, database) = replay(name, &terminal);
    assert_eq!(sent, recorded_commands(name));
    assert_eq!(conclusion.parameters.outcome, Outcome::Approved);
    assert_eq!(conclusion.parameters.cvm, Cvm::NoCvm);
    assert_eq!(conclusion.oda, OdaReport::verified(OdaMethod::Cda));
    let record = conclusion.parameters.data_record.unwrap();
    assert_eq!(record.get(tag("9F36")), Some(&[0x02, 0xE0][..]));
    assert!(database.is_not_empty(tag("9F4C")), "the ICC Dynamic Number came out of the signature");
}

#[test]
fn an_arqc_as_recorded_by_header() {
    let name = "dhu-mock-msc-online";
    let terminal = [
        ("9F02", "000000009000"),
        ("5F2A", "0840"),
        ("9A", "200316"),
        ("9F37", "ABABABAB"),
        ("9F35", "22"),
        // With its own action codes that terminal had no reason to ask for an ARQC.
        ("DF8122", "0000040000"),
    ];
    let (sent, conclusion, _) = replay(name, &terminal);
    let headers =
        |commands: &[String]| commands.iter().map(|command| command[..8].to_owned()).collect::<Vec<_>>();
    let recorded = recorded_commands(name);
    assert_eq!(headers(&sent), headers(&recorded));
    assert_eq!(sent[..sent.len() - 1], recorded[..recorded.len() - 1]);
    let different: Vec<_> = sent.last().unwrap().bytes().zip(recorded.last().unwrap().bytes()).collect();
    let different = different.iter().filter(|(own, recorded)| own != recorded).count();
    assert_eq!(different, 1, "420300 in place of 020300: CVM Results keep bit 7 of the CVM code");
    assert_eq!(conclusion.parameters.outcome, Outcome::EndApplication);
    let hash = OdaReason::CdaTransactionDataHash;
    assert_eq!(conclusion.oda, OdaReport::failed(OdaMethod::Cda, hash), "the card saw the other CVM Results");
}
