//! What a message says of the card.

use tapkernel::core::Secret;
use tapkernel::core::data::{Database, Pan, Track2EquivalentData, tags};
use tapkernel::core::tlv::{Tag, TlvReader, TlvWriter};

/// How the card was read, the first two digits of field 22.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryMode {
    /// 07: contactless chip.
    ContactlessChip,
    /// 91: contactless with mag-stripe data.
    ContactlessMagStripe,
}

/// The card data of one tap, from the kernel's data record. Wiped when dropped, hidden in `Debug`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardData {
    objects: Database,
    track_2: Track2EquivalentData,
    /// How the card was read.
    pub entry_mode: EntryMode,
}

/// The data record has no Track 2 Equivalent Data `57`, or none that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no track 2 equivalent data in the data record")]
pub struct NoCardNumber;

/// What may go into field 55: the data under the cryptogram and what issuers ask for; never account data, which have
/// fields of their own.
const FIELD_55: &[u32] = &[
    0x82, 0x84, 0x95, 0x9A, 0x9C, 0x5F2A, 0x5F34, 0x9F02, 0x9F03, 0x9F06, 0x9F09, 0x9F10, 0x9F1A, 0x9F1E,
    0x9F24, 0x9F26, 0x9F27, 0x9F33, 0x9F34, 0x9F35, 0x9F36, 0x9F37, 0x9F41, 0x9F53, 0x9F66, 0x9F6C, 0x9F6E,
    0x9F7C,
];

/// Form Factor Indicator of Visa.
const FORM_FACTOR_INDICATOR: Tag = Tag::new(0x9F6E);

impl CardData {
    /// Takes what the message needs out of the kernel's data record.
    ///
    /// # Errors
    ///
    /// [`NoCardNumber`].
    pub fn from_data_record(record: &Database, entry_mode: EntryMode) -> Result<Self, NoCardNumber> {
        let track_2 = record.get(tags::TRACK_2_EQUIVALENT_DATA).ok_or(NoCardNumber)?;
        let track_2 = Track2EquivalentData::decode(track_2).map_err(|_| NoCardNumber)?;
        let wanted = |(tag, _): &(Tag, &[u8])| FIELD_55.contains(&tag.coded());
        Ok(Self { objects: record.iter().filter(wanted).collect(), track_2, entry_mode })
    }

    /// The card number.
    pub const fn pan(&self) -> &Pan {
        self.track_2.pan()
    }

    /// Track 2 as the card gave it.
    pub const fn track_2(&self) -> &Track2EquivalentData {
        &self.track_2
    }

    /// Application PAN Sequence Number `5F34`.
    pub fn sequence_number(&self) -> Option<u8> {
        self.objects.get(tags::APPLICATION_PAN_SEQUENCE_NUMBER)?.first().copied()
    }

    /// The data objects for field 55, as TLV. `mark` sets byte 4, bit 8 of `9F6E` where the card gave four bytes of it:
    /// the sign of tap to phone that some acquirers ask for.
    pub fn field_55(&self, mark: bool) -> Secret<Vec<u8>> {
        let mut field = TlvWriter::new();
        for (tag, value) in self.objects.iter() {
            let marked = match <[u8; 4]>::try_from(value) {
                Ok([a, b, c, d]) if mark && tag == FORM_FACTOR_INDICATOR => Some([a, b, c, d | 0x80]),
                _ => None,
            };
            // A kernel's data objects are never too long for TLV.
            let _ = field.append(tag, marked.as_ref().map_or(value, |marked| marked.as_slice()));
        }
        Secret::new(field.into_bytes())
    }

    /// All of it as bytes, to be sealed and kept until nothing can need a reversal any more.
    pub fn encode(&self) -> Secret<Vec<u8>> {
        let mode = match self.entry_mode {
            EntryMode::ContactlessChip => 0x07,
            EntryMode::ContactlessMagStripe => 0x91,
        };
        let mut track_2 = TlvWriter::new();
        let _ = track_2.append(tags::TRACK_2_EQUIVALENT_DATA, self.track_2.as_bytes());
        let track_2 = Secret::new(track_2.into_bytes());
        Secret::new([[mode].as_slice(), track_2.expose(), self.field_55(false).expose()].concat())
    }

    /// Reads what [`CardData::encode`] wrote; `None` for anything else.
    pub fn decode(coded: &[u8]) -> Option<Self> {
        let (mode, objects) = coded.split_first()?;
        let entry_mode = match mode {
            0x07 => EntryMode::ContactlessChip,
            0x91 => EntryMode::ContactlessMagStripe,
            _ => return None,
        };
        let mut record = Database::new();
        for object in TlvReader::new(objects) {
            let object = object.ok()?;
            record.insert(object.tag, object.value);
        }
        Self::from_data_record(&record, entry_mode).ok()
    }
}
