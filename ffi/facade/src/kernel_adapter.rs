//! A foreign kernel behind the port of ours.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tapkernel::core::apdu::CApdu;
use tapkernel::core::data::{Database, KernelId, TerminalTransactionQualifiers};
use tapkernel::core::kernel::{
    Activation, ActiveKernel, Kernel, KernelConclusion as Conclusion, Output, Signal,
};
use tapkernel::core::oda::OdaReport;
use tapkernel::core::outcome::{ErrorIndication, L2Error, Outcome, OutcomeParameterSet};
use tapkernel::core::time::Instant;

use crate::data::{database, objects};
use crate::{
    ActiveForeignKernel, DataObject, Error, ForeignKernel, KernelActivation, KernelSignal, KernelWant,
};

/// A foreign kernel as the Entry Point registers it.
pub(crate) struct Adapter {
    kernel: Arc<dyn ForeignKernel>,
    version: String,
}

impl Adapter {
    pub(crate) fn new(kernel: Arc<dyn ForeignKernel>) -> Self {
        let version = kernel.version();
        Self { kernel, version }
    }
}

impl fmt::Debug for Adapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ForeignKernel({}, {:?})", self.id(), self.version)
    }
}

impl Kernel for Adapter {
    fn id(&self) -> KernelId {
        KernelId(self.kernel.kernel_id())
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn activate(&self, activation: Activation, now: Instant) -> Box<dyn ActiveKernel> {
        let mut data = activation.data.clone();
        if let Some(ttq) = activation.pre_processing.ttq {
            data.insert(TerminalTransactionQualifiers::TAG, &ttq.0);
        }
        let kernel = self.kernel.activate(translated(&activation, &data));
        let mut active =
            Active { kernel, outputs: VecDeque::new(), deadline: None, database: data, over: false };
        active.tell(KernelSignal::Act, now);
        Box::new(active)
    }
}

fn translated(activation: &Activation, data: &Database) -> KernelActivation {
    let selection = activation.selection.as_ref();
    let indicators = activation.pre_processing.indicators;
    KernelActivation {
        restart: activation.restart,
        aid: selection.map(|selection| selection.aid.as_bytes().to_vec()).unwrap_or_default(),
        adf_name: selection.map(|selection| selection.adf_name.as_bytes().to_vec()).unwrap_or_default(),
        fci: selection.map(|selection| selection.fci.clone()).unwrap_or_default(),
        data: objects(data),
        status_check_requested: indicators.status_check_requested,
        zero_amount: indicators.zero_amount,
        cvm_required_limit_exceeded: indicators.cvm_required_limit_exceeded,
        floor_limit_exceeded: indicators.floor_limit_exceeded,
        online_response: activation.online_response.as_ref().map(response_objects),
        previous: activation.previous.as_ref().map(objects).unwrap_or_default(),
    }
}

/// The issuer's answer in one list, scripts as the templates that they are.
pub(crate) fn response_objects(response: &tapkernel::core::kernel::OnlineResponse) -> Vec<DataObject> {
    let scripts = response.scripts.iter().flat_map(|script| crate::read_tlv(script).unwrap_or_default());
    objects(&response.data).into_iter().chain(scripts).collect()
}

/// A foreign kernel at work.
struct Active {
    kernel: Box<dyn ActiveForeignKernel>,
    outputs: VecDeque<Output>,
    deadline: Option<Instant>,
    database: Database,
    over: bool,
}

impl fmt::Debug for Active {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActiveForeignKernel").field("over", &self.over).finish_non_exhaustive()
    }
}

impl Active {
    fn tell(&mut self, signal: KernelSignal, now: Instant) {
        if self.over {
            return;
        }
        self.deadline = None;
        for want in self.kernel.handle(signal, now.as_micros()) {
            if self.over {
                break;
            }
            if self.take(want).is_err() {
                self.conclude(broken());
            }
        }
    }

    fn take(&mut self, want: KernelWant) -> Result<(), Error> {
        let output = match want {
            KernelWant::Transmit { command } => {
                // The check of commands that someone else coded is the same for issuers and kernels.
                let command = CApdu::issuer_script_command(&command);
                Output::Ca(command.ok_or_else(|| Error::argument("no command with short lengths"))?)
            }
            KernelWant::Display { request } => Output::Msg(request.read()?),
            KernelWant::DataExchange { data } => Output::Dek(database(&data)?),
            KernelWant::UnpredictableNumber => Output::UnpredictableNumber,
            KernelWant::Deadline { at_us } => {
                self.deadline = Some(Instant::from_micros(at_us));
                return Ok(());
            }
            KernelWant::Conclude { conclusion } => {
                self.database = database(&conclusion.database)?;
                let conclusion = conclusion.read()?;
                self.conclude(conclusion);
                return Ok(());
            }
        };
        self.outputs.push_back(output);
        Ok(())
    }

    fn conclude(&mut self, conclusion: Conclusion) {
        self.over = true;
        self.outputs.push_back(Output::Out(Box::new(conclusion)));
    }
}

/// How a kernel that breaks the rules is ended.
fn broken() -> Conclusion {
    Conclusion {
        parameters: OutcomeParameterSet::new(Outcome::EndApplication),
        error: ErrorIndication::level_2(L2Error::TerminalDataError),
        oda: OdaReport::default(),
    }
}

impl ActiveKernel for Active {
    fn handle(&mut self, signal: Signal<'_>, now: Instant) {
        self.tell(
            match signal {
                Signal::Ra { rapdu, elapsed } => {
                    KernelSignal::Answer { rapdu: rapdu.to_vec(), elapsed_us: micros(elapsed) }
                }
                Signal::L1Rsp(error) => KernelSignal::NoAnswer { error: error.into() },
                Signal::Det(data) => KernelSignal::Data { data: objects(data) },
                Signal::UnpredictableNumber(number) => KernelSignal::UnpredictableNumber { number: number.0 },
                Signal::Stop => KernelSignal::Stop,
                Signal::Timeout => KernelSignal::Timeout,
            },
            now,
        );
    }

    fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    fn database(&self) -> &Database {
        &self.database
    }

    /// A foreign kernel has no path: its symbols are not known to us.
    fn path(&self) -> &[&'static str] {
        &[]
    }
}

pub(crate) fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
