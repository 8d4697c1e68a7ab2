//! A message as its fields.

use std::collections::BTreeMap;
use std::fmt;

use tapkernel::core::Secret;
use tapkernel::core::data::Hex;

use super::{MessageType, is_secret};

/// A message: its type and its fields, as text in ASCII or, for format b, as bytes.
///
/// Whether a value fits its field is found out when the message is written. All values are wiped when dropped; `Debug`
/// hides the fields that carry account data, PIN blocks and card data.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    message_type: MessageType,
    fields: BTreeMap<u8, Secret<Vec<u8>>>,
}

impl Message {
    /// A message without fields.
    pub const fn new(message_type: MessageType) -> Self {
        Self { message_type, fields: BTreeMap::new() }
    }

    /// Its type.
    pub const fn message_type(&self) -> MessageType {
        self.message_type
    }

    /// Changes its type, to that of a repeat for example.
    pub fn set_message_type(&mut self, message_type: MessageType) {
        self.message_type = message_type;
    }

    /// Sets field 2 to 128, in place of what it had. Bitmaps, fields 1 and 65, are made when the message is written.
    pub fn insert(&mut self, field: u8, value: impl Into<Vec<u8>>) {
        self.fields.insert(field, Secret::new(value.into()));
    }

    /// The same, to build a message in one expression.
    #[must_use]
    pub fn with(mut self, field: u8, value: impl Into<Vec<u8>>) -> Self {
        self.insert(field, value);
        self
    }

    /// Takes the field out.
    pub fn remove(&mut self, field: u8) {
        self.fields.remove(&field);
    }

    /// The value of the field.
    pub fn bytes(&self, field: u8) -> Option<&[u8]> {
        self.fields.get(&field).map(|value| value.expose().as_slice())
    }

    /// The value of a field that holds text.
    pub fn text(&self, field: u8) -> Option<&str> {
        core::str::from_utf8(self.bytes(field)?).ok()
    }

    /// The value of a field of up to 19 digits.
    pub fn number(&self, field: u8) -> Option<u64> {
        self.text(field)?.parse().ok()
    }

    /// All fields, ascending.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u8, &[u8])> {
        self.fields.iter().map(|(field, value)| (*field, value.expose().as_slice()))
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        map.entry(&0, &self.message_type);
        for (field, value) in self.iter() {
            match core::str::from_utf8(value) {
                _ if is_secret(field) => map.entry(&field, &format_args!("{} hidden", value.len())),
                Ok(text) if text.bytes().all(|b| b.is_ascii_graphic() || b == b' ') => {
                    map.entry(&field, &text)
                }
                _ => map.entry(&field, &format_args!("{}", Hex(value))),
            };
        }
        map.finish()
    }
}
