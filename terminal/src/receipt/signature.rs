//! The cardholder's signature as a picture.

use std::fmt;

/// A signature as a PNG file of at most [`SignatureImage::MAX_LENGTH`] bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct SignatureImage(Vec<u8>);

impl SignatureImage {
    /// The longest file.
    pub const MAX_LENGTH: usize = 256 * 1024;
    const PNG: &'static [u8] = b"\x89PNG\r\n\x1A\n";

    /// A PNG file; `None` if it does not begin as one, or is too long. The picture itself is not looked at.
    pub fn from_png(file: Vec<u8>) -> Option<Self> {
        (file.starts_with(Self::PNG) && file.len() <= Self::MAX_LENGTH).then_some(Self(file))
    }

    /// The PNG file.
    pub fn as_png(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SignatureImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignatureImage({} bytes)", self.0.len())
    }
}
