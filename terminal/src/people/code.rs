//! Codes that people type.

use std::fmt;

use thiserror::Error;
use zeroize::Zeroizing;

/// A code as it was typed. Wiped when dropped; `Debug` shows nothing of it.
pub struct Code(Zeroizing<String>);

/// Why a code cannot be a person's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WeakCode {
    /// Fewer than six characters or more than 64.
    #[error("a code has 6 to 64 characters")]
    Length,
    /// One character repeated, or each digit the one before plus or minus one: 111111, 123456, 654321.
    #[error("a code is no repetition and no row")]
    Row,
    /// A code that terminals of some makers had from the factory.
    #[error("this is a factory code of some terminals")]
    Factory,
}

/// Codes that were found unchanged on nine of ten terminals that had them.
const FACTORY: [&str; 2] = ["166816", "Z66831"];

impl Code {
    /// What was typed.
    pub fn new(typed: impl Into<String>) -> Self {
        Self(Zeroizing::new(typed.into()))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Whether it can be somebody's code.
    ///
    /// # Errors
    ///
    /// [`WeakCode`] says why not.
    pub fn check(&self) -> Result<(), WeakCode> {
        if !(6..=64).contains(&self.0.chars().count()) {
            return Err(WeakCode::Length);
        }
        if FACTORY.iter().any(|factory| factory.eq_ignore_ascii_case(&self.0)) {
            return Err(WeakCode::Factory);
        }
        let steps = self.0.chars().zip(self.0.chars().skip(1));
        let mut steps = steps.map(|(one, next)| i64::from(u32::from(next)) - i64::from(u32::from(one)));
        let first = steps.next().unwrap_or_default();
        if (-1..=1).contains(&first) && steps.all(|step| step == first) {
            return Err(WeakCode::Row);
        }
        Ok(())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(..)")
    }
}
