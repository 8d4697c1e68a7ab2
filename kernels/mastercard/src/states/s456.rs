//! S456 - the block after S4, S5 and S6 (Book C-2, 6.10): once all is read, the decision what to ask the card for.

use tapkernel_core::data::{Amount, tags};
use tapkernel_core::oda::OdaReason;
use tapkernel_core::outcome::{L2Error, L3Error};

use super::next_command::NextCommand;
use super::s4_waiting_for_emv_read_record_response::MOST_SIGNED;
use super::{
    State, Step, WaitingForEmvModeFirstWriteFlag, WaitingForEmvReadRecordResponse, WaitingForGetDataResponse,
    generate_ac,
};
use crate::bits::TerminalVerificationResults as Tvr;
use crate::context::Context;
use crate::dictionary::tags as mc;
use crate::exit::Exit;
use crate::procedures::{cvm_selection, hardening, processing_restrictions, terminal_action_analysis};

pub(super) fn after_reading(next: NextCommand, cx: &mut Context) -> Step {
    cx.at("S456 next command");
    match next {
        NextCommand::ReadRecord => {
            cx.offer_what_is_there();
            cx.exchange_if_due();
            Ok(State::WaitingForEmvReadRecordResponse(WaitingForEmvReadRecordResponse))
        }
        NextCommand::GetData(tag) => Ok(State::WaitingForGetDataResponse(WaitingForGetDataResponse { tag })),
        NextCommand::None => all_read(cx),
    }
}

fn all_read(cx: &mut Context) -> Step {
    cx.at("S456 first write flag");
    if let Some([] | [0x00]) = cx.db.get(mc::PROCEED_TO_FIRST_WRITE_FLAG) {
        return wait_for_flag(cx);
    }
    check_amount(cx)?;
    check_card_data(cx)?;
    cx.at("S456 tags to read");
    cx.offer_the_rest();
    cx.exchange_if_due();
    // Data storage: DS ID against PAN and PSN (IDS Read).
    prepare_oda(cx)?;
    // Balance reading: 7.1, and S16 when the card supports it.
    verify_cardholder_and_analyse(cx);
    generate_ac::recover_or_generate(cx)
}

fn wait_for_flag(cx: &mut Context) -> Step {
    cx.at("S456 wait");
    cx.ask_for_first_write_flag();
    let until = cx.time_out();
    Ok(State::WaitingForEmvModeFirstWriteFlag(WaitingForEmvModeFirstWriteFlag { until }))
}

fn check_amount(cx: &mut Context) -> Result<(), Exit> {
    cx.at("S456 amount");
    if !cx.db.is_not_empty(tags::AMOUNT_AUTHORISED_NUMERIC) {
        cx.at("S456 amount not present");
        return Err(Exit::Terminal(L3Error::AmountNotPresent));
    }
    if cx.db.amount_authorised() > cx.transaction_limit {
        cx.at("S456 max limit exceeded");
        return Err(Exit::next(L2Error::MaxLimitExceeded));
    }
    Ok(())
}

fn check_card_data(cx: &mut Context) -> Result<(), Exit> {
    cx.at("S456 mandatory data");
    let mandatory = [tags::APPLICATION_EXPIRATION_DATE, tags::APPLICATION_PAN, tags::CDOL1];
    if mandatory.iter().all(|&tag| cx.db.is_not_empty(tag)) {
        return Ok(());
    }
    cx.at("S456 card data missing");
    Err(Exit::card(L2Error::CardDataMissing))
}

/// What CDA needs of the card.
const CDA_DATA: [tapkernel_core::tlv::Tag; 6] = [
    tags::CA_PUBLIC_KEY_INDEX,
    tags::ISSUER_PUBLIC_KEY_CERTIFICATE,
    tags::ISSUER_PUBLIC_KEY_EXPONENT,
    tags::ICC_PUBLIC_KEY_CERTIFICATE,
    tags::ICC_PUBLIC_KEY_EXPONENT,
    tags::SDA_TAG_LIST,
];

