//! Cardholder verification (Book C-3, 5.7).

use tapkernel_core::data::{AcType, TerminalTransactionQualifiers as Ttq};
use tapkernel_core::kernel::UnauthenticatedCdcvm;
use tapkernel_core::oda::fdda::FddaVerified;
use tapkernel_core::outcome::{Cvm, ErrorIndication};

use super::card_read_complete::CardAnswer;
use super::decision::Decision;
use crate::card_authentication::QualifiersCopy;
use crate::context::Context;
use crate::exit::Exit;
use crate::qualifiers::CardTransactionQualifiers as Ctq;

/// Settles the cardholder verification method. The issuer checks a PIN, so that goes online.
pub(crate) fn perform(
    cx: &mut Context,
    card: &CardAnswer,
    authenticated: Option<&FddaVerified>,
) -> Result<Cvm, Exit> {
    cx.at("5.7");
    let choice = select_cvm(&CvmInput {
        ttq: cx.ttq,
        ctq: cx.ctq(),
        copy: cx.qualifiers_copy(),
        cryptogram: card.cryptogram,
        fdda_verified: authenticated.is_some(),
        policy: cx.policies.unauthenticated_cdcvm,
    });
    let Some(cvm) = choice else {
        cx.at("5.7 declined");
        cx.require(Decision::Decline);
        return Err(Exit::Declined(ErrorIndication::default()));
    };
    if cvm == Cvm::OnlinePin {
        cx.require(Decision::Online);
    }
    Ok(cvm)
}

/// All that the choice of a cardholder verification method depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CvmInput {
    /// The copy of the TTQ for this transaction, from the reader's own memory.
    pub(crate) ttq: Ttq,
    /// `9F6C`, if the card sent it.
    pub(crate) ctq: Option<Ctq>,
    /// What `9F69` says about it.
    pub(crate) copy: QualifiersCopy,
    /// The type of the cryptogram; the phase is skipped for an AAC.
    pub(crate) cryptogram: AcType,
    /// Whether fDDA was verified, and `9F69` is authentic with it.
    pub(crate) fdda_verified: bool,
    /// What an unsigned CDCVM claim is worth.
    pub(crate) policy: UnauthenticatedCdcvm,
}

/// A method was found, or the transaction must be declined.
pub(crate) type CvmChoice = Option<Cvm>;

const DECLINE: CvmChoice = None;

/// Chooses the method: the first rule of 5.7 that applies. `None` is Decline Required by Reader.
///
/// The policy `above_limit_without_cvm` has no part in it: where the reader requires a CVM and none matches, the book
/// itself declines.
pub(crate) fn select_cvm(input: &CvmInput) -> CvmChoice {
    let Some(ctq) = input.ctq else { return without_qualifiers(input.ttq) };
    if ctq.has(Ctq::ONLINE_PIN_REQUIRED) && input.ttq.has(Ttq::ONLINE_PIN_SUPPORTED) {
        return Some(Cvm::OnlinePin);
    }
    if ctq.has(Ctq::CDCVM_PERFORMED) {
        match judge_cdcvm_claim(input) {
            Claim::Accepted => return Some(Cvm::ConfirmationCodeVerified),
            Claim::Refused => return DECLINE,
            Claim::PinInstead => return Some(Cvm::OnlinePin),
            Claim::Ignored => {}
        }
    }
    if ctq.has(Ctq::SIGNATURE_REQUIRED) && input.ttq.has(Ttq::SIGNATURE_SUPPORTED) {
        return Some(Cvm::ObtainSignature);
    }
    if input.ttq.has(Ttq::CVM_REQUIRED) { DECLINE } else { Some(Cvm::NoCvm) }
}

/// A card without CTQ leaves the choice to the reader.
fn without_qualifiers(ttq: Ttq) -> CvmChoice {
    if !ttq.has(Ttq::CVM_REQUIRED) {
        Some(Cvm::NoCvm)
    } else if ttq.has(Ttq::SIGNATURE_SUPPORTED) {
        Some(Cvm::ObtainSignature)
    } else if ttq.has(Ttq::ONLINE_PIN_SUPPORTED) {
        Some(Cvm::OnlinePin)
    } else {
        DECLINE
    }
}

/// What the claim of a consumer device CVM comes to.
enum Claim {
    Accepted,
    Refused,
    PinInstead,
    Ignored,
}

fn judge_cdcvm_claim(input: &CvmInput) -> Claim {
    match (input.copy, input.cryptogram) {
        (QualifiersCopy::TooShort | QualifiersCopy::Different, _) => Claim::Refused,
        (QualifiersCopy::Absent, AcType::Tc | AcType::Aac) => Claim::Refused,
        (QualifiersCopy::Equal, _) if input.fdda_verified => Claim::Accepted,
        (QualifiersCopy::Equal, _) | (QualifiersCopy::Absent, AcType::Arqc) => unsigned_claim(input),
    }
}

/// The book believes a claim that nobody signed; a hardened product does not: where a CVM is required it asks for the
/// PIN instead, where none is required the claim changes nothing.
fn unsigned_claim(input: &CvmInput) -> Claim {
    match input.policy {
        UnauthenticatedCdcvm::AsBook => Claim::Accepted,
        UnauthenticatedCdcvm::OnlinePin if !input.ttq.has(Ttq::CVM_REQUIRED) => Claim::Ignored,
        UnauthenticatedCdcvm::OnlinePin if input.ttq.has(Ttq::ONLINE_PIN_SUPPORTED) => Claim::PinInstead,
        UnauthenticatedCdcvm::OnlinePin => Claim::Refused,
    }
}

#[cfg(test)]
mod tests;
