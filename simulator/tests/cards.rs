//! The software cards: every file makes a card, its data are right, its signatures verify.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod tap;

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

use sha1::{Digest, Sha1};
use tap::{TTQ, TTQ_ONLINE_PIN, gpo_command, hex, select, tap, terminal, vec};
use tapkernel_core::tlv::Tag;
use tapkernel_simulator::card::{Behaviour, SoftwareCard, card, cards, certificates, personalisations};
use tapkernel_simulator::pki::{ca_public_key, ca_public_keys, private_key};

fn new(name: &str) -> SoftwareCard {
    card(name, 7).unwrap()
}

fn value(tap: &tap::Tap, tag: u32) -> Option<String> {
    tap.data.get(Tag::new(tag)).map(hex)
}

#[test]
fn every_file_makes_a_card_of_its_own() {
    let all = personalisations().unwrap();
    assert!(all.len() >= 30);
    assert_eq!(cards().len(), all.len());
    let mut names = BTreeSet::new();
    let mut pans = BTreeSet::new();
    for one in &all {
        assert!(names.insert(one.name.clone()) && card(&one.name, 0).is_some(), "{}", one.name);
        // Co-badged applications of one card share its number.
        let own: BTreeSet<_> = one.applications.iter().map(|a| a.pan().unwrap()).collect();
        for pan in own {
            assert!(luhn(&pan), "{}: check digit", one.name);
            assert!(pans.insert(pan), "{}: PAN of another card", one.name);
        }
    }
    assert!(card("no-such-card", 0).is_none());
}

