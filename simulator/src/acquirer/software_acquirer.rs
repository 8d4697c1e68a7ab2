//! The acquirer at work.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use sha1::{Digest, Sha1};
use tapkernel_core::data::{Database, Date, Money, tags};

use super::accounts::{Account, accounts};
use super::answers::by_cents;
use super::issuer_scripts::{block, put_data};
use super::pin::pan_of;
use super::verification::Verified;
use super::{AuthorisationRequest, AuthorisationResponse, EntryMode, Reason, ResponseCode};

/// A software acquirer. Knows all software cards, remembers what it answered.
#[derive(Clone, Debug)]
pub struct SoftwareAcquirer {
    accounts: Arc<[Account]>,
    ledger: Vec<LedgerEntry>,
    /// The cryptograms that were approved.
    pub(super) approved: HashSet<[u8; 8]>,
    /// Wrong PINs in a row, by the place of the account.
    pub(super) wrong_pins: BTreeMap<usize, u8>,
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

impl Default for SoftwareAcquirer {
    fn default() -> Self {
        Self::new()
    }
}

impl SoftwareAcquirer {
    /// With an empty ledger.
    pub fn new() -> Self {
        let (approved, wrong_pins) = (HashSet::new(), BTreeMap::new());
        Self { accounts: accounts(), ledger: Vec::new(), approved, wrong_pins }
    }

    /// Answers a request. The same STAN with the same cryptogram and amount gets the same answer again; a cryptogram
    /// that was not approved may come again, with a PIN for example.
    pub fn authorise(&mut self, request: &AuthorisationRequest) -> AuthorisationResponse {
        let cryptogram = cryptogram(request);
        let earlier = self.ledger.iter().find(|entry| {
            (entry.stan, entry.money, entry.cryptogram.as_slice())
                == (request.stan, request.money, cryptogram)
        });
        if let Some(entry) = earlier {
            return entry.response.clone();
        }
        let response = self.authorise_anew(request);
        self.ledger.push(LedgerEntry {
            stan: request.stan,
            entry_mode: request.entry_mode,
            money: request.money,
            response: response.clone(),
            cryptogram: cryptogram.to_vec(),
        });
        response
    }

    /// The same for a caller that keeps the books and knows repeats by itself: each request is a new one.
    pub(crate) fn authorise_anew(&mut self, request: &AuthorisationRequest) -> AuthorisationResponse {
        let response = match self.verify(request) {
            Ok(verified) => conclude(request, &verified),
            Err((code, reason)) => answer(request, code, reason),
        };
        let pan = pan_of(&request.data_record).unwrap_or_default();
        let wrong_pins = match response.reason {
            Reason::WrongPin => self.wrong_pins(&pan).saturating_add(1),
            // The PIN was looked at and is right.
            Reason::Approved | Reason::Amount if request.pin.is_some() => 0,
            _ => self.wrong_pins(&pan),
        };
        let approved = response.is_approved().then(|| cryptogram(request));
        self.remember(approved, wrong_pins, |account| account == pan);
        response
    }

    /// Wrong PINs of this card in a row.
    pub(crate) fn wrong_pins(&self, pan: &str) -> u8 {
        self.account(pan).and_then(|(place, _)| self.wrong_pins.get(&place)).copied().unwrap_or_default()
    }

    /// Takes the cryptogram as approved, and so many wrong PINs in a row for the card whose number `is_card` knows.
    pub(crate) fn remember(
        &mut self,
        approved: Option<&[u8]>,
        wrong_pins: u8,
        is_card: impl Fn(&str) -> bool,
    ) {
        self.approved.extend(approved.and_then(|cryptogram| <[u8; 8]>::try_from(cryptogram).ok()));
        if let Some(place) = self.accounts.iter().position(|account| is_card(account.pan.expose())) {
            self.wrong_pins.insert(place, wrong_pins);
        }
    }

    /// What was answered, in order. Repeated requests stand once.
    pub fn ledger(&self) -> &[LedgerEntry] {
        &self.ledger
    }

    /// The account with this number, and its place.
    pub(super) fn account(&self, pan: &str) -> Option<(usize, &Account)> {
        self.accounts.iter().enumerate().find(|(_, account)| *account.pan.expose() == pan)
    }
}

fn cryptogram(request: &AuthorisationRequest) -> &[u8] {
    request.data_record.get(tags::APPLICATION_CRYPTOGRAM).unwrap_or_default()
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
