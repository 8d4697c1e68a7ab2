//! The document.

use proptest::prelude::{prop_assert, proptest};
use serde_json::{Value, json};
use tapkernel_terminal::activation::{ProfileInUse, ProfileState, ToSign};
use tapkernel_terminal::diagnostics::{DiagnosticsSources, ErrorRecord, diagnostics};
use tapkernel_terminal::environment::{EnvironmentFacts, Nfc, Requirements, check_environment};
use tapkernel_terminal::tapkernel::core::data::{Date, Time};
use tapkernel_terminal::tapkernel::kernels;
use tapkernel_terminal::tapkernel::profile::Profile;
use tapkernel_terminal::tapkernel::reader::Versions;

use crate::rig;

fn moment() -> (Date, Time) {
    (Date::new(2026, 11, 22).unwrap(), Time::new(6, 5, 4).unwrap())
}

fn read(sources: &DiagnosticsSources<'_>) -> Value {
    serde_json::from_str(&diagnostics(sources)).unwrap()
}

#[test]
fn holds_what_support_asks_for() {
    let profile = rig::over(&rig::sign(&rig::update(8)), &rig::active(7, ProfileState::Test)).unwrap();
    let facts = EnvironmentFacts { nfc: Some(Nfc::Off), ..EnvironmentFacts::default() };
    let report = check_environment(&facts, &Requirements::default(), &profile);
    let kernels = kernels();
    let versions = Versions::new(profile.profile(), kernels.iter().map(AsRef::as_ref));
    let errors = [ErrorRecord { at: moment(), code: 3001, text: "Tag was lost: 4761739001010010" }];
    let document = read(&DiagnosticsSources {
        now: Some(moment()),
        app: "Shop",
        app_version: "3.2.1",
        device: "Samsung SM-S921B",
        system: "Android 15",
        versions: Some(&versions),
        profile: Some(&profile),
        environment: Some(&report),
        journal: &[("records", 41), ("open_reversals", 1)],
        errors: &errors,
    });
    assert_eq!(document["form"], "tapkernel-diagnostics-1");
    assert_eq!(document["made"], "2026-11-22 06:05:04");
    let app =
        json!({"name": "Shop", "version": "3.2.1", "device": "Samsung SM-S921B", "system": "Android 15"});
    assert_eq!(document["app"], app);
    assert_eq!(document["library"]["kernels"].as_array().unwrap().len(), versions.kernels.len());
    assert_eq!(document["library"]["tapkernel"], versions.library);
    let expected = json!({
        "name": "softpos-eur", "version": profile.profile().version(), "checksum": versions.profile.checksum,
        "stage": "test", "state": "test", "serial": 8, "terminal_id": "TM000016",
    });
    assert_eq!(document["profile"], expected);
    assert_eq!(document["environment"]["findings"][1]["code"], "nfc-on");
    assert_eq!(document["journal"], json!({"records": 41, "open_reversals": 1}));
    let error = json!({"at": "2026-11-22 06:05:04", "code": 3001, "text": "Tag was lost: [hidden]"});
    assert_eq!(document["errors"], json!([error]));
}

#[test]
fn is_whole_without_anything() {
    let document = read(&DiagnosticsSources::default());
    for field in ["made", "profile", "environment"] {
        assert_eq!(document[field], Value::Null);
    }
    assert_eq!((&document["errors"], &document["journal"]), (&json!([]), &json!({})));
}

#[test]
fn keeps_the_last_errors_and_the_first_of_long_texts() {
    let long = "long ".repeat(100);
    let errors: Vec<_> = (0..60).map(|code| ErrorRecord { at: moment(), code, text: &long }).collect();
    let document = read(&DiagnosticsSources { errors: &errors, ..DiagnosticsSources::default() });
    let kept = document["errors"].as_array().unwrap();
    assert_eq!((kept.len(), &kept[0]["code"], &kept[49]["code"]), (50, &json!(10), &json!(59)));
    assert_eq!(kept[0]["text"].as_str().unwrap().chars().count(), 300);
}

/// All texts and numbers of a document but the checksum, the form and the environment, which no app writes.
fn leaves(document: &Value) -> String {
    match document {
        Value::Object(fields) => {
            let written = |name: &str| !matches!(name, "checksum" | "form" | "environment" | "made" | "at");
            fields.iter().filter(|(name, _)| written(name)).map(|(_, value)| leaves(value)).collect()
        }
        Value::Array(items) => items.iter().map(leaves).collect(),
        other => format!("{other}\n"),
    }
}

proptest! {
    /// Wherever a secret is put in, it does not come out.
    #[test]
    fn no_secret_survives(pan in "[1-9][0-9]{11,18}", rest in "[0-9]{10}", pin in "[0-9]{4,12}", key: [u8; 16]) {
        let secret = format!("{pan} {pan}D{rest}F, PIN {pin}, key {}", hex::encode_upper(key));
        let cut = secret.chars().take(30).collect::<String>();
        let number: u64 = pan.parse().unwrap_or(u64::MAX);
        let code = u32::try_from(number % (1 << 32)).unwrap();
        let mut text: Value = serde_json::from_str(rig::SOFTPOS).unwrap();
        (text["name"], text["version"]) = (json!(cut), json!(pan));
        let profile = ProfileInUse::draft(Profile::from_json(&text.to_string()).unwrap());
        let versions = Versions::new(profile.profile(), []);
        let errors = [ErrorRecord { at: moment(), code, text: &secret }];
        let document = diagnostics(&DiagnosticsSources {
            now: Some(moment()),
            app: &secret,
            app_version: &pan,
            device: &secret,
            system: &secret,
            versions: Some(&versions),
            profile: Some(&profile),
            environment: None,
            journal: &[("records", number)],
            errors: &errors,
        });
        let document = leaves(&serde_json::from_str(&document).unwrap());
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        for line in document.lines() {
            prop_assert!(digits(line).len() < 8 || line.contains("TM000016"), "{}", line);
        }
        for (at, _) in pan.char_indices().skip(7) {
            let part = &pan[at - 7..=at];
            prop_assert!(!document.contains(part), "{}", document);
        }
        prop_assert!(!document.contains(&hex::encode_upper(key)));
        let shown = format!("PIN {pin}");
        prop_assert!(!document.contains(&shown));
    }
}

#[test]
fn a_signed_profile_says_so() {
    let shops = rig::for_shops();
    let wanted = ToSign { state: ProfileState::Production, profile: &shops, ..rig::update(8) };
    let profile = rig::over(&rig::sign(&wanted), &rig::active(7, ProfileState::Certified)).unwrap();
    let document = read(&DiagnosticsSources { profile: Some(&profile), ..DiagnosticsSources::default() });
    assert_eq!(
        (&document["profile"]["state"], &document["profile"]["stage"]),
        (&json!("production"), &json!("production"))
    );
}
