//! What the states of the Entry Point share.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::KernelId;
use tapkernel_core::kernel::{Kernel, PreProcessing};
use tapkernel_core::outcome::UserInterfaceRequest;
use tapkernel_core::time::Instant;

use super::start_c_combination_selection::Candidate;
use super::{Combination, Occasion, Output, Request, UnpredictableNumbers};

/// What outlives a transaction.
pub(super) struct Resources {
    pub(super) kernels: Vec<Arc<dyn Kernel>>,
    pub(super) random: Box<dyn UnpredictableNumbers>,
}

impl Resources {
    pub(super) fn kernel(&self, id: KernelId) -> Option<Arc<dyn Kernel>> {
        self.kernels.iter().find(|kernel| kernel.id() == id).cloned()
    }
}

impl fmt::Debug for Resources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resources").field("kernels", &self.kernels).finish_non_exhaustive()
    }
}

/// One transaction: what it is about and what waits to be polled.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) request: Request,
    /// Per Combination of the request: what pre-processing left, or `None` for Not Allowed.
    pub(super) prepared: Vec<Option<PreProcessing>>,
    /// The candidate list, best first; `None` until the directory has been read.
    pub(super) candidates: Option<VecDeque<Candidate>>,
    /// Whether this activation follows a restart.
    pub(super) restart: bool,
    pub(super) outputs: VecDeque<Output>,
    pub(super) path: Vec<&'static str>,
    /// The latest time that the caller told.
    pub(super) now: Instant,
}

impl Context {
    pub(super) fn new(request: Request, now: Instant) -> Self {
        Self {
            request,
            prepared: Vec::new(),
            candidates: None,
            restart: false,
            outputs: VecDeque::new(),
            path: Vec::new(),
            now,
        }
    }

    /// Notes a requirement of Book B as executed.
    pub(super) fn at(&mut self, requirement: &'static str) {
        self.path.push(requirement);
    }

    pub(super) fn display(&mut self, request: UserInterfaceRequest, on: Occasion) {
        self.outputs.push_back(Output::Display(request, on));
    }

    pub(super) fn transmit(&mut self, command: CApdu) {
        self.outputs.push_back(Output::Transmit(command));
    }

    /// The Combinations that pre-processing has left, with their numbers.
    pub(super) fn allowed(&self) -> impl Iterator<Item = (usize, &Combination)> + Clone {
        let combinations = self.request.combinations.iter().enumerate();
        combinations.zip(&self.prepared).filter_map(|(combination, prepared)| prepared.map(|_| combination))
    }
}
