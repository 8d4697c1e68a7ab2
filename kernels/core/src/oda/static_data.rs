//! Static Data to be Authenticated (Book 3, 10.3; Book 2, 5.1.1).

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use super::OdaReason;
use crate::data::{Database, tags};

/// The most data taken: more than all records that an AFL of ordinary cards can name.
const MOST_BYTES: usize = 16 * 1024;

/// The records that the AFL puts under the signature, gathered as they are read.
///
/// A record that cannot take part does not stop the reading: it makes [`SignedRecords::complete`] fail.
#[derive(Clone)]
pub struct SignedRecords(Result<Zeroizing<Vec<u8>>, OdaReason>);

impl SignedRecords {
    /// No records yet.
    pub fn new() -> Self {
        Self(Ok(Zeroizing::new(Vec::new())))
    }

    /// Adds a record as the card sent it, without the status word: of SFI 1 to 10 the content of its template
    /// `70`, which must be all there is; of SFI 11 to 30 the whole record.
    pub fn add(&mut self, sfi: u8, record: &[u8]) {
        let Ok(data) = &mut self.0 else { return };
        let part = match sfi {
            1..=10 => template_content(record).ok_or(OdaReason::SignedRecordTemplate),
            11..=30 => Ok(record),
            _ => Err(OdaReason::SignedRecordSfi),
        };
        match part {
            Ok(part) if data.len() + part.len() <= MOST_BYTES => data.extend_from_slice(part),
            Ok(_) => self.0 = Err(OdaReason::SignedRecordsTooLong),
            Err(reason) => self.0 = Err(reason),
        }
    }

    /// Adds what the SDA Tag List `9F4A` names: nothing, or the value of the Application Interchange Profile
    /// `82` and nothing else.
    ///
    /// # Errors
    ///
    /// The fault of an earlier record, [`OdaReason::SdaTagList`], or [`OdaReason::DataMissing`] if the list
    /// names the AIP and there is none.
    pub fn complete(&self, data: &Database) -> Result<StaticDataToBeAuthenticated, OdaReason> {
        let mut bytes = self.0.clone()?;
        match data.get(tags::SDA_TAG_LIST) {
            None | Some([]) => {}
            Some([0x82]) => {
                let profile = data.get(tags::APPLICATION_INTERCHANGE_PROFILE);
                bytes.extend_from_slice(profile.ok_or(OdaReason::DataMissing)?);
            }
            Some(_) => return Err(OdaReason::SdaTagList),
        }
        Ok(StaticDataToBeAuthenticated(bytes))
    }
}

impl Default for SignedRecords {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for SignedRecords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(data) => write!(f, "SignedRecords({} bytes)", data.len()),
            Err(reason) => write!(f, "SignedRecords({reason})"),
        }
    }
}

/// The card's data that the signature of its issuer covers.
#[derive(Clone)]
pub struct StaticDataToBeAuthenticated(Zeroizing<Vec<u8>>);

impl StaticDataToBeAuthenticated {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for StaticDataToBeAuthenticated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StaticDataToBeAuthenticated({} bytes)", self.0.len())
    }
}

/// The value of the one template `70` that the record is, with no byte before or after.
fn template_content(record: &[u8]) -> Option<&[u8]> {
    let (length, value) = match record {
        [0x70, length @ 0x00..=0x7F, value @ ..] => (usize::from(*length), value),
        [0x70, 0x81, length, value @ ..] => (usize::from(*length), value),
        [0x70, 0x82, high, low, value @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), value),
        _ => return None,
    };
    (value.len() == length).then_some(value)
}
