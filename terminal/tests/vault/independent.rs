//! The same bytes as another implementation makes: AESGCM, HKDF and HMAC of the Python package `cryptography` 48.0.0.

use tapkernel_terminal::vault::Vault;

use super::{pan, vault};

fn secret() -> [u8; 32] {
    std::array::from_fn(|at| u8::try_from(at).unwrap())
}

#[test]
fn sealed() {
    let sealed = vault(secret()).seal(b"reversal 000017", b"what recovery needs").unwrap();
    let expected = "01FACB1FBBA0A1A2A3A4A5A6A7A8A9AAAB978FE3A94820F9170C6D14BEC8E947DEF99E8E8167BE8B9356CFC022555EA0181FF584";
    assert_eq!(hex::encode_upper(sealed), expected);
}

#[test]
fn tokens() {
    let expected = [
        ("4761739001010119", "D815AE10652FF9F88172FE722C858567"),
        ("541333008999601F", "8E835CF5E90036663178ED6789F53E32"),
        ("6799998900000060018F", "46D48A5D1DBF5BADCCB39690A2737879"),
    ];
    for (number, token) in expected {
        assert_eq!(vault(secret()).token(&pan(number)).unwrap().to_string(), token);
    }
}
