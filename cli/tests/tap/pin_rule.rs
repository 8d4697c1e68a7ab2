//! `tap pay` at the limit: one cent below, at it, one cent above, under both forms of the merchant's rule.

use serde_json::{Value, json};

use super::{Written, file, tap};

/// `softpos-eur` with this rule for purchases.
fn profile(word: &str) -> Written {
    let text = std::fs::read_to_string(file("src/profile/built_in/softpos-eur.json")).unwrap();
    let mut profile: Value = serde_json::from_str(&text).unwrap();
    profile["currencies"][0]["rules"]["purchase"]["pin"] = json!({ word: "40.00" });
    Written::new(&format!("pin-{word}.json"), profile.to_string().as_bytes())
}

#[test]
fn a_cent_around_the_limit() {
    for (word, amount, pin) in [
        ("above", "39.99", false),
        ("above", "40.00", false),
        ("above", "40.01", true),
        ("from", "39.99", false),
        ("from", "40.00", true),
        ("from", "40.01", true),
    ] {
        let written = profile(word);
        let place = format!("{word} {amount}");
        for (card, cvm) in [
            ("visa-credit", if pin { "Online PIN" } else { "No CVM" }),
            ("visa-debit-phone", "Confirmation Code Verified"),
            ("visa-online-pin", "Online PIN"),
        ] {
            let ran =
                tap(&["pay", amount, "--card", card, "--pin", "1234", "--profile", written.path(), "--json"]);
            assert_eq!(ran.status, 0, "{place} {card}: {}", ran.stderr);
            let answer = ran.json();
            assert_eq!(answer["outcome"], "Approved", "{place} {card}");
            assert_eq!(answer["cvm"], cvm, "{place} {card}");
            let asked = answer["messages"].as_array().unwrap().iter().any(|message| message["id"] == "09");
            assert_eq!(asked, cvm == "Online PIN", "{place} {card}: the request to enter the PIN");
        }
    }
}
