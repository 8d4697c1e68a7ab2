//! A list from a card that cannot be read.

/// Why a DOL, a tag list, an Application File Locator or a CVM List cannot be read, and where. Never holds card data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault} at byte {offset}")]
pub struct ListError {
    /// What is wrong.
    pub fault: ListFault,
    /// Offset of the entry that is wrong, or of the first byte that is missing or too many.
    pub offset: usize,
}

/// What can be wrong with a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ListFault {
    /// The list ends inside an entry.
    #[error("list is cut short")]
    CutShort,
    /// Where a tag should be there is none of at most three bytes (EMV 4.4 Book 3, B1).
    #[error("no tag")]
    Tag,
    /// The list, or what it asks for, is longer than any command or response can carry.
    #[error("list is too long")]
    TooLong,
    /// An SFI of an AFL is not 1 to 30, or the bits beside it are not zero.
    #[error("SFI is not 1 to 30")]
    Sfi,
    /// An AFL entry begins with record 0 or ends before it begins.
    #[error("record range is wrong")]
    Records,
    /// An AFL entry has more records for offline data authentication than records.
    #[error("more records to authenticate than to read")]
    AuthenticatedRecords,
    /// An AFL names more records than [`ApplicationFileLocator::MAX_RECORDS`](super::ApplicationFileLocator::MAX_RECORDS).
    #[error("too many records")]
    TooManyRecords,
}
