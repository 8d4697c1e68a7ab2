//! Start D: kernel activation, and the kernel at work (Book B, 3.4).

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{Aid, KernelId, tags};
use tapkernel_core::kernel::{
    Activation, ActiveKernel, KernelConclusion, Output as Wants, Selection, Signal,
};
use tapkernel_core::outcome::Start;
use tapkernel_core::time::Instant;

use super::context::{Context, Resources};
use super::machine::{State, Step};
use super::start_c_combination_selection::Candidate;
use super::{EntryPointError, Input, Occasion, Output, outcome_processing};

/// A kernel runs on the selected application.
#[derive(Debug)]
pub(super) struct KernelActive {
    kernel: Box<dyn ActiveKernel>,
    running: Running,
}

/// Which kernel runs on what.
#[derive(Clone, Debug)]
pub(super) struct Running {
    pub(super) kernel: KernelId,
    pub(super) aid: Aid,
    pub(super) candidate: Candidate,
}

/// Begins at D with the issuer's answer: the card has stayed, so nothing is selected.
pub(super) fn begin(cx: &mut Context, resources: &mut Resources) -> Step {
    let resumed = cx.resumed.as_ref().ok_or(EntryPointError::NoSuchStart(Start::D))?;
    let (candidate, on_restart) = (resumed.resumption.candidate.clone(), resumed.resumption.ui_on_restart);
    cx.without_pre_processing();
    cx.restart = true;
    if let Some(request) = on_restart {
        cx.display(request, Occasion::Restart);
    }
    start(candidate, None, cx, resources)
}

/// Activates the kernel of the candidate's Combination with a fresh Unpredictable Number, and with the answer to SELECT
/// if there was one.
pub(super) fn start(
    candidate: Candidate,
    fci: Option<Vec<u8>>,
    cx: &mut Context,
    resources: &mut Resources,
) -> Step {
    cx.at("B 3.4.1");
    let at = candidate.runs();
    let combination = cx.request.combinations.get(at).ok_or(EntryPointError::NoCombination)?;
    let unknown = EntryPointError::UnknownKernel(combination.kernel);
    let kernel = resources.kernel(combination.kernel).ok_or(unknown)?;
    let running = Running { kernel: kernel.id(), aid: combination.aid, candidate };
    let adf_name = running.candidate.adf_name;
    let selection = fci.map(|fci| Selection { aid: combination.aid, adf_name, fci, status: StatusWord::OK });
    let mut data = combination.data.clone();
    let limits = combination.limits;
    cx.request.transaction.write_to(&mut data);
    data.insert(tags::APPLICATION_IDENTIFIER_TERMINAL, combination.aid.as_bytes());
    data.insert(tags::UNPREDICTABLE_NUMBER, &resources.random.draw()?.0);
    let resumed = cx.resumed.as_ref();
    let activation = Activation {
        transaction: cx.request.transaction,
        restart: cx.restart,
        selection,
        pre_processing: cx.prepared.get(at).copied().flatten().unwrap_or_default(),
        limits,
        data,
        policies: cx.request.policies,
        ca_public_keys: cx.request.ca_public_keys.clone(),
        online_response: resumed.map(|resumed| (*resumed.response).clone()),
        previous: resumed.map(|resumed| resumed.resumption.previous.clone()),
    };
    let kernel = kernel.activate(activation, cx.now);
    Box::new(KernelActive { kernel, running }).go_on(cx, resources)
}

impl KernelActive {
    /// Passes one input on as the kernel's signal.
    pub(super) fn handle(
        mut self: Box<Self>,
        input: Input<'_>,
        cx: &mut Context,
        resources: &mut Resources,
    ) -> Step {
        let signal = match input {
            Input::Answer { rapdu, elapsed } => Signal::Ra { rapdu, elapsed },
            Input::L1Error(error) => Signal::L1Rsp(error),
            Input::Data(data) => Signal::Det(data),
            Input::Stop => Signal::Stop,
            Input::Tick if self.deadline().is_some_and(|deadline| cx.now >= deadline) => Signal::Timeout,
            _ => return Ok(State::KernelActive(self)),
        };
        self.kernel.handle(signal, cx.now);
        self.go_on(cx, resources)
    }

    /// Stops a kernel that waits when the time for the whole transaction is over; once, since it may take its time.
    pub(super) fn time_is_up(self: Box<Self>, cx: &mut Context, resources: &mut Resources) -> Step {
        cx.at("transaction-timeout");
        cx.until = None;
        self.handle(Input::Stop, cx, resources)
    }

    /// Passes on what the kernel wants, until it waits or has ended.
    fn go_on(mut self: Box<Self>, cx: &mut Context, resources: &mut Resources) -> Step {
        while let Some(wanted) = self.kernel.poll() {
            match wanted {
                Wants::Ca(command) => cx.transmit(command),
                Wants::Msg(request) => cx.display(request, Occasion::Processing),
                Wants::Dek(data) => cx.outputs.push_back(Output::DataExchange(data)),
                Wants::UnpredictableNumber => {
                    let number = resources.random.draw()?;
                    self.kernel.handle(Signal::UnpredictableNumber(number), cx.now);
                }
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
