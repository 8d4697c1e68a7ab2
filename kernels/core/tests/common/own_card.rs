//! A card, its issuer and its CA out of our own keys, every part open to change before it is signed.

use std::collections::HashMap;

use num_bigint::BigUint;
use serde::Deserialize;
use sha1::{Digest, Sha1};
use tapkernel_core::data::{Amount, Currency, Database, Date, Rid, UnpredictableNumber, tags};
use tapkernel_core::oda::{
    CaPublicKey, CaPublicKeys, IccPublicKey, OdaReason, RevokedCertificate, SignedDataFormat, SignedRecords,
    cda, dda, fdda, recover_icc_key, recover_issuer_key, sda,
};

use crate::common::card::CARD_AUTHENTICATION_RELATED_DATA;
use crate::common::unhex;

pub(crate) const RID: Rid = Rid([0xF0, 0, 0, 0, 1]);
pub(crate) const INDEX: u8 = 0x11;
pub(crate) const SERIAL: [u8; 3] = [0x00, 0x12, 0x34];
const UNPREDICTABLE_NUMBER: UnpredictableNumber = UnpredictableNumber([0xDE, 0xAD, 0xBE, 0xEF]);
const CID: u8 = 0x40;

#[derive(Deserialize)]
struct OwnKeys {
    keys: HashMap<String, Primes>,
}

#[derive(Deserialize)]
struct Primes {
    p: String,
    q: String,
}

#[derive(Clone)]
pub(crate) struct PrivateKey {
    pub(crate) modulus: Vec<u8>,
    pub(crate) exponent: Vec<u8>,
    private: BigUint,
}

impl PrivateKey {
    fn named(name: &str, exponent: &[u8]) -> Self {
        let keys: OwnKeys =
            serde_json::from_str(include_str!("../../../../test-vectors/oda/own_keys.json")).unwrap();
        let number = |hex: &str| BigUint::from_bytes_be(&unhex(hex));
        let (p, q) = (number(&keys.keys[name].p), number(&keys.keys[name].q));
        let totient = (&p - 1u8) * (&q - 1u8);
        Self {
            modulus: (&p * &q).to_bytes_be(),
            exponent: exponent.to_vec(),
            private: BigUint::from_bytes_be(exponent).modinv(&totient).unwrap(),
        }
    }

    fn sign(&self, block: &[u8]) -> Vec<u8> {
        assert_eq!(block.len(), self.modulus.len());
        let n = BigUint::from_bytes_be(&self.modulus);
        let signature = BigUint::from_bytes_be(block).modpow(&self.private, &n).to_bytes_be();
        [vec![0; block.len() - signature.len()], signature].concat()
    }
}

/// Data to be signed: the body starts with the format; the hash comes when signing.
#[derive(Clone)]
pub(crate) struct Block {
    pub(crate) header: u8,
    pub(crate) body: Vec<u8>,
    pub(crate) spoil_hash: bool,
    pub(crate) trailer: u8,
}

impl Block {
    /// `fields`, then `key` or data, then `BB` up to the room that `signer` leaves.
    fn new(signer: &PrivateKey, fields: &[u8], data: &[u8]) -> Self {
        let mut body = [fields, data].concat();
        body.resize(signer.modulus.len() - 22, 0xBB);
        Self { header: 0x6A, body, spoil_hash: false, trailer: 0xBC }
    }

    fn sign(&self, signer: &PrivateKey, hashed: &[&[u8]]) -> Vec<u8> {
        let mut hash: [u8; 20] = Sha1::digest([&self.body, &hashed.concat()[..]].concat()).into();
        hash[7] ^= u8::from(self.spoil_hash);
        signer.sign(&[&[self.header], &self.body[..], &hash, &[self.trailer]].concat())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Sda,
    Dda,
    Cda,
    Fdda,
}

#[derive(Clone)]
pub(crate) struct OwnCard {
    pub(crate) method: Method,
    pub(crate) ca: PrivateKey,
    pub(crate) issuer: PrivateKey,
    pub(crate) icc: PrivateKey,
    pub(crate) ca_expiry: Option<Date>,
    pub(crate) revoked: Vec<RevokedCertificate>,
    pub(crate) date: Date,
    pub(crate) format: SignedDataFormat,
    pub(crate) issuer_certificate: Block,
    pub(crate) issuer_remainder: Vec<u8>,
    pub(crate) icc_certificate: Block,
    pub(crate) icc_remainder: Vec<u8>,
    pub(crate) static_signature: Block,
    pub(crate) dynamic_signature: Block,
    pub(crate) records: Vec<(u8, Vec<u8>)>,
    pub(crate) sda_tag_list: Vec<u8>,
    pub(crate) related: Vec<u8>,
    pub(crate) transaction_data: Vec<u8>,
    /// Changes after everything is signed.
    pub(crate) tamper: fn(&OwnCard, &mut Database),
}

impl OwnCard {
    /// All exponents 3, both keys longer than their certificates have room for.
    pub(crate) fn with_remainders(method: Method) -> Self {
        let key = |name| PrivateKey::named(name, &[3]);
        Self::new(method, key("ca-1408"), key("issuer-1152"), key("icc-896"))
    }

