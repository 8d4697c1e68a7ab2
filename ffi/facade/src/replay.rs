//! Recorded taps, played through a session by the loop of whoever calls.

use std::fmt;

use tapkernel::entry_point::Output;
use tapkernel::transcript::{self, Move, Report, Script, Transcript, TranscriptError};

use crate::data::objects;
use crate::engine::Engine;
use crate::kernel_adapter::micros;
use crate::{DataObject, Error, ErrorCode, L1Error, OnlineResponse, Profile, Session};

/// A document of transcripts. For each of them:
///
/// 1. [`Replay::begin`] gives a session on which the tap has begun.
/// 2. Ask for [`Session::step`], then for [`Replay::next`], which says what to tell the session, until [`ReplayMove::End`].
///    If the session refuses what it is told: [`Replay::failed`].
///
/// [`Replay::report_json`] is then what `tap replay --json` prints.
pub struct Replay {
    transcripts: Vec<Transcript>,
    reports: Vec<Report>,
    playing: Option<Script>,
}

/// What to tell the session next.
#[derive(Clone, PartialEq, Eq)]
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

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay").field("transcripts", &self.transcripts).finish_non_exhaustive()
    }
}

impl Replay {
    /// Reads a document: one transcript or an array of them.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::Transcript`] with line and column.
    pub fn parse(json: &str) -> Result<Self, Error> {
        let transcripts =
            transcript::parse(json).map_err(|error| Error::new(ErrorCode::Transcript, error.to_string()))?;
        Ok(Self { transcripts, reports: Vec::new(), playing: None })
    }

    /// How many transcripts there are.
    pub fn len(&self) -> u32 {
        u32::try_from(self.transcripts.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.transcripts.is_empty()
    }

    /// Name of the transcript that [`Replay::begin`] begins next; empty at the end.
    pub fn name(&self) -> String {
        self.next_transcript().map(|transcript| transcript.name.clone()).unwrap_or_default()
    }

    /// The profile that the caller must load for [`Replay::begin`]: a path from the document's folder. None if it is
    /// built in or in the transcript itself.
    pub fn profile_wanted(&self) -> Option<String> {
        let name = self.next_transcript()?.profile.as_str()?;
        (!tapkernel::profile::Profile::BUILT_IN.contains(&name)).then(|| name.to_owned())
    }

    /// Begins the next transcript, with the profile of [`Replay::profile_wanted`].
    ///
    /// # Errors
    ///
    /// [`ErrorCode::NoOutcome`] after the last one; any other means that this transcript cannot be run: its report says
    /// why, and the next call begins the one after it.
    pub fn begin(&mut self, profile: Option<&Profile>) -> Result<Session, Error> {
        self.end(Ok(()));
        let none = || Error::new(ErrorCode::NoOutcome, "there is no transcript left");
        let transcript = self.next_transcript().ok_or_else(none)?;
        let named = |name: &str| {
            let built_in = tapkernel::profile::Profile::built_in(name);
            let given = || profile.map(|profile| profile.0.clone());
            built_in.or_else(given).ok_or_else(|| format!("{name} was not loaded"))
        };
        let script = Script::new(transcript, None);
        let now = script.now();
        let begun = transcript.begin(&named, tapkernel::kernels());
        self.playing = Some(script);
        let started = begun.and_then(|mut begun| {
            begun.reader.start(begun.tap, now).map(|()| begun.reader).map_err(TranscriptError::from)
        });
        match started {
            Ok(reader) => Ok(Session::started(Engine::Reader(Box::new(reader)))),
            Err(error) => {
                let told = Error::new(ErrorCode::Transcript, error.to_string());
                self.end(Err(error));
                Err(told)
            }
        }
    }

    /// What happens after the step that `session` gave last. `command` is the C-APDU of a step that transmits, as the caller
    /// got it; else empty.
    pub fn next(&mut self, session: &mut Session, awaits: bool, command: &[u8]) -> ReplayMove {
        let Some(script) = &mut self.playing else { return ReplayMove::End };
        for output in session.given.iter_mut().flat_map(std::mem::take) {
            match output {
                Output::Transmit(_) => script.note_command(command),
                output => script.note(&output),
            }
        }
        if !awaits {
            return ReplayMove::Go;
        }
        match script.next(session.engine.deadline(), session.engine.holds_card()) {
            Ok(Some(next)) => translated(next, script.now().as_micros()),
            Ok(None) => self.end(Ok(())),
            Err(error) => self.end(Err(error)),
        }
    }

    /// The session refused what [`Replay::next`] said: the transcript ends here.
    pub fn failed(&mut self, error: &Error) {
        self.end(Err(TranscriptError::Mismatch(error.text.clone())));
    }

    /// The reports of the transcripts that were played, as one indented JSON document.
    pub fn report_json(&mut self) -> String {
        self.end(Ok(()));
        serde_json::to_string_pretty(&self.reports).unwrap_or_default()
    }

    fn next_transcript(&self) -> Option<&Transcript> {
        self.transcripts.get(self.reports.len() + usize::from(self.playing.is_some()))
    }

    fn end(&mut self, ended: Result<(), TranscriptError>) -> ReplayMove {
        self.reports.extend(self.playing.take().map(|script| script.report(ended)));
        ReplayMove::End
    }
}

impl Session {
    /// A session whose engine has begun a tap, for a replay.
    fn started(engine: Engine) -> Self {
        let mut session = Self::of(engine, None, None);
        session.running = true;
        session.given = Some(Vec::new());
        session
    }
}

fn translated(next: Move, now_us: u64) -> ReplayMove {
    match next {
        Move::CardDetected => ReplayMove::CardPresent { now_us },
        Move::Collision => ReplayMove::Collision { now_us },
        Move::FieldClear => ReplayMove::FieldClear { now_us },
        Move::Answer { rapdu, elapsed } => {
            ReplayMove::CardAnswered { rapdu, elapsed_us: micros(elapsed), now_us }
        }
        Move::L1Error(error) => ReplayMove::CardLost { error: error.into(), now_us },
        Move::Data(data) => ReplayMove::Data { data: objects(&data), now_us },
        Move::OnlineResponse(response) => {
            let response = OnlineResponse { data: crate::kernel_adapter::response_objects(&response) };
            ReplayMove::OnlineResponse { response, now_us }
        }
        Move::Tick => ReplayMove::Elapsed { now_us },
        Move::Stop => ReplayMove::Stop { now_us },
    }
}

impl fmt::Debug for ReplayMove {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Go => "Go",
            Self::CardPresent { .. } => "CardPresent",
            Self::Collision { .. } => "Collision",
            Self::FieldClear { .. } => "FieldClear",
            Self::CardAnswered { .. } => "CardAnswered",
            Self::CardLost { .. } => "CardLost",
            Self::Data { .. } => "Data",
            Self::OnlineResponse { .. } => "OnlineResponse",
            Self::Elapsed { .. } => "Elapsed",
            Self::Stop { .. } => "Stop",
            Self::End => "End",
        })
    }
}
