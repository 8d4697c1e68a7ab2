//! The message authentication code in field 64 or 128.

use super::iso8583::{Dialect, Iso8583Error, Message};
use crate::cryptography::{AesKey, TdesKey, aes_cmac, retail_mac};
use tapkernel::core::Secret;

/// How messages are authenticated: over everything before the last field, which is 64 or, where there is a second bitmap,
/// 128.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageAuthentication {
    /// Not at all: TLS with both sides' certificates does it, or nothing does.
    None,
    /// ANSI X9.19, eight bytes.
    AnsiX919(TdesKey),
    /// AES-CMAC, the first eight bytes.
    AesCmac(AesKey),
}

impl MessageAuthentication {
    /// The code over `data`.
    fn code(&self, data: &[u8]) -> Option<[u8; 8]> {
        match self {
            Self::None => None,
            Self::AnsiX919(key) => Some(retail_mac(key, data)),
            Self::AesCmac(key) => aes_cmac(key, data).first_chunk().copied(),
        }
    }

    /// Writes `message` with its code.
    ///
    /// # Errors
    ///
    /// [`Iso8583Error`] if it cannot be written.
    pub fn encode(&self, dialect: &Dialect, message: &Message) -> Result<Secret<Vec<u8>>, Iso8583Error> {
        if *self == Self::None {
            return dialect.encode(message);
        }
        let mut message = message.clone();
        message.insert(place(&message), [0; 8]);
        let coded = dialect.encode(&message)?;
        let covered = coded.expose().split_last_chunk::<8>().map_or([].as_slice(), |(covered, _)| covered);
        let code = self.code(covered).unwrap_or_default();
        Ok(Secret::new([covered, &code].concat()))
    }

    /// Whether `message`, which was read from `coded`, has the right code in the right field.
    pub fn verifies(&self, coded: &[u8], message: &Message) -> bool {
        let Some((covered, code)) = coded.split_last_chunk::<8>() else { return *self == Self::None };
        match self.code(covered) {
            None => true,
            Some(expected) => {
                let differences = expected.iter().zip(code).fold(0, |all, (a, b)| all | (a ^ b));
                message.bytes(place(message)).is_some() && differences == 0
            }
        }
    }
}

/// Field 64, or 128 if a field above 64 is there.
fn place(message: &Message) -> u8 {
    if message.iter().any(|(field, _)| field > 64) { 128 } else { 64 }
}
