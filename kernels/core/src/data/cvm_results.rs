//! Cardholder Verification Method (CVM) Results.

use super::{CvmRule, FormatError, FormatFault, tags};

/// Cardholder Verification Method (CVM) Results: `9F34`, b, three bytes (EMV 4.4 Book 4, A4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CvmResults {
    /// The method last performed and its condition; code `3F` if none was.
    pub performed: CvmRule,
    /// What came of it.
    pub result: CvmResult,
}

/// What came of a cardholder verification method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CvmResult {
    /// 0: not known yet, as for a signature.
    Unknown,
    /// 1: failed, or none could be performed.
    Failed,
    /// 2: successful.
    Successful,
}

impl CvmResults {
    /// Reads the coded form.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`] unless it has three bytes, [`FormatFault::Range`] for a result above 2.
    pub const fn decode(value: &[u8]) -> Result<Self, FormatError> {
        let &[code, condition_code, result] = value else { return Err(wrong(FormatFault::Length)) };
        let result = match result {
            0 => CvmResult::Unknown,
            1 => CvmResult::Failed,
            2 => CvmResult::Successful,
            _ => return Err(wrong(FormatFault::Range)),
        };
        Ok(Self { performed: CvmRule { code, condition_code }, result })
    }

    /// The coded form.
    pub const fn encode(self) -> [u8; 3] {
        let result = match self.result {
            CvmResult::Unknown => 0,
            CvmResult::Failed => 1,
            CvmResult::Successful => 2,
        };
        [self.performed.code, self.performed.condition_code, result]
    }
}

const fn wrong(fault: FormatFault) -> FormatError {
    FormatError::new(tags::CVM_RESULTS, fault)
}
