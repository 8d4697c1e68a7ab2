//! The acquirer at work.

use sha1::{Digest, Sha1};
use tapkernel_core::data::{Amount, Database, Date, Money, tags};
use tapkernel_core::tlv::Tag;

use super::accounts::{Account, accounts};
use super::answers::by_cents;
use super::issuer_scripts::{ScriptKeys, block, put_data};
use super::pin::pan_of;
use super::version::Version;
use super::{AuthorisationRequest, AuthorisationResponse, EntryMode, Reason, ResponseCode};
use crate::crypto::{MissingDataObject, TdesKey, card_key, integrity_session_key};

/// A software acquirer. Knows all software cards, remembers what it answered.
#[derive(Clone, Debug)]
pub struct SoftwareAcquirer {
    accounts: Vec<Account>,
    ledger: Vec<LedgerEntry>,
}

/// One line of the acquirer's ledger.
#[derive(Clone, Debug)]
pub struct LedgerEntry {
    /// Systems Trace Audit Number.
    pub stan: u32,
    /// How the card was read.
    pub entry_mode: EntryMode,
    /// What was asked for.
    pub money: Money,
    /// What was answered.
    pub response: AuthorisationResponse,
    /// The Application Cryptogram, by which a second request with it is known.
    cryptogram: Vec<u8>,
}

/// A request that passed every check.
struct Verified {
    version: Version,
    response_key: TdesKey,
    cryptogram: [u8; 8],
    /// For a card that can be updated: the keys of scripts, and what to write after an approval.
    update: Option<(ScriptKeys, Database)>,
}

impl Default for SoftwareAcquirer {
    fn default() -> Self {
        Self::new()
    }
}

impl SoftwareAcquirer {
    /// With an empty ledger.
    pub fn new() -> Self {
        Self { accounts: accounts(), ledger: Vec::new() }
    }

    /// Answers a request. The same STAN with the same cryptogram and amount gets the same answer again; a cryptogram
    /// that was not approved may come again, with a PIN for example.
    pub fn authorise(&mut self, request: &AuthorisationRequest) -> AuthorisationResponse {
        let cryptogram = request.data_record.get(tags::APPLICATION_CRYPTOGRAM).unwrap_or_default();
        let earlier = self.ledger.iter().find(|entry| {
            (entry.stan, entry.money, entry.cryptogram.as_slice())
                == (request.stan, request.money, cryptogram)
        });
        if let Some(entry) = earlier {
            return entry.response.clone();
        }
        let response = match self.verify(request) {
            Ok(verified) => conclude(request, &verified),
            Err((code, reason)) => answer(request, code, reason),
        };
        self.ledger.push(LedgerEntry {
            stan: request.stan,
            entry_mode: request.entry_mode,
            money: request.money,
            response: response.clone(),
            cryptogram: cryptogram.to_vec(),
        });
        response
    }

    /// What was answered, in order. Repeated requests stand once.
    pub fn ledger(&self) -> &[LedgerEntry] {
        &self.ledger
    }

    fn verify(&self, request: &AuthorisationRequest) -> Result<Verified, (ResponseCode, Reason)> {
        let record = &request.data_record;
        let missing = |tag: Tag| (ResponseCode::FORMAT_ERROR, Reason::DataObject(tag));
        let pan = pan_of(record).ok_or(missing(tags::TRACK_2_EQUIVALENT_DATA))?;
        let account = self.accounts.iter().find(|account| *account.pan.expose() == pan);
        let account = account.ok_or((ResponseCode::UNKNOWN_CARD, Reason::UnknownCard))?;
        let cryptogram = record.get(tags::APPLICATION_CRYPTOGRAM).and_then(|value| value.try_into().ok());
        let cryptogram: [u8; 8] = cryptogram.ok_or(missing(tags::APPLICATION_CRYPTOGRAM))?;
        if self.ledger.iter().any(|entry| entry.response.is_approved() && entry.cryptogram == cryptogram) {
            return Err((ResponseCode::DO_NOT_HONOUR, Reason::Replayed));
        }
        if !amount_agrees(record, request.money) {
            return Err((ResponseCode::INVALID_AMOUNT, Reason::AmountDiffers));
        }
        let verified = verify_cryptogram(record, account, cryptogram)?;
        verify_cardholder_and_card(request, account)?;
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
) -> Result<(), (ResponseCode, Reason)> {
    let date = request.data_record.get(tags::TRANSACTION_DATE).unwrap_or_default();
    let date = Date::decode(tags::TRANSACTION_DATE, date)
        .map_err(|error| (ResponseCode::FORMAT_ERROR, Reason::DataObject(error.tag)))?;
    if date > account.expires {
        return Err((ResponseCode::EXPIRED, Reason::Expired));
    }
    match &request.pin {
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

fn conclude(request: &AuthorisationRequest, verified: &Verified) -> AuthorisationResponse {
    // A wrong PIN has been answered by now, so a PIN that is there is right.
    let code = by_cents(request.money.amount, request.pin.is_some());
    let approved = code == ResponseCode::APPROVED;
    let mut response = answer(request, code, if approved { Reason::Approved } else { Reason::Amount });
    if approved {
        response.authorisation_code = Some(authorisation_code(&response.rrn, verified.cryptogram));
    }
    if approved || verified.update.is_some() {
        let Verified { version, response_key, cryptogram, .. } = verified;
        let data = version.issuer_authentication_data(response_key, *cryptogram, code);
        response.emv_data.insert(tags::ISSUER_AUTHENTICATION_DATA, &data);
    }
    response.scripts.extend(verified.update.as_ref().and_then(|(keys, objects)| match code {
        ResponseCode::APPROVED => Some(put_data(keys, objects)),
        ResponseCode::LOST | ResponseCode::STOLEN => Some(block(keys)),
        _ => None,
    }));
    response
}

fn answer(request: &AuthorisationRequest, code: ResponseCode, reason: Reason) -> AuthorisationResponse {
    let mut emv_data = Database::new();
    emv_data.insert(tags::AUTHORISATION_RESPONSE_CODE, &code.0);
    AuthorisationResponse {
        response_code: code,
        authorisation_code: None,
        rrn: rrn(request),
        emv_data,
        scripts: Vec::new(),
        reason,
    }
}

fn rrn(request: &AuthorisationRequest) -> String {
    let date = request.data_record.get(tags::TRANSACTION_DATE).unwrap_or_default();
    let date = Date::decode(tags::TRANSACTION_DATE, date).map(|d| (d.year() % 10, d.month(), d.day()));
    let (year, month, day) = date.unwrap_or_default();
    format!("{year}{month:02}{day:02}0{:06}", request.stan % 1_000_000)
}

/// Six digits that look like chance and are none.
fn authorisation_code(rrn: &str, cryptogram: [u8; 8]) -> String {
    let hash = Sha1::new().chain_update(rrn).chain_update(cryptogram).finalize();
    let number = hash.first_chunk().copied().map_or(0, u32::from_be_bytes);
    format!("{:06}", number % 1_000_000)
}
