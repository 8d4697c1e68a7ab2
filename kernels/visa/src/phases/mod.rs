//! The phases of a transaction (Book C-3, 5.2 to 5.9), one file each.
//!
//! Two wait for the card; those after the last record need it no more and run through in one go. What they decide by
//! is in pure functions of plain inputs.

mod brand;
mod card_read_complete;
mod cardholder_verification;
mod completion;
pub(crate) mod data_record;
mod decision;
mod initiate_application_processing;
pub(crate) mod issuer_update_processing;
mod offline_data_authentication;
mod processing_restrictions;
mod read_application_data;
mod reader_limits;

pub(crate) use decision::Decision;
pub(crate) use initiate_application_processing::InitiateApplicationProcessing;
pub(crate) use issuer_update_processing::IssuerUpdateProcessing;
pub(crate) use read_application_data::ReadApplicationData;

use crate::context::Context;
use crate::exit::Exit;

/// Everything from the last record to the end.
fn after_the_last_record(cx: &mut Context) -> Exit {
    judge(cx).unwrap_or_else(|early| early)
}

fn judge(cx: &mut Context) -> Result<Exit, Exit> {
    let card = card_read_complete::check(cx)?;
    processing_restrictions::perform(cx, &card)?;
    let authenticated = offline_data_authentication::perform(cx, &card)?;
    let cvm = cardholder_verification::perform(cx, &card, authenticated.as_ref())?;
    Ok(completion::complete(cx, cvm, authenticated))
}
