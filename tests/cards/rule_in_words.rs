//! What a row must be, said once more from the merchant's rule and the cards' descriptions, not from the kernel.

use tapkernel::core::oda::OdaResult;
use tapkernel::core::outcome::{Cvm, Outcome};

use super::Row;
use crate::software_tap::{LIMIT, PinRule};

/// The cards that do not just follow the rule, and why.
pub(crate) const BY_DESIGN: [(&str, &str); 18] = [
    (
        "visa-debit-phone",
        "the phone has verified its holder: Confirmation Code Verified in the place of the PIN",
    ),
    ("visa-see-phone", "asks its holder to look at the phone first (6986), then as `visa-debit-phone`"),
    ("visa-blocked", "refuses with 6985: the only application of the card, so the tap ends"),
    ("visa-expired", "goes online as any card, the issuer answers 54"),
    ("visa-declining", "declines by itself (AAC), whatever the amount"),
    ("visa-online-pin", "asks for the PIN at every amount, also below the limit"),
    (
        "visa-unknown-ca",
        "its signature cannot be verified: `softpos-eur` declines, `lab` follows the book and the CTQ",
    ),
    (
        "mastercard-phone",
        "the phone has verified its holder: Confirmation Code Verified in the place of the PIN; Kernel 2 says so only \
         where the rule asks for one, Kernel 3 always",
    ),
    (
        "mastercard-see-phone",
        "asks its holder to look at the phone first (`DF4B` with an AAC), then as `mastercard-phone`",
    ),
    (
        "mastercard-blocked",
        "answers AAC: Declined, after the card was read; `visa-blocked` refuses before that",
    ),
    ("mastercard-expired", "goes online as any card, the issuer answers 54"),
    (
        "mastercard-unknown-ca",
        "nothing is signed for a reader that cannot verify it: `softpos-eur` asks for an AAC, `lab` goes online",
    ),
    ("mastercard-wrong-signature", "CAM FAILED after GENERATE AC: the tap ends, never Declined"),
    (
        "mastercard-wrong-cryptogram",
        "answers TC: good where a TC was asked for, else the tap ends; `softpos-eur` never asks for one",
    ),
    (
        "mastercard-no-cvm-list",
        "no method above the limit: `softpos-eur` asks for an AAC, `lab` goes online without CVM as the book does",
    ),
    (
        "mastercard-no-cvm",
        "its list allows no CVM only, which the reader has not above the limit: as `mastercard-no-cvm-list`",
    ),
    (
        "mastercard-relayed",
        "too far away: `lab` goes online for it, `softpos-eur` reports the times and does not judge them",
    ),
    ("mastercard-mag-stripe", "mag-stripe mode only, which the profiles do not support: the tap ends"),
];

/// Whether the merchant's rule asks for the PIN.
fn asks_for_pin(rule: PinRule, amount: u64) -> bool {
    match rule {
        PinRule::None => false,
        PinRule::Above => amount > LIMIT,
        PinRule::From => amount >= LIMIT,
    }
}

pub(crate) fn check(row: &Row) {
    let place = format!("{} {:?} {} {}: {}", row.profile, row.rule, row.card, row.amount, row.paid.text());
    let softpos = row.profile == "softpos-eur";
    let outcome = row.paid.outcome();
    if softpos && row.amount == 0 {
        // The profile refuses an amount of zero before any card is asked.
        assert_eq!(outcome, Outcome::TryAnotherInterface, "{place}");
        assert!(row.paid.genuine.is_empty(), "{place}");
        return;
    }
    match row.card.as_str() {
        "visa-blocked" | "mastercard-wrong-signature" | "mastercard-mag-stripe" => {
            assert_eq!(outcome, Outcome::EndApplication, "{place}");
        }
        "visa-declining" | "mastercard-blocked" => assert_eq!(outcome, Outcome::Declined, "{place}"),
        "visa-unknown-ca" | "mastercard-unknown-ca" if softpos => {
            assert_eq!(outcome, Outcome::Declined, "{place}");
        }
        "mastercard-no-cvm" | "mastercard-no-cvm-list" if softpos && asks_for_pin(row.rule, row.amount) => {
            assert_eq!(outcome, Outcome::Declined, "{place}");
        }
        "mastercard-wrong-cryptogram" if softpos || asks_for_pin(row.rule, row.amount) => {
            assert_eq!(outcome, Outcome::EndApplication, "{place}");
        }
        _ => accepted(row, softpos, &place),
    }
}

/// The cards that approve by themselves where nobody asks for more.
const APPROVING: [&str; 7] = [
    "visa-credit",
    "visa-offline",
    "visa-program-id",
    "mastercard-credit",
    "mastercard-wrong-cryptogram",
    "mastercard-relay-resistance",
    "mastercard-torn",
];

/// Online, or approved by a card that may do so in the laboratory.
fn accepted(row: &Row, softpos: bool, place: &str) {
    let outcome = row.paid.ended.outcome();
    let verified = outcome.oda.result == OdaResult::Verified;
    // Nobody else lets a card approve: `softpos-eur` never, the PIN goes online, with Visa zero itself too.
    let zero_goes_online = row.amount == 0 && row.card.starts_with("visa-");
    let may_approve = APPROVING.contains(&row.card.as_str());
    if may_approve && !softpos && !zero_goes_online && !asks_for_pin(row.rule, row.amount) {
        assert_eq!(row.paid.outcome(), Outcome::Approved, "{place}");
        assert!(verified, "{place}");
    } else {
        assert_eq!(row.paid.outcome(), Outcome::OnlineRequest, "{place}");
        let code = row.paid.response.as_ref().unwrap().response_code.to_string();
        assert_eq!(code, if row.card.ends_with("-expired") { "54" } else { "00" }, "{place}");
    }
    assert_eq!(row.paid.cvm(), method(row), "{place}");
    let unknown_key = row.card == "mastercard-unknown-ca";
    assert_eq!(outcome.oda.result == OdaResult::Failed, unknown_key, "{place}");
    if softpos {
        assert_eq!(verified, !row.card.ends_with("-no-oda"), "{place}");
    }
}

fn method(row: &Row) -> Cvm {
    match row.card.as_str() {
        "visa-debit-phone" | "visa-see-phone" => Cvm::ConfirmationCodeVerified,
        "visa-online-pin" => Cvm::OnlinePin,
        "mastercard-no-cvm" | "mastercard-no-cvm-list" => Cvm::NoCvm,
        _ if !asks_for_pin(row.rule, row.amount) => Cvm::NoCvm,
        "mastercard-phone" | "mastercard-see-phone" => Cvm::ConfirmationCodeVerified,
        _ => Cvm::OnlinePin,
    }
}
