//! What goes wrong on demand.

mod schedule;

pub use schedule::FaultSchedule;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use schedule::Draws;

/// What happens to one message instead of a plain answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing.
    None,
    /// The line is accepted and closed at once, before anything is read; one that is open already breaks with the first
    /// byte of the message.
    Close,
    /// The message is lost before the host sees it, and the line stays open.
    Lost,
    /// The message is on its way for this time: what is sent later over another line is there before it.
    Delayed(Duration),
    /// The host acts, and answers after this time.
    Late(Duration),
    /// The host acts and answers two times.
    Twice,
    /// The host acts and never answers; the line stays open.
    Never,
    /// The host acts, and bytes come that are no message.
    Garbage,
    /// The host acts, and the answer has another authentication code, or its last byte changed.
    Forged,
    /// The line breaks when so many bytes of the message were read; the host acts only if it was whole by then.
    DropReading(usize),
    /// The host acts, and the line breaks after so many bytes of the answer.
    DropWriting(usize),
}

/// The faults of the next messages: those that were pushed, in order, then those of the schedule, if there is one; else
/// all goes well. Clones share them.
#[derive(Clone, Default)]
pub struct Faults(Arc<Mutex<Coming>>);

#[derive(Default)]
struct Coming {
    queue: VecDeque<Fault>,
    draws: Option<Draws>,
    told: Option<Box<dyn Fn(Fault) + Send>>,
}

impl Faults {
    /// The next message meets `fault`, after those that were pushed before.
    pub fn push(&self, fault: Fault) {
        self.coming().queue.push_back(fault);
    }

    /// What was not pushed follows this schedule from now on.
    pub fn follow(&self, schedule: FaultSchedule) {
        self.coming().draws = Some(Draws::of(schedule));
    }

    /// All goes well from now on.
    pub fn clear(&self) {
        let mut coming = self.coming();
        coming.queue.clear();
        coming.draws = None;
    }

    /// Whether every fault that was pushed has been met.
    pub fn is_empty(&self) -> bool {
        self.coming().queue.is_empty()
    }

    /// Calls `told` with each fault that a message meets. It must not call back.
    pub fn tell(&self, told: impl Fn(Fault) + Send + 'static) {
        self.coming().told = Some(Box::new(told));
    }

    /// The fault of the message that begins.
    pub(super) fn take(&self) -> Fault {
        self.coming().take()
    }

    /// Whether the line that was accepted is to be closed at once; the fault is then over.
    pub(super) fn closes(&self) -> bool {
        let mut coming = self.coming();
        coming.draw();
        let closes = coming.queue.front() == Some(&Fault::Close);
        closes && coming.take() == Fault::Close
    }

    fn coming(&self) -> MutexGuard<'_, Coming> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Coming {
    /// Sees to it that there is a next one, if a schedule is followed.
    fn draw(&mut self) {
        if self.queue.is_empty() {
            self.queue.extend(self.draws.as_mut().map(Draws::next));
        }
    }

    fn take(&mut self) -> Fault {
        self.draw();
        let fault = self.queue.pop_front().unwrap_or(Fault::None);
        if let Some(told) = self.told.as_ref().filter(|_| fault != Fault::None) {
            told(fault);
        }
        fault
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Faults").field(&self.coming().queue).finish()
    }
}

impl fmt::Display for Fault {
    /// As it is parsed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Close => f.write_str("close"),
            Self::Lost => f.write_str("lost"),
            Self::Delayed(time) => write!(f, "delayed:{}", time.as_millis()),
            Self::Late(time) => write!(f, "late:{}", time.as_millis()),
            Self::Twice => f.write_str("twice"),
            Self::Never => f.write_str("never"),
            Self::Garbage => f.write_str("garbage"),
            Self::Forged => f.write_str("forged"),
            Self::DropReading(bytes) => write!(f, "drop-reading:{bytes}"),
            Self::DropWriting(bytes) => write!(f, "drop-writing:{bytes}"),
        }
    }
}

impl std::str::FromStr for Fault {
    type Err = String;

    /// `none`, `close`, `lost`, `delayed:MILLISECONDS`, `late:MILLISECONDS`, `twice`, `never`, `garbage`, `forged`,
    /// `drop-reading:BYTES`, `drop-writing:BYTES`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, number) = text.split_once(':').map_or((text, None), |(name, number)| (name, Some(number)));
        let number =
            number.map(str::parse::<u32>).transpose().map_err(|_| format!("{text}: not a number"))?;
        let bytes = number.and_then(|number| usize::try_from(number).ok());
        let time = number.map(|millis| Duration::from_millis(millis.into()));
        let fault = match (name, number) {
            ("none", None) => Some(Self::None),
            ("close", None) => Some(Self::Close),
            ("lost", None) => Some(Self::Lost),
            ("delayed", Some(_)) => time.map(Self::Delayed),
            ("late", Some(_)) => time.map(Self::Late),
            ("twice", None) => Some(Self::Twice),
            ("never", None) => Some(Self::Never),
            ("garbage", None) => Some(Self::Garbage),
            ("forged", None) => Some(Self::Forged),
            ("drop-reading", Some(_)) => bytes.map(Self::DropReading),
            ("drop-writing", Some(_)) => bytes.map(Self::DropWriting),
            _ => None,
        };
        fault.ok_or_else(|| format!("{text}: no such fault"))
    }
}
