//! What leaves a PIN pad.

use core::fmt;

use tapkernel::core::Secret;

use super::dukpt::{AesKsn, TdesKsn};

/// An enciphered PIN block with the serial number of its key.
///
/// Wiped when dropped and hidden in `Debug`: PIN blocks are not to be kept after the authorisation, enciphered or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncipheredPin {
    /// The block.
    pub block: PinBlock,
    /// Which key it is under.
    pub key_serial_number: KeySerialNumber,
}

/// An enciphered PIN block of ISO 9564-1.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PinBlock {
    /// Format 0, under Triple DES.
    Format0(Secret<[u8; 8]>),
    /// Format 4, under AES.
    Format4(Secret<[u8; 16]>),
}

impl PinBlock {
    /// The bytes that go into the message.
    pub const fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Format0(block) => block.expose().as_slice(),
            Self::Format4(block) => block.expose().as_slice(),
        }
    }
}

impl fmt::Debug for PinBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format0(_) => "Format0(..)",
            Self::Format4(_) => "Format4(..)",
        })
    }
}

/// The Key Serial Number (KSN): device and counter, from which the host derives the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeySerialNumber {
    /// Of TDES DUKPT, ten bytes.
    Tdes(TdesKsn),
    /// Of AES DUKPT, twelve bytes.
    Aes(AesKsn),
}

impl KeySerialNumber {
    /// The coded form.
    pub const fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Tdes(ksn) => ksn.as_bytes(),
            Self::Aes(ksn) => ksn.as_bytes(),
        }
    }

    /// Reads a coded KSN: ten bytes of TDES DUKPT or twelve of AES DUKPT.
    pub fn decode(coded: &[u8]) -> Option<Self> {
        match coded.len() {
            TdesKsn::LENGTH => coded.try_into().ok().map(|ksn| Self::Tdes(TdesKsn::new(ksn))),
            AesKsn::LENGTH => coded.try_into().ok().map(|ksn| Self::Aes(AesKsn::new(ksn))),
            _ => None,
        }
    }
}
