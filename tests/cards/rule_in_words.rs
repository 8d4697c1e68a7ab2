//! What a row must be, said once more from the merchant's rule and the cards' descriptions, not from the kernel.

use tapkernel::core::oda::OdaResult;
use tapkernel::core::outcome::{Cvm, Outcome};

use super::Row;
use crate::software_tap::{LIMIT, PinRule};

/// The cards that do not just follow the rule, and why.
pub(crate) const BY_DESIGN: [(&str, &str); 7] = [
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
        "visa-blocked" => assert_eq!(outcome, Outcome::EndApplication, "{place}"),
        "visa-declining" => assert_eq!(outcome, Outcome::Declined, "{place}"),
        "visa-unknown-ca" if softpos => assert_eq!(outcome, Outcome::Declined, "{place}"),
        _ => accepted(row, softpos, &place),
    }
}

/// Online, or approved by a card that may do so in the laboratory.
fn accepted(row: &Row, softpos: bool, place: &str) {
    let outcome = row.paid.ended.outcome();
    let verified = outcome.oda.result == OdaResult::Verified;
    // Nobody else lets a card approve: `softpos-eur` has a floor limit of zero, zero itself goes online, a PIN too.
    let may_approve = ["visa-credit", "visa-offline", "visa-program-id"].contains(&row.card.as_str());
    if may_approve && !softpos && row.amount != 0 && !asks_for_pin(row.rule, row.amount) {
        assert_eq!(row.paid.outcome(), Outcome::Approved, "{place}");
        assert!(verified, "{place}");
    } else {
        assert_eq!(row.paid.outcome(), Outcome::OnlineRequest, "{place}");
        let code = row.paid.response.as_ref().unwrap().response_code.to_string();
        assert_eq!(code, if row.card == "visa-expired" { "54" } else { "00" }, "{place}");
    }
    assert_eq!(row.paid.cvm(), method(row), "{place}");
    let signs = row.card != "visa-no-oda";
    assert_ne!(outcome.oda.result, OdaResult::Failed, "{place}");
    if softpos {
        assert_eq!(verified, signs, "{place}");
    }
}

fn method(row: &Row) -> Cvm {
    match row.card.as_str() {
        "visa-debit-phone" | "visa-see-phone" => Cvm::ConfirmationCodeVerified,
        "visa-online-pin" => Cvm::OnlinePin,
        _ if asks_for_pin(row.rule, row.amount) => Cvm::OnlinePin,
        _ => Cvm::NoCvm,
    }
}
