//! ANSI X9.24-1:2009, Annex A.4.

use tapkernel_terminal::cryptography::{TdesKey, retail_mac, tdes_cmac};
use tapkernel_terminal::pin::TdesKsn;
use tapkernel_terminal::pin::block::format_0;
use tapkernel_terminal::pin::dukpt::tdes::InitialKey;
use tapkernel_terminal::tapkernel::core::Secret;

use crate::vectors::{bytes, dukpt, list, pan, pin, text, upper};

/// Everything that the vectors say of each transaction; `suffix` names the list.
fn every_transaction(suffix: &str) {
    let group = dukpt("dukpt_tdes_test");
    let base = TdesKey::new(bytes(text(&group, "bdk")));
    let initial = InitialKey::derive(&base, TdesKsn::new(bytes(text(&group, "iksn"))));
    assert_eq!(upper(initial.key().expose()), text(&group, "ik_verify"));
    let block = format_0::encode(&pin("1234"), &pan(text(&group, "pan")));
    assert_eq!(upper(block.expose()), text(&group, "pinblock"));
    let data = text(&group, "txn_data").as_bytes();

    let expected = |key: &str| list(&group, &format!("{key}_verify{suffix}"));
    let serial_numbers = expected("ksn");
    for (at, ksn) in serial_numbers.iter().enumerate() {
        let key = initial.transaction_key(TdesKsn::new(bytes(ksn)));
        assert_eq!(upper(key.key().expose()), expected("txn_key")[at], "{ksn}");
        let enciphered = key.pin().encipher(*block.expose());
        assert_eq!(upper(enciphered), expected("encrypted_pinblock")[at], "{ksn}");
        let mac = |key: &TdesKey| upper(&retail_mac(key, data)[..4]);
        assert_eq!(mac(&key.mac_request()), expected("mac_request")[at], "{ksn}");
        assert_eq!(mac(&key.mac_response()), expected("mac_response")[at], "{ksn}");
        assert_eq!(upper(tdes_cmac(&key.mac_request(), data)), expected("cmac_request")[at], "{ksn}");
        assert_eq!(upper(tdes_cmac(&key.mac_response(), data)), expected("cmac_response")[at], "{ksn}");
        let clear = Secret::new(key.pin().decipher(enciphered));
        assert_eq!(format_0::decode(&clear, &pan(text(&group, "pan"))), Ok(pin("1234")));
    }
    assert_eq!(serial_numbers.len(), if suffix.is_empty() { 21 } else { 13 });
    // The lists follow each other as a device counts.
    for pair in serial_numbers.windows(2) {
        assert_eq!(TdesKsn::new(bytes(&pair[0])).next(), Ok(TdesKsn::new(bytes(&pair[1]))));
    }
}

#[test]
fn the_first_transactions() {
    every_transaction("");
}

#[test]
fn transactions_around_a_carry() {
    every_transaction("2");
}

#[test]
fn the_keys_end() {
    let last = TdesKsn::new(bytes("FFFF9876543210FFF800"));
    assert_eq!(last.counter(), 0x1F_F800);
    assert!(last.next().is_err());
}
