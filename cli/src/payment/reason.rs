//! Why there was no approval.

use tapkernel::core::oda::OdaResult;
use tapkernel::drive::Final;
use tapkernel::reader::FinalOutcome;
use tapkernel_simulator::acquirer::ResponseCode;

use crate::language::Reasons;

/// Why there was no approval, in words that each language has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The issuer's answer, field 39.
    Issuer(ResponseCode),
    /// The terminal or the card declined without asking the issuer.
    CardOrTerminal,
    /// The card's signature is not good, or cannot be verified.
    NotAuthentic,
    /// The card, or the amount, is not for contactless.
    AnotherInterface,
    /// The tap ended without a decision.
    NotProcessed,
    /// The person at the terminal gave no PIN.
    PinCancelled,
}

impl Reason {
    /// Why a tap that asks nothing of the issuer is no approval.
    pub(super) fn of_tap(ended: &Final) -> Self {
        match ended {
            Final::TryAnotherInterface(_) => Self::AnotherInterface,
            Final::Declined(outcome) if outcome.oda.result == OdaResult::Failed => Self::NotAuthentic,
            Final::Declined(_) => Self::CardOrTerminal,
            _ => Self::NotProcessed,
        }
    }

    /// In words.
    pub(crate) const fn text(self, reasons: &Reasons) -> &'static str {
        match self {
            Self::Issuer(code) => issuer(code, reasons),
            Self::CardOrTerminal => reasons.card_or_terminal,
            Self::NotAuthentic => reasons.not_authentic,
            Self::AnotherInterface => reasons.another_interface,
            Self::NotProcessed => reasons.not_processed,
            Self::PinCancelled => reasons.pin_cancelled,
        }
    }
}

/// What the receipt says to a response code. A lost or stolen card is not called so to its bearer.
const fn issuer(code: ResponseCode, reasons: &Reasons) -> &'static str {
    match &code.0 {
        b"14" => reasons.unknown_card,
        b"51" => reasons.insufficient_funds,
        b"54" => reasons.expired_card,
        b"55" => reasons.wrong_pin,
        b"57" | b"58" | b"62" => reasons.not_permitted,
        b"61" => reasons.limit_exceeded,
        b"65" => reasons.pin_needed,
        b"75" => reasons.pin_tries_exceeded,
        b"91" => reasons.issuer_not_available,
        b"96" => reasons.system_fault,
        _ => reasons.declined,
    }
}

/// What engineers want to know of a tap that ended without the issuer: the error behind it.
pub(super) fn detail(outcome: &FinalOutcome) -> Option<String> {
    let error = &outcome.error;
    let status = error.status_word.map(|status| format!("status {status}"));
    let level = [error.l1.map(|l1| l1.name()), error.l2.map(|l2| l2.name()), error.l3.map(|l3| l3.name())];
    let oda = (outcome.oda.result == OdaResult::Failed).then_some(outcome.oda.reason).flatten();
    let oda = oda.map(|reason| format!("{} {reason}", outcome.oda.method));
    let parts: Vec<_> = level.into_iter().flatten().map(str::to_owned).chain(status).chain(oda).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
