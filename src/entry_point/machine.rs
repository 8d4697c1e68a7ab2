//! The Entry Point's states and which input each accepts.

use std::collections::VecDeque;
use std::sync::Arc;

use tapkernel_core::kernel::Kernel;
use tapkernel_core::outcome::{L3Error, Start};
use tapkernel_core::time::Instant;

use super::context::{Context, Resources};
use super::held::Held;
use super::outcome_processing::{self, Holding};
use super::start_b_protocol_activation::{AwaitingCard, AwaitingFieldClear};
use super::start_c_combination_selection::{Choosing, SelectingApplication, SelectingPpse};
use super::start_d_kernel_activation::{self, KernelActive};
use super::{
    EntryPointError, Input, Output, Request, UnpredictableNumbers, start_a_pre_processing,
    start_b_protocol_activation, start_c_combination_selection,
};

/// Where the Entry Point stands.
#[derive(Debug)]
pub(super) enum State {
    /// Field on, no card yet (3.2).
    AwaitingCard(AwaitingCard),
    /// Several cards; waiting until the field is clear (3.2.1.4).
    AwaitingFieldClear(AwaitingFieldClear),
    /// The directory is being selected (3.3.2).
    SelectingPpse(SelectingPpse),
    /// Somebody chooses among the candidates.
    Choosing(Choosing),
    /// An application is being selected (3.3.3).
    SelectingApplication(SelectingApplication),
    /// A kernel runs (3.4).
    KernelActive(Box<KernelActive>),
    /// The field is off for a time (3.5).
    Holding(Holding),
    /// The card is held for the issuer's answer (3.5, present and hold).
    Held(Held),
    /// The final outcome is out.
    Concluded,
}

/// A transition.
pub(super) type Step = Result<State, EntryPointError>;

/// The Entry Point with its registered kernels; runs one transaction after the other.
#[derive(Debug)]
pub struct EntryPoint {
    resources: Resources,
    running: Option<(State, Context)>,
    outputs: VecDeque<Output>,
}

impl EntryPoint {
    /// The Entry Point with these kernels and this source of Unpredictable Numbers.
    pub fn new(kernels: Vec<Arc<dyn Kernel>>, random: Box<dyn UnpredictableNumbers>) -> Self {
        Self { resources: Resources { kernels, random }, running: None, outputs: VecDeque::new() }
    }

    /// The registered kernels.
    pub fn kernels(&self) -> impl Iterator<Item = &dyn Kernel> {
        self.resources.kernels.iter().map(AsRef::as_ref)
    }

    /// Whether no transaction runs and no output waits for [`EntryPoint::poll`].
    pub fn is_idle(&self) -> bool {
        self.running.is_none() && self.outputs.is_empty()
    }

    /// Whether the Unpredictable Numbers come from a script.
    pub(crate) fn is_scripted(&self) -> bool {
        self.resources.random.is_scripted()
    }

    /// Begins a transaction, or goes on with one; drain [`EntryPoint::poll`] afterwards.
    ///
    /// # Errors
    ///
    /// [`EntryPointError::Busy`] while another one runs; [`EntryPointError::NoCombination`],
    /// [`EntryPointError::UnknownKernel`] and [`EntryPointError::NoSuchStart`] for a request that cannot run;
    /// [`EntryPointError::Random`] as [`EntryPoint::handle`].
    pub fn start(&mut self, request: Request, now: Instant) -> Result<(), EntryPointError> {
        if self.running.is_some() || !self.outputs.is_empty() {
            return Err(EntryPointError::Busy);
        }
        let mut cx = Context::new(request, now);
        self.check(&cx.request)?;
        let step = match cx.request.start {
            Start::A => start_a_pre_processing::start(&mut cx),
            Start::B => start_b_protocol_activation::begin(&mut cx),
            Start::C => start_c_combination_selection::begin(&mut cx),
            Start::D => start_d_kernel_activation::begin(&mut cx, &mut self.resources),
        };
        self.take(step, cx)
    }

    fn check(&self, request: &Request) -> Result<(), EntryPointError> {
        match (request.start, &request.resumed) {
            (start @ Start::A, Some(_)) | (start @ Start::D, None) => {
                return Err(EntryPointError::NoSuchStart(start));
            }
            _ => {}
        }
        if request.combinations.is_empty() {
            return Err(EntryPointError::NoCombination);
        }
        let mut needed = request.combinations.iter().map(|combination| combination.kernel);
        match needed.find(|kernel| self.resources.kernel(*kernel).is_none()) {
            Some(kernel) => Err(EntryPointError::UnknownKernel(kernel)),
            None => Ok(()),
        }
    }