    /// Issuer and card exponent 65537, both keys short, padding after them.
    pub(crate) fn with_padding(method: Method) -> Self {
        let key = |name| PrivateKey::named(name, &[1, 0, 1]);
        Self::new(method, PrivateKey::named("ca-1408", &[3]), key("issuer-1024"), key("icc-640"))
    }

    fn new(method: Method, ca: PrivateKey, issuer: PrivateKey, icc: PrivateKey) -> Self {
        let issuer_fields =
            [&[0x02, 0x41, 0x23, 0x4F, 0xFF, 0x12, 0x29], &SERIAL[..], &key_fields(&issuer)].concat();
        let pan = [0x41, 0x23, 0x45, 0x67, 0x89, 0x01, 0x23, 0x45, 0x6F, 0xFF];
        let icc_fields = [&[0x04], &pan[..], &[0x06, 0x28, 0, 0, 7], &key_fields(&icc)].concat();
        let (issuer_key, issuer_remainder) = split(&issuer.modulus, ca.modulus.len() - 36);
        let (icc_key, icc_remainder) = split(&icc.modulus, issuer.modulus.len() - 42);
        let mut card = Self {
            method,
            issuer_certificate: Block::new(&ca, &issuer_fields, &issuer_key),
            issuer_remainder,
            icc_certificate: Block::new(&issuer, &icc_fields, &icc_key),
            icc_remainder,
            static_signature: Block::new(&issuer, &[0x03, 0x01, 0xDA, 0xC1], &[]),
            dynamic_signature: Block::new(&icc, &[0x05, 0x01, 0x03], &[0x02, 0x11, 0x22]),
            ca,
            issuer,
            icc,
            ca_expiry: Date::new(2030, 12, 31),
            revoked: vec![RevokedCertificate { rid: RID, index: INDEX, serial: [0x00, 0x12, 0x35] }],
            date: Date::new(2026, 5, 31).unwrap(),
            format: SignedDataFormat::Offline,
            records: vec![(2, unhex("70085F2403280630CA00")), (11, unhex("7003DF0100"))],
            sda_tag_list: vec![0x82],
            related: unhex("01CAFEF00D0200"),
            transaction_data: unhex("0102030405060708090A"),
            tamper: |_, _| {},
        };
        if method == Method::Cda {
            card.set_dynamic_data(&card.cda_data(CID, &[]));
        }
        card
    }

    /// ICC Dynamic Data of CDA: number, CID, cryptogram, hash of the transaction data, `more`.
    pub(crate) fn cda_data(&self, cid: u8, more: &[u8]) -> Vec<u8> {
        let hash = Sha1::digest(&self.transaction_data);
        [&[2, 0x11, 0x22, cid], &[0xAC; 8][..], &hash, more].concat()
    }

    pub(crate) fn set_dynamic_data(&mut self, data: &[u8]) {
        let fields = [self.dynamic_signature.body[0], 0x01, data.len().try_into().unwrap()];
        self.dynamic_signature = Block::new(&self.icc, &fields, data);
    }

    fn static_data(&self) -> Vec<u8> {
        let parts =
            self.records.iter().map(|(sfi, record)| if *sfi <= 10 { &record[2..] } else { &record[..] });
        let profile: &[u8] = if self.sda_tag_list == [0x82] { &PROFILE } else { &[] };
        [&parts.collect::<Vec<_>>().concat()[..], profile].concat()
    }

    fn challenge(&self) -> Vec<u8> {
        match self.method {
            Method::Fdda => [&UNPREDICTABLE_NUMBER.0, &unhex("0000000012340978")[..], &self.related].concat(),
            _ => UNPREDICTABLE_NUMBER.0.to_vec(),
        }
    }

