//! Issuer update: the second tap, at which the issuer speaks to the card (Book C-3, 5.10; EMV 4.4 Book 2, 8.2 and 9).

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{Database, tags};
use tapkernel_core::tlv::Tag;

use super::card_keys::CardKeys;
use super::command::{ScriptCommand, WRONG_DATA};
use crate::crypto::{
    CryptogramVersion, TdesKey, authorisation_cryptogram_1, authorisation_cryptogram_2, command_mac,
    integrity_session_key,
};

/// Authentication failed.
const AUTHENTICATION_FAILED: StatusWord = StatusWord(0x6300);
/// The MAC is not the issuer's.
const WRONG_MAC: StatusWord = StatusWord(0x6988);
/// The data object may not be written.
const NOT_WRITABLE: StatusWord = StatusWord(0x6A88);

/// The last transaction that asked for the issuer: what the card keeps when the field goes off.
#[derive(Clone)]
pub(super) struct OnlineTransaction {
    pub(super) application: usize,
    version: CryptogramVersion,
    counter: [u8; 2],
    cryptogram: [u8; 8],
    /// The key of the cryptogram, and so of the issuer's answer to it.
    session_key: TdesKey,
    integrity_key: TdesKey,
    authenticated: Option<bool>,
}

/// What a script command does to the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change<'a> {
    /// APPLICATION BLOCK or UNBLOCK.
    Blocked(bool),
    /// PUT DATA.
    Data(Tag, &'a [u8]),
}

impl OnlineTransaction {
    /// The transaction that ended with these `objects`; `None` unless they hold an ARQC.
    pub(super) fn of(application: usize, keys: &CardKeys, objects: &Database) -> Option<Self> {
        if objects.get(tags::CRYPTOGRAM_INFORMATION_DATA) != Some(&[0x80]) {
            return None;
        }
        let version = CryptogramVersion::of(objects.get(tags::ISSUER_APPLICATION_DATA)?)?;
        let counter = objects.get(tags::APPLICATION_TRANSACTION_COUNTER)?.try_into().ok()?;
        let cryptogram = objects.get(tags::APPLICATION_CRYPTOGRAM)?.try_into().ok()?;
        let session_key = version.session_key(&keys.cryptogram, objects).ok()?;
        let integrity_key = integrity_session_key(version, &keys.integrity, counter, cryptogram);
        Some(Self {
            application,
            version,
            counter,
            cryptogram,
            session_key,
            integrity_key,
            authenticated: None,
        })
    }

    /// EXTERNAL AUTHENTICATE: once for a transaction, whatever comes of it.
    ///
    /// # Errors
    ///
    /// 6300 if the response cryptogram is wrong, 6985 if it is the second try.
    pub(super) fn authenticate(&mut self, data: &[u8]) -> Result<Vec<u8>, StatusWord> {
        if self.authenticated.is_some() {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        let genuine = self.is_of_the_issuer(data);
        self.authenticated = Some(genuine);
        if genuine { Ok(Vec::new()) } else { Err(AUTHENTICATION_FAILED) }
    }

    /// Method 1: cryptogram and response code. Method 2: four bytes of cryptogram, Card Status Update, more.
    fn is_of_the_issuer(&self, data: &[u8]) -> bool {
        match (self.version, data) {
            (CryptogramVersion::Cvn10 | CryptogramVersion::Cvn17, [cryptogram @ .., high, low]) => {
                authorisation_cryptogram_1(&self.session_key, self.cryptogram, [*high, *low]) == *cryptogram
            }
            (CryptogramVersion::Cvn18 | CryptogramVersion::Cvn22, [a, b, c, d, e, f, g, h, more @ ..]) => {
                let update = [*e, *f, *g, *h];
                authorisation_cryptogram_2(&self.session_key, self.cryptogram, update, more)
                    == [*a, *b, *c, *d]
            }
            _ => false,
        }
    }

    /// What a script command asks for, if its MAC is right and the data object is one of the `writable`.
    ///
    /// # Errors
    ///
    /// 6985 after a failed authentication, 6988 for a wrong MAC, 6A80 or 6A88 for what cannot be done.
    pub(super) fn change<'a>(
        &self,
        command: &ScriptCommand<'a>,
        writable: &Database,
    ) -> Result<Change<'a>, StatusWord> {
        if self.authenticated == Some(false) {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        let ScriptCommand { header, data, mac } = *command;
        if command_mac(&self.integrity_key, header, self.counter, self.cryptogram, data) != mac {
            return Err(WRONG_MAC);
        }
        let [_, instruction, p1, p2, _] = header;
        match (instruction, data) {
            (0x1E, []) => Ok(Change::Blocked(true)),
            (0x18, []) => Ok(Change::Blocked(false)),
            (0xDA, data) => {
                let tag = Tag::new(u32::from(u16::from_be_bytes([p1, p2])));
                if writable.is_present(tag) { Ok(Change::Data(tag, data)) } else { Err(NOT_WRITABLE) }
            }
            _ => Err(WRONG_DATA),
        }
    }
}
