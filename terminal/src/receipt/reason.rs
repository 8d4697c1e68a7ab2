//! Why there was no approval, in words that each language has.

use crate::acquirer::ResponseCode;
use crate::language::{Language, Reasons};

/// Why there was no approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
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
    /// The merchant or the cardholder cancelled.
    Cancelled,
    /// No card was presented in time.
    NoCard,
    /// Not the card of the original.
    OtherCard,
    /// The acquirer cannot be reached.
    AcquirerNotReached,
    /// No answer came, and what was sent has been undone.
    Reversed,
    /// The terminal was interrupted before anything was sent.
    Interrupted,
    /// The issuer approved a part, which has been undone.
    PartialApproval,
}

impl Reason {
    /// In words.
    pub const fn text(self, language: Language) -> &'static str {
        let reasons = &language.texts().reasons;
        match self {
            Self::Issuer(code) => issuer(code, reasons),
            Self::CardOrTerminal => reasons.card_or_terminal,
            Self::NotAuthentic => reasons.not_authentic,
            Self::AnotherInterface => reasons.another_interface,
            Self::NotProcessed => reasons.not_processed,
            Self::PinCancelled => reasons.pin_cancelled,
            Self::Cancelled => reasons.cancelled,
            Self::NoCard => reasons.no_card,
            Self::OtherCard => reasons.other_card,
            Self::AcquirerNotReached => reasons.acquirer_not_reached,
            Self::Reversed => reasons.reversed,
            Self::Interrupted => reasons.interrupted,
            Self::PartialApproval => reasons.partial_approval,
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
        b"65" | b"1A" | b"70" => reasons.pin_needed,
        b"75" => reasons.pin_tries_exceeded,
        b"91" => reasons.issuer_not_available,
        b"96" => reasons.system_fault,
        _ => reasons.declined,
    }
}
