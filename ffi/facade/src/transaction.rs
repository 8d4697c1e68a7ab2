//! What a tap is about, and what the issuer answered.

use std::fmt;

use tapkernel::core::data::{Amount, Currency, Money, TransactionData};
use tapkernel::core::kernel::OnlineResponse as Response;
use tapkernel::core::tlv::TlvWriter;
use tapkernel::profile::{Profile, ProfileCurrency};
use tapkernel::reader::Tap;

use crate::data::database;
use crate::{DataObject, Error, ErrorCode, LocalTime, TransactionType};

/// One transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// Transaction Type `9C`.
    pub transaction_type: TransactionType,
    /// Amount, Authorised `9F02`, in minor units: the total, cashback included.
    pub amount: u64,
    /// Amount, Other `9F03`, in minor units: the cashback part.
    pub amount_other: u64,
    /// ISO 4217 numeric code.
    pub currency: u16,
    /// Decimals of the minor unit: 2 for EUR. A session with a profile takes the profile's.
    pub currency_exponent: u8,
    /// Local date and time.
    pub when: LocalTime,
    /// Whether [`Step::Choose`](crate::Step::Choose) asks when a card offers several applications.
    pub choice: bool,
}

impl Transaction {
    pub(crate) fn tap(&self, profile: &Profile) -> Result<Tap, Error> {
        let mut currencies = profile.currencies().map(ProfileCurrency::currency);
        let currency = currencies.find(|known| known.code() == self.currency);
        let currency = currency.ok_or_else(|| {
            Error::new(
                ErrorCode::NotConfigured,
                format!("currency {:03} is not one of the profile's", self.currency),
            )
        })?;
        let money = Money { amount: amount(self.amount)?, currency };
        let tap =
            Tap::new(self.transaction_type.into(), money, amount(self.amount_other)?, self.when.read()?);
        Ok(if self.choice { tap.with_choice() } else { tap })
    }

    pub(crate) fn data(&self) -> Result<TransactionData, Error> {
        let currency = Currency::new(self.currency, self.currency_exponent);
        let (date, time) = self.when.read()?;
        Ok(TransactionData {
            amount: amount(self.amount)?,
            amount_other: amount(self.amount_other)?,
            currency: currency
                .ok_or_else(|| Error::argument("currency: not a code of 3 digits and an exponent up to 4"))?,
            transaction_type: self.transaction_type.into(),
            date,
            time,
        })
    }
}

pub(crate) fn amount(minor_units: u64) -> Result<Amount, Error> {
    Amount::new(minor_units)
        .ok_or_else(|| Error::argument(format!("{minor_units}: an amount has at most 12 digits")))
}

/// What the issuer answered.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct OnlineResponse {
    /// Data objects in BER-TLV: Authorisation Response Code `8A`, Issuer Authentication Data `91`, and scripts `71` and
    /// `72` whole, in their order.
    pub data: Vec<DataObject>,
}

impl fmt::Debug for OnlineResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.data).finish()
    }
}

impl OnlineResponse {
    pub(crate) fn read(&self) -> Result<Response, Error> {
        let is_script = |object: &&DataObject| matches!(object.tag, 0x71 | 0x72);
        let others: Vec<_> = self.data.iter().filter(|object| !is_script(object)).cloned().collect();
        let script = |object: &DataObject| {
            let mut script = TlvWriter::new();
            script
                .append(tapkernel::core::tlv::Tag::new(object.tag), &object.value)
                .map_err(|error| Error::argument(error.to_string()))?;
            Ok(script.into_bytes())
        };
        let scripts = self.data.iter().filter(is_script).map(script).collect::<Result<_, Error>>()?;
        Ok(Response { data: database(&others)?, scripts })
    }
}
