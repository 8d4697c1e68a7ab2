//! Offline data authentication (Book C-3, 5.6): fast dynamic, fDDA; static for online authorisations only.

use tapkernel_core::data::{
    AcType, ApplicationInterchangeProfile as Aip, TerminalTransactionQualifiers as Ttq, UnpredictableNumber,
    tags,
};
use tapkernel_core::kernel::{OdaFailed, OdaUnknownKey, Policies};
use tapkernel_core::oda::fdda::{self, FddaData, FddaVerified};
use tapkernel_core::oda::{
    OdaMethod, OdaReason, OdaReport, SignedDataFormat, recover_icc_key, recover_issuer_key, sda,
};
use tapkernel_core::outcome::{ErrorIndication, L2Error};
use tapkernel_core::tlv::Tag;

use super::card_read_complete::{CardAnswer, oda_for_online_in_force};
use super::decision::Decision;
use crate::context::Context;
use crate::dictionary::tags as visa;
use crate::exit::Exit;
use crate::qualifiers::CardTransactionQualifiers as Ctq;

/// Verifies what the card signed. An offline approval needs it; for an online authorisation it is done whenever the
/// card sent a signature, asked or not: not offered is no failure, present but wrong is one.
pub(crate) fn perform(cx: &mut Context, card: &CardAnswer) -> Result<Option<FddaVerified>, Exit> {
    let method = offered(cx);
    if cx.decision == Decision::Online && method == OdaMethod::None {
        cx.oda = OdaReport::not_performed(OdaReason::NotOffered);
        return Ok(None);
    }
    cx.at("5.6");
    let result = match method {
        OdaMethod::Sda => static_authentication(cx).map(|()| None),
        _ => fast_dynamic_authentication(cx, card).map(Some),
    };
    match result {
        Ok(verified) => {
            cx.at("5.6 verified");
            cx.oda = OdaReport::verified(method);
            Ok(verified)
        }
        Err(reason) => {
            cx.at("5.6 failed");
            cx.oda = match reason {
                OdaReason::NotOffered => OdaReport::not_performed(reason),
                _ if method == OdaMethod::Sda => OdaReport::failed(method, reason),
                _ => OdaReport::failed(OdaMethod::Fdda, reason),
            };
            follow(cx, reason)?;
            Ok(None)
        }
    }
}

/// What the card sent for authentication. A static signature counts for an online authorisation only: it proves
/// nothing about this transaction, and no approval is built on it.
fn offered(cx: &Context) -> OdaMethod {
    if cx.db.is_not_empty(tags::SIGNED_DYNAMIC_APPLICATION_DATA) {
        OdaMethod::Fdda
    } else if cx.decision == Decision::Online && cx.db.is_not_empty(tags::SIGNED_STATIC_APPLICATION_DATA) {
        OdaMethod::Sda
    } else {
        OdaMethod::None
    }
}

/// Signed Static Application Data `93` with the format for online authorisations, 93.
fn static_authentication(cx: &mut Context) -> Result<(), OdaReason> {
    let rid = cx.aid().ok_or(OdaReason::DataMissing)?.rid();
    let static_data = cx.signed_records.complete(&cx.db)?;
    let issuer = recover_issuer_key(&cx.db, &cx.ca_public_keys, rid, cx.transaction.date)?;
    let signature = value(cx, tags::SIGNED_STATIC_APPLICATION_DATA)?;
    let verified = sda::verify(&issuer, signature, SignedDataFormat::OdaForOnline, &static_data)?;
    cx.db.insert(tags::DATA_AUTHENTICATION_CODE, &verified.data_authentication_code());
    Ok(())
}

fn fast_dynamic_authentication(cx: &mut Context, card: &CardAnswer) -> Result<FddaVerified, OdaReason> {
    if cx.decision == Decision::Offline && !card.profile.has(Aip::DDA_SUPPORTED) {
        return Err(OdaReason::NotOffered);
    }
    let signature = value(cx, tags::SIGNED_DYNAMIC_APPLICATION_DATA)?;
    let data = FddaData {
        unpredictable_number: unpredictable_number(cx).ok_or(OdaReason::DataMissing)?,
        amount: cx.transaction.amount,
        currency: cx.transaction.currency,
        card_authentication_related_data: value(cx, visa::CARD_AUTHENTICATION_RELATED_DATA)?,
    };
    let format = match card.cryptogram {
        AcType::Arqc => SignedDataFormat::OdaForOnline,
        AcType::Tc | AcType::Aac => SignedDataFormat::Offline,
    };
    let rid = cx.aid().ok_or(OdaReason::DataMissing)?.rid();
    let static_data = cx.signed_records.complete(&cx.db)?;
    let icc = recover_icc_key(&cx.db, &cx.ca_public_keys, rid, &static_data, cx.transaction.date)?;
    let verified = fdda::verify(&icc, signature, format, &data)?;
    cx.db.insert(tags::ICC_DYNAMIC_NUMBER, verified.icc_dynamic_number().as_bytes());
    Ok(verified)
}

fn value(cx: &Context, tag: Tag) -> Result<&[u8], OdaReason> {
    cx.db.get(tag).filter(|value| !value.is_empty()).ok_or(OdaReason::DataMissing)
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
