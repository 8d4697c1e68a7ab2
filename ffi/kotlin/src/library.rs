//! Functions.

use tapkernel_facade::{DataObject, Library};

use crate::TapkernelError;

/// What is built in, with versions and checksums.
#[uniffi::export]
pub fn library() -> Library {
    tapkernel_facade::library()
}

/// The data objects that stand in `bytes` one after the other (BER-TLV); what is inside of them is not looked at.
///
/// # Errors
///
/// `Data` with the place.
#[uniffi::export]
pub fn read_tlv(bytes: Vec<u8>) -> Result<Vec<DataObject>, TapkernelError> {
    Ok(tapkernel_facade::read_tlv(&bytes)?)
}

/// The data objects in BER-TLV, one after the other.
///
/// # Errors
///
/// `BadArgument` for a number that is no tag and a value of more than 65,535 bytes.
#[uniffi::export]
pub fn write_tlv(objects: Vec<DataObject>) -> Result<Vec<u8>, TapkernelError> {
    Ok(tapkernel_facade::write_tlv(&objects)?)
}
