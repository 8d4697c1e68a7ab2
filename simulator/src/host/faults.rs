//! What goes wrong on demand.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What happens to one message instead of a plain answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing.
    None,
    /// The message is lost before the host sees it, and the line stays open.
    Lost,
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

/// The faults of the next messages, in order; then all goes well. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<VecDeque<Fault>>>);

impl Faults {
    /// The next message meets `fault`, after those that were pushed before.
    pub fn push(&self, fault: Fault) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_back(fault);
    }

    pub(super) fn take(&self) -> Fault {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front().unwrap_or(Fault::None)
    }
}

impl std::str::FromStr for Fault {
    type Err = String;

    /// `late:MILLISECONDS`, `twice`, `never`, `lost`, `garbage`, `forged`, `drop-reading:BYTES`, `drop-writing:BYTES`,
    /// `none`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, number) = text.split_once(':').map_or((text, None), |(name, number)| (name, Some(number)));
        let number =
            number.map(str::parse::<u32>).transpose().map_err(|_| format!("{text}: not a number"))?;
        let bytes = number.and_then(|number| usize::try_from(number).ok());
        let fault = match (name, number) {
            ("none", None) => Some(Self::None),
            ("lost", None) => Some(Self::Lost),
            ("late", Some(millis)) => Some(Self::Late(Duration::from_millis(millis.into()))),
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
