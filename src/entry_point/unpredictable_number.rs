//! Where Unpredictable Numbers come from (Book B, 3.4.1; Book C-8, 8.1 on their quality).

use tapkernel_core::data::UnpredictableNumber;

/// The port for randomness: a fresh Unpredictable Number `9F37` for each kernel activation.
pub trait UnpredictableNumbers: Send {
    /// The next number.
    ///
    /// # Errors
    ///
    /// [`RandomError`] when the source has none to give; the activation is not begun.
    fn draw(&mut self) -> Result<UnpredictableNumber, RandomError>;

    /// Whether the numbers are known beforehand: replays and laboratories, never production.
    fn is_scripted(&self) -> bool {
        false
    }
}

impl<U: UnpredictableNumbers + ?Sized> UnpredictableNumbers for Box<U> {
    fn draw(&mut self) -> Result<UnpredictableNumber, RandomError> {
        (**self).draw()
    }

    fn is_scripted(&self) -> bool {
        (**self).is_scripted()
    }
}

/// The source of randomness has no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RandomError {
    /// The operating system refused.
    #[error("the operating system gave no random numbers")]
    Unavailable,
    /// What came is stuck: zeros, ones, or a repetition, several times in a row.
    #[error("the random source repeats itself")]
    Stuck,
    /// A scripted source has given its last number.
    #[error("the script of unpredictable numbers has run out")]
    Exhausted,
}
