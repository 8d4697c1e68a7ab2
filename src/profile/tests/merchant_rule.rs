//! The merchant's rule in words against what comes of it: the Entry Point's pre-processing and the comparisons of
//! Kernel 2, at amounts around each limit; and the same rule under Kernel 3.

use serde_json::{Value, json};
use tapkernel_core::data::{Amount, KernelId, TransactionType};
use tapkernel_core::outcome::{Cvm, Outcome};

use super::plain_card::tap;
use crate::profile::{Profile, built_in};

/// A rule as a merchant says it; amounts in cents.
#[derive(Clone, Copy, Debug)]
struct Said {
    above: Option<u64>,
    from: Option<u64>,
    max: Option<u64>,
    floor: Option<u64>,
}

impl Said {
    fn accepts(self, amount: u64) -> bool {
        self.max.is_none_or(|max| amount <= max)
    }

    fn asks_pin(self, amount: u64) -> bool {
        self.above.is_some_and(|above| amount > above) || self.from.is_some_and(|from| amount >= from)
    }

    fn goes_online(self, amount: u64) -> bool {
        self.floor.is_some_and(|floor| amount > floor)
    }

    fn rules(self) -> Value {
        let write = |minor: u64| format!("{}.{:02}", minor / 100, minor % 100);
        let mut rules = json!({});
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                rules[name] = value;
            }
        };
        put("pin", self.above.map(|above| json!({ "above": write(above) })));
        put("pin", self.from.map(|from| json!({ "from": write(from) })));
        put("max", self.max.map(|max| json!(write(max))));
        put("floor", self.floor.map(|floor| json!(write(floor))));
        rules
    }
}

fn all() -> Vec<Said> {
    let pins = [(None, None), (Some(0), None), (Some(4000), None), (None, Some(1)), (None, Some(4000))];
    let mut said = Vec::new();
    for (above, from) in pins {
        for max in [None, Some(1), Some(5000), Some(999_999_999_999)] {
            for floor in [None, Some(0), Some(2500), Some(999_999_999_999)] {
                said.push(Said { above, from, max, floor });
            }
        }
    }
    said
}

/// Where the comparisons can go wrong.
const AMOUNTS: [u64; 14] = [1, 2, 99, 100, 101, 2499, 2500, 2501, 3999, 4000, 4001, 4999, 5000, 5001];

