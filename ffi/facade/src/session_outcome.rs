//! The outcomes that a session has: the final one, and those of kernels on the way.

use tapkernel::entry_point::FinalOutcome;

use crate::session::Pending;
use crate::{Error, ErrorCode, Outcome, OutcomeData, OutcomeKind, Session};

impl Session {
    /// The latest final outcome; none before the first and while a tap runs that has none yet.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome.as_ref().map(|outcome| Outcome::of(outcome, self.engine.interfaces()))
    }

    /// The same without data objects and path: lists are empty, where there are any. It is cheap;
    /// [`Session::outcome_data`] gives them one by one.
    pub fn outcome_without_data(&self) -> Option<Outcome> {
        self.outcome.as_ref().map(|outcome| Outcome::without_data(outcome, self.engine.interfaces()))
    }

    /// What goes with the latest final outcome, as bytes; empty if the kernel gave nothing.
    ///
    /// # Errors
    ///
    /// [`ErrorCode::NoOutcome`] where [`Session::outcome`] gives none; as [`Outcome::data`].
    pub fn outcome_data(&self, what: OutcomeData) -> Result<Vec<u8>, Error> {
        what.of(self.outcome.as_ref().ok_or(ErrorCode::NoOutcome)?)
    }

    /// Takes over what the engine wants; else each step asks for it.
    pub(crate) fn drain(&mut self) {
        while let Some(output) = self.engine.poll() {
            self.pending.push_back(Pending::Output(output));
        }
    }

    /// Puts the outcome of a kernel that has ended in its place.
    pub(crate) fn note_kernel(&mut self) {
        let Some(log) = self.log.clone() else { return };
        let first = self.pending.len();
        self.drain();
        let notes = log.take();
        let Some((conclusion, kernel, data)) = notes.concluded else { return };
        let new = self.pending.iter().skip(first);
        // Before a kernel that starts again at D comes the request of its restart.
        let restart = new.take_while(|one| notes.activated && one.is_restart()).count();
        let interfaces = self.engine.interfaces();
        let outcome = Outcome {
            kernel: Some(kernel.0),
            database: crate::data::objects(&data),
            ..Outcome::of_kernel(&conclusion.parameters, &conclusion.error, &conclusion.oda, interfaces)
        };
        let place = (first + restart + notes.before).min(self.pending.len());
        self.pending.insert(place, Pending::Kernel(Box::new(outcome)));
    }

    pub(crate) fn is_online_request(outcome: &FinalOutcome) -> bool {
        OutcomeKind::from(outcome.parameters.outcome) == OutcomeKind::OnlineRequest
    }
}
