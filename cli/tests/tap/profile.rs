//! `tap profile`.

use serde_json::Value;

use super::{Written, file, tap};

fn purchase(profile: &Value) -> &Value {
    profile["transactions"].as_array().unwrap().iter().find(|row| row["type"] == "purchase").unwrap()
}

#[test]
fn show_says_from_which_amount_a_pin_is_asked_for() {
    let profile = tap(&["profile", "show", "softpos-eur", "--json"]).json();
    let purchase = purchase(&profile);
    assert_eq!(
        (
            &purchase["pin_from"],
            &purchase["accepted_from"],
            &purchase["accepted_to"],
            &purchase["online_from"]
        ),
        (&"40.01".into(), &"0.01".into(), &"500.00".into(), &"0.01".into())
    );
    let refund =
        profile["transactions"].as_array().unwrap().iter().find(|row| row["type"] == "refund").unwrap();
    assert_eq!(refund["pin_from"], Value::Null);
    let text = tap(&["profile", "show", "softpos-eur"]);
    assert_eq!(text.status, 0);
    assert!(text.stdout.contains("PIN or verification on the device: from 40.01"), "{}", text.stdout);
}

#[test]
fn show_follows_the_rules_of_a_file() {
    let text = std::fs::read_to_string(file("src/profile/built_in/softpos-eur.json")).unwrap();
    for (rule, pin_from) in [
        (r#""pin": { "from": "25.00" }"#, Value::from("25.00")),
        (r#""pin": { "above": "25.00" }"#, Value::from("25.01")),
        (r#""pin": { "from": "0.00" }"#, Value::from("0.01")),
        (r#""pin": { "above": "500.00" }"#, Value::Null),
    ] {
        let changed = text.replacen(r#""pin": { "above": "40.00" }"#, rule, 1);
        assert_ne!(changed, text);
        let written = Written::new(&format!("rule-{}.json", pin_from), changed.as_bytes());
        let profile = tap(&["profile", "show", written.path(), "--json"]).json();
        assert_eq!(purchase(&profile)["pin_from"], pin_from, "{rule}");
    }
}

#[test]
fn show_says_what_a_laboratory_notes_down() {
    let profile = tap(&["profile", "show", "softpos-eur", "--json"]).json();
    let checksum = profile["checksum"].as_str().unwrap();
    assert!(checksum.len() == 64 && checksum.bytes().all(|byte| byte.is_ascii_hexdigit()), "{checksum}");
    assert_eq!(profile["versions"]["profile"]["checksum"], checksum);
    for (at, kernel) in ["2", "3"].into_iter().enumerate() {
        assert_eq!(profile["versions"]["kernels"][at]["kernel"], kernel);
    }
    let text = tap(&["profile", "show", "softpos-eur"]).stdout;
    assert!(text.contains(checksum), "{text}");
    assert!(text.contains("    40.01 to 500.00: PIN, online\n    500.01 and more: refused\n"), "{text}");
}

#[test]
fn toml_is_told_by_the_name_of_the_file() {
    let text = "name = \"x\"\nstage = 1\n";
    let written = Written::new("wrong.toml", text.as_bytes());
    let ran = tap(&["profile", "lint", written.path(), "--json"]);
    assert_eq!(ran.status, 2);
    let problems = ran.json()["errors"].as_array().unwrap().clone();
    let stage = problems.iter().find(|problem| problem["path"] == "stage").unwrap();
    assert_eq!((&stage["line"], &stage["column"]), (&2.into(), &9.into()));
}

#[test]
fn lint_names_places_and_grades_them() {
    let good = tap(&["profile", "lint", "softpos-eur", "--json"]);
    assert_eq!((good.status, &good.json()["ok"]), (0, &true.into()), "{}", good.stdout);
    let text = std::fs::read_to_string(file("src/profile/built_in/softpos-eur.json")).unwrap();
    let broken = Written::new("broken.json", text.replacen("\"40.00\"", "\"40.0\"", 1).as_bytes());
    let ran = tap(&["profile", "lint", broken.path(), "--json"]);
    assert_eq!(ran.status, 2);
    assert_eq!(ran.json()["errors"][0]["path"], "currencies[0].rules.purchase.pin.above");
    let nowhere =
        Written::new("nowhere.json", text.replacen("Europe/Brussels", "Europe/Atlantis", 1).as_bytes());
    let ran = tap(&["profile", "lint", nowhere.path(), "--json"]);
    assert_eq!((ran.status, &ran.json()["errors"][0]["path"]), (2, &"terminal.time_zone".into()));
    let odd = Written::new("odd.json", text.replacen("\"500.00\"", "\"30.00\"", 1).as_bytes());
    let ran = tap(&["profile", "lint", odd.path(), "--json"]);
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    assert_eq!(ran.json()["warnings"][0]["path"], "currencies[0].rules.purchase");
    assert_eq!(ran.json()["warnings"][0]["severity"], "error");
    let line = ran.json()["warnings"][0]["line"].as_u64().unwrap();
    let told = tap(&["profile", "lint", odd.path()]).stdout;
    assert!(told.starts_with(&format!("error: line {line}, column ")), "{told}");
    assert!(told.contains(": currencies[0].rules.purchase: never asks for the PIN"), "{told}");
    let cut = Written::new("cut.json", &text.as_bytes()[..text.len() / 2]);
    let ran = tap(&["profile", "lint", cut.path()]);
    assert!(ran.status == 2 && ran.stdout.contains("line "), "{}", ran.stdout);
}

#[test]
fn bad_input_names_the_field() {
    for (command, field) in [("show", "NAME|FILE"), ("lint", "FILE")] {
        let ran = tap(&["profile", command, "no-such-profile"]);
        assert!(
            ran.status == 2 && ran.stderr.starts_with(&format!("tap: {field}: no-such-profile: ")),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn import_takes_parents_from_beside_a_file() {
    let of = |name: &str| file(&format!("test-vectors/terminal-configs/cfg_{name}.json"));
    let ran = tap(&["profile", "import", &of("default_kernel2"), &of("PPS_Perf_MC"), "--json"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let answer = ran.json();
    assert_eq!(answer["profile"]["schemes"][0]["kernel"], "02");
    assert!(answer["left_out"].as_array().unwrap().len() > 3);
    let to = Written::new("imported.json", b"");
    let ran = tap(&["profile", "import", &of("visa_softpos"), "--to", to.path()]);
    assert!(
        ran.status == 0 && ran.stdout.is_empty() && ran.stderr.contains("left out: "),
        "{}",
        ran.everything()
    );
    assert_eq!(tap(&["profile", "show", to.path()]).status, 0);
    let base = tap(&["profile", "import", &of("default_terminal")]);
    assert!(base.status == 2 && base.stderr.contains("no application of Kernel 2 or 3"), "{}", base.stderr);
}

/// `operations` reaches the till: what the profile does not allow is refused before a card is asked for.
#[test]
fn what_the_profile_does_not_allow_is_refused() {
    let text = std::fs::read_to_string(file("src/profile/built_in/softpos-eur.json")).unwrap();
    let changed = text.replacen("\"purchase\",\n      \"cashback\"", "\"cashback\"", 1);
    assert_ne!(changed, text);
    let written = Written::new("no-purchase.json", changed.as_bytes());
    let cashback = ["pay", "10.00", "--type", "cashback", "--other", "5.00", "--card", "visa-credit"];
    let cashback: Vec<_> = cashback.into_iter().chain(["--profile", written.path()]).collect();
    assert_eq!(tap(&cashback).status, 0);
    let plain = ["pay", "10.00", "--card", "visa-credit", "--profile", written.path()];
    let refused = tap(&plain);
    assert_eq!(refused.status, 2, "{}", refused.stdout);
    assert!(refused.stderr.contains("purchase"), "{}", refused.stderr);
}
