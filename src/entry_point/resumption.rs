//! Going on with the issuer's answer (Book B, 3.5; Book A, 6.2 on Online Response Data).

use std::sync::Arc;

use tapkernel_core::data::{Database, TransactionData};
use tapkernel_core::kernel::{OnlineResponse, PreProcessing};
use tapkernel_core::outcome::{OnlineResponseData, OutcomeParameterSet, Start, UserInterfaceRequest};

use super::Combination;
use super::start_c_combination_selection::Candidate;

/// What an Online Request leaves behind so that its kernel can go on with the issuer's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Resumption {
    pub(super) start: Start,
    pub(super) condition: OnlineResponseData,
    pub(super) ui_on_restart: Option<UserInterfaceRequest>,
    pub(super) transaction: TransactionData,
    pub(super) autorun: bool,
    pub(super) combinations: Arc<[Combination]>,
    pub(super) prepared: Vec<Option<PreProcessing>>,
    pub(super) candidate: Candidate,
    pub(super) previous: Database,
}

/// An issuer's answer that the kernel wants, with what it continues.
#[derive(Clone, Debug, PartialEq)]
pub struct Resumed {
    pub(super) resumption: Arc<Resumption>,
    pub(super) response: Arc<OnlineResponse>,
}

impl Resumption {
    /// [`Start::B`] for a second tap, [`Start::D`] for a card that is held in the field.
    pub const fn start(&self) -> Start {
        self.start
    }

    /// The transaction that is continued.
    pub const fn transaction(&self) -> TransactionData {
        self.transaction
    }

    /// The continuation, if the kernel wants this answer: one with EMV data, or any (Online Response Data).
    pub fn with(self: &Arc<Self>, response: OnlineResponse) -> Option<Resumed> {
        let wanted = match self.condition {
            OnlineResponseData::NotApplicable => false,
            OnlineResponseData::EmvData => response.has_emv_data(),
            OnlineResponseData::Any => true,
        };
        wanted.then(|| Resumed { resumption: Arc::clone(self), response: Arc::new(response) })
    }
}

impl Resumed {
    /// Where it starts: [`Start::B`] or [`Start::D`].
    pub fn start(&self) -> Start {
        self.resumption.start
    }

    /// The transaction that is continued.
    pub fn transaction(&self) -> TransactionData {
        self.resumption.transaction
    }
}

/// Where an Online Request wants to go on, if it does: Start B or D and a condition (Book A, 6.2).
pub(super) fn wanted(parameters: &OutcomeParameterSet) -> Option<Start> {
    let start = parameters.start.filter(|start| matches!(start, Start::B | Start::D));
    start.filter(|_| parameters.online_response_data != OnlineResponseData::NotApplicable)
}
