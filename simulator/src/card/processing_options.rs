//! What GET PROCESSING OPTIONS tells the card.

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{DataObjectList, Database, tags};

use super::Application;
use super::command::{WRONG_DATA, WRONG_LENGTH};

/// The terminal's data objects, cut out of `pdol_data` after the application's PDOL (EMV 4.4 Book 3, 5.4).
///
/// # Errors
///
/// 6A80 if the PDOL is malformed, 6700 if the data have not its length.
pub(super) fn terminal_data(application: &Application, pdol_data: &[u8]) -> Result<Database, StatusWord> {
    let pdol = application.proprietary_template.get(tags::PDOL).unwrap_or_default();
    let pdol = DataObjectList::parse(pdol).map_err(|_| WRONG_DATA)?;
    if pdol.total_length() != pdol_data.len() {
        return Err(WRONG_LENGTH);
    }
    let mut data = Database::new();
    let mut rest = pdol_data;
    for entry in pdol.iter() {
        let (value, after) = rest.split_at_checked(usize::from(entry.length)).ok_or(WRONG_LENGTH)?;
        data.insert(entry.tag, value);
        rest = after;
    }
    Ok(data)
}
