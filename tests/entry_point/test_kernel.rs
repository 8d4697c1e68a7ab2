//! A kernel from outside: it shows that the port takes one, and plays back the outcomes that a test wants.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tapkernel::core::data::{Database, KernelId};
use tapkernel::core::kernel::{Activation, ActiveKernel, Kernel, KernelConclusion, Output, Signal};
use tapkernel::core::oda::OdaReport;
use tapkernel::core::outcome::{ErrorIndication, OutcomeParameterSet};
use tapkernel::core::time::Instant;

/// Activations of all test kernels so far.
static ACTIVATIONS: AtomicUsize = AtomicUsize::new(0);

/// Gives one scripted outcome per activation and remembers what it was activated with.
#[derive(Debug)]
pub(crate) struct TestKernel {
    id: KernelId,
    outcomes: Mutex<VecDeque<OutcomeParameterSet>>,
    activations: Mutex<Vec<(usize, Activation)>>,
}

impl TestKernel {
    pub(crate) fn new(id: u32, outcomes: impl IntoIterator<Item = OutcomeParameterSet>) -> Arc<Self> {
        Arc::new(Self {
            id: KernelId(id),
            outcomes: Mutex::new(outcomes.into_iter().collect()),
            activations: Mutex::default(),
        })
    }

    /// What the kernel was activated with, in order.
    pub(crate) fn activations(&self) -> Vec<Activation> {
        self.activations.lock().unwrap().iter().map(|(_, activation)| activation.clone()).collect()
    }

    /// The same, each with a number that grows over all test kernels, and the kernel's identifier.
    pub(crate) fn numbered_activations(&self) -> Vec<(usize, (KernelId, Activation))> {
        let activations = self.activations.lock().unwrap();
        activations.iter().map(|(number, activation)| (*number, (self.id, activation.clone()))).collect()
    }
}

impl Kernel for TestKernel {
    fn id(&self) -> KernelId {
        self.id
    }

    fn version(&self) -> &str {
        "test"
    }

    fn activate(&self, activation: Activation, _now: Instant) -> Box<dyn ActiveKernel> {
        let parameters = self.outcomes.lock().unwrap().pop_front().expect("one more outcome in the script");
        let database = activation.data.clone();
        let number = ACTIVATIONS.fetch_add(1, Ordering::SeqCst);
        self.activations.lock().unwrap().push((number, activation));
        let conclusion =
            KernelConclusion { parameters, error: ErrorIndication::default(), oda: OdaReport::default() };
        Box::new(Playing { conclusion: Some(conclusion), database })
    }
}

#[derive(Debug)]
struct Playing {
    conclusion: Option<KernelConclusion>,
    database: Database,
}

impl ActiveKernel for Playing {
    fn handle(&mut self, _signal: Signal<'_>, _now: Instant) {}

    fn poll(&mut self) -> Option<Output> {
        self.conclusion.take().map(|conclusion| Output::Out(Box::new(conclusion)))
    }

    fn database(&self) -> &Database {
        &self.database
    }

    fn path(&self) -> &[&'static str] {
        &["test-kernel"]
    }
}
