//! Start D: kernel activation, and the kernel at work (Book B, 3.4).

use tapkernel_core::data::{Aid, KernelId, tags};
use tapkernel_core::kernel::{
    Activation, ActiveKernel, KernelConclusion, Output as Wants, Selection, Signal,
};
use tapkernel_core::time::Instant;

use super::context::{Context, Resources};
use super::machine::{State, Step};
use super::{EntryPointError, Input, Occasion, Output, outcome_processing};

/// A kernel runs on the selected application.
#[derive(Debug)]
pub(super) struct KernelActive {
    kernel: Box<dyn ActiveKernel>,
    running: Running,
}

/// Which kernel runs on what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Running {
    pub(super) kernel: KernelId,
    pub(super) aid: Aid,
    pub(super) adf_name: Aid,
}

/// Activates the kernel of Combination number `at` with a fresh Unpredictable Number.
pub(super) fn start(at: usize, selection: Selection, cx: &mut Context, resources: &mut Resources) -> Step {
    cx.at("B 3.4.1");
    let combination = cx.request.combinations.get(at).ok_or(EntryPointError::NoCombination)?;
    let unknown = EntryPointError::UnknownKernel(combination.kernel);
    let kernel = resources.kernel(combination.kernel).ok_or(unknown)?;
    let running = Running { kernel: kernel.id(), aid: selection.aid, adf_name: selection.adf_name };
    let mut data = combination.data.clone();
    let limits = combination.limits;
    cx.request.transaction.write_to(&mut data);
    data.insert(tags::APPLICATION_IDENTIFIER_TERMINAL, selection.aid.as_bytes());
    data.insert(tags::UNPREDICTABLE_NUMBER, &resources.random.draw()?.0);
    let activation = Activation {
        transaction: cx.request.transaction,
        restart: cx.restart,
        selection: Some(selection),
        pre_processing: cx.prepared.get(at).copied().flatten().unwrap_or_default(),
        limits,
        data,
        policies: cx.request.policies,
        ca_public_keys: cx.request.ca_public_keys.clone(),
        online_response: None,
    };
    let kernel = kernel.activate(activation, cx.now);
    KernelActive { kernel, running }.go_on(cx)
}

impl KernelActive {
    /// Passes one input on as the kernel's signal.
    pub(super) fn handle(mut self, input: Input<'_>, cx: &mut Context) -> Step {
        let signal = match input {
            Input::Answer { rapdu, elapsed } => Signal::Ra { rapdu, elapsed },
            Input::L1Error(error) => Signal::L1Rsp(error),
            Input::Data(data) => Signal::Det(data),
            Input::Stop => Signal::Stop,
            Input::Tick if self.deadline().is_some_and(|deadline| cx.now >= deadline) => Signal::Timeout,
            Input::Tick | Input::CardDetected | Input::Collision | Input::FieldClear => {
                return Ok(State::KernelActive(self));
            }
        };
        self.kernel.handle(signal, cx.now);
        self.go_on(cx)
    }

    /// Passes on what the kernel wants, until it waits or has ended.
    fn go_on(mut self, cx: &mut Context) -> Step {
        while let Some(wanted) = self.kernel.poll() {
            match wanted {
                Wants::Ca(command) => cx.transmit(command),
                Wants::Msg(request) => cx.display(request, Occasion::Processing),
                Wants::Dek(data) => cx.outputs.push_back(Output::DataExchange(data)),
                Wants::Out(conclusion) => return self.ended(*conclusion, cx),
            }
        }
        Ok(State::KernelActive(self))
    }

    fn ended(self, conclusion: KernelConclusion, cx: &mut Context) -> Step {
        cx.path.extend(self.kernel.path());
        let database = self.kernel.database().clone();
        outcome_processing::kernel_ended(conclusion, self.running, database, cx)
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.kernel.deadline()
    }
}
