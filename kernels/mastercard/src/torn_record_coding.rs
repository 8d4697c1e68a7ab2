//! Torn records as bytes, for logs that last.

use alloc::vec::Vec;

use tapkernel_core::data::Database;
use tapkernel_core::tlv::{Tag, Tlv, TlvReader, TlvWriter, WriteError};
use zeroize::Zeroizing;

use crate::data_exchange::data_objects;
use crate::dictionary::tags as mc;
use crate::torn_transactions::{CONTENT, TornRecord};

/// Why bytes are no torn records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TornRecordError {
    /// They are not a sequence of BER-TLV objects, or an object in one of them is not.
    #[error("not BER-TLV")]
    NotTlv,
    /// An object where a Torn Record `FF8101` belongs, or one inside that does not belong in a record.
    #[error("{0} does not belong there")]
    Foreign(Tag),
    /// An object that is in its record twice.
    #[error("{0} is there twice")]
    Repeated(Tag),
}

impl TornRecord {
    /// Records as bytes, oldest first: a template `FF8101` each, with the data objects in it. They hold card data, and
    /// are wiped when dropped.
    ///
    /// # Errors
    ///
    /// [`WriteError`], which no record made by the kernel leads to: a value of more than 65,535 bytes.
    pub fn encode_list(records: &[Self]) -> Result<Zeroizing<Vec<u8>>, WriteError> {
        let mut bytes = Zeroizing::new(Vec::new());
        for record in records {
            let mut template = TlvWriter::new();
            template.append(mc::TORN_RECORD, &data_objects(record.content()))?;
            bytes.extend_from_slice(&Zeroizing::new(template.into_bytes()));
        }
        Ok(bytes)
    }

    /// Reads what [`TornRecord::encode_list`] wrote.
    ///
    /// # Errors
    ///
    /// [`TornRecordError`] for the first fault. A log that does not read is to be looked into, not to be emptied: its
    /// records stand for cryptograms that cards may have given away.
    pub fn decode_list(bytes: &[u8]) -> Result<Vec<Self>, TornRecordError> {
        let record = |template: Result<Tlv<'_>, _>| match template.map_err(|_| TornRecordError::NotTlv)? {
            template if template.tag == mc::TORN_RECORD => Self::decode(&template),
            other => Err(TornRecordError::Foreign(other.tag)),
        };
        TlvReader::new(bytes).map(record).collect()
    }

    /// Reads the records of a Torn Record `FF8101` as an outcome's Discretionary Data have it.
    ///
    /// Several stand there in one value, since a database has a tag once. Each is ascending by tag and has what every
    /// transaction has, so a tag that is not above the one before it begins the next.
    ///
    /// # Errors
    ///
    /// [`TornRecordError`] for the first fault.
    pub fn decode_reported(value: &[u8]) -> Result<Vec<Self>, TornRecordError> {
        let (mut records, mut last) = (Vec::<Self>::new(), None);
        for object in TlvReader::new(value) {
            let object = object.map_err(|_| TornRecordError::NotTlv)?;
            if !CONTENT.contains(&object.tag) {
                return Err(TornRecordError::Foreign(object.tag));
            }
            if last.is_none_or(|last| object.tag <= last) {
                records.push(Self::default());
            }
            if let Some(Self(data)) = records.last_mut() {
                data.insert(object.tag, object.value);
            }
            last = Some(object.tag);
        }
        Ok(records)
    }

    fn decode(template: &Tlv<'_>) -> Result<Self, TornRecordError> {
        let mut data = Database::new();
        for object in template.children() {
            let object = object.map_err(|_| TornRecordError::NotTlv)?;
            if !CONTENT.contains(&object.tag) {
                return Err(TornRecordError::Foreign(object.tag));
            }
            if data.is_present(object.tag) {
                return Err(TornRecordError::Repeated(object.tag));
            }
            data.insert(object.tag, object.value);
        }
        Ok(Self(data))
    }
}
