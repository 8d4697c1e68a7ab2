//! The code that a merchant gets to activate a terminal.

use std::fmt;

use zeroize::Zeroizing;

use crate::people::digest::Digest;
use crate::people::{Code, Cost};

/// An activation code: 8 to 64 letters and digits of ASCII. Case, spaces and hyphens do not count, since people type it from
/// a letter. Wiped when dropped; `Debug` shows nothing of it.
pub struct ActivationCode(Code);

/// What was typed cannot be an activation code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an activation code has 8 to 64 letters and digits")]
pub struct BadActivationCode;

impl ActivationCode {
    /// What was typed.
    ///
    /// # Errors
    ///
    /// [`BadActivationCode`].
    pub fn new(typed: &str) -> Result<Self, BadActivationCode> {
        let typed = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
        let mut code = Zeroizing::new(String::with_capacity(64));
        for letter in typed {
            if code.len() == 64 || !letter.is_ascii_alphanumeric() {
                return Err(BadActivationCode);
            }
            code.push(letter.to_ascii_uppercase());
        }
        if code.len() < 8 { Err(BadActivationCode) } else { Ok(Self(Code::new(code.as_str()))) }
    }

    /// What binds a document to this code; `None` if memory is short.
    pub(super) fn bound(&self, salt: [u8; 16]) -> Option<CodeBinding> {
        let digest = Digest::new(&self.0, Cost::RECOMMENDED, salt)?;
        Some(CodeBinding { salt, digest: digest.tag })
    }
}

/// What a document says of its code. Slow to compute, because the document may lie where others read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CodeBinding {
    pub(super) salt: [u8; 16],
    pub(super) digest: [u8; 32],
}

impl CodeBinding {
    /// Whether `code` is the code, in constant time.
    pub(super) fn is_of(&self, code: &ActivationCode) -> bool {
        let digest = Digest { cost: Cost::RECOMMENDED, salt: self.salt, tag: self.digest };
        digest.is_of(&code.0) == Some(true)
    }
}

impl fmt::Debug for ActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActivationCode(..)")
    }
}
