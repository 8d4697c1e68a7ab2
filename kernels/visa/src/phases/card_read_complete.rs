//! Card read complete: is everything there, does it agree, and what does the cryptogram ask for (Book C-3, 5.4).

use tapkernel_core::data::{
    AcType, ApplicationInterchangeProfile as Aip, CryptogramInformationData, Pan,
    TerminalTransactionQualifiers as Ttq, Track2EquivalentData, TransactionType, tags,
};
use tapkernel_core::kernel::BrandMismatch;
use tapkernel_core::outcome::{ErrorIndication, L2Error, MessageIdentifier, Status};
use tapkernel_core::tlv::Tag;

use super::brand::Brand;
use super::decision::{Decision, cryptogram_type_from_iad, decide};
use crate::config::Kernel3Options;
use crate::context::Context;
use crate::dictionary::tags as visa;
use crate::exit::Exit;

/// The card's answer, whole and consistent, to a transaction that is not declined yet.
#[derive(Debug)]
pub(crate) struct CardAnswer {
    /// TC or ARQC.
    pub(crate) cryptogram: AcType,
    /// The account, from `57`.
    pub(crate) pan: Pan,
    pub(crate) profile: Aip,
}

const TERMINAL_DATA: [Tag; 6] = [
    tags::AMOUNT_AUTHORISED_NUMERIC,
    tags::TRANSACTION_DATE,
    tags::TRANSACTION_TYPE,
    tags::TERMINAL_COUNTRY_CODE,
    tags::TRANSACTION_CURRENCY_CODE,
    tags::UNPREDICTABLE_NUMBER,
];

const CARD_DATA: [Tag; 7] = [
    tags::APPLICATION_CRYPTOGRAM,
    tags::APPLICATION_INTERCHANGE_PROFILE,
    tags::APPLICATION_TRANSACTION_COUNTER,
    tags::DEDICATED_FILE_NAME,
    tags::ISSUER_APPLICATION_DATA,
    tags::TRACK_2_EQUIVALENT_DATA,
    tags::PDOL,
];

/// What a card that offers a dynamic signature for an online authorisation must send with it.
const DYNAMIC_DATA_FOR_ONLINE: [Tag; 7] = [
    tags::CA_PUBLIC_KEY_INDEX,
    tags::ISSUER_PUBLIC_KEY_CERTIFICATE,
    tags::ISSUER_PUBLIC_KEY_EXPONENT,
    tags::ICC_PUBLIC_KEY_CERTIFICATE,
    tags::ICC_PUBLIC_KEY_EXPONENT,
    visa::CARD_AUTHENTICATION_RELATED_DATA,
    tags::APPLICATION_PAN,
];

/// The same for a static signature.
const STATIC_DATA_FOR_ONLINE: [Tag; 3] =
    [tags::CA_PUBLIC_KEY_INDEX, tags::ISSUER_PUBLIC_KEY_CERTIFICATE, tags::ISSUER_PUBLIC_KEY_EXPONENT];

/// Lets the card go and judges what it told.
pub(crate) fn check(cx: &mut Context) -> Result<CardAnswer, Exit> {
    cx.at("Card Read Complete");
    cx.show(MessageIdentifier::CardReadOk, Status::CardReadSuccessfully);

    cx.at("5.4.2.1");
    mandatory_data(cx)?;
    let profile = profile(cx)?;

    cx.at("Card Read Complete: PAN");
    let pan = account(cx)?;
    brand(cx, &pan)?;

    let cryptogram = cryptogram_type(cx);
    cx.at("5.4.3.2");
    cx.require(decide(cryptogram, cx.ttq, cx.policies.offline_approval));
    let declined = Exit::Declined(ErrorIndication::default());
    let cryptogram = cryptogram.filter(|_| cx.decision != Decision::Decline).ok_or(declined)?;
    if cryptogram == AcType::Arqc {
        oda_for_online_data(cx, profile)?;
    }
    Ok(CardAnswer { cryptogram, pan, profile })
}

/// 5.4.2.1. Without a terminal's data object the reader is at fault, but the card in the field cannot be served either.
fn mandatory_data(cx: &Context) -> Result<(), Exit> {
    let cashback = cx.transaction.transaction_type == TransactionType::Cashback;
    let other = cashback.then_some(tags::AMOUNT_OTHER_NUMERIC);
    if !TERMINAL_DATA.iter().chain(other.iter()).all(|&tag| cx.db.is_not_empty(tag)) {
        return Err(Exit::data(L2Error::TerminalDataError));
    }
    present(cx, &CARD_DATA)
}

