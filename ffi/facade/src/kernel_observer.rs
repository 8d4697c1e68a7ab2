//! Kernels whose outcomes are noted, so that one on the way to the final outcome can be seen.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tapkernel::core::data::{Database, KernelId};
use tapkernel::core::kernel::{Activation, ActiveKernel, Kernel, KernelConclusion, Output, Signal};
use tapkernel::core::time::Instant;

/// What was noted since the notes were last taken.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Whether a kernel was activated.
    pub(crate) activated: bool,
    /// How many things a kernel wanted before it ended.
    pub(crate) before: usize,
    /// How it ended, with its identifier and all data objects that it had.
    pub(crate) concluded: Option<(KernelConclusion, KernelId, Database)>,
}

/// The notes; clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<Mutex<Notes>>);

impl Log {
    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was noted, and nothing from here on.
    pub(crate) fn take(&self) -> Notes {
        std::mem::take(&mut self.notes())
    }
}

/// A kernel whose outcomes are noted.
#[derive(Debug)]
pub(crate) struct Observed {
    pub(crate) kernel: Arc<dyn Kernel>,
    pub(crate) log: Log,
}

impl Kernel for Observed {
    fn id(&self) -> KernelId {
        self.kernel.id()
    }

    fn version(&self) -> &str {
        self.kernel.version()
    }

    fn activate(&self, activation: Activation, now: Instant) -> Box<dyn ActiveKernel> {
        self.log.notes().activated = true;
        let kernel = self.kernel.activate(activation, now);
        Box::new(ObservedActive { kernel, id: self.id(), log: self.log.clone() })
    }
}

#[derive(Debug)]
struct ObservedActive {
    kernel: Box<dyn ActiveKernel>,
    id: KernelId,
    log: Log,
}

impl ActiveKernel for ObservedActive {
    fn handle(&mut self, signal: Signal<'_>, now: Instant) {
        self.kernel.handle(signal, now);
    }

    fn poll(&mut self) -> Option<Output> {
        let output = self.kernel.poll();
        match &output {
            Some(Output::Out(conclusion)) => {
                let noted = ((**conclusion).clone(), self.id, self.kernel.database().clone());
                self.log.notes().concluded = Some(noted);
            }
            Some(Output::Ca(_) | Output::Msg(_) | Output::Dek(_)) => self.log.notes().before += 1,
            Some(Output::UnpredictableNumber) | None => {}
        }
        output
    }

    fn deadline(&self) -> Option<Instant> {
        self.kernel.deadline()
    }

    fn database(&self) -> &Database {
        self.kernel.database()
    }

    fn path(&self) -> &[&'static str] {
        self.kernel.path()
    }
}
