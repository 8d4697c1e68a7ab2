//! How this terminal speaks to this host.

use std::time::Duration;

use crate::acquirer::MessageAuthentication;
use crate::acquirer::iso8583::{Dialect, Frame};

/// How this terminal speaks to this host.
#[derive(Clone, Debug)]
pub struct AcquirerSettings {
    pub(super) dialect: Dialect,
    pub(super) frame: Frame,
    pub(super) authentication: MessageAuthentication,
    pub(super) wait: Wait,
    pub(super) terminal_id: String,
    pub(super) merchant_id: String,
    pub(super) merchant_type: Option<String>,
    pub(super) tap_to_phone: bool,
    pub(super) mark_form_factor: bool,
}

/// How long to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// For the connection, handshake included.
    pub connect: Duration,
    /// For the answer, from the first byte of the message.
    pub answer: Duration,
}

impl Default for Wait {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), answer: Duration::from_secs(30) }
    }
}

/// Which setting cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// Field 41 has eight printable characters.
    #[error("a terminal identification has up to eight printable characters")]
    TerminalId,
    /// Field 42 has fifteen printable characters.
    #[error("a merchant identification has up to fifteen printable characters")]
    MerchantId,
    /// Field 18 has four digits.
    #[error("a merchant category code has four digits")]
    MerchantType,
    /// The profile has no section `acquirer`.
    #[error("the profile does not say how the acquirer speaks: give it `acquirer`")]
    NotInProfile,
    /// The profile wants another message authentication than the one whose key was given.
    #[error("the message authentication is not the one that the profile wants")]
    Authentication,
}

impl AcquirerSettings {
    /// For this terminal of this merchant; shorter identifications are filled with spaces.
    ///
    /// # Errors
    ///
    /// [`SettingsError`].
    pub fn new(
        dialect: Dialect,
        frame: Frame,
        terminal_id: &str,
        merchant_id: &str,
    ) -> Result<Self, SettingsError> {
        Ok(Self {
            dialect,
            frame,
            authentication: MessageAuthentication::None,
            wait: Wait::default(),
            terminal_id: filled(terminal_id, 8).ok_or(SettingsError::TerminalId)?,
            merchant_id: filled(merchant_id, 15).ok_or(SettingsError::MerchantId)?,
            merchant_type: None,
            tap_to_phone: false,
            mark_form_factor: false,
        })
    }

    /// With message authentication codes, which answers must then have.
    #[must_use]
    pub fn with_authentication(mut self, authentication: MessageAuthentication) -> Self {
        self.authentication = authentication;
        self
    }

    /// With other time limits.
    #[must_use]
    pub const fn with_wait(mut self, wait: Wait) -> Self {
        self.wait = wait;
        self
    }

    /// With a merchant category code.
    ///
    /// # Errors
    ///
    /// [`SettingsError::MerchantType`].
    pub fn with_merchant_type(mut self, code: &str) -> Result<Self, SettingsError> {
        if code.len() != 4 || !code.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(SettingsError::MerchantType);
        }
        self.merchant_type = Some(code.to_owned());
        Ok(self)
    }

    /// As a phone: says so in field 60, and in byte 4, bit 8 of `9F6E` if `mark_form_factor`.
    #[must_use]
    pub const fn tap_to_phone(mut self, mark_form_factor: bool) -> Self {
        self.tap_to_phone = true;
        self.mark_form_factor = mark_form_factor;
        self
    }
}

fn filled(text: &str, length: usize) -> Option<String> {
    let printable = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    (printable && !text.trim().is_empty() && text.len() <= length).then(|| format!("{text:<length$}"))
}
