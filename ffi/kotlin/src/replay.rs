//! Recorded taps.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tapkernel_facade::{self as facade, DataObject, Error, ErrorCode, L1Error, OnlineResponse, ReplayMove};

use crate::{Profile, Session, TapkernelError};

/// A document of transcripts. For each of them `begin` gives a session on which the tap has begun. Ask for `Session::step`,
/// then for `next`, which says what to tell the session, until `End`; if the session refuses what it is told: `failed`.
/// `report_json` is then what `tap replay --json` prints.
#[derive(Debug, uniffi::Object)]
pub struct Replay(Mutex<facade::Replay>);

impl Replay {
    fn inner(&self) -> MutexGuard<'_, facade::Replay> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[uniffi::export]
impl Replay {
    /// Reads a document: one transcript or an array of them.
    ///
    /// # Errors
    ///
    /// `Transcript` with line and column.
    #[uniffi::constructor]
    pub fn parse(json: String) -> Result<Arc<Self>, TapkernelError> {
        Ok(Arc::new(Self(Mutex::new(facade::Replay::parse(&json)?))))
    }

    /// How many transcripts there are.
    pub fn count(&self) -> u32 {
        self.inner().len()
    }

    /// Name of the transcript that `begin` begins next; empty at the end.
    pub fn name(&self) -> String {
        self.inner().name()
    }

    /// The profile that the caller must load for `begin`: a path from the document's folder.
    pub fn profile_wanted(&self) -> Option<String> {
        self.inner().profile_wanted()
    }

    /// Begins the next transcript; `profile` is the one that `profile_wanted` names, if it names one.
    ///
    /// # Errors
    ///
    /// `Transcript` if it cannot begin, which the report has too; `NoOutcome` if none is left.
    pub fn begin(&self, profile: Option<Arc<Profile>>) -> Result<Arc<Session>, TapkernelError> {
        let profile = profile.as_ref().map(|profile| &profile.0);
        Ok(Session::of(self.inner().begin(profile)?))
    }

    /// What happens after the step that `session` gave last; `awaits` and `command` are the step's.
    ///
    /// # Errors
    ///
    /// Those of every method of a session.
    pub fn next(
        &self,
        session: &Session,
        awaits: bool,
        command: Vec<u8>,
    ) -> Result<ReplayMove, TapkernelError> {
        session.with(|session| self.inner().next(session, awaits, &command))
    }

    /// The session refused what `next` said: the transcript ends here.
    pub fn failed(&self, text: String) {
        self.inner().failed(&Error::new(ErrorCode::Unexpected, text));
    }

    /// The reports of the transcripts that were played, as one indented JSON document.
    pub fn report_json(&self) -> String {
        self.inner().report_json()
    }
}

/// What to tell the session next.
#[uniffi::remote(Enum)]
pub enum ReplayMove {
    /// Nothing: ask for the next step.
    Go,
    /// `card_present`.
    CardPresent {
        /// The time.
        now_us: u64,
    },
    /// `collision`.
    Collision {
        /// The time.
        now_us: u64,
    },
    /// `field_clear`.
    FieldClear {
        /// The time.
        now_us: u64,
    },
    /// `card_answered`.
    CardAnswered {
        /// The R-APDU.
        rapdu: Vec<u8>,
        /// How long the card took.
        elapsed_us: u64,
        /// The time.
        now_us: u64,
    },
    /// `card_lost`.
    CardLost {
        /// Why.
        error: L1Error,
        /// The time.
        now_us: u64,
    },
    /// `data`.
    Data {
        /// The data.
        data: Vec<DataObject>,
        /// The time.
        now_us: u64,
    },
    /// `online_response`.
    OnlineResponse {
        /// The answer.
        response: OnlineResponse,
        /// The time.
        now_us: u64,
    },
    /// `elapsed`.
    Elapsed {
        /// The time.
        now_us: u64,
    },
    /// `stop`.
    Stop {
        /// The time.
        now_us: u64,
    },
    /// The transcript is over.
    End,
}
