//! Taps as steps.

use std::collections::VecDeque;
use std::fmt;

use tapkernel::core::time::Instant;
use tapkernel::entry_point::{EntryPoint, FinalOutcome, Output};
use tapkernel::reader::Reader;

use crate::engine::Engine;
use crate::kernel_observer::Log;
use crate::numbers::Supplied;
use crate::session_options::Parts;
use crate::{EntryPointRequest, Error, ErrorCode, LocalTime, Outcome, Profile, SessionOptions, Transaction};

/// What has been told and is not given as a step yet.
pub(crate) enum Pending {
    Output(Output),
    Kernel(Box<Outcome>),
}

/// What follows an Online Request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    Nothing,
    EnterPin,
    GoOnline,
}

/// A reader that runs one tap after the other, step by step. The crate's documentation has the loop.
pub struct Session {
    pub(crate) engine: Engine,
    pub(crate) pending: VecDeque<Pending>,
    /// What the card, the person or the terminal is waited for with.
    pub(crate) awaited: Option<Output>,
    pub(crate) running: bool,
    pub(crate) after: After,
    pub(crate) outcome: Option<Box<FinalOutcome>>,
    /// For a replay: every output that was given as a step.
    pub(crate) given: Option<Vec<Output>>,
    pub(crate) log: Option<Log>,
    supplied: Option<Supplied>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("engine", &self.engine)
            .field("running", &self.running)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// A reader under `profile`.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::Kernel`] if the profile needs a kernel that is not there or one is there twice, [`ErrorCode::Random`]
    /// if a production profile meets supplied numbers.
    pub fn new(profile: &Profile, options: SessionOptions) -> Result<Self, Error> {
        let parts = Parts::new(options);
        let reader = Reader::new(profile.0.clone(), parts.kernels, parts.numbers)?;
        Ok(Self::of(Engine::Reader(Box::new(reader)), parts.log, parts.supplied))
    }

    /// The Entry Point alone, without a profile: [`Session::start_request`] brings what is configured. Status words 61xx
    /// and 6Cxx are not followed.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::Kernel`] if a kernel is there twice.
    pub fn entry_point(options: SessionOptions) -> Result<Self, Error> {
        let parts = Parts::new(options);
        let mut ids: Vec<_> = parts.kernels.iter().map(|kernel| kernel.id()).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(ErrorCode::Kernel.into());
        }
        let entry_point = EntryPoint::new(parts.kernels, Box::new(parts.numbers));
        let alone = Engine::alone(entry_point);
        Ok(Self::of(Engine::EntryPoint(Box::new(alone)), parts.log, parts.supplied))
    }

    pub(crate) fn of(engine: Engine, log: Option<Log>, supplied: Option<Supplied>) -> Self {
        Self {
            engine,
            pending: VecDeque::new(),
            awaited: None,
            running: false,
            after: After::Nothing,
            outcome: None,
            given: None,
            log,
            supplied,
        }
    }

    /// One more Unpredictable Number, behind those that are left.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::Random`] if the session draws from the system.
    pub fn supply_unpredictable_number(&mut self, number: [u8; 4]) -> Result<(), Error> {
        let none = || Error::new(ErrorCode::Random, "this session draws its numbers from the system");
        self.supplied.as_ref().ok_or_else(none)?.push(number);
        Ok(())
    }

    /// Begins a tap under the profile.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::Busy`] while another one runs or has steps left; [`ErrorCode::NotConfigured`];
    /// [`ErrorCode::BadArgument`]; [`ErrorCode::Unexpected`] without a profile.
    pub fn start(&mut self, transaction: &Transaction, now_us: u64) -> Result<(), Error> {
        self.check_free()?;
        let Engine::Reader(reader) = &self.engine else {
            return Err(Error::new(ErrorCode::Unexpected, "this session has no profile: start a request"));
        };
        let tap = transaction.tap(reader.profile())?;
        self.begin(|engine, now| engine.start_tap(tap, now), now_us)
    }

    /// Begins the one tap of a reader with a fixed amount, which the profile sets.
    ///
    /// # Errors
    ///
    /// As [`Session::start`]; [`ErrorCode::NotConfigured`] if the profile fixes no amount.
    pub fn start_autorun(&mut self, when: LocalTime, now_us: u64) -> Result<(), Error> {
        self.check_free()?;
        let when = when.read()?;
        let tap = match &self.engine {
            Engine::Reader(reader) => reader.autorun_tap(when),
            Engine::EntryPoint(_) => None,
        };
        let none = || Error::new(ErrorCode::NotConfigured, "the profile fixes no amount");
        let tap = tap.ok_or_else(none)?;
        self.begin(|engine, now| engine.start_tap(tap, now), now_us)
    }

    /// Begins a transaction of the Entry Point alone, or goes on with one at B, C or D.
    ///
    /// # Errors
    ///
    /// As [`Session::start`]; [`ErrorCode::NoOutcome`] for an issuer's answer where the latest outcome wants none, and for a
    /// start that does not go with it; [`ErrorCode::Kernel`].
    pub fn start_request(&mut self, request: &EntryPointRequest, now_us: u64) -> Result<(), Error> {
        self.check_free()?;
        let resumed = match &request.online_response {
            Some(response) => {
                let response = response.read()?;
                let resumption = self.outcome.as_ref().and_then(|outcome| outcome.resumption.as_ref());
                let wanted = resumption.and_then(|resumption| resumption.with(response));
                Some(wanted.ok_or_else(|| {
                    Error::new(ErrorCode::NoOutcome, "the latest outcome wants no such answer")
                })?)
            }
            None => None,
        };
        let request = request.read(resumed)?;
        self.begin(|engine, now| engine.start_request(request, now), now_us)
    }

    /// Puts another profile into force for the next tap.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::Busy`] while a tap runs; as [`Session::new`]; [`ErrorCode::Unexpected`] without a profile.
    pub fn replace_profile(&mut self, profile: &Profile) -> Result<(), Error> {
        self.check_free()?;
        match &mut self.engine {
            Engine::Reader(reader) => {
                reader.replace_profile(profile.0.clone()).map(drop).map_err(Error::from)
            }
            Engine::EntryPoint(_) => Err(Error::new(ErrorCode::Unexpected, "this session has no profile")),
        }
    }

    /// Drops the tap, if one runs, without an outcome: for a transport that has failed. The field stays as it is.
    pub fn abandon(&mut self) {
        self.engine.abandon();
        self.pending.clear();
        self.ended();
    }

    /// Library, kernels, profile and checksum of the configuration in one line; empty without a profile.
    pub fn versions(&self) -> String {
        match &self.engine {
            Engine::Reader(reader) => reader.versions().to_string(),
            Engine::EntryPoint(_) => String::new(),
        }
    }

    fn check_free(&mut self) -> Result<(), Error> {
        self.drain();
        let free = !self.running && !self.engine.holds_card() && self.pending.is_empty();
        if free { Ok(()) } else { Err(ErrorCode::Busy.into()) }
    }

    pub(crate) fn begin(
        &mut self,
        start: impl FnOnce(&mut Engine, Instant) -> Result<(), Error>,
        now_us: u64,
    ) -> Result<(), Error> {
        start(&mut self.engine, Instant::from_micros(now_us))?;
        self.ended();
        self.outcome = None;
        self.running = true;
        self.note_kernel();
        Ok(())
    }

    pub(crate) fn ended(&mut self) {
        self.awaited = None;
        self.running = false;
        self.after = After::Nothing;
    }
}
