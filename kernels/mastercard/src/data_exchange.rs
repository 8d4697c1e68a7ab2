//! Data exchange with the terminal (Book C-2, 3.6): the signal DEK asks and offers, the signal DET answers.
//!
//! Both travel through the kernel port as data objects; these types are the readable side of them. The kernel waits
//! for an answer until its time-out (Time Out Value `DF8127`) where it cannot go on without one.

use alloc::vec::Vec;

use tapkernel_core::data::{Database, TagList};
use tapkernel_core::tlv::{Tag, TlvReader, TlvWriter};
use zeroize::Zeroizing;

use crate::dictionary::tags as mc;

/// DEK: what the kernel needs and what it offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataExchangeRequest {
    /// Data Needed `DF8106`: the tags of data objects that the terminal is asked for.
    pub needed: Vec<Tag>,
    /// Data To Send `FF8104`: what the terminal had asked for. An empty object says that the card has none.
    pub to_send: Database,
}

impl DataExchangeRequest {
    /// Reads the data objects of an [`Output::Dek`](tapkernel_core::kernel::Output::Dek); `None` if they are not
    /// those of Kernel 2.
    pub fn decode(data: &Database) -> Option<Self> {
        let needed = TagList::parse(data.get(mc::DATA_NEEDED).unwrap_or_default()).ok()?;
        let mut to_send = Database::new();
        for object in TlvReader::new(data.get(mc::DATA_TO_SEND).unwrap_or_default()) {
            let object = object.ok()?;
            to_send.insert(object.tag, object.value);
        }
        Some(Self { needed: needed.iter().collect(), to_send })
    }

    /// The data objects `DF8106` and `FF8104`, each if there is something in it.
    pub fn encode(&self) -> Database {
        let mut data = Database::new();
        let needed: Vec<u8> = self.needed.iter().flat_map(|&tag| coded(tag)).collect();
        if !needed.is_empty() {
            data.insert(mc::DATA_NEEDED, &needed);
        }
        let offered = data_objects(self.to_send.iter());
        if !offered.is_empty() {
            data.insert(mc::DATA_TO_SEND, &offered);
        }
        data
    }

    /// Adds a tag to Data Needed, once.
    pub(crate) fn need(&mut self, tag: Tag) {
        if !self.needed.contains(&tag) {
            self.needed.push(tag);
        }
    }
}

/// DET: what the terminal answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataExchangeAnswer(Database);

impl DataExchangeAnswer {
    /// An answer without anything in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives the value of a data object.
    #[must_use]
    pub fn with(mut self, tag: Tag, value: &[u8]) -> Self {
        self.0.insert(tag, value);
        self
    }

    /// Tags To Read `DF8112`: data objects that the terminal wants from the card.
    #[must_use]
    pub fn tags_to_read(self, tags: &[Tag]) -> Self {
        let list: Vec<u8> = tags.iter().flat_map(|&tag| coded(tag)).collect();
        self.with(mc::TAGS_TO_READ, &list)
    }

    /// Proceed To First Write Flag `DF8110`: whether the kernel may go on after the last record.
    #[must_use]
    pub fn proceed_to_first_write(self, proceed: bool) -> Self {
        self.with(mc::PROCEED_TO_FIRST_WRITE_FLAG, &[u8::from(proceed)])
    }

    /// The data objects for [`Signal::Det`](tapkernel_core::kernel::Signal::Det).
    pub fn into_database(self) -> Database {
        self.0
    }
}

/// The coded bytes of a tag.
pub(crate) fn coded(tag: Tag) -> impl Iterator<Item = u8> {
    tag.to_be_bytes().into_iter().skip(4 - tag.coded_len())
}

/// Data objects one after the other, coded. What cannot be coded is left out: no object of the kernel is such a one.
pub(crate) fn data_objects<'a>(objects: impl Iterator<Item = (Tag, &'a [u8])>) -> Zeroizing<Vec<u8>> {
    let mut writer = TlvWriter::new();
    for (tag, value) in objects {
        let _too_long = writer.append(tag, value);
    }
    Zeroizing::new(writer.into_bytes())
}
