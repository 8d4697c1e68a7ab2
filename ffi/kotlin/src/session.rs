//! Sessions.

use std::fmt;
use std::sync::{Arc, Mutex, TryLockError};

use tapkernel_facade::{
    self as facade, DataObject, ErrorCode, L1Error, LocalTime, OnlineResponse, Outcome, ResponseUse,
    SessionOptions, Step, Transaction,
};

use crate::{Profile, TapkernelError};

/// A reader that runs one tap after the other, step by step. `step` says what to do, the other methods tell what
/// happened; a step that awaits is given again until that was told. `now_us` is a monotonic clock of the caller's, in
/// microseconds from any origin.
///
/// Every method throws `Busy` while another thread is inside, and `Spent` after a bug of the library.
#[derive(uniffi::Object)]
pub struct Session(Mutex<facade::Session>);

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session")
    }
}

impl Session {
    pub(crate) fn of(session: facade::Session) -> Arc<Self> {
        Arc::new(Self(Mutex::new(session)))
    }

    pub(crate) fn with<T>(&self, ask: impl FnOnce(&mut facade::Session) -> T) -> Result<T, TapkernelError> {
        match self.0.try_lock() {
            Ok(mut session) => Ok(ask(&mut session)),
            Err(TryLockError::WouldBlock) => Err(ErrorCode::Busy.into()),
            Err(TryLockError::Poisoned(_)) => Err(ErrorCode::Spent.into()),
        }
    }

    fn tell<T>(
        &self,
        tell: impl FnOnce(&mut facade::Session) -> Result<T, facade::Error>,
    ) -> Result<T, TapkernelError> {
        Ok(self.with(tell)??)
    }
}

#[uniffi::export]
impl Session {
    /// A reader under `profile` with all kernels of the library. `unpredictable_numbers`, each of four bytes, are drawn in
    /// order, for laboratories and replays; none takes the system's.
    ///
    /// # Errors
    ///
    /// `Kernel` if the profile needs a kernel that is not there; `Random` if a production profile meets given numbers.
    #[uniffi::constructor]
    pub fn new(
        profile: &Profile,
        unpredictable_numbers: Option<Vec<u32>>,
    ) -> Result<Arc<Self>, TapkernelError> {
        let numbers = |given: Vec<u32>| given.into_iter().map(u32::to_be_bytes).collect();
        let unpredictable_numbers = unpredictable_numbers.map(numbers);
        let options = SessionOptions { unpredictable_numbers, ..SessionOptions::default() };
        Ok(Self::of(facade::Session::new(&profile.0, options)?))
    }

    /// Begins a tap under the profile.
    ///
    /// # Errors
    ///
    /// `Busy` while another one runs; `NotConfigured`; `BadArgument`.
    pub fn start(&self, transaction: Transaction, now_us: u64) -> Result<(), TapkernelError> {
        self.tell(|session| session.start(&transaction, now_us))
    }

    /// Begins the one tap of a reader with a fixed amount, which the profile sets.
    ///
    /// # Errors
    ///
    /// As `start`; `NotConfigured` if the profile fixes no amount.
    pub fn start_autorun(&self, when: LocalTime, now_us: u64) -> Result<(), TapkernelError> {
        self.tell(|session| session.start_autorun(when, now_us))
    }

    /// Puts another profile into force for the next tap.
    ///
    /// # Errors
    ///
    /// `Busy` while a tap runs; as the constructor.
    pub fn replace_profile(&self, profile: &Profile) -> Result<(), TapkernelError> {
        self.tell(|session| session.replace_profile(&profile.0))
    }

    /// What to do next.
    ///
    /// # Errors
    ///
    /// Only those of every method.
    pub fn step(&self) -> Result<Step, TapkernelError> {
        self.with(facade::Session::step)
    }

    /// One card is in the field and activated.
    ///
    /// # Errors
    ///
    /// Of this and all that follow: `Unexpected` if it does not answer what was asked, nothing changes; `Random` if there
    /// is no Unpredictable Number, the tap is dropped.
    pub fn card_present(&self, now_us: u64) -> Result<(), TapkernelError> {
        self.tell(|session| session.card_present(now_us))
    }

    /// More than one card is in the field.
    ///
    /// # Errors
    ///
    /// As `card_present`.
    pub fn collision(&self, now_us: u64) -> Result<(), TapkernelError> {
        self.tell(|session| session.collision(now_us))
    }

    /// No card is in the field any more, after a collision.
    ///
    /// # Errors
    ///
    /// As `card_present`.
    pub fn field_clear(&self, now_us: u64) -> Result<(), TapkernelError> {
        self.tell(|session| session.field_clear(now_us))
    }

    /// The card answered the latest command, status word included, `elapsed_us` after its end.
    ///
    /// # Errors
    ///
    /// As `card_present`.
    pub fn card_answered(&self, rapdu: Vec<u8>, elapsed_us: u64, now_us: u64) -> Result<(), TapkernelError> {
        self.tell(|session| session.card_answered(&rapdu, elapsed_us, now_us))
    }

    /// The card did not answer the latest command.
    ///
    /// # Errors
    ///
    /// As `card_present`.
    pub fn card_lost(&self, error: L1Error, now_us: u64) -> Result<(), TapkernelError> {
        self.tell(|session| session.card_lost(error, now_us))
    }

    /// The terminal's data for a kernel.
    ///
    /// # Errors
    ///
    /// As `card_present`; `BadArgument` for a number that is no tag.
    pub fn data(&self, data: Vec<DataObject>, now_us: u64) -> Result<(), TapkernelError> {
        self.tell(|session| session.data(&data, now_us))
    }

    /// The application of this number, from 0, was chosen.
    ///
    /// # Errors
    ///
    /// As `card_present`.
    pub fn chosen(&self, number: u32, now_us: u64) -> Result<(), TapkernelError> {
        self.tell(|session| session.chosen(number, now_us))
    }

    /// Time has passed. Never wrong, also when nothing runs.
    ///
    /// # Errors
    ///
    /// `Random` as `card_present`.
    pub fn elapsed(&self, now_us: u64) -> Result<(), TapkernelError> {
        self.tell(|session| session.elapsed(now_us))
    }

    /// The terminal ends the tap: an outcome follows. Never wrong while one runs.
    ///
    /// # Errors
    ///
    /// As `card_present`.
    pub fn stop(&self, now_us: u64) -> Result<(), TapkernelError> {
        self.tell(|session| session.stop(now_us))
    }

    /// The issuer answered an Online Request.
    ///
    /// # Errors
    ///
    /// `NoOutcome` if the latest outcome is no Online Request or is answered already; as `card_present`.
    pub fn online_response(
        &self,
        response: OnlineResponse,
        now_us: u64,
    ) -> Result<ResponseUse, TapkernelError> {
        self.tell(|session| session.online_response(&response, now_us))
    }

    /// Drops the tap, if one runs, without an outcome: for a transport that has failed.
    ///
    /// # Errors
    ///
    /// Only those of every method.
    pub fn abandon(&self) -> Result<(), TapkernelError> {
        self.with(facade::Session::abandon)
    }

    /// The latest final outcome; none before the first and while a tap runs that has none yet.
    ///
    /// # Errors
    ///
    /// Only those of every method.
    pub fn outcome(&self) -> Result<Option<Outcome>, TapkernelError> {
        self.with(|session| session.outcome())
    }

    /// Library, kernels, profile and checksum of the configuration in one line.
    ///
    /// # Errors
    ///
    /// Only those of every method.
    pub fn versions(&self) -> Result<String, TapkernelError> {
        self.with(|session| session.versions())
    }
}
