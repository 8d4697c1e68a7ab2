//! Application File Locator.

use nom::bytes::complete::take;

use super::parsing::{Parsed, add_up, refuse};
use super::{ListError, ListFault};

/// Application File Locator `94`: b, four bytes an entry (EMV 4.4 Book 3, 10.2): which records to read, in order, and
/// which of them take part in offline data authentication.
///
/// Checked as a whole when parsed; borrows the list; allocates nothing.
///
/// # Examples
///
/// ```
/// use tapkernel_core::data::ApplicationFileLocator;
///
/// let afl = ApplicationFileLocator::parse(&[0x10, 0x02, 0x03, 0x01])?;
/// let records: Vec<_> = afl.records().map(|r| (r.sfi, r.record, r.takes_part_in_oda)).collect();
/// assert_eq!(records, [(2, 2, true), (2, 3, false)]);
/// # Ok::<(), tapkernel_core::data::ListError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApplicationFileLocator<'a> {
    list: &'a [u8],
    records: usize,
}

/// One entry of an [`ApplicationFileLocator`]: a range of records in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AflEntry {
    /// Short File Identifier, 1 to 30.
    pub sfi: u8,
    /// The first record, at least 1.
    pub first: u8,
    /// The last record, not before the first.
    pub last: u8,
    /// How many records, from the first on, take part in offline data authentication.
    pub authenticated: u8,
}

/// One record that an [`ApplicationFileLocator`] names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AflRecord {
    /// Short File Identifier, 1 to 30.
    pub sfi: u8,
    /// Record number, at least 1.
    pub record: u8,
    /// Whether the record is input to offline data authentication.
    pub takes_part_in_oda: bool,
}

impl<'a> ApplicationFileLocator<'a> {
    /// The most bytes a list may have: 63 entries.
    pub const MAX_LENGTH: usize = 252;
    /// The most records that are read. The books set no such limit; an entry of four bytes can name 255 records, and
    /// no card is held that long.
    pub const MAX_RECORDS: usize = 64;

    /// Reads a list. An empty one names no records; whether that will do is for the kernel to say.
    ///
    /// # Errors
    ///
    /// [`ListFault::CutShort`] unless the length is a multiple of four, [`ListFault::TooLong`], [`ListFault::Sfi`],
    /// [`ListFault::Records`], [`ListFault::AuthenticatedRecords`], [`ListFault::TooManyRecords`].
    pub fn parse(list: &'a [u8]) -> Result<Self, ListError> {
        if list.len() > Self::MAX_LENGTH {
            return Err(ListError { fault: ListFault::TooLong, offset: Self::MAX_LENGTH });
        }
        let limit = (Self::MAX_RECORDS, ListFault::TooManyRecords);
        let records = add_up(list, entry, |entry| usize::from(entry.last - entry.first) + 1, limit)?;
        Ok(Self { list, records })
    }

    /// Whether there is no entry.
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many records there are to read.
    pub const fn record_count(&self) -> usize {
        self.records
    }

    /// The list as it is coded.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.list
    }

    /// The entries, in order.
    pub fn entries(&self) -> impl Iterator<Item = AflEntry> + Clone + use<'a> {
        self.list.chunks_exact(4).filter_map(|coded| entry(coded).ok()).map(|(_, entry)| entry)
    }

    /// The records, in the order in which they are read and authenticated.
    pub fn records(&self) -> impl Iterator<Item = AflRecord> + Clone + use<'a> {
        self.entries().flat_map(AflEntry::records)
    }
}

impl AflEntry {
    /// The records of this entry, in order.
    pub fn records(self) -> impl Iterator<Item = AflRecord> + Clone {
        let Self { sfi, first, last, authenticated } = self;
        (first..=last).map(move |record| AflRecord {
            sfi,
            record,
            takes_part_in_oda: record - first < authenticated,
        })
    }
}

/// SFI in the five high bits, first and last record, number of records to authenticate.
fn entry(input: &[u8]) -> Parsed<'_, AflEntry> {
    let (rest, coded) = take(4_usize)(input)?;
    let &[file, first, last, authenticated] = coded else { return refuse(input, ListFault::CutShort) };
    let sfi = file >> 3;
    if !(1..=30).contains(&sfi) || file & 0x07 != 0 {
        return refuse(input, ListFault::Sfi);
    }
    if first == 0 || last < first {
        return refuse(input, ListFault::Records);
    }
    // A range of 256 records cannot occur, so that the difference compared is below 255.
    if authenticated > 0 && authenticated - 1 > last - first {
        return refuse(input, ListFault::AuthenticatedRecords);
    }
    Ok((rest, AflEntry { sfi, first, last, authenticated }))
}
