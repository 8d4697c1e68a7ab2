//! The message as what an issuer is asked, and the issuer's answer as a field.

use tapkernel_core::data::{Database, tags};
use tapkernel_core::tlv::{TlvReader, TlvWriter};
use tapkernel_terminal::acquirer::iso8583::Message;

use crate::acquirer::{AuthorisationResponse, EntryMode};

pub(super) fn entry_mode(message: &Message) -> EntryMode {
    match message.text(22) {
        Some(mode) if mode.starts_with("91") => EntryMode::ContactlessMagStripe,
        _ => EntryMode::ContactlessChip,
    }
}

pub(super) fn exponent(record: &Database) -> u8 {
    record.get(tags::TRANSACTION_CURRENCY_EXPONENT).and_then(|value| value.first().copied()).unwrap_or(2)
}

/// Field 55 and track 2 as the data record that they were made from.
pub(super) fn record(message: &Message) -> Option<Database> {
    let mut record = Database::new();
    for object in TlvReader::new(message.bytes(55).unwrap_or_default()) {
        let object = object.ok()?;
        record.insert(object.tag, object.value);
    }
    let mut track_2 = message.text(35)?.replace('=', "D");
    if track_2.len() % 2 == 1 {
        track_2.push('F');
    }
    record.insert(tags::TRACK_2_EQUIVALENT_DATA, &crate::hex::decode(&track_2)?);
    Some(record)
}

pub(super) fn field_55(response: &AuthorisationResponse) -> Vec<u8> {
    let mut field = TlvWriter::new();
    for (tag, value) in response.emv_data.iter() {
        // The issuer's objects are short.
        let _ = field.append(tag, value);
    }
    [field.into_bytes(), response.scripts.concat()].concat()
}