fn luhn(pan: &str) -> bool {
    let sum: u32 = pan
        .bytes()
        .rev()
        .zip([1, 2].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .map(|n| n / 10 + n % 10)
        .sum();
    sum % 10 == 0
}

#[test]
fn committed_certificates_are_those_that_the_keys_make() {
    let committed = serde_json::from_str(include_str!("../keys/certificates.json")).unwrap();
    assert_eq!(certificates().unwrap(), committed);
}

#[test]
fn ca_key_fragments_fit_the_private_keys_and_clash_with_no_published_index() {
    // Indices under the schemes' RIDs in public lists of keys.
    let visa = "01 03 05 06 07 08 09 10 20 50 51 52 53 58 89 90 92 94 95 96 97 98 99 F3";
    let mastercard = "00 01 02 03 04 05 06 09 22 52 AD EF F0 F1 F3 F4 F5 F6 F7 F8 F9 FA FB FC FD FE FF";
    assert_eq!(ca_public_keys().len(), 2);
    for (rid, name, published) in
        [("A000000003", "visa-ca", visa), ("A000000004", "mastercard-ca", mastercard)]
    {
        let fragment = ca_public_key(rid).unwrap();
        let key = private_key(name).unwrap();
        assert_eq!(fragment.modulus, hex(&key.modulus()));
        assert_eq!(fragment.exponent, hex(key.public_exponent()));
        let parts = [&fragment.rid, &fragment.index, &fragment.modulus, &fragment.exponent];
        let checksum = Sha1::digest(vec(&parts.map(String::as_str).concat()));
        assert_eq!(fragment.checksum, hex(&checksum));
        assert!(!published.split(' ').any(|index| index == fragment.index), "{rid}");
    }
}

#[test]
fn visa_credit_follows_the_readers_qualifiers() {
    let mut card = new("visa-credit");
    // TTQ: nothing required; CVM required; online required; both; the same without online PIN and signature.
    for (ttq, ctq, byte_5, signed) in [
        ("26004000", "2000", "90", true),
        ("26404000", "A000", "A0", false),
        ("26804000", "2000", "A0", false),
        ("26C04000", "A000", "A0", false),
        ("27C04000", "A000", "A0", true),
        ("22404000", "6000", "90", true),
        ("20404000", "2000", "90", true),
    ] {
        let before = card.transaction_counter();
        let tap = tap(&mut card, &terminal(ttq, 4100));
        assert_eq!(value(&tap, 0x9F6C).unwrap(), ctq, "CTQ for {ttq}");
        assert_eq!(value(&tap, 0x9F10).unwrap(), format!("06011203{byte_5}0000"), "IAD for {ttq}");
        assert_eq!(value(&tap, 0x9F4B).is_some(), signed, "signature for {ttq}");
        assert_eq!(card.transaction_counter(), before + 1);
        assert_eq!(value(&tap, 0x9F36).unwrap(), format!("{:04X}", before + 1));
        let related = value(&tap, 0x9F69).unwrap();
        assert_eq!((&related[..2], &related[10..]), ("01", ctq));
    }
}

#[test]
fn a_refund_gets_an_aac() {
    let mut refund = terminal(TTQ, 500);
    refund.insert("9C", "20".to_owned());
    assert_eq!(value(&tap(&mut new("visa-credit"), &refund), 0x9F10).unwrap(), "06011203800000");
}

#[test]
fn the_other_cards_do_what_they_say() {
    let byte_5 = |name: &str, ttq: &str| {
        let tap = tap(&mut new(name), &terminal(ttq, 4100));
        (value(&tap, 0x9F10).unwrap()[8..10].to_owned(), value(&tap, 0x9F6C).unwrap())
    };
    let is = |type_: &str, ctq: &str| (type_.to_owned(), ctq.to_owned());
    assert_eq!(byte_5("visa-debit-phone", TTQ), is("A0", "0080"));
    assert_eq!(byte_5("visa-debit-phone", TTQ_ONLINE_PIN), is("A0", "0080"));
    assert_eq!(byte_5("visa-expired", TTQ), is("A0", "0000"));
    assert_eq!(byte_5("visa-no-oda", TTQ), is("A0", "0000"));
    assert_eq!(byte_5("visa-offline", TTQ), is("90", "0000"));
    assert_eq!(byte_5("visa-declining", TTQ_ONLINE_PIN).0, "80");
    assert_eq!(byte_5("visa-online-pin", TTQ), is("A0", "8000"));
    assert_eq!(byte_5("visa-unknown-ca", TTQ), is("A0", "2000"));
    assert_eq!(byte_5("visa-oda-online", TTQ), is("A0", "0000"));
    assert_eq!(byte_5("visa-oda-online", TTQ_ONLINE_PIN), is("A0", "8000"));
    assert_eq!(byte_5("visa-issuer-update", TTQ), is("A0", "2040"));
    assert_eq!(byte_5("visa-program-id", TTQ), is("90", "2000"));

    let unknown = tap(&mut new("visa-unknown-ca"), &terminal(TTQ, 4100));
    assert_eq!(value(&unknown, 0x8F).unwrap(), "FD");
    let usual = tap(&mut new("visa-credit"), &terminal(TTQ, 4100));
    assert_ne!(value(&unknown, 0x90), value(&usual, 0x90));

    let no_oda = tap(&mut new("visa-no-oda"), &terminal(TTQ, 4100));
    for absent in [0x8F, 0x90, 0x9F46, 0x9F4B, 0x9F69] {
        assert_eq!(value(&no_oda, absent), None);
    }
    assert_eq!(value(&no_oda, 0x82).unwrap(), "0000");
}

#[test]
fn directory_of_several_applications_and_a_program_id() {
    let ppse = b"\x00\xA4\x04\x00\x0E2PAY.SYS.DDF01\x00";
    let mut several = new("visa-several");
    let directory = hex(&several.answer(ppse));
    let mut from = 0;
    for (name, priority) in [("A0000000421010", "01"), ("A0000000031010", "02"), ("A0000000032010", "03")] {
        let entry = directory[from..].find(&format!("4F07{name}")).unwrap() + from;
        assert!(directory[entry..].contains(&format!("8701{priority}")), "{name}");
        from = entry;
        let fci = several.answer(&vec(&format!("00A4040007{name}00")));
        assert!(hex(&fci).contains(&format!("8407{name}")) && fci.ends_with(&[0x90, 0x00]));
    }
    let pan = |card: &SoftwareCard, at: usize| card.personalisation().applications[at].pan().unwrap();
    assert_eq!(pan(&several, 0), pan(&several, 1), "co-badged");
    assert_ne!(pan(&several, 0), pan(&several, 2));

    let fci = new("visa-program-id").answer(&vec("00A4040007A000000003101000"));
    assert!(hex(&fci).contains("BF0C089F5A0511084008FF"));
}

#[test]
fn refusals() {
    let command = gpo_command(&terminal(TTQ, 4100));
    let mut phone = new("visa-see-phone");
    select(&mut phone);
    assert_eq!(phone.answer(&command), vec("6986"));
    phone.field_off();
    assert_eq!(value(&tap(&mut phone, &terminal(TTQ, 4100)), 0x9F6C).unwrap(), "0080");

    let mut blocked = new("visa-blocked");
    for _ in 0..3 {
        select(&mut blocked);
        assert_eq!(blocked.answer(&command), vec("6985"));
    }
    assert_eq!(blocked.transaction_counter(), 0);
}

/// The cards that approve offline where the reader lets them, and do no more.
const OFFLINE: [&str; 3] = ["visa-credit", "visa-offline", "visa-program-id"];

#[test]
fn signatures_verify_in_python() {
    let ca = ca_public_key("A000000003").unwrap();
    let mut taps = Vec::new();
    let mut names = Vec::new();
    for (name, _) in cards() {
        for (ttq, format) in [(TTQ, "05"), (TTQ_ONLINE_PIN, "95")] {
            let mut card = new(&name).with_transaction_counter(0x0102);
            let application = &card.personalisation().applications[0];
            let visa = matches!(application.behaviour, Behaviour::Visa(_));
            if !visa || application.certification_authority.is_some() {
                continue;
            }
            select(&mut card);
            let refuses = card.personalisation().applications[0].refuses;
            if refuses.is_some_and(|refusal| refusal.times.is_none()) {
                continue;
            }
            if refuses.is_some() {
                card.answer(&gpo_command(&terminal(ttq, 4100)));
            }
            let tap = tap(&mut card, &terminal(ttq, 4100));
            if value(&tap, 0x9F4B).is_none() {
                continue;
            }
            let approved = value(&tap, 0x9F10).unwrap()[8..10] == *"90";
            assert_eq!(approved, format == "05" && OFFLINE.contains(&name.as_str()));
            let label = format!("{name}-{ttq}");
            taps.push(serde_json::json!({
                "name": label,
                "format": if approved { "05" } else { "95" },
                "terminal": terminal(ttq, 4100),
                "gpo": hex(&tap.gpo),
                "records": tap.records.iter().map(|(signed, data)| (signed, hex(data))).collect::<Vec<_>>(),
            }));
            names.push(format!("{label} ok"));
        }
    }
    assert_eq!(names.len(), 20, "ten signing cards, offline and online");
    let job = serde_json::json!({ "ca": { "modulus": ca.modulus, "exponent": ca.exponent }, "taps": taps });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/verify_signatures.py");
    let started = Command::new("python3").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut python) = started else {
        eprintln!("SKIPPED: python3 is not there");
        return;
    };
    python.stdin.take().unwrap().write_all(job.to_string().as_bytes()).unwrap();
    let run = python.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(run.stdout).unwrap().lines().collect::<Vec<_>>(), names);
    assert!(run.status.success());
}

#[test]
fn the_seed_decides() {
    let related = |seed| value(&tap(&mut card("visa-credit", seed).unwrap(), &terminal(TTQ, 100)), 0x9F69);
    assert_eq!(related(1), related(1));
    assert_ne!(related(1), related(2));
}

#[test]
fn secrets_are_not_shown() {
    let card = new("visa-credit");
    let shown = format!("{card:?} {:?}", card.personalisation());
    for secret in ["4761739001010036", "1234", "0036"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn the_readme_lists_cards_and_answers() {
    let readme = include_str!("../README.md");
    for (name, description) in cards() {
        assert!(readme.contains(&format!("| `{name}` | {description} |")), "{name}");
    }
    assert!(readme.contains(include_str!("../src/acquirer/answers.md").trim()));
}
