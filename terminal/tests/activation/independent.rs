//! A document that was made without this crate: Ed25519 and Argon2id of the Python package `cryptography` 48.0.0, the bytes
//! put together by hand.

use tapkernel_terminal::activation::{
    AcquirerKey, AcquirerKeys, Activation, ActivationError, KeyUse, SignedProfile, WeakKey,
};

use crate::rig::{CODE, NOW, code};

const KEY: &str = "79b5562e8fe654f94078b112e8a98ba7901f853ae695bed7e0e3910bad049664";
const DOCUMENT: &str = r#"{
  "form": "tapkernel-signed-profile-1",
  "serial": 41,
  "state": "certified",
  "terminal_id": "TM000016",
  "not_before": 1795305600,
  "activation_code": {
    "salt": "000102030405060708090a0b0c0d0e0f",
    "digest": "2f7dd36b36112fd205e057e4624063029c0e7f6e0b8cb5cebdec5d5f13578980"
  },
  "profile": "{\"not\":\"a profile\"}",
  "key": "65b60673d6ed884b",
  "signature": "82be619ae00c00e4f4049f9608c6d449d4e9f97025cdec75ee11c9fe998d0e74db56127a4b4a8b3d6bb89298640a455d94444e676c60afc8bae2dbb12777790a"
}"#;

fn result(document: &str, typed: &str) -> ActivationError {
    let key: [u8; 32] = hex::decode(KEY).unwrap().try_into().unwrap();
    let keys = AcquirerKeys::new([AcquirerKey::new(key, KeyUse::Test).unwrap()]);
    let code = code(typed);
    let activation = Activation { code: Some(&code), terminal_id: Some("TM000016"), active: None, now: NOW };
    SignedProfile::from_json(document).unwrap().activate(&keys, &activation).unwrap_err()
}

#[test]
fn is_found_right_as_far_as_the_profile() {
    assert!(matches!(result(DOCUMENT, CODE), ActivationError::Profile(_)));
    assert_eq!(result(DOCUMENT, "7KQ4-M2XW-9D3S"), ActivationError::WrongCode);
}

/// Adds the order of the group to the second half of the signature: valid for a lax verifier (RFC 8032, 5.1.7).
#[test]
fn has_one_signature_only() {
    let order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    let (start, s) = ("82be619ae00c00e4f4049f9608c6d449d4e9f97025cdec75ee11c9fe998d0e74", 64);
    let at = DOCUMENT.find(start).unwrap() + s;
    let second = hex::decode(&DOCUMENT[at..at + 64]).unwrap();
    let mut carry = 0;
    let sum: Vec<u8> = second
        .iter()
        .zip(hex::decode(order).unwrap())
        .map(|(a, b)| {
            let sum = u16::from(*a) + u16::from(b) + carry;
            carry = sum >> 8;
            sum.to_le_bytes()[0]
        })
        .collect();
    assert_eq!(carry, 0);
    let other = DOCUMENT.replace(&hex::encode(second), &hex::encode(sum));
    assert_ne!(other, DOCUMENT);
    assert_eq!(result(&other, CODE), ActivationError::WrongSignature);
}

/// The points of small order, to which one signature fits every text.
#[test]
fn weak_keys_are_no_keys() {
    let weak = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    ];
    for key in weak {
        let key = hex::decode(key).unwrap().try_into().unwrap();
        assert_eq!(AcquirerKey::new(key, KeyUse::Test), Err(WeakKey));
    }
}
