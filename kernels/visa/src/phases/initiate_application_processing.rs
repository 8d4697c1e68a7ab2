//! Initiate application processing: GET PROCESSING OPTIONS and its answer (Book C-3, 5.2).

use alloc::vec::Vec;

use tapkernel_core::apdu::{CApdu, RApdu, StatusWord};
use tapkernel_core::data::{DataObjectList, tags};
use tapkernel_core::kernel::Activation;
use tapkernel_core::outcome::{ErrorIndication, L1Error, L2Error};
use zeroize::Zeroizing;

use super::{ReadApplicationData, reader_limits};
use crate::card_data::{DICTIONARIES, take, take_all, take_fci, the_only};
use crate::context::Context;
use crate::exit::Exit;
use crate::machine::{Phase, Step};

/// GET PROCESSING OPTIONS is with the card.
#[derive(Debug)]
pub(crate) struct InitiateApplicationProcessing;

impl InitiateApplicationProcessing {
    /// Takes the answer to SELECT, settles the limits and sends GET PROCESSING OPTIONS. Without TTQ the reader could not tell what it may
    /// accept, and without an application there is nothing to do.
    pub(crate) fn start(activation: &Activation, cx: &mut Context) -> Step {
        cx.at("Initiate Application Processing: FCI");
        let (Some(selection), Some(_)) = (&activation.selection, activation.pre_processing.ttq) else {
            return Err(Exit::data(L2Error::TerminalDataError));
        };
        take_fci(cx, &selection.fci)?;
        reader_limits::perform(activation, cx)?;

        cx.at("Initiate Application Processing: GPO");
        let pdol = DataObjectList::parse(cx.db.get(tags::PDOL).unwrap_or_default())
            .map_err(|_| Exit::data(L2Error::ParsingError))?;
        let mut values = Zeroizing::new(Vec::new());
        let format = |tag| DICTIONARIES.lookup(tag).map(|row| row.format);
        pdol.fill(|tag| cx.db.get(tag), format, &mut values);
        let command = CApdu::get_processing_options(&values).ok_or(Exit::data(L2Error::ParsingError))?;
        cx.send(command);
        Ok(Phase::InitiateApplicationProcessing(Self))
    }

    /// The card answered.
    pub(crate) fn ra(self, rapdu: &[u8], cx: &mut Context) -> Step {
        let answer = RApdu::parse(rapdu).map_err(|_| Exit::CommunicationError(L1Error::Protocol))?;
        let data = answer.success().ok_or_else(|| refused(answer.status, cx))?;
        let template = the_only(data).ok_or(Exit::data(L2Error::ParsingError))?;
        match template.tag {
            tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_2 => {
                cx.at("Initiate Application Processing: template 77");
                take_all(cx, template.value)?;
            }
            tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_1 => {
                cx.at("Initiate Application Processing: template 80");
                take_format_1(cx, template.value)?;
            }
            _ => return Err(Exit::data(L2Error::ParsingError)),
        }
        ReadApplicationData::start(cx)
    }
}

/// Format 1 has neither tags nor lengths: the AIP, then the AFL (Book 3, 6.5.8.4).
fn take_format_1(cx: &mut Context, value: &[u8]) -> Result<(), Exit> {
    let (profile, locator) = value.split_at_checked(2).ok_or(Exit::data(L2Error::ParsingError))?;
    take(cx, tags::APPLICATION_INTERCHANGE_PROFILE, profile)?;
    if locator.is_empty() { Ok(()) } else { take(cx, tags::APPLICATION_FILE_LOCATOR, locator) }
}

/// 5.2.2.2: what a status word other than 9000 means.
fn refused(status: StatusWord, cx: &mut Context) -> Exit {
    let (symbol, exit) = match status {
        StatusWord::REFERENCED_DATA_INVALIDATED => {
            ("5.2.2.2 6984", Exit::ContactInterface(ErrorIndication::status(status)))
        }
        StatusWord::CONDITIONS_NOT_SATISFIED => {
            ("5.2.2.2 6985", Exit::SelectNext(ErrorIndication::status(status)))
        }
        StatusWord::COMMAND_NOT_ALLOWED => ("5.2.2.2 6986", Exit::SeePhone(status)),
        _ => ("5.2.2.2 other", Exit::EndApplication(ErrorIndication::status(status))),
    };
    cx.at(symbol);
    exit
}
