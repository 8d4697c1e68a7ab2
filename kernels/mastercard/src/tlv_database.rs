//! The TLV Database (Book C-2, 4.1): the data objects of one transaction, and who may write them.

use alloc::vec::Vec;

use tapkernel_core::data::{AcType, Amount, Bit, Database, Date, tags};
use tapkernel_core::tlv::{Tag, Tlv, TlvReader};

use crate::annex_a::belongs_in;
use crate::bits::{
    ApplicationInterchangeProfile as Aip, KernelConfiguration, TerminalVerificationResults as Tvr,
};
use crate::dictionary::tags as mc;
use crate::update;

/// What the card sent is not BER-TLV, is not the card's to send, or is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ParsingError;

/// The data objects by tag. Present, empty and absent are three things: an object that is present and empty is one
/// that somebody still has to give a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TlvDatabase(Database);

impl TlvDatabase {
    /// The terminal's objects. Those that only a card may write do not come in.
    pub(crate) fn of_terminal(data: &Database) -> Self {
        let from_card = |tag| {
            let row = update::DICTIONARIES.lookup(tag);
            row.is_some_and(|row| row.sources == [tapkernel_core::data::Source::Card])
        };
        Self(data.iter().filter(|(tag, _)| !from_card(*tag)).collect())
    }

    pub(crate) const fn objects(&self) -> &Database {
        &self.0
    }

    /// IsKnown.
    pub(crate) fn is_known(tag: Tag) -> bool {
        update::row(tag).is_some()
    }

    /// IsPresent.
    pub(crate) fn is_present(&self, tag: Tag) -> bool {
        self.0.is_present(tag)
    }

    /// IsEmpty.
    pub(crate) fn is_empty(&self, tag: Tag) -> bool {
        self.0.is_empty(tag)
    }

    /// IsNotEmpty.
    pub(crate) fn is_not_empty(&self, tag: Tag) -> bool {
        self.0.is_not_empty(tag)
    }

    pub(crate) fn get(&self, tag: Tag) -> Option<&[u8]> {
        self.0.get(tag)
    }

    /// The value, if there is one; an empty object has none.
    pub(crate) fn value(&self, tag: Tag) -> Option<&[u8]> {
        self.get(tag).filter(|value| !value.is_empty())
    }

    /// The kernel's own write, which needs no permission.
    pub(crate) fn set(&mut self, tag: Tag, value: &[u8]) {
        self.0.insert(tag, value);
    }

    pub(crate) fn remove(&mut self, tag: Tag) {
        self.0.remove(tag);
    }

    /// ParseAndStoreCardResponse (Book C-2, 4.5.4): the one template that `data` is, with all objects in it and in its
    /// inner templates.
    ///
    /// What came before an error stays stored, as in the book; the transaction ends on it.
    pub(crate) fn parse_and_store(&mut self, expected: Tag, data: &[u8]) -> Result<(), ParsingError> {
        let template = the_only(data).filter(|only| only.tag == expected).ok_or(ParsingError)?;
        self.store_all(&template)
    }

    fn store_all(&mut self, template: &Tlv<'_>) -> Result<(), ParsingError> {
        for object in template.children() {
            let object = object.map_err(|_| ParsingError)?;
            match object.tag {
                tags::FCI_PROPRIETARY_TEMPLATE if template.tag == tags::FCI_TEMPLATE => {
                    self.store_all(&object)?
                }
                tags::FCI_ISSUER_DISCRETIONARY_DATA if template.tag == tags::FCI_PROPRIETARY_TEMPLATE => {
                    self.store_all(&object)?;
                }
                tag => self.store_from_card(tag, object.value, template.tag)?,
            }
        }
        Ok(())
    }

    /// One object of the card. What Book C-2 does not know is passed over, unless the terminal asked for it by an
    /// empty object; a private object of the kernel is passed over; no object is written twice.
    pub(crate) fn store_from_card(
        &mut self,
        tag: Tag,
        value: &[u8],
        template: Tag,
    ) -> Result<(), ParsingError> {
        let vacant = !self.is_not_empty(tag);
        match update::row(tag) {
            Some(row) if !update::by_card(row) && update::is_private(tag) => Ok(()),
            Some(row)
                if vacant
                    && update::by_card(row)
                    && update::length_allowed(row, value)
                    && belongs_in(tag, template) =>
            {
                self.set(tag, value);
                Ok(())
            }
            Some(_) => Err(ParsingError),
            None if !self.is_present(tag) => Ok(()),
            None if vacant => {
                self.set(tag, value);
                Ok(())
            }
            None => Err(ParsingError),
        }
    }