    /// Tells what happened; drain [`EntryPoint::poll`] afterwards. `now` must not go backwards.
    ///
    /// # Errors
    ///
    /// [`EntryPointError::Unexpected`] for an input that answers nothing that was asked: nothing changes.
    /// [`EntryPointError::Random`] when a kernel cannot be given an Unpredictable Number: the transaction is dropped.
    pub fn handle(&mut self, input: Input<'_>, now: Instant) -> Result<(), EntryPointError> {
        match self.running.take() {
            Some((state, mut cx)) if state.accepts(&input) => {
                cx.now = cx.now.max(now);
                let step = next(state, input, &mut cx, &mut self.resources);
                self.take(step, cx)
            }
            running => {
                self.running = running;
                Err(EntryPointError::Unexpected(input.name()))
            }
        }
    }

    fn take(&mut self, step: Step, mut cx: Context) -> Result<(), EntryPointError> {
        let state = step?;
        self.outputs.append(&mut cx.outputs);
        if !matches!(state, State::Concluded) {
            self.running = Some((state, cx));
        }
        Ok(())
    }

    /// Drops the transaction, if one runs: nothing more is wanted for it. The field stays as it is.
    pub fn abandon(&mut self) {
        self.running = None;
        self.outputs.clear();
    }

    /// The next thing to do, until `None`.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::Tick`] is wanted next, if at all.
    pub fn deadline(&self) -> Option<Instant> {
        let (state, cx) = self.running.as_ref()?;
        let own = state.deadline();
        if !state.obeys_transaction_timeout() {
            return own;
        }
        own.into_iter().chain(cx.until).min()
    }

    /// Whether a card is held in the field and the issuer's answer is awaited.
    pub fn holds_card(&self) -> bool {
        matches!(self.running, Some((State::Held(_), _)))
    }
}

impl State {
    /// Whether the input answers what the state asked for.
    fn accepts(&self, input: &Input<'_>) -> bool {
        match (self, input) {
            (Self::Choosing(s), Input::Chosen(number)) => s.offers(*number),
            (_, Input::Tick | Input::Stop)
            | (Self::AwaitingCard(_), Input::CardDetected | Input::Collision)
            | (Self::AwaitingFieldClear(_), Input::FieldClear)
            | (
                Self::SelectingPpse(_) | Self::SelectingApplication(_) | Self::KernelActive(_),
                Input::Answer { .. } | Input::L1Error(_),
            )
            | (Self::KernelActive(_), Input::Data(_))
            | (Self::Held(_), Input::OnlineResponse(_)) => true,
            _ => false,
        }
    }

    fn deadline(&self) -> Option<Instant> {
        match self {
            Self::AwaitingCard(s) => s.until,
            Self::AwaitingFieldClear(s) => s.until,
            Self::Choosing(s) => s.until,
            Self::KernelActive(s) => s.deadline(),
            Self::Holding(s) => Some(s.until),
            Self::Held(s) => s.until,
            Self::SelectingPpse(_) | Self::SelectingApplication(_) | Self::Concluded => None,
        }
    }

    /// While the field is off nothing can be stopped, and the issuer takes the time that it takes.
    const fn obeys_transaction_timeout(&self) -> bool {
        !matches!(self, Self::Holding(_) | Self::Held(_) | Self::Concluded)
    }
}

/// The state diagram: which input leads where.
fn next(state: State, input: Input<'_>, cx: &mut Context, resources: &mut Resources) -> Step {
    let late = state.obeys_transaction_timeout() && cx.is_late();
    match (state, input) {
        (State::KernelActive(s), Input::Tick) if late => s.time_is_up(cx, resources),
        (State::KernelActive(s), input) => s.handle(input, cx, resources),
        (_, Input::Tick) if late => outcome_processing::stopped(L3Error::TimeOut, cx),
        (State::AwaitingCard(s), Input::CardDetected) => s.card_detected(cx),
        (State::AwaitingCard(s), Input::Collision) => s.collision(cx),
        (State::AwaitingCard(s), Input::Tick) => s.tick(cx),
        (State::AwaitingFieldClear(s), Input::FieldClear) => s.field_clear(cx),
        (State::AwaitingFieldClear(s), Input::Tick) => s.tick(cx),
        (State::SelectingPpse(s), Input::Answer { rapdu, .. }) => s.answer(rapdu, cx),
        (State::SelectingPpse(s), Input::L1Error(_)) => s.l1_error(cx),
        (State::Choosing(s), Input::Chosen(number)) => s.chosen(number, cx),
        (State::Choosing(s), Input::Tick) => s.tick(cx),
        (State::SelectingApplication(s), Input::Answer { rapdu, .. }) => s.answer(rapdu, cx, resources),
        (State::SelectingApplication(s), Input::L1Error(_)) => s.l1_error(cx),
        (State::Holding(s), Input::Tick) => s.tick(cx),
        (State::Held(s), Input::OnlineResponse(response)) => s.answered(response, cx, resources),
        (State::Held(s), Input::Tick) => s.tick(cx),
        (State::Held(s), Input::Stop) => s.release(cx),
        (_, Input::Stop) => outcome_processing::stopped(L3Error::Stop, cx),
        (state, _) => Ok(state),
    }
}
