//! Identifiers: applications, their registered providers, kernels.

use core::fmt;

use super::{FormatError, FormatFault, Hex, tags};

/// Registered Application Provider Identifier: the first five bytes of an AID (ISO/IEC 7816-5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rid(pub [u8; 5]);

impl Rid {
    /// Visa.
    pub const VISA: Self = Self([0xA0, 0, 0, 0, 0x03]);
    /// Mastercard.
    pub const MASTERCARD: Self = Self([0xA0, 0, 0, 0, 0x04]);
    /// American Express.
    pub const AMERICAN_EXPRESS: Self = Self([0xA0, 0, 0, 0, 0x25]);
    /// JCB.
    pub const JCB: Self = Self([0xA0, 0, 0, 0, 0x65]);
    /// Discover.
    pub const DISCOVER: Self = Self([0xA0, 0, 0, 0x01, 0x52]);
    /// UnionPay.
    pub const UNIONPAY: Self = Self([0xA0, 0, 0, 0x03, 0x33]);
}

impl fmt::Debug for Rid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Hex(&self.0), f)
    }
}

impl fmt::Display for Rid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Hex(&self.0), f)
    }
}

/// Application Identifier: 5 to 16 bytes, `4F` in the card's directory, `84` as DF name, `9F06` in the terminal
/// (ISO/IEC 7816-5; EMV 4.4 Book 1, 12.2.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Aid {
    bytes: [u8; 16],
    len: u8,
}

impl Aid {
    /// Takes 5 to 16 bytes.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`] for any other number.
    pub fn new(aid: &[u8]) -> Result<Self, FormatError> {
        let wrong = FormatError::new(tags::APPLICATION_IDENTIFIER_TERMINAL, FormatFault::Length);
        let mut bytes = [0; 16];
        let len = u8::try_from(aid.len()).map_err(|_| wrong)?;
        if len < 5 {
            return Err(wrong);
        }
        bytes.get_mut(..aid.len()).ok_or(wrong)?.copy_from_slice(aid);
        Ok(Self { bytes, len })
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.split_at_checked(usize::from(self.len)).map_or(&[], |(aid, _)| aid)
    }

    /// The registered provider.
    pub const fn rid(&self) -> Rid {
        let [a, b, c, d, e, ..] = self.bytes;
        Rid([a, b, c, d, e])
    }

    /// Whether `name` equals this AID or begins with it (partial selection, Book B, 3.3.2).
    pub fn matches(&self, name: &[u8]) -> bool {
        name.starts_with(self.as_bytes())
    }
}

impl fmt::Debug for Aid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Hex(self.as_bytes()), f)
    }
}

impl fmt::Display for Aid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Hex(self.as_bytes()), f)
    }
}

/// Kernel Identifier (Book B, 3.3.2): one byte for the kernels of the international schemes, three for domestic ones.
///
/// Held as the number that the bytes form: `0x02` is Kernel 2, `0x810978` a domestic one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KernelId(pub u32);

impl KernelId {
    /// Kernel 2, Mastercard (Book C-2).
    pub const MASTERCARD: Self = Self(2);
    /// Kernel 3, Visa (Book C-3).
    pub const VISA: Self = Self(3);
}

impl fmt::Display for KernelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:X}", self.0)
    }
}
