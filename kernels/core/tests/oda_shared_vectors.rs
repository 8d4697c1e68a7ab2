//! Chains of the emv-utils project and their broken twins. Its licence keeps them out of this repository: they are
//! read from `../shared/vectors` beside it, and the test says so when that is not there.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;

use std::collections::HashMap;
use std::path::PathBuf;

use common::unhex;
use serde::Deserialize;
use sha1::{Digest, Sha1};
use tapkernel_core::data::{Database, Date, Rid, tags};
use tapkernel_core::oda::rsa::{PublicExponent, RsaPublicKey};
use tapkernel_core::oda::{CaPublicKey, CaPublicKeys, IssuerPublicKey, OdaReason, recover_issuer_key};

/// Exponent of all issuer and card keys: the certificates say one byte, and only with it do their hashes match.
///
/// For the Visa chain the file lists what broken cases of its source use: exponent `010001`, and a remainder whose
/// last byte is one too great, which makes the modulus even.
const EXPONENT: [u8; 1] = [3];

#[derive(Deserialize)]
struct Vector {
    arrays: HashMap<String, String>,
}

impl Vector {
    fn get(&self, name: &str) -> Vec<u8> {
        unhex(self.arrays.get(name).map_or("", String::as_str))
    }

    fn issuer(
        &self,
        certificate: &str,
        keys: &CaPublicKeys,
        index: u8,
    ) -> Result<IssuerPublicKey, OdaReason> {
        let mut data = Database::new();
        data.insert(tags::CA_PUBLIC_KEY_INDEX, &[index]);
        data.insert(tags::APPLICATION_PAN, &self.get("tlv_EMV_TAG_5A_APPLICATION_PAN"));
        data.insert(tags::ISSUER_PUBLIC_KEY_CERTIFICATE, &self.get(certificate));
        data.insert(tags::ISSUER_PUBLIC_KEY_EXPONENT, &EXPONENT);
        let rid = keys.iter().next().unwrap().rid();
        recover_issuer_key(&data, keys, rid, Date::new(2018, 1, 1).unwrap())
    }
}

fn shared(file: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors").join(file);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("SKIPPED: ../shared/vectors/{file} is not there");
    }
    text
}

fn ca_key(list: &str, rid: &str, index: &str) -> CaPublicKeys {
    let row = list.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let row = row.into_iter().find(|row| row[0] == rid && row[2] == index && row[7] == "match").unwrap();
    let (rid, index) = (Rid(unhex(rid).try_into().unwrap()), unhex(index)[0]);
    let checksum = unhex(row[6]).try_into().unwrap();
    let key = CaPublicKey::new(rid, index, &unhex(row[5]), &unhex(row[4]), None, checksum).unwrap();
    CaPublicKeys::new(vec![key], vec![]).unwrap()
}

fn recover(modulus: &[u8], exponent: &[u8], input: &[u8]) -> Vec<u8> {
    let mut output = vec![0; modulus.len()];
    let key = RsaPublicKey::new(modulus, PublicExponent::from_bytes(exponent).unwrap()).unwrap();
    key.recover_into(input, &mut output).unwrap();
    output
}

/// The static data are not part of the vectors, so the ICC key is taken out of its certificate by hand here.
fn icc_modulus(vector: &Vector, issuer: &IssuerPublicKey) -> Vec<u8> {
    let key = issuer.key();
    let block = recover(key.modulus(), key.exponent().as_bytes(), &vector.get("valid_icc_cert"));
    assert_eq!((block[0], block[1], block[block.len() - 1]), (0x6A, 0x04, 0xBC));
    let length = usize::from(block[19]);
    let room = &block[21..block.len() - 21];
    let remainder = vector.get("tlv_EMV_TAG_9F48_ICC_PUBLIC_KEY_REMAINDER");
    let mut modulus =
        [&room[..length.min(room.len())], &remainder[..length.saturating_sub(room.len())]].concat();
    let last = modulus.last_mut().unwrap();
    *last -= u8::from(*last % 2 == 0);
    modulus
}

fn is_signed(block: &[u8], challenge: &[u8]) -> bool {
    let (body, hash) = block[1..block.len() - 1].split_at(block.len() - 22);
    let hashed: [u8; 20] = Sha1::digest([body, challenge].concat()).into();
    block[0] == 0x6A && body[0] == 0x05 && block[block.len() - 1] == 0xBC && hash == hashed
}

#[test]
fn chains_and_their_broken_twins() {
    let (Some(vectors), Some(list)) = (shared("oda_vectors.json"), shared("capk/capk.csv")) else { return };
    let vectors: HashMap<String, Vector> = serde_json::from_str(&vectors).unwrap();
    for (name, rid, index) in
        [("emvutils_visa94_sda_dda", "A000000003", "94"), ("emvutils_mcF1_cda", "A000000004", "F1")]
    {
        let vector = &vectors[name];
        let keys = ca_key(&list, rid, index);
        let issuer = vector.issuer("valid_issuer_cert", &keys, unhex(index)[0]).unwrap();
        let modulus = icc_modulus(vector, &issuer);
        let challenge = vector.get("ddol_data");
        let recovered = |signature: &str| recover(&modulus, &EXPONENT, &vector.get(signature));
        assert!(is_signed(&recovered("valid_enc_sdad"), &challenge), "{name}");
        assert!(!is_signed(&recovered("invalid_enc_sdad"), &challenge), "{name}");
        if vector.arrays.contains_key("invalid_issuer_cert") {
            let broken = vector.issuer("invalid_issuer_cert", &keys, unhex(index)[0]);
            assert_eq!(broken, Err(OdaReason::IssuerCertificateHeader), "{name}");
        }
    }
}
