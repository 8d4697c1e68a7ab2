//! S910 - the block after S9, S10 and S11 (Book C-2, 6.18): the card's cryptogram is taken and checked.

use alloc::vec::Vec;

use tapkernel_core::data::{AcType, UnpredictableNumber, tags};
use tapkernel_core::oda::cda::{self, CdaData, CdaVerified};
use tapkernel_core::oda::{OdaMethod, OdaReason, OdaReport, OdaResult, recover_icc_key};
use tapkernel_core::outcome::{L2Error, MessageIdentifier, Status, UserInterfaceRequest};

use crate::bits::TerminalVerificationResults as Tvr;
use crate::context::Context;
use crate::dictionary::tags as mc;
use crate::exit::Exit;
use crate::procedures::prepare_generate_ac::CryptogramRequest;
use crate::tlv_database::the_only;
use crate::track_2_patch::patch;

/// A cryptogram of a type that was allowed, under the signature that was asked for. Only this file makes one, out of a
/// verified signature or of the finding that none was due.
#[derive(Debug)]
pub(crate) struct CheckedCryptogram {
    ac_type: AcType,
}

/// No signature was due.
struct NoneDue;

impl CheckedCryptogram {
    fn signed(ac_type: AcType, _proof: &CdaVerified) -> Self {
        Self { ac_type }
    }

    fn unsigned(ac_type: AcType, _finding: NoneDue) -> Self {
        Self { ac_type }
    }

    pub(crate) const fn ac_type(&self) -> AcType {
        self.ac_type
    }
}

/// From the data of the response to GENERATE AC to the end.
pub(super) fn cryptogram(data: &[u8], cx: &mut Context) -> Exit {
    cx.at("S910 parse");
    let taken = take_response(data, cx);
    concluded(taken, data, cx)
}

/// The same for RECOVER AC, which is answered in template 77 only.
pub(super) fn recovered_cryptogram(data: &[u8], cx: &mut Context) -> Exit {
    cx.at("S910 parse");
    let taken = cx.db.parse_and_store(tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_2, data).ok();
    concluded(taken, data, cx)
}

fn concluded(taken: Option<()>, data: &[u8], cx: &mut Context) -> Exit {
    let Some(()) = taken else { return Exit::card(L2Error::ParsingError) };
    checked(data, cx).map_or_else(|exit| exit, Exit::Completed)
}

fn checked(data: &[u8], cx: &mut Context) -> Result<CheckedCryptogram, Exit> {
    cx.at("S910 mandatory data");
    let mandatory = [tags::APPLICATION_TRANSACTION_COUNTER, tags::CRYPTOGRAM_INFORMATION_DATA];
    if !mandatory.iter().all(|&tag| cx.db.is_not_empty(tag)) {
        return Err(Exit::card(L2Error::CardDataMissing));
    }

    cx.at("S910 cryptogram type");
    let request = CryptogramRequest::of(cx.db.byte(mc::REFERENCE_CONTROL_PARAMETER));
    let answer = cx.db.cryptogram_type(tags::CRYPTOGRAM_INFORMATION_DATA);
    let ac_type =
        answer.filter(|&answer| request.allows(answer)).ok_or(Exit::card(L2Error::CardDataError))?;

    // Balance reading: 7.3 and S17 come before the message.
    cx.at("S910 card read");
    cx.show(UserInterfaceRequest::new(MessageIdentifier::ClearDisplay, Status::CardReadSuccessfully));

    if cx.db.is_not_empty(tags::SIGNED_DYNAMIC_APPLICATION_DATA) {
        return signed(data, cx).map(|proof| CheckedCryptogram::signed(ac_type, &proof));
    }
    unsigned(request, ac_type, cx).map(|finding| CheckedCryptogram::unsigned(ac_type, finding))
}

fn take_response(data: &[u8], cx: &mut Context) -> Option<()> {
    let template = the_only(data)?;
    match template.tag {
        tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_2 => cx.db.parse_and_store(template.tag, data).ok(),
        tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_1 => {
            cx.at("S910 template 80");
            take_format_1(template.value, cx)
        }
        _ => None,
    }
}

/// Format 1: CID, ATC, cryptogram and, if there is more, up to 32 bytes of Issuer Application Data; none of them may be
/// there already.
fn take_format_1(value: &[u8], cx: &mut Context) -> Option<()> {
    let (information, rest) = value.split_at_checked(1)?;
    let (counter, rest) = rest.split_at_checked(2)?;
    let (cryptogram, issuer_data) = rest.split_at_checked(8)?;
    let objects = [
        (tags::CRYPTOGRAM_INFORMATION_DATA, information),
        (tags::APPLICATION_TRANSACTION_COUNTER, counter),
        (tags::APPLICATION_CRYPTOGRAM, cryptogram),
        (tags::ISSUER_APPLICATION_DATA, issuer_data),
    ];
    if issuer_data.len() > 32 || objects.iter().any(|(tag, _)| cx.db.is_not_empty(*tag)) {
        return None;
    }
    let given = objects.iter().filter(|(_, value)| !value.is_empty());
    given.for_each(|(tag, value)| cx.db.set(*tag, value));
    Some(())
}

