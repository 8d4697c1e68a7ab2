//! What a session is made of.

use std::fmt;
use std::sync::Arc;

use tapkernel::core::kernel::Kernel;

use crate::ForeignKernel;
use crate::kernel_adapter::Adapter;
use crate::kernel_observer::{Log, Observed};
use crate::numbers::{Numbers, Supplied};

/// How a session is made.
#[derive(Clone)]
pub struct SessionOptions {
    /// Whether the kernels of the library are there.
    pub built_in_kernels: bool,
    /// Kernels of the caller, beside them.
    pub kernels: Vec<Arc<dyn ForeignKernel>>,
    /// Unpredictable Numbers that the caller supplies, in order, for laboratories and replays; none takes the system's.
    pub unpredictable_numbers: Option<Vec<[u8; 4]>>,
    /// Whether [`Step::KernelOutcome`](crate::Step::KernelOutcome) tells of every kernel that ends.
    pub kernel_outcomes: bool,
}

impl Default for SessionOptions {
    fn default() -> Self {
        Self {
            built_in_kernels: true,
            kernels: Vec::new(),
            unpredictable_numbers: None,
            kernel_outcomes: false,
        }
    }
}

impl fmt::Debug for SessionOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionOptions").field("kernels", &self.kernels.len()).finish_non_exhaustive()
    }
}

/// What a session is made of, by its options.
pub(crate) struct Parts {
    pub(crate) kernels: Vec<Arc<dyn Kernel>>,
    pub(crate) numbers: Numbers,
    pub(crate) log: Option<Log>,
    pub(crate) supplied: Option<Supplied>,
}

impl Parts {
    pub(crate) fn new(options: SessionOptions) -> Self {
        let own = if options.built_in_kernels { tapkernel::kernels() } else { Vec::new() };
        let foreign =
            options.kernels.into_iter().map(|kernel| Arc::new(Adapter::new(kernel)) as Arc<dyn Kernel>);
        let log = options.kernel_outcomes.then(Log::default);
        let observed = |kernel: Arc<dyn Kernel>| match &log {
            Some(log) => Arc::new(Observed { kernel, log: log.clone() }) as Arc<dyn Kernel>,
            None => kernel,
        };
        let kernels = own.into_iter().chain(foreign).map(observed).collect();
        let supplied = options.unpredictable_numbers.map(Supplied::new);
        Self { kernels, numbers: Numbers::new(supplied.as_ref()), log, supplied }
    }
}
