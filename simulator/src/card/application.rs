//! One application of a card.

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{ApplicationFileLocator, Database, tags};
use tapkernel_core::tlv::{Tag, TlvWriter};

use super::personalisation::{bytes, objects, tag_list};
use super::{MastercardBehaviour, PersonalisationError, VisaBehaviour};
use crate::hex;

/// One application: its data, its files, and which scheme's rules it follows.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Name of the issuer's RSA key and master key.
    pub issuer: String,
    /// Name of the certification authority's RSA key; the one that readers know if absent. Another one has its index
    /// `8F` among the data objects.
    pub certification_authority: Option<String>,
    /// Name of the card's RSA key; none for an application that cannot sign.
    pub icc_key: Option<String>,
    /// The application's entry in the directory, without template `61`: `4F` and what goes with it.
    #[serde(deserialize_with = "objects")]
    pub directory_entry: Database,
    /// What template `A5` holds in the answer to SELECT.
    #[serde(deserialize_with = "objects")]
    pub proprietary_template: Database,
    /// The data objects that do not change.
    #[serde(deserialize_with = "objects")]
    pub objects: Database,
    /// The records that can be read.
    pub records: Vec<Record>,
    /// Which data objects the answer to GET PROCESSING OPTIONS holds, of those that are there.
    #[serde(deserialize_with = "tag_list")]
    pub processing_options: Vec<Tag>,
    /// GET PROCESSING OPTIONS that are refused.
    pub refuses: Option<Refusal>,
    /// What the issuer may change at a second tap; nothing if absent.
    pub issuer_update: Option<IssuerUpdate>,
    /// The scheme's rules.
    pub behaviour: Behaviour,
}

/// One record: file, number and the tags of the data objects in it.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Short File Identifier.
    pub file: u8,
    /// Number in the file, from 1.
    pub number: u8,
    /// What it holds, of the data objects that are there.
    #[serde(deserialize_with = "tag_list")]
    pub tags: Vec<Tag>,
}

/// A status word in place of an answer.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// SW1 SW2.
    #[serde(deserialize_with = "bytes")]
    pub status: [u8; 2],
    /// How many commands are refused before the first is answered; all of them if absent.
    pub times: Option<u32>,
}

impl Refusal {
    /// 6985 for good: a blocked application.
    pub const BLOCKED: Self = Self { status: [0x69, 0x85], times: None };
}

/// Issuer update processing: the card takes EXTERNAL AUTHENTICATE and script commands with a MAC.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerUpdate {
    /// What the issuer writes with PUT DATA after an approval. The card lets these data objects be written, no others.
    #[serde(deserialize_with = "objects")]
    pub put_data: Database,
}

/// How an application decides. A scheme that is added is a variant here and a file or folder beside `visa.rs`.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Behaviour {
    /// Visa, quick VSDC.
    Visa(VisaBehaviour),
    /// Mastercard, M/Chip.
    Mastercard(MastercardBehaviour),
}

impl Behaviour {
    /// Name of the key of the certification authority that readers know.
    pub(super) const fn certification_authority(&self) -> &'static str {
        match self {
            Self::Visa(_) => "visa-ca",
            Self::Mastercard(_) => "mastercard-ca",
        }
    }

    /// The scheme's Registered Application Provider Identifier, in hexadecimal.
    pub(super) const fn rid(&self) -> &'static str {
        match self {
            Self::Visa(_) => "A000000003",
            Self::Mastercard(_) => "A000000004",
        }
    }
}

impl Application {
    /// ADF Name `4F`.
    pub fn name(&self) -> &[u8] {
        self.directory_entry.get(tags::ADF_NAME).unwrap_or_default()
    }

    /// The digits of the PAN `5A`.
    ///
    /// # Errors
    ///
    /// [`PersonalisationError::DataObject`] if there is none.
    pub fn pan(&self) -> Result<String, PersonalisationError> {
        let pan = self.objects.get(tags::APPLICATION_PAN);
        let pan = pan.ok_or(PersonalisationError::DataObject(tags::APPLICATION_PAN))?;
        Ok(hex::encode(pan).trim_end_matches('F').to_owned())
    }

    /// PAN Sequence Number `5F34`, 00 if there is none.
    pub fn pan_sequence_number(&self) -> u8 {
        let number = self.objects.get(tags::APPLICATION_PAN_SEQUENCE_NUMBER);
        number.and_then(|number| number.first().copied()).unwrap_or_default()
    }

    /// The status word of a GET PROCESSING OPTIONS that is refused, after `refused` were.
    pub(super) fn refusal(&self, refused: u32) -> Option<StatusWord> {
        let refusal = self.refuses?;
        let due = refusal.times.is_none_or(|times| refused < times);
        due.then_some(StatusWord(u16::from_be_bytes(refusal.status)))
    }

    /// The data objects of `record` as they stand in `objects`, one after the other.
    pub(super) fn record_content(record: &Record, objects: &Database) -> Vec<u8> {
        listed(&record.tags, objects)
    }

    /// Static data to be authenticated (EMV 4.4 Book 3, 10.3): the marked records, then the value of the AIP if the
    /// Static Data Authentication Tag List asks for it.
    ///
    /// # Errors
    ///
    /// [`PersonalisationError::DataObject`] if the Application File Locator is missing or malformed.
    pub fn static_data(&self) -> Result<Vec<u8>, PersonalisationError> {
        let wrong = PersonalisationError::DataObject(tags::APPLICATION_FILE_LOCATOR);
        let locator = self.objects.get(tags::APPLICATION_FILE_LOCATOR).ok_or(wrong.clone())?;
        let locator = ApplicationFileLocator::parse(locator).map_err(|_| wrong)?;
        let mut data = Vec::new();
        for marked in locator.records().filter(|record| record.takes_part_in_oda) {
            let record = self.records.iter().find(|r| (r.file, r.number) == (marked.sfi, marked.record));
            let content =
                record.map(|record| Self::record_content(record, &self.objects)).unwrap_or_default();
            data.extend(if marked.sfi <= 10 { content } else { template(0x70, &content) });
        }
        if self.objects.is_not_empty(tags::SDA_TAG_LIST) {
            data.extend_from_slice(
                self.objects.get(tags::APPLICATION_INTERCHANGE_PROFILE).unwrap_or_default(),
            );
        }
        Ok(data)
    }
}

/// The data objects with these `tags` that `objects` holds.
pub(super) fn listed(tags: &[Tag], objects: &Database) -> Vec<u8> {
    let mut writer = TlvWriter::new();
    for &tag in tags {
        if let Some(value) = objects.get(tag) {
            // Tags were read as well formed, and no value of a card file is longer than 65,535 bytes.
            let _ = writer.append(tag, value);
        }
    }
    writer.into_bytes()
}

/// `content` in the template with this tag.
pub(super) fn template(tag: u32, content: &[u8]) -> Vec<u8> {
    let mut writer = TlvWriter::new();
    let _ = writer.append(Tag::new(tag), content);
    writer.into_bytes()
}
