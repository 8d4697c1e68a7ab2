//! The supplement to ANSI X9.24-3:2017.

use serde_json::Value;
use tapkernel_terminal::cryptography::{AesKey, KeyLength};
use tapkernel_terminal::pin::AesKsn;
use tapkernel_terminal::pin::block::format_4;
use tapkernel_terminal::pin::dukpt::aes::{InitialKey, KeyUsage, TransactionKey, WorkingKeyAlgorithm};

use crate::vectors::{bytes, dukpt, list, pan, pin, text, upper};

fn initial(group: &Value, length: KeyLength) -> InitialKey {
    let base = AesKey::new(&hex::decode(text(group, "bdk")).unwrap()).unwrap();
    let initial = InitialKey::derive(&base, length, bytes(text(group, "ikid"))).unwrap();
    assert_eq!(upper(initial.key().expose()), text(group, "ik_verify"));
    initial
}

fn working_keys(group: &Value, at: usize, key: &TransactionKey, bits: KeyLength, name: &str) {
    let expected = |kind: &str| list(group, &format!("{kind}_{name}_key_verify"))[at].clone();
    let pin_key = list(group, &format!("pin_key_{name}_verify"))[at].clone();
    let derived = |usage| upper(key.aes_key(usage, bits).unwrap().expose());
    assert_eq!(derived(KeyUsage::PinEncryption), pin_key);
    // The vectors' MAC and data keys are those of the device: generation and encryption.
    assert_eq!(derived(KeyUsage::MacGeneration), expected("cmac"));
    assert_eq!(derived(KeyUsage::DataEncryption), expected("data"));
}

fn every_transaction(name: &str, length: KeyLength, shorter: &[(KeyLength, &str)]) {
    let group = dukpt(name);
    let initial = initial(&group, length);
    for suffix in ["", "2", "3"] {
        let serial_numbers = list(&group, &format!("ksn_verify{suffix}"));
        for (at, ksn) in serial_numbers.iter().enumerate() {
            let key = initial.transaction_key(AesKsn::new(bytes(ksn)).counter());
            let expected = list(&group, &format!("txn_key_verify{suffix}"));
            assert_eq!(upper(key.key().expose()), expected[at], "{ksn}");
        }
        if suffix != "3" {
            for pair in serial_numbers.windows(2) {
                assert_eq!(AesKsn::new(bytes(&pair[0])).next(), Ok(AesKsn::new(bytes(&pair[1]))));
            }
        }
    }
    for (at, ksn) in list(&group, "ksn_verify").iter().enumerate() {
        let key = initial.transaction_key(AesKsn::new(bytes(ksn)).counter());
        shorter.iter().for_each(|(bits, name)| working_keys(&group, at, &key, *bits, name));
    }
}

#[test]
fn transactions_under_128_bits() {
    every_transaction("dukpt_aes128_test", KeyLength::Aes128, &[(KeyLength::Aes128, "aes128")]);
}

#[test]
fn transactions_under_256_bits() {
    let shorter = [(KeyLength::Aes128, "aes128"), (KeyLength::Aes256, "aes256")];
    every_transaction("dukpt_aes256_test", KeyLength::Aes256, &shorter);
}

#[test]
fn pin_blocks_of_format_4() {
    let group = dukpt("dukpt_aes128_test");
    let (pan, clear) = (pan(text(&group, "pan")), pin("1234"));
    let field: [u8; 16] = bytes(text(&group, "pinfield"));
    let random = field[8..].try_into().unwrap();
    assert_eq!(format_4::plain_text_pin_field(&clear, random).expose(), &field);
    assert_eq!(upper(&field[..8]), text(&group, "pinfield_verify"));
    assert_eq!(upper(format_4::plain_text_pan_field(&pan)), text(&group, "panfield"));
    let initial = initial(&group, KeyLength::Aes128);
    let blocks = list(&group, "encrypted_pinblock_verify");
    for (ksn, block) in list(&group, "ksn_verify").iter().zip(&blocks) {
        let key = initial.transaction_key(AesKsn::new(bytes(ksn)).counter()).pin();
        let enciphered = format_4::encipher(&key, &clear, &pan, random);
        assert_eq!(&upper(enciphered.expose()), block, "{ksn}");
        assert_eq!(format_4::decipher(&key, &enciphered, &pan), Ok(clear.clone()));
    }
    assert_eq!(blocks.len(), 8);
}

#[test]
fn update_keys() {
    let aes = WorkingKeyAlgorithm::Aes;
    let under_128: &[_] = &[
        ("aes128", aes(KeyLength::Aes128)),
        ("tdes2", WorkingKeyAlgorithm::Tdea2),
        ("tdes3", WorkingKeyAlgorithm::Tdea3),
    ];
    let under_256: &[_] = &[("aes128", aes(KeyLength::Aes128)), ("aes256", aes(KeyLength::Aes256))];
    for (name, rows) in
        [("dukpt_aes128_update_key_test", under_128), ("dukpt_aes256_update_key_test", under_256)]
    {
        let group = dukpt(name);
        let key = AesKey::new(&hex::decode(text(&group, "ik")).unwrap()).unwrap();
        let initial = InitialKey::new(key, bytes(text(&group, "ikid")));
        for (algorithm, of) in rows.iter().map(|(name, of)| (name, *of)) {
            let expected = text(&group, &format!("update_key_{algorithm}_verify")).to_owned();
            assert_eq!(upper(initial.update_key(of).unwrap().expose()), expected, "{name} {algorithm}");
        }
    }
}

#[test]
fn no_derived_key_is_stronger_than_its_parent() {
    let group = dukpt("dukpt_aes128_test");
    let initial = initial(&group, KeyLength::Aes128);
    let key = initial.transaction_key(1);
    assert!(key.aes_key(KeyUsage::PinEncryption, KeyLength::Aes192).is_err());
    assert!(initial.update_key(WorkingKeyAlgorithm::Aes(KeyLength::Aes256)).is_err());
    assert!(InitialKey::derive(initial.key(), KeyLength::Aes256, [0; 8]).is_err());
    assert!(AesKsn::new(bytes("1234567890123456FFFF0000")).next().is_err());
}
