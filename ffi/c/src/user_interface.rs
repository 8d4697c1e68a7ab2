//! Requests to the user interface.

use std::ffi::c_char;

use tapkernel_facade::{API_VERSION, Error, Occasion, UiRequest, UiStatus, UiValue, ValueQualifier};

use crate::memory::{Struct, array};
use crate::structs::known;

/// A message and a status to present (Book A, 9).
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_ui {
    /// TK_INIT.
    pub struct_size: u32,
    /// TK_INIT.
    pub version: u32,
    /// How long the message stays at least, in milliseconds.
    pub hold_ms: u32,
    /// ISO 4217 numeric code of the value.
    pub value_currency: u16,
    /// Decimals of its minor unit.
    pub value_exponent: u8,
    /// tk_value_qualifier; counts if has_value.
    pub value_qualifier: u8,
    /// The value, in minor units.
    pub value_amount: u64,
    /// tk_occasion: why it is shown now.
    pub occasion: u8,
    /// Whether there is a message; else the one on the display stays.
    pub has_message: u8,
    /// Message Identifier, 03 to 21 hexadecimal (Book A, 9.4).
    pub message: u8,
    /// Whether there is a status; else the lights stay.
    pub has_status: u8,
    /// tk_ui_status.
    pub status: u8,
    /// Whether there is a value.
    pub has_value: u8,
    /// Up to four ISO 639 codes of two letters, most wanted first, NUL at the end.
    pub languages: [c_char; 10],
    /// The message in English as this device can say it, NUL at the end.
    pub text: [c_char; 64],
}

// SAFETY: numbers only, size and version first.
unsafe impl Struct for tk_ui {}

impl From<&UiRequest> for tk_ui {
    fn from(request: &UiRequest) -> Self {
        let value = request.value;
        Self {
            struct_size: u32::try_from(size_of::<Self>()).unwrap_or_default(),
            version: API_VERSION,
            hold_ms: request.hold_ms,
            value_currency: value.map_or(0, |value| value.currency),
            value_exponent: value.map_or(0, |value| value.exponent),
            value_qualifier: value.map_or(0, |value| value.qualifier.number()),
            value_amount: value.map_or(0, |value| value.amount),
            occasion: request.occasion.number(),
            has_message: request.message.is_some().into(),
            message: request.message.unwrap_or_default(),
            has_status: request.status.is_some().into(),
            status: request.status.map_or(0, UiStatus::number),
            has_value: value.is_some().into(),
            languages: array(&request.languages),
            text: array(&request.text),
        }
    }
}

impl tk_ui {
    /// Nothing to show.
    pub(crate) const NOTHING: Self = Self {
        struct_size: 0,
        version: API_VERSION,
        hold_ms: 0,
        value_currency: 0,
        value_exponent: 0,
        value_qualifier: 0,
        value_amount: 0,
        occasion: 0,
        has_message: 0,
        message: 0,
        has_status: 0,
        status: 0,
        has_value: 0,
        languages: [0; 10],
        text: [0; 64],
    };

    pub(crate) fn read(&self) -> Result<UiRequest, Error> {
        let status = (self.has_status != 0).then_some(self.status);
        let letters =
            self.languages.iter().map(|letter| letter.to_ne_bytes()).take_while(|[byte]| *byte != 0);
        Ok(UiRequest {
            occasion: Occasion::Processing,
            message: (self.has_message != 0).then_some(self.message),
            status: status.map(|status| known(UiStatus::from_number(status), "status")).transpose()?,
            hold_ms: self.hold_ms,
            text: String::new(),
            languages: letters.map(|[byte]| char::from(byte)).filter(char::is_ascii).collect(),
            value: (self.has_value != 0).then(|| self.value()).transpose()?,
        })
    }

    fn value(&self) -> Result<UiValue, Error> {
        Ok(UiValue {
            qualifier: known(ValueQualifier::from_number(self.value_qualifier), "value_qualifier")?,
            amount: self.value_amount,
            currency: self.value_currency,
            exponent: self.value_exponent,
        })
    }
}