/// A laboratory's profile in which a card may decide, with `softpos-eur`'s CVM capabilities, and an action code of which
/// only the floor limit is left.
fn profile(said: Said, kind: &str, limits_of_entry_point: bool) -> Profile {
    let mut document: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
    document["stage"] = json!("laboratory");
    document["terminal"]["type"] = json!("22");
    document["policies"] =
        json!({ "oda_failed": "as_book", "above_limit_without_cvm": "as_book", "offline_approval": "as_book" });
    document["currencies"][0]["rules"] = json!({ kind: said.rules() });
    document["schemes"][1]["data"]["DF8122"] = json!("0000008000");
    if !limits_of_entry_point {
        document["schemes"][1]["transactions"][kind]["entry_point"] =
            json!({ "EUR": { "transaction_limit": null } });
    }
    Profile::from_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn kernel_2_does_what_the_rule_says() {
    for said in all() {
        for by_entry_point in [true, false] {
            let profile = profile(said, "purchase", by_entry_point);
            for amount in AMOUNTS.into_iter().chain([999_999_999_998, 999_999_999_999]) {
                let answer = tap(&profile, TransactionType::Purchase, amount, 0);
                let what = format!("{said:?} at {amount}");
                assert_eq!(answer.accepted, said.accepts(amount), "{what}");
                if !answer.accepted {
                    continue;
                }
                let wanted = if said.asks_pin(amount) { Cvm::OnlinePin } else { Cvm::NoCvm };
                assert_eq!(answer.cvm, wanted, "{what}");
                assert_eq!(answer.online, said.goes_online(amount), "{what}");
                let outcome = if answer.online { Outcome::OnlineRequest } else { Outcome::Approved };
                assert_eq!(answer.outcome, outcome, "{what}");
            }
        }
    }
}

#[test]
fn a_phone_shows_its_verification_where_others_need_the_pin() {
    for said in all().into_iter().filter(|said| said.floor.is_none()) {
        let profile = {
            let mut document: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
            document["stage"] = json!("laboratory");
            document["policies"] = json!({ "unauthenticated_cdcvm": "as_book", "oda_failed": "as_book" });
            let mut rules = said.rules();
            rules["floor"] = json!("0.00");
            document["currencies"][0]["rules"] = json!({ "purchase": rules });
            Profile::from_json(&document.to_string()).unwrap()
        };
        for amount in AMOUNTS {
            let answer = tap(&profile, TransactionType::Purchase, amount, 0x02);
            let verified = Cvm::ConfirmationCodeVerified;
            let wanted = if said.asks_pin(amount) { verified } else { Cvm::NoCvm };
            assert_eq!(answer.accepted, said.accepts(amount), "{said:?} at {amount}");
            assert!(!answer.accepted || answer.cvm == wanted, "{said:?} at {amount}: {answer:?}");
        }
    }
}

#[test]
fn kernel_3_has_the_same_answers() {
    for said in all() {
        let profile = profile(said, "purchase", true);
        let eur = profile.currency("EUR").unwrap().currency();
        let combinations = profile.combinations(TransactionType::Purchase, eur).unwrap();
        let visa = combinations.iter().find(|combination| combination.kernel == KernelId::VISA).unwrap();
        for amount in AMOUNTS.into_iter().chain([999_999_999_998, 999_999_999_999]) {
            let result = visa.limits.pre_process(Amount::new(amount).unwrap(), eur);
            assert_eq!(result.is_some(), said.accepts(amount), "{said:?} at {amount}");
            let indicators = result.map(|result| result.indicators).unwrap_or_default();
            let both = (indicators.cvm_required_limit_exceeded, indicators.floor_limit_exceeded);
            let wanted = (said.asks_pin(amount), said.goes_online(amount));
            assert!(result.is_none() || both == wanted, "{said:?} at {amount}");
        }
    }
}

#[test]
fn no_refund_asks_for_a_pin() {
    let said = Said { above: None, from: None, max: Some(5000), floor: Some(0) };
    let mut document: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
    // Capabilities of a set that would ask below the limit too.
    document["schemes"][1]["transactions"]["refund"]["data"] = json!({ "DF8118": "60", "DF8119": "68" });
    document["currencies"][0]["rules"]["refund"]["max"] = json!("50.00");
    let profile = Profile::from_json(&document.to_string()).unwrap();
    for amount in AMOUNTS {
        for more in [0, 0x02] {
            let answer = tap(&profile, TransactionType::Refund, amount, more);
            assert_eq!(answer.accepted, said.accepts(amount));
            assert!(!answer.online && answer.cvm != Cvm::OnlinePin, "{answer:?}");
            let ended = answer.outcome == Outcome::EndApplication && !answer.error;
            assert!(ended || !answer.accepted, "an AAC is what a refund wants: {answer:?}");
        }
    }
}

#[test]
fn zero_is_what_the_entry_point_makes_of_it() {
    let built = |rules: Value, terminal_type: &str| {
        let mut document: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
        document["stage"] = json!("laboratory");
        document["terminal"]["type"] = json!(terminal_type);
        document["schemes"].as_array_mut().unwrap().remove(0);
        document["currencies"][0]["rules"] = json!({ "purchase": rules });
        Profile::from_json(&document.to_string()).unwrap()
    };
    let accepted = |rules, terminal| tap(&built(rules, terminal), TransactionType::Purchase, 0, 0).accepted;
    assert!(accepted(json!({}), "21"));
    assert!(accepted(json!({ "zero_amount": "online" }), "21"));
    assert!(!accepted(json!({ "zero_amount": "refused" }), "21"));
    assert!(!accepted(json!({ "pin": { "from": "0.00" } }), "21"), "no PIN can be asked for it");
    assert!(accepted(json!({ "pin": { "above": "0.00" } }), "21"));
    assert!(!accepted(json!({ "zero_amount": "online" }), "23"), "there is no way online");
    assert!(accepted(json!({ "zero_amount": "also_offline" }), "23"));
}
