//! Outcome processing: what to show, how long the field is off, where to go on (Book B, 3.5).

use core::time::Duration;
use std::sync::Arc;

use tapkernel_core::data::Database;
use tapkernel_core::kernel::KernelConclusion;
use tapkernel_core::oda::OdaReport;
use tapkernel_core::outcome::{ErrorIndication, L3Error, Outcome, OutcomeParameterSet, Start};
use tapkernel_core::time::Instant;

use super::context::Context;
use super::held::Held;
use super::machine::{State, Step};
use super::resumption::{self, Resumption};
use super::start_d_kernel_activation::Running;
use super::{FinalOutcome, Occasion, Output, start_b_protocol_activation, start_c_combination_selection};

/// The field is off for the time that an outcome asked for.
#[derive(Debug)]
pub(super) struct Holding {
    /// When it may go on again.
    pub(super) until: Instant,
    ended: Box<FinalOutcome>,
}

impl Holding {
    pub(super) fn tick(self, cx: &mut Context) -> Step {
        if cx.now < self.until {
            return Ok(State::Holding(self));
        }
        branch(self.ended, cx)
    }
}

/// An outcome of the Entry Point itself.
pub(super) fn conclude(parameters: OutcomeParameterSet, cx: &mut Context) -> Step {
    conclude_with(parameters, ErrorIndication::default(), cx)
}

/// An outcome of the Entry Point itself, with the error behind it.
pub(super) fn conclude_with(
    parameters: OutcomeParameterSet,
    error: ErrorIndication,
    cx: &mut Context,
) -> Step {
    process(
        Box::new(FinalOutcome {
            parameters,
            error,
            oda: OdaReport::default(),
            aid: None,
            adf_name: None,
            kernel: None,
            database: Database::new(),
            resumption: None,
            path: Vec::new(),
        }),
        cx,
    )
}

/// The terminal stopped the transaction, or no card came in time.
pub(super) fn stopped(reason: L3Error, cx: &mut Context) -> Step {
    cx.at("stop");
    let error = ErrorIndication { l3: Some(reason), ..ErrorIndication::default() };
    conclude_with(OutcomeParameterSet::new(Outcome::EndApplication), error, cx)
}

/// A kernel gave its outcome.
pub(super) fn kernel_ended(
    conclusion: KernelConclusion,
    running: Running,
    database: Database,
    cx: &mut Context,
) -> Step {
    let resumption = resumption(&conclusion.parameters, &running, &database, cx);
    process(
        Box::new(FinalOutcome {
            parameters: conclusion.parameters,
            error: conclusion.error,
            oda: conclusion.oda,
            aid: Some(running.aid),
            adf_name: Some(running.candidate.adf_name),
            kernel: Some(running.kernel),
            database,
            resumption,
            path: Vec::new(),
        }),
        cx,
    )
}

/// What an Online Request needs to go on with the issuer's answer, if it may.
fn resumption(
    parameters: &OutcomeParameterSet,
    running: &Running,
    database: &Database,
    cx: &Context,
) -> Option<Arc<Resumption>> {
    let start = resumption::wanted(parameters).filter(|_| parameters.outcome == Outcome::OnlineRequest)?;
    Some(Arc::new(Resumption {
        start,
        condition: parameters.online_response_data,
        ui_on_restart: parameters.ui_on_restart,
        transaction: cx.request.transaction,
        autorun: cx.request.autorun,
        combinations: Arc::clone(&cx.request.combinations),
        prepared: cx.prepared.clone(),
        candidate: running.candidate.clone(),
        previous: database.clone(),
    }))
}

/// First the display, then the field, then the way on (3.5.1).
fn process(ended: Box<FinalOutcome>, cx: &mut Context) -> Step {
    cx.at("B 3.5.1");
    if let Some(request) = ended.parameters.ui_on_outcome {
        cx.display(request, Occasion::Outcome);
    }
    let Some(hold) = ended.parameters.field_off else { return branch(ended, cx) };
    let hold = Duration::from_millis(u64::from(hold.0) * 100);
    cx.field_off(hold);
    if hold.is_zero() {
        return branch(ended, cx);
    }
    Ok(State::Holding(Holding { until: cx.now + hold, ended }))
}

/// Where the outcome leads: back to B, on to the next candidate, or to the terminal.
fn branch(mut ended: Box<FinalOutcome>, cx: &mut Context) -> Step {
    let parameters = &ended.parameters;
    match (parameters.outcome, parameters.start) {
        (Outcome::TryAgain, _) | (Outcome::EndApplication, Some(Start::B)) => {
            cx.at("B 3.5.1 restart");
            cx.restart = true;
            start_b_protocol_activation::start(parameters.ui_on_restart, cx)
        }
        (Outcome::SelectNext, _) => {
            cx.at("B 3.5.1 select-next");
            start_c_combination_selection::start(cx)
        }
        _ => {
            ended.path = std::mem::take(&mut cx.path);
            finish(ended, cx)
        }
    }
}

/// The final outcome. An Online Request leaves the display as it is until the terminal shows the issuer's answer, and
/// with Start D the card in the field; any other is the end.
fn finish(ended: Box<FinalOutcome>, cx: &mut Context) -> Step {
    let held = ended.resumption.clone().filter(|resumption| resumption.start() == Start::D);
    match held {
        Some(resumption) => {
            let removal = u64::from(ended.parameters.removal_timeout.0) * 100;
            let until = (removal > 0).then(|| cx.now + Duration::from_millis(removal));
            cx.outputs.push_back(Output::Outcome(ended));
            Ok(State::Held(Held { until, resumption }))
        }
        None => {
            match ended.parameters.outcome {
                Outcome::OnlineRequest => cx.leave_field(),
                _ => cx.end(),
            }
            cx.outputs.push_back(Output::Outcome(ended));
            Ok(State::Concluded)
        }
    }
}
