//! Response APDUs.

use core::fmt;

use super::StatusWord;

/// A response APDU: data and status word. `Debug` shows length and status only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RApdu<'a> {
    /// The data, without the status word.
    pub data: &'a [u8],
    /// SW1 SW2.
    pub status: StatusWord,
}

/// The most data that an answer to a command with short Le can have.
const MOST_DATA: usize = 256;

impl<'a> RApdu<'a> {
    /// Splits what the card sent.
    ///
    /// # Errors
    ///
    /// [`RApduError`] below 2 and above 258 bytes.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, RApduError> {
        let (data, &[sw1, sw2]) = bytes.split_last_chunk().ok_or(RApduError::TooShort)?;
        if data.len() > MOST_DATA {
            return Err(RApduError::TooLong);
        }
        Ok(Self { data, status: StatusWord(u16::from_be_bytes([sw1, sw2])) })
    }

    /// The data, if the status is 9000.
    pub fn success(&self) -> Option<&'a [u8]> {
        (self.status == StatusWord::OK).then_some(self.data)
    }
}

impl fmt::Debug for RApdu<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RApdu({} bytes, {})", self.data.len(), self.status)
    }
}

/// Bytes that are no response APDU; a transmission error of the transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RApduError {
    /// No room for a status word.
    #[error("a response has at least two bytes, its status word")]
    TooShort,
    /// More than 256 bytes of data.
    #[error("a response to a short command has at most 258 bytes")]
    TooLong,
}
