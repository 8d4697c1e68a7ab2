//! What the states of the Entry Point share.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::KernelId;
use tapkernel_core::kernel::{Kernel, PreProcessing};
use tapkernel_core::outcome::{Start, Status, UserInterfaceRequest};
use tapkernel_core::time::Instant;

use super::start_c_combination_selection::Candidate;
use super::{Combination, Occasion, Output, Request, Resumed, UnpredictableNumbers};

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
    /// The issuer's answer, once there is one.
    pub(super) resumed: Option<Resumed>,
    /// When all of it is to be over.
    pub(super) until: Option<Instant>,
    field_on: bool,
    pub(super) outputs: VecDeque<Output>,
    pub(super) path: Vec<&'static str>,
    /// The latest time that the caller told.
    pub(super) now: Instant,
}

impl Context {
    /// A new transaction, or one that goes on where an earlier outcome left it.
    pub(super) fn new(mut request: Request, now: Instant) -> Self {
        let resumed = request.resumed.clone();
        if let Some(resumed) = &resumed {
            request.transaction = resumed.resumption.transaction;
            request.autorun = resumed.resumption.autorun;
            request.combinations = Arc::clone(&resumed.resumption.combinations);
        }
        Self {
            until: request.transaction_timeout.map(|limit| now + limit),
            // A start at C or D finds a card in the field.
            field_on: matches!(request.start, Start::C | Start::D),
            request,
            prepared: Vec::new(),
            candidates: None,
            restart: resumed.is_some(),
            resumed,
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

    /// What each Combination starts with without Start A: no indicator set and the TTQ as configured, or what Start A
    /// left for the outcome that is continued (3.2.1).
    pub(super) fn without_pre_processing(&mut self) {
        self.prepared = match &self.resumed {
            Some(resumed) => resumed.resumption.prepared.clone(),
            None => {
                self.at("B 3.2.1 no-pre-processing");
                let combinations = self.request.combinations.iter();
                combinations.map(|combination| Some(combination.limits.without_pre_processing())).collect()
            }
        };
    }

    /// Field on, and a card looked for.
    pub(super) fn await_card(&mut self) {
        self.field_on = true;
        self.outputs.push_back(Output::AwaitCard);
    }

    /// Field off for `hold`.
    pub(super) fn field_off(&mut self, hold: Duration) {
        self.field_on = false;
        self.outputs.push_back(Output::FieldOff(hold));
    }

    /// What the reader does at the end: field off and Idle, or, if it runs by itself, field on and Ready to Read.
    pub(super) fn end(&mut self) {
        if self.request.autorun {
            self.display(UserInterfaceRequest::status(Status::ReadyToRead), Occasion::End);
        } else {
            self.leave_field();
            self.display(UserInterfaceRequest::status(Status::Idle), Occasion::End);
        }
    }

    /// Field off, if it is on.
    pub(super) fn leave_field(&mut self) {
        if self.field_on {
            self.field_off(Duration::ZERO);
        }
    }

    /// Whether the time for the whole transaction is over.
    pub(super) fn is_late(&self) -> bool {
        self.until.is_some_and(|until| self.now >= until)
    }

    /// The Combinations that pre-processing has left, with their numbers.
    pub(super) fn allowed(&self) -> impl Iterator<Item = (usize, &Combination)> + Clone {
        let combinations = self.request.combinations.iter().enumerate();
        combinations.zip(&self.prepared).filter_map(|(combination, prepared)| prepared.map(|_| combination))
    }
}
