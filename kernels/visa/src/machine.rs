//! The phases of Kernel 3 and the signals that each accepts (Book C-3, 5).

use alloc::boxed::Box;

use tapkernel_core::data::Database;
use tapkernel_core::kernel::{Activation, ActiveKernel, Output, Signal};
use tapkernel_core::time::Instant;

use crate::context::Context;
use crate::exit::{Exit, conclude};
use crate::phases::issuer_update_processing::interrupted;
use crate::phases::{InitiateApplicationProcessing, IssuerUpdateProcessing, ReadApplicationData};

/// What the kernel waits for.
#[derive(Debug)]
pub(crate) enum Phase {
    /// The answer to GET PROCESSING OPTIONS.
    InitiateApplicationProcessing(InitiateApplicationProcessing),
    /// The answer to READ RECORD.
    ReadApplicationData(ReadApplicationData),
    /// The answer to a command of the issuer.
    IssuerUpdateProcessing(IssuerUpdateProcessing),
    /// Nothing; the outcome is known.
    Ended,
}

/// Where a signal leads: to a phase, or to an end.
pub(crate) type Step = Result<Phase, Exit>;

/// The one place that says which phase takes which signal.
fn next(phase: Phase, signal: Signal<'_>, cx: &mut Context) -> Step {
    match (phase, signal) {
        (Phase::Ended, _) => Ok(Phase::Ended),
        (_, Signal::Stop) => Err(Exit::Stopped),
        (Phase::IssuerUpdateProcessing(_), Signal::L1Rsp(error)) => Err(interrupted(error)),
        (_, Signal::L1Rsp(error)) => Err(Exit::CommunicationError(error)),
        (Phase::InitiateApplicationProcessing(phase), Signal::Ra { rapdu, .. }) => phase.ra(rapdu, cx),
        (Phase::ReadApplicationData(phase), Signal::Ra { rapdu, .. }) => phase.ra(rapdu, cx),
        (Phase::IssuerUpdateProcessing(phase), Signal::Ra { rapdu, .. }) => phase.ra(rapdu, cx),
        (phase, Signal::Det(_) | Signal::Timeout | Signal::UnpredictableNumber(_)) => Ok(phase),
    }
}

/// Kernel 3 at work on one card.
#[derive(Debug)]
pub(crate) struct Machine {
    phase: Phase,
    cx: Context,
}

impl Machine {
    /// The signal ACT: a new transaction, or the second tap with the issuer's answer (Book C-3, 5.1).
    pub(crate) fn activate(mut activation: Activation) -> Self {
        let mut machine = Self { phase: Phase::Ended, cx: Context::new(&mut activation) };
        let first = match &activation.online_response {
            Some(response) => IssuerUpdateProcessing::start(&activation, response, &mut machine.cx),
            None => InitiateApplicationProcessing::start(&activation, &mut machine.cx),
        };
        machine.settle(first);
        machine
    }

    fn settle(&mut self, step: Step) {
        self.phase = match step {
            Ok(phase) => phase,
            Err(exit) => {
                let conclusion = conclude(exit, &mut self.cx);
                self.cx.say(Output::Out(Box::new(conclusion)));
                Phase::Ended
            }
        };
    }
}

impl ActiveKernel for Machine {
    fn handle(&mut self, signal: Signal<'_>, _now: Instant) {
        let phase = core::mem::replace(&mut self.phase, Phase::Ended);
        let step = next(phase, signal, &mut self.cx);
        self.settle(step);
    }

    fn poll(&mut self) -> Option<Output> {
        self.cx.next_output()
    }

    fn database(&self) -> &Database {
        &self.cx.db
    }

    fn path(&self) -> &[&'static str] {
        &self.cx.path
    }
}