fn present(cx: &Context, tags: &[Tag]) -> Result<(), Exit> {
    let all = tags.iter().all(|&tag| cx.db.is_not_empty(tag));
    if all { Ok(()) } else { Err(Exit::data(L2Error::CardDataMissing)) }
}

fn profile(cx: &Context) -> Result<Aip, Exit> {
    let value = cx.db.get(tags::APPLICATION_INTERCHANGE_PROFILE).unwrap_or_default();
    Aip::decode(value).map_err(|_| Exit::data(L2Error::CardDataError))
}

/// Track 2 must be readable, and `5A`, if there, must be the same account.
fn account(cx: &Context) -> Result<Pan, Exit> {
    let contradiction = || Exit::data(L2Error::CardDataError);
    let track_2 = cx.db.get(tags::TRACK_2_EQUIVALENT_DATA).unwrap_or_default();
    let track_2 = Track2EquivalentData::decode(track_2).map_err(|_| contradiction())?;
    if let Some(value) = cx.db.get(tags::APPLICATION_PAN) {
        let pan = Pan::decode(tags::APPLICATION_PAN, value).map_err(|_| contradiction())?;
        if pan != *track_2.pan() {
            return Err(contradiction());
        }
    }
    Ok(track_2.pan().clone())
}

/// No requirement of the book: an AID is not authenticated, so an account of another scheme behind it is an attack,
/// unless the profile knows the range as co-badged.
fn brand(cx: &mut Context, pan: &Pan) -> Result<(), Exit> {
    let selected = cx.aid().map(|aid| aid.rid()).and_then(Brand::of_rid);
    let issued = Brand::of_pan(pan);
    let differ = matches!((selected, issued), (Some(selected), Some(issued)) if selected != issued);
    let accepted = cx.policies.brand_mismatch == BrandMismatch::AsBook;
    if !differ || accepted || cx.configuration.is_co_badged(pan) {
        return Ok(());
    }
    cx.at("Card Read Complete: brand mismatch");
    cx.require(Decision::Decline);
    Err(Exit::Declined(ErrorIndication::level_2(L2Error::CardDataError)))
}

/// `9F27`, or what the Card Verification Results say; then `9F27` is written down as derived.
fn cryptogram_type(cx: &mut Context) -> Option<AcType> {
    if let Some(value) = cx.db.get(tags::CRYPTOGRAM_INFORMATION_DATA) {
        return CryptogramInformationData::decode(value).ok()?.cryptogram_type();
    }
    cx.at("5.4.3.1");
    let cryptogram = cx.db.get(tags::ISSUER_APPLICATION_DATA).and_then(cryptogram_type_from_iad)?;
    let coded = match cryptogram {
        AcType::Aac => 0x00,
        AcType::Tc => 0x40,
        AcType::Arqc => 0x80,
    };
    cx.db.insert(tags::CRYPTOGRAM_INFORMATION_DATA, &[coded]);
    Some(cryptogram)
}

/// 5.4.2.1 for offline data authentication of an online authorisation. A card that sends no signature does not offer
/// it, which is no error; one that sends a signature and not the rest is incomplete.
fn oda_for_online_data(cx: &mut Context, profile: Aip) -> Result<(), Exit> {
    let offers = |method, signature| profile.has(method) && cx.db.is_not_empty(signature);
    let wanted = if offers(Aip::DDA_SUPPORTED, tags::SIGNED_DYNAMIC_APPLICATION_DATA) {
        &DYNAMIC_DATA_FOR_ONLINE[..]
    } else if offers(Aip::SDA_SUPPORTED, tags::SIGNED_STATIC_APPLICATION_DATA) {
        &STATIC_DATA_FOR_ONLINE[..]
    } else {
        return Ok(());
    };
    if !oda_for_online_in_force(cx) {
        return Ok(());
    }
    cx.at("5.4.2.1 ODA for online");
    present(cx, wanted)
}

/// Whether the reader asks for offline data authentication of online authorisations: its option and its TTQ.
pub(super) fn oda_for_online_in_force(cx: &Context) -> bool {
    cx.configuration.options.has(Kernel3Options::ODA_FOR_ONLINE) && cx.ttq.has(Ttq::ODA_FOR_ONLINE_SUPPORTED)
}
