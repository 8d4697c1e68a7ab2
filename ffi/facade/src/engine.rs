//! What runs behind a session: a reader under a profile, or the Entry Point alone.

use tapkernel::core::outcome::Start;
use tapkernel::core::time::Instant;
use tapkernel::entry_point::{EntryPoint, Input, Output, Request, Resumed};
use tapkernel::reader::{Interfaces, Reader, Tap};

use crate::{Error, ErrorCode};

#[derive(Debug)]
pub(crate) enum Engine {
    Reader(Box<Reader>),
    EntryPoint(Box<Alone>),
}

/// The Entry Point with the latest request, which a second tap repeats.
#[derive(Debug)]
pub(crate) struct Alone {
    entry_point: EntryPoint,
    request: Option<Request>,
}

impl Engine {
    pub(crate) const fn alone(entry_point: EntryPoint) -> Alone {
        Alone { entry_point, request: None }
    }

    pub(crate) fn start_tap(&mut self, tap: Tap, now: Instant) -> Result<(), Error> {
        match self {
            Self::Reader(reader) => Ok(reader.start(tap, now)?),
            Self::EntryPoint(_) => {
                Err(wrong_kind("this session has no profile: start an Entry Point request"))
            }
        }
    }

    pub(crate) fn start_request(&mut self, request: Request, now: Instant) -> Result<(), Error> {
        match self {
            Self::EntryPoint(alone) => {
                alone.entry_point.start(request.clone(), now)?;
                alone.request = Some(request);
                Ok(())
            }
            Self::Reader(_) => Err(wrong_kind("this session has a profile: start a transaction")),
        }
    }

    /// Goes on with the issuer's answer, at a second tap.
    pub(crate) fn resume(&mut self, resumed: Resumed, now: Instant) -> Result<(), Error> {
        match self {
            Self::Reader(reader) => Ok(reader.start(Tap::second(resumed), now)?),
            Self::EntryPoint(alone) => {
                let first = alone.request.clone().ok_or(ErrorCode::NoOutcome)?;
                let request = Request { start: Start::B, resumed: Some(resumed), ..first };
                self.start_request(request, now)
            }
        }
    }

    pub(crate) fn handle(&mut self, input: Input<'_>, now: Instant) -> Result<(), Error> {
        match self {
            Self::Reader(reader) => Ok(reader.handle(input, now)?),
            Self::EntryPoint(alone) => Ok(alone.entry_point.handle(input, now)?),
        }
    }

    pub(crate) fn poll(&mut self) -> Option<Output> {
        match self {
            Self::Reader(reader) => reader.poll(),
            Self::EntryPoint(alone) => alone.entry_point.poll(),
        }
    }

    pub(crate) fn deadline(&self) -> Option<Instant> {
        match self {
            Self::Reader(reader) => reader.deadline(),
            Self::EntryPoint(alone) => alone.entry_point.deadline(),
        }
    }

    pub(crate) fn holds_card(&self) -> bool {
        match self {
            Self::Reader(reader) => reader.holds_card(),
            Self::EntryPoint(alone) => alone.entry_point.holds_card(),
        }
    }

    pub(crate) fn abandon(&mut self) {
        match self {
            Self::Reader(reader) => reader.abandon(),
            Self::EntryPoint(alone) => alone.entry_point.abandon(),
        }
    }

    pub(crate) fn interfaces(&self) -> Interfaces {
        match self {
            Self::Reader(reader) => reader.interfaces(),
            Self::EntryPoint(alone) => {
                let combinations = alone.request.iter().flat_map(|request| request.combinations.iter());
                let first = combinations.map(|combination| Interfaces::of_terminal(&combination.data)).next();
                first.unwrap_or(Interfaces::ALL)
            }
        }
    }
}

fn wrong_kind(text: &str) -> Error {
    Error::new(ErrorCode::Unexpected, text)
}
