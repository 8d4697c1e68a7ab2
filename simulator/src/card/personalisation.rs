//! What a card is made from.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error};
use tapkernel_core::Secret;
use tapkernel_core::data::Database;
use tapkernel_core::tlv::Tag;

use super::{Application, Torn};
use crate::hex;

/// One card, as its file under `cards/` describes it.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Personalisation {
    /// Name on the command line.
    pub name: String,
    /// What it is good for, one sentence.
    pub description: String,
    /// The cardholder's PIN, which only the issuer knows: 4 to 12 digits.
    #[serde(deserialize_with = "secret")]
    pub pin: Secret<String>,
    /// When the card leaves the field by itself; never if absent.
    pub torn: Option<Torn>,
    /// The applications, in the order of the directory.
    pub applications: Vec<Application>,
}

impl Personalisation {
    /// Reads a card file.
    ///
    /// # Errors
    ///
    /// [`PersonalisationError::Syntax`] with what is wrong and where.
    pub fn from_json(text: &str) -> Result<Self, PersonalisationError> {
        serde_json::from_str(text).map_err(|error| PersonalisationError::Syntax(error.to_string()))
    }
}

/// Why no card can be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PersonalisationError {
    /// The text is not a card file.
    #[error("not a card: {0}")]
    Syntax(String),
    /// There is no card of this name to be like.
    #[error("no card {0}")]
    UnknownCard(String),
    /// There is no key of this name.
    #[error("no key {0}")]
    UnknownKey(String),
    /// An application lacks this data object, or it cannot be read.
    #[error("{0} is missing or malformed")]
    DataObject(Tag),
}

/// An object of tags and hexadecimal values.
pub(super) fn objects<'de, D: Deserializer<'de>>(from: D) -> Result<Database, D::Error> {
    let mut objects = Database::new();
    for (tag, value) in BTreeMap::<String, String>::deserialize(from)? {
        let tag: Tag = tag.parse().map_err(|_| Error::custom(format!("{tag} is no tag")))?;
        let value = hex::decode(&value).ok_or_else(|| Error::custom(format!("{tag}: not hexadecimal")))?;
        objects.insert(tag, &value);
    }
    Ok(objects)
}

/// An array of tags.
pub(super) fn tag_list<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Tag>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    texts.iter().map(|text| text.parse().map_err(|_| Error::custom(format!("{text} is no tag")))).collect()
}

/// Bytes of a fixed number in hexadecimal.
pub(super) fn bytes<'de, D: Deserializer<'de>, const N: usize>(from: D) -> Result<[u8; N], D::Error> {
    let text = String::deserialize(from)?;
    let bytes = hex::decode(&text).and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| Error::custom(format!("{N} bytes in hexadecimal are wanted")))
}

fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<Secret<String>, D::Error> {
    String::deserialize(from).map(Secret::new)
}