/// Part A: CDA.
fn signed(data: &[u8], cx: &mut Context) -> Result<CdaVerified, Exit> {
    cx.at("S910 A");
    match verify(data, cx) {
        Ok(verified) => {
            cx.at("S910 A verified");
            cx.oda = OdaReport::verified(OdaMethod::Cda);
            cx.db.set(tags::ICC_DYNAMIC_NUMBER, verified.icc_dynamic_number().as_bytes());
            cx.db.set(tags::APPLICATION_CRYPTOGRAM, &verified.application_cryptogram());
            Ok(verified)
        }
        Err(reason) => {
            cx.at("S910 A CAM failed");
            cx.cda_failed(reason);
            Err(Exit::card(L2Error::CamFailed))
        }
    }
}

fn verify(data: &[u8], cx: &Context) -> Result<CdaVerified, OdaReason> {
    let value = |tag| cx.db.value(tag).ok_or(OdaReason::DataMissing);
    let number = value(tags::UNPREDICTABLE_NUMBER)?.try_into().map_err(|_| OdaReason::DataMissing)?;
    let date = cx.db.date(tags::TRANSACTION_DATE).ok_or(OdaReason::DataMissing)?;
    let rid = cx.aid.ok_or(OdaReason::DataMissing)?.rid();
    let static_data = cx.signed_records.complete(cx.db.objects())?;
    let icc = recover_icc_key(cx.db.objects(), &cx.ca_public_keys, rid, &static_data, date)?;
    let signed_data = CdaData {
        unpredictable_number: UnpredictableNumber(number),
        cryptogram_information_data: cx.db.byte(tags::CRYPTOGRAM_INFORMATION_DATA),
        transaction_data: &transaction_data(data, cx),
    };
    let verified = cda::verify(&icc, value(tags::SIGNED_DYNAMIC_APPLICATION_DATA)?, &signed_data)?;
    check_relay_resistance_data(&verified, cx)?;
    Ok(verified)
}

/// What the Transaction Data Hash Code covers: the values of PDOL and CDOL1, then the response without `9F4B`.
fn transaction_data<'a>(data: &'a [u8], cx: &'a Context) -> Vec<&'a [u8]> {
    let value = |tag| cx.db.get(tag).unwrap_or_default();
    let pdol = the_only(value(mc::PDOL_RELATED_DATA)).map(|template| template.value).unwrap_or_default();
    let mut parts = alloc::vec![pdol, value(mc::CDOL1_RELATED_DATA)];
    let objects = the_only(data).map(|template| template.children());
    for object in objects.into_iter().flatten().flatten() {
        if object.tag != tags::SIGNED_DYNAMIC_APPLICATION_DATA {
            parts.extend(data.get(object.offset..object.end()));
        }
    }
    parts
}

/// After relay resistance the card signs what was exchanged: else anybody on the way could have changed the times.
fn check_relay_resistance_data(verified: &CdaVerified, cx: &Context) -> Result<(), OdaReason> {
    if !cx.db.tvr().has(Tvr::RELAY_RESISTANCE_PERFORMED) {
        return Ok(());
    }
    let exchanged: Vec<u8> = [
        mc::TERMINAL_RELAY_RESISTANCE_ENTROPY,
        mc::DEVICE_RELAY_RESISTANCE_ENTROPY,
        mc::MIN_TIME_FOR_PROCESSING_RELAY_RESISTANCE_APDU,
        mc::MAX_TIME_FOR_PROCESSING_RELAY_RESISTANCE_APDU,
        mc::DEVICE_ESTIMATED_TRANSMISSION_TIME_FOR_RELAY_RESISTANCE_R_APDU,
    ]
    .iter()
    .flat_map(|&tag| cx.db.get(tag).unwrap_or_default().iter().copied())
    .collect();
    if verified.additional_data() == exchanged { Ok(()) } else { Err(OdaReason::RelayResistanceData) }
}

/// Part B: no signature. One that was asked for must be there; a card that refuses need not sign, unless it can.
fn unsigned(request: CryptogramRequest, ac_type: AcType, cx: &mut Context) -> Result<NoneDue, Exit> {
    cx.at("S910 B");
    if !cx.db.is_not_empty(tags::APPLICATION_CRYPTOGRAM) {
        cx.at("S910 B card data missing");
        return Err(Exit::card(L2Error::CardDataMissing));
    }
    let excused = ac_type == AcType::Aac && request.ac_type != AcType::Aac;
    if request.cda && !excused {
        cx.at("S910 B signature missing");
        return Err(Exit::card(L2Error::CardDataError));
    }
    if ac_type != AcType::Aac && cx.db.tvr().has(Tvr::RELAY_RESISTANCE_PERFORMED) {
        cx.at("S910 B track 2");
        patch(&mut cx.db);
    }
    if cx.oda.result == OdaResult::NotPerformed && cx.oda.reason.is_none() {
        cx.oda = OdaReport::not_performed(OdaReason::NotRequired);
    }
    Ok(NoneDue)
}
