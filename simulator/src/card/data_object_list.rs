//! What the reader tells the card by a list of the card's own.

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{DataObjectList, Database};

use super::command::{WRONG_DATA, WRONG_LENGTH};

/// The reader's data objects, cut out of `data` after `list` (EMV 4.4 Book 3, 5.4).
///
/// # Errors
///
/// 6A80 if the list is malformed, 6700 if the data have not its length.
pub(super) fn cut(list: &[u8], data: &[u8]) -> Result<Database, StatusWord> {
    let list = DataObjectList::parse(list).map_err(|_| WRONG_DATA)?;
    if list.total_length() != data.len() {
        return Err(WRONG_LENGTH);
    }
    let mut objects = Database::new();
    let mut rest = data;
    for entry in list.iter() {
        let (value, after) = rest.split_at_checked(usize::from(entry.length)).ok_or(WRONG_LENGTH)?;
        objects.insert(entry.tag, value);
        rest = after;
    }
    Ok(objects)
}
