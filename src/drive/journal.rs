//! What the loops tell the program's log (crate `log`, target `tapkernel::drive`).
//!
//! Warnings and errors: nothing, they are outcomes and `Err`s. Information: the outcome. Debugging: headers, lengths and
//! status words. Tracing: the bytes, masked by [`Redaction`]. There is no level that shows what it hides.

use log::{Level, debug, info, log_enabled, trace};
use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::Hex;
use tapkernel_core::outcome::L1Error;

use crate::entry_point::FinalOutcome;
use crate::redaction::Redaction;
use crate::transport::Answer;

/// Where all of it goes, whichever loop runs.
const TARGET: &str = "tapkernel::drive";

/// The log of one tap; knows what to hide in it.
#[derive(Default)]
pub(super) struct Journal(Redaction);

impl Journal {
    pub(super) fn command(&self, command: &CApdu) {
        let bytes = command.as_bytes();
        if log_enabled!(target: TARGET, Level::Trace) {
            trace!(target: TARGET, "C-APDU {}", Hex(&self.0.command(bytes)));
        } else {
            let header = bytes.get(..4).unwrap_or_default();
            debug!(target: TARGET, "C-APDU {}, {} bytes", Hex(header), bytes.len());
        }
    }

    pub(super) fn answer(&mut self, answer: &Result<Answer, L1Error>) {
        match answer {
            Ok(Answer { bytes, elapsed }) if log_enabled!(target: TARGET, Level::Trace) => {
                trace!(target: TARGET, "R-APDU {} after {elapsed:?}", Hex(&self.0.answer(bytes)));
            }
            Ok(Answer { bytes, elapsed }) => {
                let status = bytes.len().checked_sub(2).and_then(|at| bytes.get(at..)).unwrap_or_default();
                debug!(target: TARGET, "R-APDU {}, {} bytes after {elapsed:?}", Hex(status), bytes.len());
            }
            Err(error) => debug!(target: TARGET, "no answer: {}", error.name()),
        }
    }

    pub(super) fn outcome(&self, outcome: &FinalOutcome) {
        let (parameters, oda) = (&outcome.parameters, &outcome.oda);
        info!(target: TARGET, "{}, CVM {}, ODA {} {}", parameters.outcome, parameters.cvm, oda.method, oda.result);
    }
}
