//! The host's test keys: worth nothing, made from their names as the others in `simulator/keys` are.

use sha1::{Digest, Sha1};
use tapkernel_terminal::cryptography::{AesKey, KeyLength, TdesKey};
use tapkernel_terminal::pin::PinKey;
use tapkernel_terminal::pin::dukpt::{TdesKsn, aes, tdes};

/// Left 16 bytes of the SHA-1 of `tapkernel test key ` and the name.
fn named(name: &str) -> [u8; 16] {
    let hash = Sha1::new().chain_update("tapkernel test key ").chain_update(name).finalize();
    hash.first_chunk().copied().unwrap_or_default()
}

/// The base derivation key of TDES DUKPT.
pub fn base_derivation_key_tdes() -> TdesKey {
    TdesKey::new(named("acquirer-dukpt-tdes"))
}

/// The base derivation key of AES DUKPT, 128 bits; `None` never.
pub fn base_derivation_key_aes() -> Option<AesKey> {
    AesKey::new(&named("acquirer-dukpt-aes"))
}

/// The key of message authentication codes by ANSI X9.19.
pub fn mac_key() -> TdesKey {
    TdesKey::new(named("acquirer-mac"))
}

/// The initial key of a terminal's PIN pad in software: AES DUKPT if `aes`, else TDES. `device` tells one from another.
pub fn pin_key(device: u32, use_aes: bool) -> Option<PinKey> {
    let [a, b, c, d] = device.to_be_bytes();
    if use_aes {
        let id = [0x54, 0x4B, 0x00, 0x01, a, b, c, d];
        return aes::InitialKey::derive(&base_derivation_key_aes()?, KeyLength::Aes128, id)
            .ok()
            .map(PinKey::Aes);
    }
    // The last five bits of the device share a byte with the counter.
    let [e, f, g, h] = (device << 5).to_be_bytes();
    let ksn = TdesKsn::new([0xFF, 0xFF, 0x54, 0x4B, e, f, g, h, 0, 0]).with_counter(0);
    Some(PinKey::Tdes(tdes::InitialKey::derive(&base_derivation_key_tdes(), ksn), ksn))
}

/// The key under which card numbers become what the books show of them.
pub(super) fn card_token_key() -> [u8; 16] {
    named("acquirer-card-token")
}
