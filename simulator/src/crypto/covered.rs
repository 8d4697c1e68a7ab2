//! What an Application Cryptogram covers.

use tapkernel_core::data::{Database, tags};
use tapkernel_core::tlv::Tag;

/// A data object that the cryptogram covers is missing or too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is missing or too short")]
pub struct MissingDataObject(pub Tag);

/// The data objects of the minimum set (EMV 4.4 Book 2, 8.1.1), with lengths; behind them come Card Verification
/// Results or Issuer Application Data.
const MINIMUM_SET: [(Tag, usize); 10] = [
    (tags::AMOUNT_AUTHORISED_NUMERIC, 6),
    (tags::AMOUNT_OTHER_NUMERIC, 6),
    (tags::TERMINAL_COUNTRY_CODE, 2),
    (tags::TERMINAL_VERIFICATION_RESULTS, 5),
    (tags::TRANSACTION_CURRENCY_CODE, 2),
    (tags::TRANSACTION_DATE, 3),
    (tags::TRANSACTION_TYPE, 1),
    (tags::UNPREDICTABLE_NUMBER, 4),
    (tags::APPLICATION_INTERCHANGE_PROFILE, 2),
    (tags::APPLICATION_TRANSACTION_COUNTER, 2),
];

/// The values of the minimum set, one after the other.
///
/// # Errors
///
/// [`MissingDataObject`] names the first object that is missing or has not its length.
pub(super) fn minimum_set(data: &Database) -> Result<Vec<u8>, MissingDataObject> {
    values(data, &MINIMUM_SET)
}

/// The values of these data objects. Amount, Other `9F03` and the TVR `95` count as zeros where `data` has none.
///
/// # Errors
///
/// [`MissingDataObject`] names the first object that is missing or has not its length.
pub(super) fn values(data: &Database, objects: &[(Tag, usize)]) -> Result<Vec<u8>, MissingDataObject> {
    let mut values = Vec::new();
    for &(tag, length) in objects {
        match data.get(tag) {
            Some(value) if value.len() == length => values.extend_from_slice(value),
            None if matches!(tag, tags::AMOUNT_OTHER_NUMERIC | tags::TERMINAL_VERIFICATION_RESULTS) => {
                values.resize(values.len() + length, 0);
            }
            _ => return Err(MissingDataObject(tag)),
        }
    }
    Ok(values)
}

/// The value of `tag` at its length.
///
/// # Errors
///
/// [`MissingDataObject`].
pub(crate) fn value<const N: usize>(data: &Database, tag: Tag) -> Result<[u8; N], MissingDataObject> {
    data.get(tag).and_then(|value| value.try_into().ok()).ok_or(MissingDataObject(tag))
}
