//! What the acquirer is asked.

use tapkernel_core::data::{Database, Money};

use super::EncipheredPin;

/// An authorisation request.
#[derive(Clone, Debug)]
pub struct AuthorisationRequest {
    /// The kernel's Data Record: `57`, `9F26`, `9F10`, `9F36`, `82`, `5F34`, and the terminal's part of the data under
    /// the cryptogram.
    pub data_record: Database,
    /// The amount to authorise.
    pub money: Money,
    /// Systems Trace Audit Number, six digits; greater numbers are cut on the left.
    pub stan: u32,
    /// How the card was read.
    pub entry_mode: EntryMode,
    /// The PIN, if one was asked for.
    pub pin: Option<EncipheredPin>,
}

/// Point-of-Service Entry Mode, field 22 of ISO 8583: the first two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryMode {
    /// 07: contactless chip.
    ContactlessChip,
    /// 91: contactless with mag-stripe data.
    ContactlessMagStripe,
}
