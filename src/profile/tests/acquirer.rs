//! `acquirer`: each value arrives, what is left out has its default, what cannot be is refused by name.

use std::time::Duration;

use serde_json::{Value, json};
use tapkernel_core::data::Date;

use super::problems::{changed, problems};
use crate::profile::Profile;
use crate::profile::acquirer::{
    Acquirer, Authentication, Bitmap, Coding, LengthHeader, OddDigit, Tls, Tpdu,
};

const PEM: &str = "-----BEGIN CERTIFICATE-----\nMIIB+/==\n-----END CERTIFICATE-----\n";

/// Every field, with other values than the default.
pub(super) fn everything() -> Value {
    json!({
        "address": "acquirer.example:5000",
        "tls": { "authorities": PEM, "server_name": "host-1.acquirer.example" },
        "coding": "bcd", "bitmap": "hexadecimal", "odd_digit": "f_behind", "pin_block_format_4": true,
        "length": "ascii", "tpdu": { "destination": "0003", "source": "1aB2" }, "authentication": "aes_cmac",
        "connect_seconds": 5, "answer_seconds": 20,
        "merchant_type": true, "tap_to_phone": true, "mark_form_factor": true
    })
}

fn least() -> Value {
    json!({ "address": "10.0.0.1:1", "coding": "ascii", "length": "binary" })
}

/// The least, with one field more or another.
fn with(name: &str, value: Value) -> Value {
    let mut acquirer = least();
    acquirer[name] = value;
    acquirer
}

#[track_caller]
fn read(acquirer: Value) -> Acquirer {
    let profile = Profile::from_json(&changed("/acquirer", Some(acquirer)));
    profile.unwrap_or_else(|error| panic!("{error}")).acquirer().unwrap().clone()
}

#[test]
fn each_value_arrives() {
    let wanted = Acquirer {
        address: "acquirer.example:5000".to_owned(),
        tls: Some(Tls { authorities: PEM.to_owned(), server_name: "host-1.acquirer.example".to_owned() }),
        coding: Coding::Bcd,
        bitmap: Bitmap::Hexadecimal,
        odd_digit: OddDigit::FBehind,
        pin_block_format_4: true,
        length: LengthHeader::Ascii,
        tpdu: Some(Tpdu { destination: [0x00, 0x03], source: [0x1A, 0xB2] }),
        authentication: Authentication::AesCmac,
        connect_limit: Duration::from_secs(5),
        answer_limit: Duration::from_secs(20),
        merchant_type: true,
        tap_to_phone: true,
        mark_form_factor: true,
    };
    assert_eq!(read(everything()), wanted);
}

#[test]
fn what_is_left_out_has_its_default() {
    let wanted = Acquirer {
        address: "10.0.0.1:1".to_owned(),
        tls: None,
        coding: Coding::Ascii,
        bitmap: Bitmap::Binary,
        odd_digit: OddDigit::ZeroBefore,
        pin_block_format_4: false,
        length: LengthHeader::Binary,
        tpdu: None,
        authentication: Authentication::None,
        connect_limit: Duration::from_secs(10),
        answer_limit: Duration::from_secs(30),
        merchant_type: false,
        tap_to_phone: false,
        mark_form_factor: false,
    };
    assert_eq!(read(least()), wanted);
    let authentication = read(with("authentication", json!("ansi_x9_19"))).authentication;
    assert_eq!(authentication, Authentication::AnsiX919);
}

#[test]
fn the_host_names_the_certificate_unless_another_does() {
    for (address, name) in [
        ("acquirer.example:443", "acquirer.example"),
        ("192.0.2.1:65535", "192.0.2.1"),
        ("[2001:db8::1]:5000", "2001:db8::1"),
    ] {
        let mut acquirer = with("tls", json!({ "authorities": PEM }));
        acquirer["address"] = json!(address);
        assert_eq!(read(acquirer).tls.unwrap().server_name, name);
    }
}

#[track_caller]
fn refused(acquirer: Value, path: &str, says: &str) {
    let found = problems(&changed("/acquirer", Some(acquirer)));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, path);
    assert!(found[0].1.contains(says), "{:?} says {says:?}", found[0].1);
}

#[test]
fn addresses() {
    let wrong = ["", "host", ":1", "host:", "host:0", "host:65536", "host:+1", "ho st:1", "a:b:1", "[1]:1", "[::1]"];
    for address in wrong {
        refused(with("address", json!(address)), "acquirer.address", "host and port");
    }
}

#[test]
fn certificates() {
    let two = PEM.repeat(2);
    for good in [PEM, two.as_str(), two.trim_end(), &two.replace('\n', "\r\n")] {
        assert_eq!(read(with("tls", json!({ "authorities": good }))).tls.unwrap().authorities, *good);
    }
    let begin = "-----BEGIN CERTIFICATE-----";
    let wrong = [
        String::new(),
        format!("{begin}\n"),
        format!("{begin}\n-----END CERTIFICATE-----\n"),
        format!("{begin}\nMIIB\n"),
        format!("{begin}\nMI B\n-----END CERTIFICATE-----\n"),
        format!("acquirer\n{PEM}"),
        format!("{PEM}\n{PEM}"),
        format!("{PEM}{begin}"),
    ];
    for text in wrong {
        refused(with("tls", json!({ "authorities": text })), "acquirer.tls.authorities", "PEM certificates");
    }
    let key = format!("{PEM}-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n");
    refused(with("tls", json!({ "authorities": key })), "acquirer.tls.authorities", "keys never stand");
}

#[test]
fn what_cannot_be_is_refused() {
    refused(json!({ "coding": "bcd", "length": "ascii" }), "acquirer", "`address` is missing");
    refused(json!({ "address": "a:1", "length": "ascii" }), "acquirer", "`coding` is missing");
    refused(with("mac_key", json!("00")), "acquirer.mac_key", "is unknown; known here: address");
    refused(with("tls", json!(true)), "acquirer.tls", "an object");
    let tpdu = json!({ "destination": "03", "source": "0000" });
    refused(with("tpdu", tpdu), "acquirer.tpdu.destination", "1 bytes, 2 are wanted");
    refused(with("answer_seconds", json!(0)), "acquirer.answer_seconds", "1 to 600 seconds");
    refused(with("mark_form_factor", json!(true)), "acquirer.mark_form_factor", "tap_to_phone");
    refused(with("authentication", json!("cbc")), "acquirer.authentication", "none, ansi_x9_19, aes_cmac");
}

#[test]
fn what_looks_wrong() {
    let today = Date::new(2026, 11, 22).unwrap();
    let found = |document: &Value| {
        let profile = Profile::from_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}"));
        let problems = profile.lint(today).into_iter().filter(|problem| problem.path == "acquirer");
        problems.map(|problem| problem.text).collect::<Vec<_>>()
    };
    let mut document: Value = serde_json::from_str(&changed("/acquirer", Some(least()))).unwrap();
    assert_eq!(found(&document), [""; 0]);
    document["acquirer"]["answer_seconds"] = json!(121);
    assert!(matches!(found(&document).as_slice(), [one] if one.contains("timeouts.transaction")));
    document["acquirer"]["answer_seconds"] = json!(120);
    document["stage"] = json!("production");
    for scheme in document["schemes"].as_array_mut().unwrap() {
        scheme["ca_keys"] = json!([]);
    }
    assert!(matches!(found(&document).as_slice(), [one] if one.contains("no `tls`")));
    document["acquirer"]["tls"] = json!({ "authorities": PEM });
    assert_eq!(found(&document), [""; 0]);
}
