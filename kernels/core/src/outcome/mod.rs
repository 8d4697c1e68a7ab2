//! What a kernel and the Entry Point tell the reader: outcomes and their parameters, requests to the user interface,
//! errors (Contactless Book A, 6; Book C-2, A.1 for the Error Indication).

mod error_indication;
mod l1_error;
mod parameters;
mod ten_bytes;
mod user_interface;

pub use error_indication::{ErrorIndication, L2Error, L3Error};
pub use l1_error::L1Error;
pub use parameters::{
    AlternateInterface, Cvm, OnlineResponseData, Outcome, OutcomeParameterSet, Start, Tenths,
};
pub use user_interface::{
    LanguagePreference, MessageIdentifier, Status, UserInterfaceRequest, Value, ValueQualifier,
};
