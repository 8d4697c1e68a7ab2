//! File Control Information: what a card answers to SELECT.

use super::tags;
use crate::tlv::{Tag, Tlv, TlvError, TlvFault, TlvReader, first_duplicate};

/// File Control Information, template `6F` (EMV 4.4 Book 1, 11.3.4; Contactless Book B, 3.3): of an application, or
/// of the PPSE, whose entries [`FileControlInformation::directory`] reads.
///
/// Values are raw and borrowed; `None` is absent, an empty slice is a data object without a value.
/// Nothing is allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileControlInformation<'a> {
    /// DF Name `84`.
    pub name: &'a [u8],
    /// Application Label `50`.
    pub label: Option<&'a [u8]>,
    /// Application Priority Indicator `87`.
    pub priority: Option<&'a [u8]>,
    /// Language Preference `5F2D`.
    pub language_preference: Option<&'a [u8]>,
    /// Issuer Code Table Index `9F11`.
    pub issuer_code_table_index: Option<&'a [u8]>,
    /// Application Preferred Name `9F12`.
    pub preferred_name: Option<&'a [u8]>,
    /// Processing Options Data Object List `9F38`.
    pub pdol: Option<&'a [u8]>,
    /// FCI Issuer Discretionary Data `BF0C`, well-formed data objects.
    pub issuer_discretionary: Option<Tlv<'a>>,
    /// FCI Proprietary Template `A5`, well-formed data objects.
    pub proprietary: Tlv<'a>,
}

impl<'a> FileControlInformation<'a> {
    /// Reads the data of a response to SELECT, without status bytes.
    ///
    /// `6F` with one `84` and one `A5` in it must be there; at most one `BF0C` may be in `A5`. Other data objects may
    /// stand beside these. Of any other that is repeated the first counts; [`FileControlInformation::first_repeated`]
    /// tells.
    ///
    /// # Errors
    ///
    /// [`TlvFault::Missing`], [`TlvFault::Repeated`], and those of [`TlvReader`] on the levels of `6F`, `A5`, `BF0C`.
    pub fn parse(response: &'a [u8]) -> Result<Self, TlvError> {
        let top = TlvReader::new(response);
        let template = the_one(top, tags::FCI_TEMPLATE)?.ok_or(missing(tags::FCI_TEMPLATE, 0))?;
        let mandatory = |tag| the_one(template.children(), tag)?.ok_or(missing(tag, template.value_offset));
        let name = mandatory(tags::DEDICATED_FILE_NAME)?.value;
        let proprietary = mandatory(tags::FCI_PROPRIETARY_TEMPLATE)?;
        let issuer_discretionary = the_one(proprietary.children(), tags::FCI_ISSUER_DISCRETIONARY_DATA)?;
        if let Some(own) = issuer_discretionary {
            own.children().try_for_each(|object| object.map(drop))?;
        }
        let first = |tag| first(proprietary.children(), tag);
        Ok(Self {
            name,
            label: first(tags::APPLICATION_LABEL),
            priority: first(tags::APPLICATION_PRIORITY_INDICATOR),
            language_preference: first(tags::LANGUAGE_PREFERENCE),
            issuer_code_table_index: first(ISSUER_CODE_TABLE_INDEX),
            preferred_name: first(APPLICATION_PREFERRED_NAME),
            pdol: first(tags::PDOL),
            issuer_discretionary,
            proprietary,
        })
    }

    /// The first tag that occurs twice in `A5`.
    ///
    /// # Errors
    ///
    /// [`TlvFault::TooMany`], as [`first_duplicate`].
    pub fn first_repeated(&self) -> Result<Option<Tag>, TlvError> {
        first_duplicate(self.proprietary.value)
    }

    /// The entries of a PPSE: the templates `61` directly in `BF0C`, in the order of the card, which decides between
    /// equal priorities (Book B, 3.3.2). An entry that cannot be read is an `Err` of its own and ends nothing.
    pub fn directory(&self) -> impl Iterator<Item = Result<DirectoryEntry<'a>, TlvError>> + Clone + use<'a> {
        self.issuer_discretionary
            .into_iter()
            .flat_map(|own| own.children())
            .flatten()
            .filter(|object| object.tag == tags::APPLICATION_TEMPLATE)
            .map(|template| DirectoryEntry::read(&template))
    }
}

/// A directory entry of the PPSE, template `61` (Contactless Book B, 3.3.1). Values are raw and borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DirectoryEntry<'a> {
    /// ADF Name `4F`.
    pub adf_name: Option<&'a [u8]>,
    /// Application Label `50`.
    pub label: Option<&'a [u8]>,
    /// Application Preferred Name `9F12`.
    pub preferred_name: Option<&'a [u8]>,
    /// Application Priority Indicator `87`.
    pub priority: Option<&'a [u8]>,
    /// Kernel Identifier `9F2A`.
    pub kernel_identifier: Option<&'a [u8]>,
    /// Extended Selection `9F29`.
    pub extended_selection: Option<&'a [u8]>,
}

impl<'a> DirectoryEntry<'a> {
    fn read(template: &Tlv<'a>) -> Result<Self, TlvError> {
        let value = |tag| the_one(template.children(), tag).map(|found| found.map(|object| object.value));
        Ok(Self {
            adf_name: value(tags::ADF_NAME)?,
            label: value(tags::APPLICATION_LABEL)?,
            preferred_name: value(APPLICATION_PREFERRED_NAME)?,
            priority: value(tags::APPLICATION_PRIORITY_INDICATOR)?,
            kernel_identifier: value(tags::KERNEL_IDENTIFIER)?,
            extended_selection: value(tags::EXTENDED_SELECTION)?,
        })
    }
}

const ISSUER_CODE_TABLE_INDEX: Tag = Tag::new(0x9F11);
const APPLICATION_PREFERRED_NAME: Tag = Tag::new(0x9F12);

/// Reads the level to its end; finds the data object that may occur once.
fn the_one<'a>(mut level: TlvReader<'a>, tag: Tag) -> Result<Option<Tlv<'a>>, TlvError> {
    level.try_fold(None, |found: Option<Tlv<'a>>, object| match (object?, found) {
        (object, None) if object.tag == tag => Ok(Some(object)),
        (object, Some(_)) if object.tag == tag => {
            Err(TlvError { fault: TlvFault::Repeated(tag), offset: object.offset })
        }
        (_, found) => Ok(found),
    })
}

fn first<'a>(level: TlvReader<'a>, tag: Tag) -> Option<&'a [u8]> {
    level.flatten().find(|object| object.tag == tag).map(|object| object.value)
}

const fn missing(tag: Tag, offset: usize) -> TlvError {
    TlvError { fault: TlvFault::Missing(tag), offset }
}
