//! `tap replay`.

use serde_json::{Value, json};

use super::{Written, file, tap};

fn transcripts() -> Value {
    serde_json::from_str(&std::fs::read_to_string(file("test-vectors/transcripts/visa.json")).unwrap())
        .unwrap()
}

#[test]
fn the_recorded_taps_hold() {
    let visa = file("test-vectors/transcripts/visa.json");
    let ran = tap(&["replay", &visa]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{}", ran.stdout);
    assert_eq!(ran.stdout.lines().count(), transcripts().as_array().unwrap().len());
    assert!(ran.stdout.lines().all(|line| line.starts_with("ok ")));
    let reports = tap(&["replay", &visa, "--json"]).json();
    let offline = &reports[0];
    assert_eq!(
        (&offline["name"], &offline["ok"], &offline["mismatch"], &offline["outcome"]),
        (&"dhu-mock-visa-offline".into(), &true.into(), &Value::Null, &"Approved".into())
    );
    for key in [
        "start",
        "cvm",
        "kernel",
        "aid",
        "oda",
        "tvr",
        "error_indication",
        "ui",
        "data_record",
        "discretionary_data",
        "path",
        "commands",
    ] {
        assert!(offline.get(key).is_some(), "{key}");
    }
    let one = tap(&["replay", &visa, "--name", "dhu-mock-visa-online", "--json"]).json();
    assert_eq!((one.as_array().unwrap().len(), &one[0]["cvm"]), (1, &"Online PIN".into()));
    assert!(tap(&["replay", &visa, "-v"]).stdout.contains("  path B 3.1.1"));
}

#[test]
fn the_mastercard_taps_hold() {
    let reports = tap(&["replay", &file("test-vectors/transcripts/mastercard.json"), "--json"]).json();
    let reports = reports.as_array().unwrap();
    assert!(reports.len() >= 8 && reports.iter().all(|report| report["ok"] == true), "{reports:#?}");
    let verified = reports.iter().filter(|report| report["oda"]["result"] == "verified");
    assert!(verified.count() >= 5);
    assert!(reports.iter().all(|report| report["kernel"] == "2"));
}

#[test]
fn an_expectation_that_does_not_hold_is_status_1() {
    let mut tap_1 = transcripts()[0].clone();
    tap_1["expect"] = json!({ "outcome": "Declined" });
    let written = Written::new("expect.json", tap_1.to_string().as_bytes());
    let ran = tap(&["replay", written.path()]);
    assert_eq!(ran.status, 1);
    assert!(ran.stdout.starts_with("MISMATCH  dhu-mock-visa-offline"), "{}", ran.stdout);
    let ran = tap(&["replay", written.path(), "--json"]);
    assert_eq!((ran.status, &ran.json()[0]["ok"]), (1, &false.into()));
}

#[test]
fn commands_are_compared_as_asked() {
    let mut tap_1 = transcripts()[0].clone();
    let sent = tap_1["exchanges"][2]["c"].as_str().unwrap().to_owned();
    tap_1["exchanges"][2]["c"] = json!(format!("{}00", &sent[..sent.len() - 4]));
    let written = Written::new("match.json", tap_1.to_string().as_bytes());
    assert_eq!(tap(&["replay", written.path()]).status, 1);
    assert_eq!(tap(&["replay", written.path(), "--match", "exact"]).status, 1);
    assert_eq!(tap(&["replay", written.path(), "--match", "header"]).status, 0);
}

#[test]
fn what_cannot_be_run_is_a_mismatch_with_a_reason() {
    let ran = tap(&["replay", &file("test-vectors/recorded/test-cards.json"), "--json"]);
    assert_eq!(ran.status, 1);
    for report in ran.json().as_array().unwrap() {
        assert_eq!(report["ok"], false);
        assert!(!report["mismatch"].as_str().unwrap().is_empty());
    }
}

#[test]
fn what_cannot_be_read_is_bad_input() {
    for text in
        [&b""[..], b"[]", b"[", b"[1]", b"{}", b"\"x\"", &[0xFF, 0x00], b"{\"name\": 1}", b"[[[[[[[[[["]
    {
        let written = Written::new("bad.json", text);
        let ran = tap(&["replay", written.path()]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{text:?}");
        assert!(ran.stderr.starts_with("tap: FILE: "), "{}", ran.stderr);
    }
    let place = Written::new("place.json", b"[\n  {\"name\": \"x\", \"exchanges\": 7}\n]");
    let told = tap(&["replay", place.path()]).stderr;
    assert!(told.contains("line 2 column"), "{told}");
    assert_eq!(tap(&["replay", "no-such-file"]).status, 2);
    let ran = tap(&["replay", &file("test-vectors/transcripts/visa.json"), "--name", "x", "--json"]);
    assert_eq!((ran.status, ran.json()["error"]["field"].as_str()), (2, Some("--name")));
}
