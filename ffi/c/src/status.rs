//! Statuses.

use tapkernel_facade::ErrorCode;

/// What came of a call. The numbers never change; new ones may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum tk_status {
    /// Done.
    Ok = 0,
    /// An argument is outside what it may be.
    BadArgument = 1,
    /// A tap is going on, or another thread or an outer call is inside this object.
    Busy = 2,
    /// What was told does not answer what was asked.
    Unexpected = 3,
    /// The text is no profile, or there is none of this name.
    Profile = 4,
    /// A kernel is missing, or registered twice.
    Kernel = 5,
    /// The transaction is not configured.
    NotConfigured = 6,
    /// There is no Unpredictable Number, or a production profile refuses supplied ones.
    Random = 7,
    /// There is no outcome to go on from, or no transcript left.
    NoOutcome = 8,
    /// The bytes cannot be read.
    Data = 9,
    /// The text is no transcript.
    Transcript = 10,
    /// The text is not UTF-8.
    NotUtf8 = 11,
    /// A pointer that must not be null is null.
    NullPointer = 12,
    /// The handle was never given out, or is freed.
    BadHandle = 13,
    /// The handle is of something else.
    WrongHandle = 14,
    /// The buffer is too small; the length that is needed was written.
    BufferTooSmall = 15,
    /// The structure has a size, a version or an alignment that this library does not know.
    BadStruct = 16,
    /// A callback is missing, or gave something that it must not give.
    Callback = 17,
    /// A bug of the library; the object is spent.
    Panic = 18,
    /// The object is spent by an earlier bug: free it.
    Spent = 19,
}

impl From<ErrorCode> for tk_status {
    fn from(code: ErrorCode) -> Self {
        match code {
            ErrorCode::BadArgument => Self::BadArgument,
            ErrorCode::Busy => Self::Busy,
            ErrorCode::Unexpected => Self::Unexpected,
            ErrorCode::Profile => Self::Profile,
            ErrorCode::Kernel => Self::Kernel,
            ErrorCode::NotConfigured => Self::NotConfigured,
            ErrorCode::Random => Self::Random,
            ErrorCode::NoOutcome => Self::NoOutcome,
            ErrorCode::Data => Self::Data,
            ErrorCode::Transcript => Self::Transcript,
            ErrorCode::NotUtf8 => Self::NotUtf8,
            ErrorCode::NullPointer => Self::NullPointer,
            ErrorCode::BadHandle => Self::BadHandle,
            ErrorCode::WrongHandle => Self::WrongHandle,
            ErrorCode::BufferTooSmall => Self::BufferTooSmall,
            ErrorCode::BadStruct => Self::BadStruct,
            ErrorCode::Callback => Self::Callback,
            ErrorCode::Panic => Self::Panic,
            ErrorCode::Spent => Self::Spent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_have_the_numbers_of_the_codes() {
        for code in ErrorCode::ALL {
            assert_eq!(tk_status::from(*code) as i32, code.number());
        }
    }
}
