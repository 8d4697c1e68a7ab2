//! A card in the other language, and the loop around it.

use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use tapkernel_facade::{
    ErrorCode, L1Error, OnlineResponse, Outcome, ResponseUse, Step, Transaction, UiRequest,
};

use crate::{Session, TapkernelError};

/// The longest wait for one answer, and for a card or its removal before the session is asked again, in microseconds.
const ANSWER_LIMIT_US: u64 = 10_000_000;
const SLICE_US: u64 = 500_000;

/// Why the other language gave no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum LinkError {
    /// The card did not answer.
    #[error("no answer from the card")]
    NoAnswer {
        /// What happened on level 1.
        error: L1Error,
    },
    /// The other language's code failed.
    #[error("the transport failed: {reason}")]
    Failed {
        /// The kind of its failure. Never its text, which may hold card data.
        reason: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for LinkError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { reason: kind(&error.reason) }
    }
}

/// The name at the beginning of a text such as `java.io.IOException: card 04A1...` and a stack trace: no more of it goes on.
fn kind(reason: &str) -> String {
    let is_name = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '$');
    let name: String = reason.chars().take_while(is_name).take(100).collect();
    if name.chars().any(|letter| letter.is_ascii_alphabetic()) { name } else { "unknown".to_owned() }
}

/// What came of looking for a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Found {
    /// One card is activated.
    Card,
    /// More than one card is in the field.
    Collision,
    /// None came in time.
    TimeOut,
}

/// A contactless interface in the other language. Its functions may block.
#[uniffi::export(foreign)]
pub trait CardLink: Send + Sync {
    /// Switches the field on and waits at most `limit_us` for a card.
    ///
    /// # Errors
    ///
    /// `Failed` ends the tap.
    fn await_card(&self, limit_us: u64) -> Result<Found, LinkError>;
    /// Sends a C-APDU and waits at most `limit_us` for the R-APDU.
    ///
    /// # Errors
    ///
    /// `NoAnswer` if none came; `Failed` ends the tap.
    fn transceive(&self, command: Vec<u8>, limit_us: u64) -> Result<Vec<u8>, LinkError>;
    /// Switches the field off and waits for `hold_us`.
    ///
    /// # Errors
    ///
    /// `Failed` ends the tap.
    fn field_off(&self, hold_us: u64) -> Result<(), LinkError>;
    /// Waits at most `limit_us` until no card is in the field; whether it is so.
    ///
    /// # Errors
    ///
    /// `Failed` ends the tap.
    fn await_removal(&self, limit_us: u64) -> Result<bool, LinkError>;
}

/// What the other language shows.
#[uniffi::export(foreign)]
pub trait Screen: Send + Sync {
    /// Presents a request.
    ///
    /// # Errors
    ///
    /// `Failed` ends the tap.
    fn show(&self, request: UiRequest) -> Result<(), LinkError>;
}

#[uniffi::export]
impl Session {
    /// Runs one tap to its outcome, blocking: the loop for languages that have no better one.
    ///
    /// # Errors
    ///
    /// As `start`; `Link` if `card` or `screen` failed otherwise than by a card that does not answer. The tap is dropped.
    pub fn run(
        &self,
        transaction: Transaction,
        card: Arc<dyn CardLink>,
        screen: Arc<dyn Screen>,
    ) -> Result<Option<Outcome>, TapkernelError> {
        self.start(transaction, now_us())?;
        self.drive(card.as_ref(), screen.as_ref())
    }

    /// Gives the issuer's answer to the card, if its kernel wants that, and runs to the next outcome; none if it does not.
    ///
    /// # Errors
    ///
    /// As `online_response` and `run`.
    pub fn respond(
        &self,
        response: OnlineResponse,
        card: Arc<dyn CardLink>,
        screen: Arc<dyn Screen>,
    ) -> Result<Option<Outcome>, TapkernelError> {
        self.elapsed(now_us())?;
        match self.online_response(response, now_us())? {
            ResponseUse::Final => Ok(None),
            ResponseUse::SecondTap | ResponseUse::HeldCard => self.drive(card.as_ref(), screen.as_ref()),
        }
    }
}

impl Session {
    fn drive(&self, card: &dyn CardLink, screen: &dyn Screen) -> Result<Option<Outcome>, TapkernelError> {
        let mut going = Ok(true);
        while let Ok(true) = going {
            going = self.step().and_then(|step| self.perform(step, card, screen));
        }
        if let Err(error) = going {
            self.abandon()?;
            return Err(error);
        }
        self.outcome()
    }

    /// Does what `step` says; whether more is to come.
    fn perform(&self, step: Step, card: &dyn CardLink, screen: &dyn Screen) -> Result<bool, TapkernelError> {
        match step {
            Step::AwaitCard { deadline_us } => self.found(card.await_card(left(deadline_us)))?,
            Step::AwaitFieldClear { .. } if card.await_removal(SLICE_US)? => self.field_clear(now_us())?,
            Step::Transmit { command, .. } => self.send(command, card)?,
            Step::FieldOff { hold_us } => card.field_off(hold_us)?,
            Step::Idle | Step::GoOnline { .. } => return Ok(false),
            other => self.perform_without_card(other, screen)?,
        }
        Ok(true)
    }

    fn perform_without_card(&self, step: Step, screen: &dyn Screen) -> Result<(), TapkernelError> {
        match step {
            Step::Display { request } => screen.show(request)?,
            Step::Choose { .. } => self.chosen(0, now_us())?,
            Step::DataExchange { answer_needed: true, .. } => return Err(ErrorCode::Callback.into()),
            Step::AwaitFieldClear { .. } => self.elapsed(now_us())?,
            Step::Wait { deadline_us } => self.sleep(deadline_us)?,
            _ => {}
        }
        Ok(())
    }

    fn found(&self, found: Result<Found, LinkError>) -> Result<(), TapkernelError> {
        match found? {
            Found::Card => self.card_present(now_us()),
            Found::Collision => self.collision(now_us()),
            Found::TimeOut => self.elapsed(now_us()),
        }
    }

    fn send(&self, command: Vec<u8>, card: &dyn CardLink) -> Result<(), TapkernelError> {
        let sent = now_us();
        match card.transceive(command, ANSWER_LIMIT_US) {
            Ok(rapdu) => self.card_answered(rapdu, now_us().saturating_sub(sent), now_us()),
            Err(LinkError::NoAnswer { error }) => self.card_lost(error, now_us()),
            Err(error) => Err(error.into()),
        }
    }

    fn sleep(&self, deadline_us: Option<u64>) -> Result<(), TapkernelError> {
        thread::sleep(Duration::from_micros(left(deadline_us)));
        self.elapsed(now_us())
    }
}

fn left(deadline_us: Option<u64>) -> u64 {
    deadline_us.map_or(SLICE_US, |deadline| deadline.saturating_sub(now_us()))
}

/// The system's monotonic clock.
fn now_us() -> u64 {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    u64::try_from(ORIGIN.get_or_init(Instant::now).elapsed().as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn of_a_foreign_failure_only_its_kind_goes_on() {
        assert_eq!(kind("java.io.IOException: card 5413330089601109\n\tat Main.kt"), "java.io.IOException");
        assert_eq!(kind("ValueError('5413330089601109')"), "ValueError");
        assert_eq!(kind("5413330089601109"), "unknown");
        assert_eq!(kind(""), "unknown");
        assert_eq!(kind(&"a".repeat(500)).len(), 100);
    }
}
