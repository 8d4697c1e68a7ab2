//! CMAC (NIST SP 800-38B; ISO/IEC 9797-1, MAC algorithm 5).

use aes::{Aes128, Aes192, Aes256};
use cmac::{Cmac, KeyInit, Mac};
use des::TdesEde2;

use super::{AesKey, KeyLength, TdesKey};

/// AES-CMAC of `data`, sixteen bytes; messages carry the first eight.
pub fn aes_cmac(key: &AesKey, data: &[u8]) -> [u8; 16] {
    let tag = match key.length() {
        KeyLength::Aes128 => Cmac::<Aes128>::new_from_slice(key.expose()).map(|mac| finish(mac, data)),
        KeyLength::Aes192 => Cmac::<Aes192>::new_from_slice(key.expose()).map(|mac| finish(mac, data)),
        KeyLength::Aes256 => Cmac::<Aes256>::new_from_slice(key.expose()).map(|mac| finish(mac, data)),
    };
    // The key has the length that it says.
    tag.unwrap_or_default()
}

fn finish<const N: usize>(mac: impl Mac, data: &[u8]) -> [u8; N] {
    let mut tag = [0; N];
    let bytes = mac.chain_update(data).finalize().into_bytes();
    tag.iter_mut().zip(bytes).for_each(|(to, byte)| *to = byte);
    tag
}

/// CMAC with Triple DES, eight bytes.
pub fn tdes_cmac(key: &TdesKey, data: &[u8]) -> [u8; 8] {
    finish(Cmac::<TdesEde2>::new(key.expose().into()), data)
}
