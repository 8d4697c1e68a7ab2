//! What a caller can do wrong.

use std::fmt;

use tapkernel::entry_point::{EntryPointError, RandomError};
use tapkernel::reader::ReaderError;

/// Why a call was refused. The numbers never change their meaning; new ones may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum ErrorCode {
    /// An argument is outside what it may be: an amount of more than twelve digits, a day that there is not.
    BadArgument = 1,
    /// A tap is going on, or another thread is inside this object.
    Busy = 2,
    /// What was told does not answer what was asked.
    Unexpected = 3,
    /// The text is no profile, or there is none of this name.
    Profile = 4,
    /// The profile or a Combination names a kernel that is not there, or one is there twice.
    Kernel = 5,
    /// The profile does not allow this type of transaction in this currency, or no application is configured.
    NotConfigured = 6,
    /// There is no Unpredictable Number, or a production profile refuses supplied ones.
    Random = 7,
    /// There is no outcome yet, or the Entry Point cannot start where it was asked to.
    NoOutcome = 8,
    /// The bytes are not BER-TLV, a command or a response.
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
    /// The buffer is too small; the size that is needed was written.
    BufferTooSmall = 15,
    /// The structure has a size or a version that this library does not know.
    BadStruct = 16,
    /// A callback gave something that it must not give.
    Callback = 17,
    /// A bug of the library; the object is spent.
    Panic = 18,
    /// The object is spent by an earlier bug.
    Spent = 19,
}

impl ErrorCode {
    /// All of them, ascending.
    pub const ALL: &[Self] = &[
        Self::BadArgument,
        Self::Busy,
        Self::Unexpected,
        Self::Profile,
        Self::Kernel,
        Self::NotConfigured,
        Self::Random,
        Self::NoOutcome,
        Self::Data,
        Self::Transcript,
        Self::NotUtf8,
        Self::NullPointer,
        Self::BadHandle,
        Self::WrongHandle,
        Self::BufferTooSmall,
        Self::BadStruct,
        Self::Callback,
        Self::Panic,
        Self::Spent,
    ];

    /// The number.
    pub const fn number(self) -> i32 {
        self as i32
    }

    /// The code with this number.
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.number() == number)
    }

    /// What it means, in a few words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::BadArgument => "an argument is outside what it may be",
            Self::Busy => "a tap is going on, or another thread is inside this object",
            Self::Unexpected => "this does not answer what was asked",
            Self::Profile => "not a profile that can be used",
            Self::Kernel => "a kernel is missing, or registered twice",
            Self::NotConfigured => "the transaction is not configured",
            Self::Random => "no unpredictable number",
            Self::NoOutcome => "there is no outcome to go on from",
            Self::Data => "the bytes cannot be read",
            Self::Transcript => "not a transcript",
            Self::NotUtf8 => "the text is not UTF-8",
            Self::NullPointer => "a pointer is null",
            Self::BadHandle => "the handle was never given out, or is freed",
            Self::WrongHandle => "the handle is of something else",
            Self::BufferTooSmall => "the buffer is too small",
            Self::BadStruct => "the structure has an unknown size or version",
            Self::Callback => "a callback gave something that it must not give",
            Self::Panic => "a bug of the library",
            Self::Spent => "the object is spent by an earlier bug",
        }
    }

    /// What to do about it.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::BadArgument => "correct the argument that the error names",
            Self::Busy => {
                "stop the tap or let it end; use an object from one thread at a time and not from its callbacks"
            }
            Self::Unexpected => "ask for the step again and answer that",
            Self::Profile => {
                "correct what the error lists; the names of built-in profiles are in the documentation"
            }
            Self::Kernel => "register the kernel that the error names, once",
            Self::NotConfigured => "check the transaction type and the currency against the profile",
            Self::Random => "supply a number and start again; in production leave the numbers to the system",
            Self::NoOutcome => "run a tap to its outcome first",
            Self::Data => "check that the bytes are whole",
            Self::Transcript => "correct the field that the error names",
            Self::NotUtf8 => "pass UTF-8",
            Self::NullPointer => "pass a pointer",
            Self::BadHandle => "use the handle between its creation and its release",
            Self::WrongHandle => "pass the handle that the function is made for",
            Self::BufferTooSmall => "call again with a buffer of the size that was written",
            Self::BadStruct => "fill in struct_size and version as the header that you compile with says",
            Self::Callback => "correct the callback; the tap went on without it",
            Self::Panic | Self::Spent => "release the object, make a new one, and report the bug",
        }
    }
}

/// Why a call was refused: the code for programs, the text for their authors. Never card data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What kind.
    pub code: ErrorCode,
    /// What exactly.
    pub text: String,
}

impl Error {
    /// An error of this kind.
    pub fn new(code: ErrorCode, text: impl Into<String>) -> Self {
        Self { code, text: text.into() }
    }

    pub(crate) fn argument(text: impl Into<String>) -> Self {
        Self::new(ErrorCode::BadArgument, text)
    }
}

impl From<ErrorCode> for Error {
    fn from(code: ErrorCode) -> Self {
        Self::new(code, code.text())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Error {}

impl From<ReaderError> for Error {
    fn from(error: ReaderError) -> Self {
        let code = match &error {
            ReaderError::EntryPoint(refused) => return refused.clone().into(),
            ReaderError::KernelMissing(_) | ReaderError::KernelTwice(_) => ErrorCode::Kernel,
            ReaderError::ScriptedRandom => ErrorCode::Random,
            _ => ErrorCode::NotConfigured,
        };
        Self::new(code, error.to_string())
    }
}

impl From<EntryPointError> for Error {
    fn from(error: EntryPointError) -> Self {
        let code = match &error {
            EntryPointError::Busy => ErrorCode::Busy,
            EntryPointError::NoCombination => ErrorCode::NotConfigured,
            EntryPointError::UnknownKernel(_) => ErrorCode::Kernel,
            EntryPointError::NoSuchStart(_) => ErrorCode::NoOutcome,
            EntryPointError::Random(_) => ErrorCode::Random,
            _ => ErrorCode::Unexpected,
        };
        Self::new(code, error.to_string())
    }
}

impl From<RandomError> for Error {
    fn from(error: RandomError) -> Self {
        Self::new(ErrorCode::Random, error.to_string())
    }
}
