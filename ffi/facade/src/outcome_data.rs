//! What goes with an outcome beside its parameters, as bytes.

use tapkernel::core::data::Database;
use tapkernel::entry_point::FinalOutcome;

use crate::data::coded;
use crate::{Error, Outcome, write_tlv};

/// What goes with an outcome beside its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum OutcomeData {
    /// Data Record in BER-TLV: what the acquirer gets.
    DataRecord = 0,
    /// Discretionary Data in BER-TLV.
    DiscretionaryData = 1,
    /// Every data object that the kernel had at its end, in BER-TLV.
    Database = 2,
    /// Requirements and symbols executed: text, separated by spaces. Never card data.
    Path = 3,
}

impl OutcomeData {
    /// All of them.
    pub const ALL: &[Self] = &[Self::DataRecord, Self::DiscretionaryData, Self::Database, Self::Path];

    /// The one with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| *one as u8 == number)
    }

    pub(crate) fn of(self, outcome: &FinalOutcome) -> Result<Vec<u8>, Error> {
        let record =
            |data: &Option<Database>| data.as_ref().map_or_else(|| Ok(Vec::new()), |data| coded(data.iter()));
        match self {
            Self::DataRecord => record(&outcome.parameters.data_record),
            Self::DiscretionaryData => record(&outcome.parameters.discretionary_data),
            Self::Database => coded(outcome.database.iter()),
            Self::Path => Ok(outcome.path.join(" ").into_bytes()),
        }
    }
}

impl Outcome {
    /// What goes with it, as bytes; empty if the kernel gave nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::BadArgument`](crate::ErrorCode::BadArgument) if a kernel of the caller gave a number that is no tag.
    pub fn data(&self, what: OutcomeData) -> Result<Vec<u8>, Error> {
        match what {
            OutcomeData::DataRecord => write_tlv(self.data_record.as_deref().unwrap_or_default()),
            OutcomeData::DiscretionaryData => {
                write_tlv(self.discretionary_data.as_deref().unwrap_or_default())
            }
            OutcomeData::Database => write_tlv(&self.database),
            OutcomeData::Path => Ok(self.path.join(" ").into_bytes()),
        }
    }
}
