//! CA public keys: what is taken, and what is found.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use tapkernel_core::data::{Date, Rid};
use tapkernel_core::oda::rsa::RsaKeyError;
use tapkernel_core::oda::{CaKeyError, CaPublicKey, CaPublicKeys, RepeatedCaKey, RevokedCertificate};

fn key(rid: Rid, index: u8, modulus: &[u8], exponent: &[u8]) -> Result<CaPublicKey, CaKeyError> {
    let checksum = CaPublicKey::checksum(rid, index, modulus, exponent);
    CaPublicKey::new(rid, index, modulus, exponent, Date::new(2027, 12, 31), checksum)
}

#[test]
fn checksum_covers_everything() {
    let modulus = [0xC5; 128];
    let checksum = CaPublicKey::checksum(Rid::VISA, 1, &modulus, &[3]);
    let take = |rid, index, modulus: &[u8], exponent: &[u8], checksum| {
        CaPublicKey::new(rid, index, modulus, exponent, None, checksum).map(|_| ())
    };
    assert_eq!(take(Rid::VISA, 1, &modulus, &[3], checksum), Ok(()));
    let mut other = modulus;
    other[64] ^= 1;
    let mut other_checksum = checksum;
    other_checksum[19] ^= 1;
    let wrong = Err(CaKeyError::Checksum);
    assert_eq!(take(Rid::MASTERCARD, 1, &modulus, &[3], checksum), wrong);
    assert_eq!(take(Rid::VISA, 2, &modulus, &[3], checksum), wrong);
    assert_eq!(take(Rid::VISA, 1, &other, &[3], checksum), wrong);
    assert_eq!(take(Rid::VISA, 1, &modulus, &[1, 0, 1], checksum), wrong);
    assert_eq!(take(Rid::VISA, 1, &modulus, &[3], other_checksum), wrong);
}

#[test]
fn keys_that_are_not_taken() {
    let fault = |modulus: &[u8], exponent: &[u8]| key(Rid::VISA, 1, modulus, exponent).err();
    assert_eq!(fault(&[0xC5; 128], &[3]), None);
    assert_eq!(fault(&[0xC5; 64], &[1, 0, 1]), None);
    assert_eq!(fault(&[0xC5; 248], &[3]), None);
    assert_eq!(fault(&[0xC5; 128], &[]), Some(CaKeyError::Exponent));
    assert_eq!(fault(&[0xC5; 128], &[2]), Some(CaKeyError::Exponent));
    assert_eq!(fault(&[0xC5; 128], &[0, 3]), Some(CaKeyError::Exponent));
    assert_eq!(fault(&[0xC4; 128], &[3]), Some(CaKeyError::Modulus(RsaKeyError::Even)));
    assert_eq!(fault(&[0xC5; 63], &[3]), Some(CaKeyError::Modulus(RsaKeyError::TooShort)));
    assert_eq!(fault(&[0xC5; 249], &[3]), Some(CaKeyError::Modulus(RsaKeyError::TooLong)));
    let mut zero_first = [0xC5; 128];
    zero_first[0] = 0;
    assert_eq!(fault(&zero_first, &[3]), Some(CaKeyError::Modulus(RsaKeyError::LeadingZero)));
}

#[test]
fn found_by_rid_and_index() {
    let named = |rid, index| key(rid, index, &[0xC5; 128], &[3]).unwrap();
    let keys = vec![named(Rid::VISA, 9), named(Rid::MASTERCARD, 1), named(Rid::VISA, 1), named(Rid::JCB, 9)];
    let keys = CaPublicKeys::new(keys, vec![]).unwrap();
    assert_eq!(keys.iter().count(), 4);
    for key in keys.iter() {
        assert_eq!(keys.find(key.rid(), key.index()), Some(key));
    }
    assert_eq!(keys.find(Rid::VISA, 2), None);
    assert_eq!(keys.find(Rid::JCB, 1), None);
    let twice = CaPublicKeys::new(vec![named(Rid::VISA, 9), named(Rid::JCB, 9), named(Rid::VISA, 9)], vec![]);
    assert_eq!(twice, Err(RepeatedCaKey { rid: Rid::VISA, index: 9 }));
}

#[test]
fn expires_after_its_last_day() {
    let key = key(Rid::VISA, 1, &[0xC5; 128], &[3]).unwrap();
    assert!(!key.is_expired(Date::new(2027, 12, 31).unwrap()));
    assert!(key.is_expired(Date::new(2028, 1, 1).unwrap()));
}

#[test]
fn revoked_is_what_is_listed() {
    let entry = |rid, index, serial| RevokedCertificate { rid, index, serial };
    let listed =
        [entry(Rid::VISA, 9, [3, 2, 1]), entry(Rid::JCB, 1, [1, 2, 3]), entry(Rid::VISA, 9, [0, 0, 9])];
    let keys = CaPublicKeys::new(vec![], listed.to_vec()).unwrap();
    assert!(listed.iter().all(|&entry| keys.is_revoked(entry)));
    assert!(!keys.is_revoked(entry(Rid::VISA, 9, [1, 2, 3])));
    assert!(!keys.is_revoked(entry(Rid::VISA, 1, [3, 2, 1])));
    assert!(!keys.is_revoked(entry(Rid::MASTERCARD, 9, [3, 2, 1])));
}
