//! S3 - Waiting for GPO Response (Book C-2, 6.4).

use alloc::collections::VecDeque;

use tapkernel_core::apdu::RApdu;
use tapkernel_core::data::{AflRecord, ApplicationFileLocator, tags};
use tapkernel_core::kernel::Output;
use tapkernel_core::outcome::{ErrorIndication, L2Error};

use super::{State, Step, WaitingForRelayResistanceEntropy, s3r1};
use crate::bits::{
    ApplicationInterchangeProfile as Aip, KernelConfiguration, TerminalVerificationResults as Tvr,
};
use crate::context::{Context, Mode};
use crate::dictionary::tags as mc;
use crate::exit::Exit;
use crate::tlv_database::the_only;

/// GET PROCESSING OPTIONS is with the card.
#[derive(Debug)]
pub(crate) struct WaitingForGpoResponse;

impl WaitingForGpoResponse {
    pub(crate) fn ra(self, rapdu: &RApdu<'_>, cx: &mut Context) -> Step {
        cx.at("S3 SW12");
        let Some(data) = rapdu.success() else {
            cx.at("S3 status bytes");
            return Err(Exit::SelectNext(ErrorIndication::status(rapdu.status)));
        };

        cx.at("S3 parse");
        take_options(data, cx)?;

        cx.at("S3 AIP and AFL");
        let mandatory = [tags::APPLICATION_INTERCHANGE_PROFILE, tags::APPLICATION_FILE_LOCATOR];
        if !mandatory.iter().all(|&tag| cx.db.is_not_empty(tag)) {
            return Err(Exit::card(L2Error::CardDataMissing));
        }

        cx.at("S3 mode");
        if emv_mode(cx) {
            return start_emv_mode(cx);
        }
        #[cfg(feature = "mag-stripe")]
        if !cx.db.kernel_configuration().has(KernelConfiguration::MAG_STRIPE_MODE_NOT_SUPPORTED) {
            return super::s3_mag_stripe_mode::start(cx);
        }
        cx.at("S3 mag-stripe not supported");
        Err(Exit::card(L2Error::MagStripeNotSupported))
    }
}

fn take_options(data: &[u8], cx: &mut Context) -> Result<(), Exit> {
    let parsing_error = || Exit::card(L2Error::ParsingError);
    match the_only(data) {
        Some(template) if template.tag == tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_2 => {
            cx.db.parse_and_store(template.tag, data).map_err(|_| parsing_error())
        }
        Some(template) if template.tag == tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_1 => {
            cx.at("S3 template 80");
            take_format_1(template.value, cx).ok_or_else(parsing_error)
        }
        _ => Err(parsing_error()),
    }
}

/// Format 1: the AIP, then an AFL of at least one entry; neither may be there already.
fn take_format_1(value: &[u8], cx: &mut Context) -> Option<()> {
    let (profile, locator) = value.split_at_checked(2)?;
    let new = [tags::APPLICATION_INTERCHANGE_PROFILE, tags::APPLICATION_FILE_LOCATOR]
        .iter()
        .all(|&tag| !cx.db.is_not_empty(tag));
    if !new || locator.is_empty() || locator.len() % 4 != 0 {
        return None;
    }
    cx.db.set(tags::APPLICATION_INTERCHANGE_PROFILE, profile);
    cx.db.set(tags::APPLICATION_FILE_LOCATOR, locator);
    Some(())
}

fn emv_mode(cx: &Context) -> bool {
    cx.db.aip().has(Aip::EMV_MODE)
        && !cx.db.kernel_configuration().has(KernelConfiguration::EMV_MODE_NOT_SUPPORTED)
}

/// The AFL entry of the record that holds mag-stripe data: file 1, record 1, not signed.
pub(super) const MAG_STRIPE_ENTRY: &[u8] = &[0x08, 0x01, 0x01, 0x00];

fn start_emv_mode(cx: &mut Context) -> Step {
    cx.at("S3 EMV mode");
    cx.mode = Mode::Emv;
    activate_afl(cx)?;
    choose_transaction_limit(cx);
    if relay_resistance(cx) {
        cx.at("S3 relay resistance");
        cx.say(Output::UnpredictableNumber);
        return Ok(State::WaitingForRelayResistanceEntropy(WaitingForRelayResistanceEntropy));
    }
    cx.at("S3 relay resistance not performed");
    cx.db.set_tvr(Tvr::RELAY_RESISTANCE_NOT_PERFORMED);
    s3r1::first_command(cx)
}

/// A reader with mag-stripe mode passes over the record of that mode. Whether it has that mode is what its
/// configuration says, also when the mode is not built in.
fn activate_afl(cx: &mut Context) -> Result<(), Exit> {
    let coded = cx.db.get(tags::APPLICATION_FILE_LOCATOR).unwrap_or_default();
    let no_mag_stripe = cx.db.kernel_configuration().has(KernelConfiguration::MAG_STRIPE_MODE_NOT_SUPPORTED);
    let active = coded.strip_prefix(MAG_STRIPE_ENTRY).filter(|_| !no_mag_stripe).unwrap_or(coded);
    cx.active_afl = records(active)?;
    Ok(())
}

/// The records that an AFL names.
pub(super) fn records(coded: &[u8]) -> Result<VecDeque<AflRecord>, Exit> {
    let locator = ApplicationFileLocator::parse(coded).map_err(|_| Exit::card(L2Error::CardDataError))?;
    Ok(locator.records().collect())
}

/// Reader Contactless Transaction Limit.
pub(super) fn choose_transaction_limit(cx: &mut Context) {
    cx.transaction_limit = cx.db.limit(if cx.db.on_device_cvm() {
        mc::READER_CONTACTLESS_TRANSACTION_LIMIT_ON_DEVICE_CVM
    } else {
        mc::READER_CONTACTLESS_TRANSACTION_LIMIT_NO_ON_DEVICE_CVM
    });
}

fn relay_resistance(cx: &Context) -> bool {
    cx.db.aip().has(Aip::RELAY_RESISTANCE_PROTOCOL_SUPPORTED)
        && cx.db.kernel_configuration().has(KernelConfiguration::RELAY_RESISTANCE_PROTOCOL_SUPPORTED)
}