/// A CDA that cannot be done is noted in the TVR; certificates are looked at after GENERATE AC.
fn prepare_oda(cx: &mut Context) -> Result<(), Exit> {
    if !cx.oda_by_cda {
        return Ok(());
    }
    cx.at("S456 CDA data");
    if !CDA_DATA.iter().all(|&tag| cx.db.is_not_empty(tag)) {
        cx.at("S456 ICC data missing");
        cx.db.set_tvr(Tvr::ICC_DATA_MISSING);
        cx.cda_failed(OdaReason::DataMissing);
    }
    let index = cx.db.byte(tags::CA_PUBLIC_KEY_INDEX);
    let known = cx.aid.is_some_and(|aid| cx.ca_public_keys.find(aid.rid(), index).is_some());
    if cx.db.is_not_empty(tags::CA_PUBLIC_KEY_INDEX) && !known {
        cx.at("S456 CA key unknown");
        cx.cda_failed(OdaReason::UnknownCaKey);
    }
    match cx.db.value(tags::SDA_TAG_LIST) {
        None => Ok(()),
        Some([0x82]) => {
            add_profile(cx);
            Ok(())
        }
        Some(_) => {
            cx.at("S456 SDA tag list");
            Err(Exit::card(L2Error::CardDataError))
        }
    }
}

/// The AIP is the end of Static Data To Be Authenticated, and counts.
fn add_profile(cx: &mut Context) {
    cx.signed_length += cx.db.get(tags::APPLICATION_INTERCHANGE_PROFILE).map_or(0, <[u8]>::len);
    if cx.signed_length > MOST_SIGNED {
        cx.at("S456 signed data too long");
        cx.cda_failed(OdaReason::SignedRecordsTooLong);
    }
}

fn verify_cardholder_and_analyse(cx: &mut Context) {
    compare_cvm_limit(cx);

    cx.at("S456 processing restrictions");
    let restrictions = processing_restrictions::check(&cx.db, &mut cx.path);
    cx.add_to_tvr(restrictions);

    select_cvm(cx);

    cx.at("S456 floor limit");
    if floor_limit_exceeded(cx) {
        cx.db.set_tvr(Tvr::FLOOR_LIMIT_EXCEEDED);
    }

    cx.at("S456 terminal action analysis");
    let denial = hardening::denial(cx.policies, cx.oda);
    let by_book = terminal_action_analysis::analyse(&cx.db, denial, &mut cx.path);
    let other_brand = hardening::other_brand(&cx.db, &cx.co_badged);
    cx.ac_type = hardening::harden(&cx.db, cx.policies, (cx.cvm, other_brand), by_book, &mut cx.path);
}

/// Terminal Capabilities are those for a CVM that is required, or for one that is not.
fn compare_cvm_limit(cx: &mut Context) {
    cx.at("S456 CVM limit");
    let above = cx.db.above_cvm_limit();
    let capability = if above { mc::CVM_CAPABILITY_CVM_REQUIRED } else { mc::CVM_CAPABILITY_NO_CVM_REQUIRED };
    cx.receipt = above;
    let inputs = [
        cx.db.byte(mc::CARD_DATA_INPUT_CAPABILITY),
        cx.db.byte(capability),
        cx.db.byte(mc::SECURITY_CAPABILITY),
    ];
    cx.db.set(tags::TERMINAL_CAPABILITIES, &inputs);
}

fn select_cvm(cx: &mut Context) {
    cx.at("S456 CVM selection");
    let cda_expected = cx.oda_by_cda && !cx.db.tvr().has(Tvr::CDA_FAILED);
    let by_book = cvm_selection::select(&cx.db, &mut cx.path);
    let selected = hardening::unauthenticated_cdcvm(&cx.db, cx.policies, by_book, cda_expected, &mut cx.path);
    cx.add_to_tvr(selected.tvr);
    cx.db.set(tags::CVM_RESULTS, &selected.results);
    cx.cvm = selected.cvm;
    cx.receipt |= selected.receipt;
}

fn floor_limit_exceeded(cx: &Context) -> bool {
    let floor: Amount = cx.db.limit(mc::READER_CONTACTLESS_FLOOR_LIMIT);
    cx.db.amount_authorised() > floor
}
