//! Requests to the user interface.

use tapkernel::core::data::{Amount, Currency, Money};
use tapkernel::core::outcome::{LanguagePreference, MessageIdentifier, Tenths, UserInterfaceRequest, Value};
use tapkernel::reader::Interfaces;

use crate::{Error, Occasion, UiStatus, ValueQualifier};

/// A message and a status to present (Book A, 9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UiRequest {
    /// Why it is shown now.
    pub occasion: Occasion,
    /// Message Identifier, 03 to 21 hexadecimal (Book A, 9.4); none leaves the one on the display.
    pub message: Option<u8>,
    /// What the reader is doing; none leaves the lights as they are.
    pub status: Option<UiStatus>,
    /// How long the message stays at least, in milliseconds.
    pub hold_ms: u32,
    /// The message in English as this device can say it: without slot and stripe it does not ask for them. Empty where
    /// there is no message, or one that clears the display.
    pub text: String,
    /// Up to four ISO 639 codes of two letters, most wanted first, without separators; empty if the card told none.
    pub languages: String,
    /// An amount or balance to show.
    pub value: Option<UiValue>,
}

/// A value on the display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UiValue {
    /// What it is.
    pub qualifier: ValueQualifier,
    /// In minor units.
    pub amount: u64,
    /// ISO 4217 numeric code.
    pub currency: u16,
    /// Decimals of the minor unit.
    pub exponent: u8,
}

impl UiRequest {
    pub(crate) fn new(request: &UserInterfaceRequest, occasion: Occasion, interfaces: Interfaces) -> Self {
        let LanguagePreference(languages) = request.language_preference.unwrap_or(LanguagePreference([0; 8]));
        let letters = languages.iter().filter(|byte| byte.is_ascii_alphabetic());
        Self {
            occasion,
            message: request.message.map(MessageIdentifier::code),
            status: request.status.map(UiStatus::from),
            hold_ms: tenths(request.hold),
            text: request
                .message
                .map(|message| interfaces.text_of(message).text().to_owned())
                .unwrap_or_default(),
            languages: letters.map(|byte| char::from(*byte)).collect(),
            value: request.value.map(|value| UiValue {
                qualifier: value.qualifier.into(),
                amount: value.money.amount.minor_units(),
                currency: value.money.currency.code(),
                exponent: value.money.currency.exponent(),
            }),
        }
    }

    /// What a foreign kernel wants shown.
    pub(crate) fn read(&self) -> Result<UserInterfaceRequest, Error> {
        let message = self.message.map(|code| {
            MessageIdentifier::from_code(code)
                .ok_or_else(|| Error::argument(format!("{code:02X} is no message")))
        });
        let mut languages = [0; 8];
        languages.iter_mut().zip(self.languages.bytes()).for_each(|(place, letter)| *place = letter);
        Ok(UserInterfaceRequest {
            message: message.transpose()?,
            status: self.status.map(Into::into),
            hold: in_tenths(self.hold_ms)?,
            language_preference: (!self.languages.is_empty()).then_some(LanguagePreference(languages)),
            value: self.value.map(UiValue::read).transpose()?,
        })
    }
}

impl UiValue {
    fn read(self) -> Result<Value, Error> {
        let currency = Currency::new(self.currency, self.exponent);
        let money = Amount::new(self.amount).zip(currency);
        let (amount, currency) = money.ok_or_else(|| Error::argument("value: no amount of a currency"))?;
        Ok(Value { qualifier: self.qualifier.into(), money: Money { amount, currency } })
    }
}

/// Milliseconds.
pub(crate) fn tenths(time: Tenths) -> u32 {
    u32::from(time.0) * 100
}

/// Units of 100 ms, rounded up.
pub(crate) fn in_tenths(milliseconds: u32) -> Result<Tenths, Error> {
    let tenths = u16::try_from(milliseconds.div_ceil(100));
    tenths.map(Tenths).map_err(|_| Error::argument("a time is longer than 6,553.5 s"))
}