    /// Signs everything, as it now is.
    pub(crate) fn database(&self) -> Database {
        let mut data = Database::new();
        data.insert(tags::CA_PUBLIC_KEY_INDEX, &[INDEX]);
        data.insert(tags::APPLICATION_PAN, &unhex("41234567890123456F"));
        data.insert(tags::APPLICATION_INTERCHANGE_PROFILE, &PROFILE);
        data.insert(tags::SDA_TAG_LIST, &self.sda_tag_list);
        data.insert(CARD_AUTHENTICATION_RELATED_DATA, &self.related);
        let certificate =
            self.issuer_certificate.sign(&self.ca, &[&self.issuer_remainder, &self.issuer.exponent]);
        data.insert(tags::ISSUER_PUBLIC_KEY_CERTIFICATE, &certificate);
        data.insert(tags::ISSUER_PUBLIC_KEY_REMAINDER, &self.issuer_remainder);
        data.insert(tags::ISSUER_PUBLIC_KEY_EXPONENT, &self.issuer.exponent);
        let hashed: [&[u8]; 3] = [&self.icc_remainder, &self.icc.exponent, &self.static_data()];
        data.insert(tags::ICC_PUBLIC_KEY_CERTIFICATE, &self.icc_certificate.sign(&self.issuer, &hashed));
        data.insert(tags::ICC_PUBLIC_KEY_REMAINDER, &self.icc_remainder);
        data.insert(tags::ICC_PUBLIC_KEY_EXPONENT, &self.icc.exponent);
        if self.method == Method::Sda {
            let signature = self.static_signature.sign(&self.issuer, &[&self.static_data()]);
            data.insert(tags::SIGNED_STATIC_APPLICATION_DATA, &signature);
        } else {
            let signature = self.dynamic_signature.sign(&self.icc, &[&self.challenge()]);
            data.insert(tags::SIGNED_DYNAMIC_APPLICATION_DATA, &signature);
        }
        (self.tamper)(self, &mut data);
        data
    }

    pub(crate) fn ca_keys(&self) -> CaPublicKeys {
        let (modulus, exponent) = (&self.ca.modulus, &self.ca.exponent);
        let checksum = CaPublicKey::checksum(RID, INDEX, modulus, exponent);
        let key = CaPublicKey::new(RID, INDEX, modulus, exponent, self.ca_expiry, checksum).unwrap();
        CaPublicKeys::new(vec![key], self.revoked.clone()).unwrap()
    }

    pub(crate) fn authenticate(&self) -> Result<(), OdaReason> {
        self.verify(&self.database(), &self.records)
    }

    pub(crate) fn verify(&self, data: &Database, records: &[(u8, Vec<u8>)]) -> Result<(), OdaReason> {
        let mut signed = SignedRecords::new();
        records.iter().for_each(|(sfi, record)| signed.add(*sfi, record));
        let static_data = signed.complete(data)?;
        let keys = self.ca_keys();
        if self.method == Method::Sda {
            let issuer = recover_issuer_key(data, &keys, RID, self.date)?;
            let signature = data.get(tags::SIGNED_STATIC_APPLICATION_DATA).unwrap();
            return sda::verify(&issuer, signature, self.format, &static_data).map(|verified| {
                assert_eq!(verified.data_authentication_code(), [0xDA, 0xC1]);
            });
        }
        let icc = recover_icc_key(data, &keys, RID, &static_data, self.date)?;
        self.verify_dynamic(&icc, data)
    }

    fn verify_dynamic(&self, icc: &IccPublicKey, data: &Database) -> Result<(), OdaReason> {
        let signature = data.get(tags::SIGNED_DYNAMIC_APPLICATION_DATA).unwrap();
        match self.method {
            Method::Cda => {
                let expected = cda::CdaData {
                    unpredictable_number: UNPREDICTABLE_NUMBER,
                    cryptogram_information_data: CID,
                    transaction_data: &[&self.transaction_data[..4], &self.transaction_data[4..]],
                };
                let verified = cda::verify(icc, signature, &expected)?;
                assert_eq!(verified.application_cryptogram(), [0xAC; 8]);
            }
            Method::Fdda => {
                let expected = fdda::FddaData {
                    unpredictable_number: UNPREDICTABLE_NUMBER,
                    amount: Amount::new(1234).unwrap(),
                    currency: Currency::new(978, 2).unwrap(),
                    card_authentication_related_data: data.get(CARD_AUTHENTICATION_RELATED_DATA).unwrap(),
                };
                fdda::verify(icc, signature, self.format, &expected)?;
            }
            _ => drop(dda::verify(icc, signature, &UNPREDICTABLE_NUMBER.0)?),
        }
        Ok(())
    }
}

const PROFILE: [u8; 2] = [0x18, 0x00];

/// Hash algorithm, key algorithm, key length, exponent length.
fn key_fields(key: &PrivateKey) -> [u8; 4] {
    [1, 1, key.modulus.len().try_into().unwrap(), key.exponent.len().try_into().unwrap()]
}

fn split(modulus: &[u8], room: usize) -> (Vec<u8>, Vec<u8>) {
    let (key, remainder) = modulus.split_at(room.min(modulus.len()));
    (key.to_vec(), remainder.to_vec())
}
