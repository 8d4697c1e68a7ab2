//! Offline data authentication: fast dynamic data authentication, fDDA (Book C-3, 5.6).

use tapkernel_core::data::{
    AcType, ApplicationInterchangeProfile as Aip, TerminalTransactionQualifiers as Ttq, UnpredictableNumber,
    tags,
};
use tapkernel_core::kernel::{OdaFailed, OdaUnknownKey, Policies};
use tapkernel_core::oda::fdda::{self, FddaData, FddaVerified};
use tapkernel_core::oda::{OdaMethod, OdaReason, OdaReport, SignedDataFormat, recover_icc_key};
use tapkernel_core::outcome::{ErrorIndication, L2Error};

use super::card_read_complete::{CardAnswer, oda_for_online_in_force};
use super::decision::Decision;
use crate::context::Context;
use crate::dictionary::tags as visa;
use crate::exit::Exit;
use crate::qualifiers::CardTransactionQualifiers as Ctq;

/// Verifies what the card signed. An offline approval needs it; for an online authorisation it is done whenever the
/// card sent a signature, asked or not: not offered is no failure, present but wrong is one.
pub(crate) fn perform(cx: &mut Context, card: &CardAnswer) -> Result<Option<FddaVerified>, Exit> {
    let offered = cx.db.is_not_empty(tags::SIGNED_DYNAMIC_APPLICATION_DATA);
    if cx.decision == Decision::Online && !offered {
        cx.oda = OdaReport::not_performed(OdaReason::NotOffered);
        return Ok(None);
    }
    cx.at("5.6");
    match verify(cx, card) {
        Ok(verified) => {
            cx.at("5.6 verified");
            cx.oda = OdaReport::verified(OdaMethod::Fdda);
            cx.db.insert(tags::ICC_DYNAMIC_NUMBER, verified.icc_dynamic_number().as_bytes());
            Ok(Some(verified))
        }
        Err(reason) => {
            cx.at("5.6 failed");
            cx.oda = match reason {
                OdaReason::NotOffered => OdaReport::not_performed(reason),
                _ => OdaReport::failed(OdaMethod::Fdda, reason),
            };
            follow(cx, reason)?;
            Ok(None)
        }
    }
}

fn verify(cx: &Context, card: &CardAnswer) -> Result<FddaVerified, OdaReason> {
    if cx.decision == Decision::Offline && !card.profile.has(Aip::DDA_SUPPORTED) {
        return Err(OdaReason::NotOffered);
    }
    let value = |tag| cx.db.get(tag).filter(|value| !value.is_empty()).ok_or(OdaReason::DataMissing);
    let signature = value(tags::SIGNED_DYNAMIC_APPLICATION_DATA)?;
    let data = FddaData {
        unpredictable_number: unpredictable_number(cx).ok_or(OdaReason::DataMissing)?,
        amount: cx.transaction.amount,
        currency: cx.transaction.currency,
        card_authentication_related_data: value(visa::CARD_AUTHENTICATION_RELATED_DATA)?,
    };
    let format = match card.cryptogram {
        AcType::Arqc => SignedDataFormat::OdaForOnline,
        AcType::Tc | AcType::Aac => SignedDataFormat::Offline,
    };
    let rid = cx.aid().ok_or(OdaReason::DataMissing)?.rid();
    let static_data = cx.signed_records.complete(&cx.db)?;
    let icc = recover_icc_key(&cx.db, &cx.ca_public_keys, rid, &static_data, cx.transaction.date)?;
    fdda::verify(&icc, signature, format, &data)
}

fn unpredictable_number(cx: &Context) -> Option<UnpredictableNumber> {
    cx.db.get(tags::UNPREDICTABLE_NUMBER)?.try_into().ok().map(UnpredictableNumber)
}

fn follow(cx: &mut Context, reason: OdaReason) -> Result<(), Exit> {
    let failure = Failure {
        reason,
        decision: cx.decision,
        in_force: oda_for_online_in_force(cx),
        ctq: cx.ctq().unwrap_or_default(),
        ttq: cx.ttq,
        policies: cx.policies,
    };
    let error = ErrorIndication::level_2(L2Error::CamFailed);
    match consequence(&failure) {
        Consequence::None => Ok(()),
        Consequence::GoOnline => {
            cx.require(Decision::Online);
            Ok(())
        }
        Consequence::SwitchInterface => Err(Exit::ContactInterface(error)),
        Consequence::Decline => {
            cx.require(Decision::Decline);
            Err(Exit::Declined(error))
        }
    }
}

/// All that the consequence of a failure depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failure {
    pub(crate) reason: OdaReason,
    /// Offline or online.
    pub(crate) decision: Decision,
    /// Whether the reader asked for the signature of an online authorisation.
    pub(crate) in_force: bool,
    /// `9F6C`; no bit is set if the card did not send it.
    pub(crate) ctq: Ctq,
    pub(crate) ttq: Ttq,
    pub(crate) policies: Policies,
}

/// What follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consequence {
    /// Nothing: an online authorisation goes on.
    None,
    /// Online Required by Reader.
    GoOnline,
    /// Try Another Interface, contact chip.
    SwitchInterface,
    /// Decline Required by Reader.
    Decline,
}

/// The card's wish in the CTQ (5.6), unless a policy declines first. The book does not look at the signature of an
/// online authorisation that it did not ask for.
pub(crate) fn consequence(failure: &Failure) -> Consequence {
    if declined_by_policy(failure.reason, &failure.policies) {
        Consequence::Decline
    } else if failure.decision == Decision::Online && !failure.in_force {
        Consequence::None
    } else if failure.ctq.has(Ctq::GO_ONLINE_IF_ODA_FAILS) && !failure.ttq.has(Ttq::OFFLINE_ONLY_READER) {
        Consequence::GoOnline
    } else if failure.ctq.has(Ctq::SWITCH_INTERFACE_IF_ODA_FAILS)
        && failure.ttq.has(Ttq::CONTACT_CHIP_SUPPORTED)
    {
        Consequence::SwitchInterface
    } else {
        Consequence::Decline
    }
}

fn declined_by_policy(reason: OdaReason, policies: &Policies) -> bool {
    match reason {
        OdaReason::NotOffered => false,
        OdaReason::UnknownCaKey => policies.oda_unknown_key == OdaUnknownKey::Decline,
        _ => policies.oda_failed == OdaFailed::Decline,
    }
}

#[cfg(test)]
mod tests;
