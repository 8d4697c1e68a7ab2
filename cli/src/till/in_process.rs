//! The software acquirer inside this process: a line without a network.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tapkernel_simulator::host::Host;
use tapkernel_terminal::acquirer::iso8583::FrameReader;
use tapkernel_terminal::acquirer::link::{Connection, Connector};

use crate::speaking::Speaking;

/// Connects to a host in this process. Clones share the host.
#[derive(Clone)]
pub(crate) struct InProcess {
    host: Arc<Mutex<Host>>,
    speaking: Speaking,
    /// What becomes of the next messages.
    fates: Arc<Mutex<VecDeque<Fate>>>,
}

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It does not arrive.
    Lost,
    /// It arrives, and its answer does not.
    Unanswered,
}

impl InProcess {
    pub(crate) fn new(host: Host, speaking: Speaking) -> Self {
        Self { host: Arc::new(Mutex::new(host)), speaking, fates: Arc::default() }
    }

    /// How both sides speak.
    pub(crate) const fn speaking(&self) -> Speaking {
        self.speaking
    }

    /// What becomes of the message after those that have their fate already.
    pub(crate) fn next_message(&self, fate: Fate) {
        self.fates.lock().unwrap_or_else(PoisonError::into_inner).push_back(fate);
    }

    fn fate(&self) -> Option<Fate> {
        self.fates.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    /// The framed answer, if there is one.
    fn act(&self, coded: &[u8]) -> Option<Vec<u8>> {
        let fate = self.fate();
        if fate == Some(Fate::Lost) {
            return None;
        }
        let (dialect, authentication) = (self.speaking.dialect(), self.speaking.authentication());
        let message = dialect.decode(coded).ok().filter(|m| authentication.verifies(coded, m))?;
        let answer = self.host.lock().unwrap_or_else(PoisonError::into_inner).handle(&message)?;
        let coded = authentication.encode(&dialect, &answer).ok()?;
        let framed = self.speaking.frame().wrap(coded.expose()).ok()?;
        (fate != Some(Fate::Unanswered)).then(|| framed.expose().clone())
    }
}

impl Connector for InProcess {
    fn connect(&mut self, _deadline: Instant) -> io::Result<Box<dyn Connection>> {
        let frames = FrameReader::new(self.speaking.frame());
        Ok(Box::new(Call { line: self.clone(), frames, answers: VecDeque::new(), taken: 0 }))
    }
}

/// One connection. The host answers at once or never, so that nobody waits for a deadline.
struct Call {
    line: InProcess,
    frames: FrameReader,
    answers: VecDeque<u8>,
    taken: u64,
}

impl Read for Call {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.answers.is_empty() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.answers.read(buffer)
    }
}

impl Write for Call {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.taken = self.taken.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.frames.push(bytes);
        while let Some((_, coded)) = self.frames.next_message().map_err(io::Error::other)? {
            self.answers.extend(self.line.act(coded.expose()).unwrap_or_default());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Connection for Call {
    fn set_deadline(&mut self, _deadline: Instant) {}

    fn bytes_taken(&self) -> u64 {
        self.taken
    }

    fn is_silent(&self) -> bool {
        self.answers.is_empty()
    }
}
