//! Data objects, BER-TLV, dates.

use std::fmt;

use tapkernel::core::data::{Database, Date, Time};
use tapkernel::core::tlv::{Tag, TlvReader, TlvWriter};

use crate::{Error, ErrorCode};

/// One data object: a tag as the number that its bytes form (`0x9F02`), and its value.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct DataObject {
    /// The tag.
    pub tag: u32,
    /// The value; may be card data.
    pub value: Vec<u8>,
}

impl fmt::Debug for DataObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:X}({} bytes)", self.tag, self.value.len())
    }
}

/// A local date and time of day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalTime {
    /// 1950 to 2049.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// From 1.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

impl LocalTime {
    pub(crate) fn read(self) -> Result<(Date, Time), Error> {
        let date = Date::new(self.year, self.month, self.day);
        let time = Time::new(self.hour, self.minute, self.second);
        date.zip(time).ok_or_else(|| Error::argument(format!("{self:?} is no date and time of day")))
    }
}

/// The data objects that stand in `bytes` one after the other; what is inside of them is not looked at.
///
/// # Errors
///
/// [`ErrorCode::Data`] with the place.
pub fn read_tlv(bytes: &[u8]) -> Result<Vec<DataObject>, Error> {
    TlvReader::new(bytes)
        .map(|object| match object {
            Ok(object) => Ok(DataObject { tag: object.tag.coded(), value: object.value.to_vec() }),
            Err(error) => Err(Error::new(ErrorCode::Data, error.to_string())),
        })
        .collect()
}

/// The data objects in BER-TLV, one after the other.
///
/// # Errors
///
/// [`ErrorCode::BadArgument`] for a number that is no tag and a value of more than 65,535 bytes.
pub fn write_tlv(objects: &[DataObject]) -> Result<Vec<u8>, Error> {
    coded(objects.iter().map(|object| (Tag::new(object.tag), object.value.as_slice())))
}

pub(crate) fn coded<'a>(objects: impl Iterator<Item = (Tag, &'a [u8])>) -> Result<Vec<u8>, Error> {
    let mut writer = TlvWriter::new();
    for (tag, value) in objects {
        writer.append(tag, value).map_err(|error| Error::argument(error.to_string()))?;
    }
    Ok(writer.into_bytes())
}

pub(crate) fn objects(database: &Database) -> Vec<DataObject> {
    database.iter().map(|(tag, value)| DataObject { tag: tag.coded(), value: value.to_vec() }).collect()
}

pub(crate) fn database(objects: &[DataObject]) -> Result<Database, Error> {
    let mut database = Database::new();
    for object in objects {
        let tag = Tag::new(object.tag);
        if !tag.is_well_formed() {
            return Err(Error::argument(format!("{:X} is no tag", object.tag)));
        }
        database.insert(tag, &object.value);
    }
    Ok(database)
}
