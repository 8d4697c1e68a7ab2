//! What a merchant does.

use std::fmt;

use tapkernel::core::data::TransactionType;
use tapkernel::profile::operations as profile;

use crate::acquirer::Operation;

/// What a merchant does: the operations of the terminal, as the journal, the receipt and the profile name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TransactionKind {
    /// Goods and services.
    Purchase,
    /// Goods and services, and cash on top.
    Cashback,
    /// Cash.
    Cash,
    /// Money back to the cardholder.
    Refund,
    /// A transaction of the same business day is taken back.
    Void,
    /// Money held for later.
    PreAuthorisation,
    /// More of it.
    Increment,
    /// What was held is taken.
    Completion,
    /// What was held is let go.
    PreAuthorisationCancellation,
}

impl TransactionKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Purchase,
        Self::Cashback,
        Self::Cash,
        Self::Refund,
        Self::Void,
        Self::PreAuthorisation,
        Self::Increment,
        Self::Completion,
        Self::PreAuthorisationCancellation,
    ];

    /// The word for it in profiles, in the journal and on the command line.
    pub const fn word(self) -> &'static str {
        self.in_profile().word()
    }

    /// The kind that a word names.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The same in a profile.
    pub(crate) const fn in_profile(self) -> profile::Operation {
        match self {
            Self::Purchase => profile::Operation::Purchase,
            Self::Cashback => profile::Operation::Cashback,
            Self::Cash => profile::Operation::Cash,
            Self::Refund => profile::Operation::Refund,
            Self::Void => profile::Operation::Void,
            Self::PreAuthorisation => profile::Operation::PreAuthorisation,
            Self::Increment => profile::Operation::Increment,
            Self::Completion => profile::Operation::Completion,
            Self::PreAuthorisationCancellation => profile::Operation::PreAuthorisationCancellation,
        }
    }

    /// The transaction type that the card is tapped with (`9C`); `None` if no card is tapped for it.
    ///
    /// Taking back is a refund to the card: it gives a cryptogram for no money (AAC) and asks for no PIN. Holding money
    /// is a purchase to it.
    pub const fn transaction_type(self) -> Option<TransactionType> {
        match self {
            Self::Purchase | Self::PreAuthorisation => Some(TransactionType::Purchase),
            Self::Cashback => Some(TransactionType::Cashback),
            Self::Cash => Some(TransactionType::Cash),
            Self::Refund | Self::Void => Some(TransactionType::Refund),
            Self::Increment | Self::Completion | Self::PreAuthorisationCancellation => None,
        }
    }

    /// What the acquirer calls it, where it is a request for money or the original of a follow-up.
    pub const fn operation(self) -> Option<Operation> {
        match self {
            Self::Purchase => Some(Operation::Purchase),
            Self::Cashback => Some(Operation::Cashback),
            Self::Cash => Some(Operation::Cash),
            Self::Refund => Some(Operation::Refund),
            Self::PreAuthorisation | Self::Completion => Some(Operation::PreAuthorisation),
            Self::Increment => Some(Operation::Increment),
            Self::Void | Self::PreAuthorisationCancellation => None,
        }
    }

    /// Whether it follows an earlier transaction.
    pub const fn follows(self) -> bool {
        matches!(self, Self::Void | Self::Increment | Self::Completion | Self::PreAuthorisationCancellation)
    }

    /// Whether money comes in with it, goes out, or neither.
    pub const fn side(self) -> Side {
        match self {
            Self::Purchase | Self::Cashback | Self::Cash | Self::Completion => Side::Debit,
            Self::Refund => Side::Credit,
            Self::Void | Self::PreAuthorisation | Self::Increment | Self::PreAuthorisationCancellation => {
                Side::Neither
            }
        }
    }
}

/// On which side of the totals a transaction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// From the cardholder.
    Debit,
    /// To the cardholder.
    Credit,
    /// Nothing moves by it alone.
    Neither,
}

impl fmt::Display for TransactionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