    /// UpdateWithDetData (Book C-2, 4.5): what the terminal may write, known or asked for.
    pub(crate) fn update_from_terminal(&mut self, data: &Database) {
        for (tag, value) in data.iter() {
            let foreign = !Self::is_known(tag) && self.is_present(tag);
            let fits =
                update::row(tag).is_none_or(|row| value.is_empty() || update::length_allowed(row, value));
            if fits && (foreign || update::by_terminal(tag)) {
                self.set(tag, value);
            }
        }
    }

    /// The values that a data object list asks for; `None` if it cannot be read.
    pub(crate) fn fill(&self, list: &[u8]) -> Option<zeroize::Zeroizing<Vec<u8>>> {
        let list = tapkernel_core::data::DataObjectList::parse(list).ok()?;
        let mut values = zeroize::Zeroizing::new(Vec::new());
        let format = |tag| update::DICTIONARIES.lookup(tag).map(|row| row.format);
        list.fill(|tag| self.get(tag), format, &mut values);
        Some(values)
    }
}

/// Typed reads. A value that is not coded as it should be is as good as none.
impl TlvDatabase {
    pub(crate) fn amount(&self, tag: Tag) -> Option<Amount> {
        Amount::decode(tag, self.value(tag)?).ok()
    }

    /// A limit of the reader; one that is missing is zero, as in the book.
    pub(crate) fn limit(&self, tag: Tag) -> Amount {
        self.amount(tag).unwrap_or_default()
    }

    /// The amount that limits are compared with; one that is missing is above every limit.
    pub(crate) fn amount_authorised(&self) -> Amount {
        self.amount(tags::AMOUNT_AUTHORISED_NUMERIC).unwrap_or(Amount::MAX)
    }

    pub(crate) fn date(&self, tag: Tag) -> Option<Date> {
        Date::decode(tag, self.value(tag)?).ok()
    }

    /// A binary number of up to four bytes; zero if it is missing.
    pub(crate) fn number(&self, tag: Tag) -> u32 {
        self.value(tag).unwrap_or_default().iter().fold(0, |number, &byte| number << 8 | u32::from(byte))
    }

    pub(crate) fn byte(&self, tag: Tag) -> u8 {
        self.value(tag).and_then(|value| value.first().copied()).unwrap_or_default()
    }

    pub(crate) fn aip(&self) -> Aip {
        self.value(Aip::TAG).and_then(|value| Aip::decode(value).ok()).unwrap_or_default()
    }

    pub(crate) fn tvr(&self) -> Tvr {
        self.value(Tvr::TAG).and_then(|value| Tvr::decode(value).ok()).unwrap_or_default()
    }

    pub(crate) fn set_tvr(&mut self, bit: Bit) {
        let tvr = self.tvr().with(bit, true);
        self.set(Tvr::TAG, &tvr.0);
    }

    pub(crate) fn kernel_configuration(&self) -> KernelConfiguration {
        let value = self.value(mc::KERNEL_CONFIGURATION);
        value.and_then(|value| KernelConfiguration::decode(value).ok()).unwrap_or_default()
    }

    pub(crate) fn has(&self, tag: Tag, bit: Bit) -> bool {
        bit.is_set(self.get(tag).unwrap_or_default())
    }

    /// Whether card and reader both support on-device cardholder verification.
    pub(crate) fn on_device_cvm(&self) -> bool {
        self.aip().has(Aip::ON_DEVICE_CARDHOLDER_VERIFICATION_SUPPORTED)
            && self
                .kernel_configuration()
                .has(KernelConfiguration::ON_DEVICE_CARDHOLDER_VERIFICATION_SUPPORTED)
    }

    /// Whether the amount is above the Reader CVM Required Limit `DF8126`.
    pub(crate) fn above_cvm_limit(&self) -> bool {
        self.amount_authorised() > self.limit(mc::READER_CVM_REQUIRED_LIMIT)
    }

    /// What bits 8 and 7 of a byte say of a cryptogram.
    pub(crate) fn cryptogram_type(&self, tag: Tag) -> Option<AcType> {
        tapkernel_core::data::CryptogramInformationData(self.byte(tag)).cryptogram_type()
    }
}

/// The one data object that `bytes` are, if they are just that.
pub(crate) fn the_only(bytes: &[u8]) -> Option<Tlv<'_>> {
    let mut level = TlvReader::new(bytes);
    let only = level.next()?.ok()?;
    level.next().is_none().then_some(only)
}
