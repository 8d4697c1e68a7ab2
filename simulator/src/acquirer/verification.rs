//! The checks of a request, in their order.

use tapkernel_core::data::{Amount, Database, Date, Money, tags};
use tapkernel_core::tlv::Tag;

use super::accounts::Account;
use super::issuer_scripts::ScriptKeys;
use super::pin::pan_of;
use super::version::Version;
use super::{AuthorisationRequest, Reason, ResponseCode, SoftwareAcquirer};
use crate::crypto::{MissingDataObject, TdesKey, card_key, integrity_session_key};

/// A request that passed every check.
pub(super) struct Verified {
    pub(super) version: Version,
    pub(super) response_key: TdesKey,
    pub(super) cryptogram: [u8; 8],
    /// For a card that can be updated: the keys of scripts, and what to write after an approval.
    pub(super) update: Option<(ScriptKeys, Database)>,
}

/// Wrong PINs in a row after which none is looked at.
const PIN_TRIES: u8 = 3;

impl SoftwareAcquirer {
    pub(super) fn verify(&self, request: &AuthorisationRequest) -> Result<Verified, (ResponseCode, Reason)> {
        let record = &request.data_record;
        let missing = |tag: Tag| (ResponseCode::FORMAT_ERROR, Reason::DataObject(tag));
        let pan = pan_of(record).ok_or(missing(tags::TRACK_2_EQUIVALENT_DATA))?;
        let (place, account) = self.account(&pan).ok_or((ResponseCode::UNKNOWN_CARD, Reason::UnknownCard))?;
        let cryptogram = record.get(tags::APPLICATION_CRYPTOGRAM).and_then(|value| value.try_into().ok());
        let cryptogram: [u8; 8] = cryptogram.ok_or(missing(tags::APPLICATION_CRYPTOGRAM))?;
        if self.approved.contains(&cryptogram) {
            return Err((ResponseCode::DO_NOT_HONOUR, Reason::Replayed));
        }
        if !amount_agrees(record, request.money) {
            return Err((ResponseCode::INVALID_AMOUNT, Reason::AmountDiffers));
        }
        let verified = verify_cryptogram(record, account, cryptogram)?;
        let wrong_pins = self.wrong_pins.get(&place).copied().unwrap_or_default();
        verify_cardholder_and_card(request, account, wrong_pins)?;
        Ok(verified)
    }
}

/// The cryptogram, recomputed under the card's key; then whether it is an AAC.
fn verify_cryptogram(
    record: &Database,
    account: &Account,
    cryptogram: [u8; 8],
) -> Result<Verified, (ResponseCode, Reason)> {
    let iad = tags::ISSUER_APPLICATION_DATA;
    let missing = |MissingDataObject(tag)| (ResponseCode::FORMAT_ERROR, Reason::DataObject(tag));
    let issuer_data = record.get(iad).unwrap_or_default();
    let version = account.scheme.version(issuer_data).ok_or(missing(MissingDataObject(iad)))?;
    let sequence_number = record.get(tags::APPLICATION_PAN_SEQUENCE_NUMBER).and_then(|n| n.first().copied());
    let key = card_key(&account.master_key, account.pan.expose(), sequence_number.unwrap_or_default());
    if version.cryptogram(&key, record).map_err(missing)? != cryptogram {
        return Err((ResponseCode::DO_NOT_HONOUR, Reason::WrongCryptogram));
    }
    if version.is_aac(issuer_data) {
        return Err((ResponseCode::DO_NOT_HONOUR, Reason::DeclinedByCard));
    }
    let response_key = version.response_key(&key, record).map_err(missing)?;
    let update = account.update.as_ref().and_then(|(master, objects)| {
        let Version::Visa(version) = version else { return None };
        let integrity = card_key(master, account.pan.expose(), sequence_number.unwrap_or_default());
        let counter = record.get(tags::APPLICATION_TRANSACTION_COUNTER)?.try_into().ok()?;
        let session_key = integrity_session_key(version, &integrity, counter, cryptogram);
        Some((ScriptKeys { session_key, counter, cryptogram }, objects.clone()))
    });
    Ok(Verified { version, response_key, cryptogram, update })
}

fn verify_cardholder_and_card(
    request: &AuthorisationRequest,
    account: &Account,
    wrong_pins: u8,
) -> Result<(), (ResponseCode, Reason)> {
    let date = request.data_record.get(tags::TRANSACTION_DATE).unwrap_or_default();
    let date = Date::decode(tags::TRANSACTION_DATE, date)
        .map_err(|error| (ResponseCode::FORMAT_ERROR, Reason::DataObject(error.tag)))?;
    if date > account.expires {
        return Err((ResponseCode::EXPIRED, Reason::Expired));
    }
    match &request.pin {
        Some(_) if wrong_pins >= PIN_TRIES => {
            Err((ResponseCode::PIN_TRIES_EXCEEDED, Reason::PinTriesExceeded))
        }
        Some(pin) if !pin.holds(account.pin.expose(), account.pan.expose()) => {
            Err((ResponseCode::WRONG_PIN, Reason::WrongPin))
        }
        _ => Ok(()),
    }
}

/// Whether `money` is what the card put its cryptogram under.
fn amount_agrees(record: &Database, money: Money) -> bool {
    let amount = record.get(tags::AMOUNT_AUTHORISED_NUMERIC).and_then(|value| Amount::authorised(value).ok());
    amount == Some(money.amount)
        && record.get(tags::TRANSACTION_CURRENCY_CODE) == Some(&money.currency.encode_code())
}
