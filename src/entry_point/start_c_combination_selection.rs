//! Start C: combination selection. The directory, the best candidate, its SELECT (Book B, 3.3).

use std::collections::VecDeque;

use tapkernel_core::apdu::{CApdu, RApdu, StatusWord};
use tapkernel_core::data::{Aid, KernelId, Rid};
use tapkernel_core::kernel::Selection;
use tapkernel_core::outcome::{
    ErrorIndication, L2Error, MessageIdentifier, Outcome, OutcomeParameterSet, Status, UserInterfaceRequest,
};

use super::context::{Context, Resources};
use super::machine::{State, Step};
use super::{candidate_list, outcome_processing, start_b_protocol_activation, start_d_kernel_activation};

/// A Combination that reader and card both support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Number of the reader's Combination.
    pub(super) combination: usize,
    /// ADF Name `4F`.
    pub(super) adf_name: Aid,
    /// Application Priority Indicator `87`, bits 4 to 1, with 0 and absence as 16: the smaller comes first.
    pub(super) priority: u8,
    /// Extended Selection `9F29`, if both sides support it.
    pub(super) extended_selection: Vec<u8>,
}

/// SELECT PPSE is with the card.
#[derive(Debug)]
pub(super) struct SelectingPpse;

/// SELECT of an application is with the card.
#[derive(Debug)]
pub(super) struct SelectingApplication {
    candidate: Candidate,
}

/// Reads the directory, or goes on with the list that a candidate was dropped from (3.3.1).
pub(super) fn start(cx: &mut Context) -> Step {
    if cx.candidates.is_some() {
        return select_best(cx);
    }
    cx.at("B 3.3.2 ppse");
    cx.transmit(CApdu::select_ppse());
    Ok(State::SelectingPpse(SelectingPpse))
}

impl SelectingPpse {
    pub(super) fn answer(self, rapdu: &[u8], cx: &mut Context) -> Step {
        cx.at("B 3.3.2 candidates");
        let fci = RApdu::parse(rapdu).ok().and_then(|answer| answer.success()).unwrap_or_default();
        let candidates = candidate_list::build(fci, cx.allowed());
        cx.candidates = Some(candidates);
        select_best(cx)
    }

    pub(super) fn l1_error(self, cx: &mut Context) -> Step {
        cx.at("B 3.3.2 l1-error");
        start_b_protocol_activation::start(None, cx)
    }
}

/// Final combination selection (3.3.3): the first of the list, or the end.
fn select_best(cx: &mut Context) -> Step {
    while let Some(candidate) = cx.candidates.as_mut().and_then(VecDeque::pop_front) {
        if let Some(command) = CApdu::select(&candidate.adf_name, &candidate.extended_selection) {
            cx.at("B 3.3.3 select");
            cx.transmit(command);
            return Ok(State::SelectingApplication(SelectingApplication { candidate }));
        }
    }
    cx.at("B 3.3.3 empty");
    outcome_processing::conclude_with(
        OutcomeParameterSet {
            ui_on_outcome: Some(UserInterfaceRequest::new(
                MessageIdentifier::InsertSwipeOrTryAnotherCard,
                Status::ReadyToRead,
            )),
            ..OutcomeParameterSet::new(Outcome::EndApplication)
        },
        ErrorIndication::level_2(L2Error::EmptyCandidateList),
        cx,
    )
}

impl SelectingApplication {
    pub(super) fn answer(self, rapdu: &[u8], cx: &mut Context, resources: &mut Resources) -> Step {
        let Some(fci) = RApdu::parse(rapdu).ok().and_then(|answer| answer.success()) else {
            cx.at("B 3.3.3 refused");
            return select_best(cx);
        };
        let Some(combination) = cx.request.combinations.get(self.candidate.combination) else {
            return select_best(cx);
        };
        let (aid, kernel) = (combination.aid, combination.kernel);
        if aid.rid() == Rid::VISA && kernel == KernelId::VISA && !candidate_list::pdol_asks_for_ttq(fci) {
            cx.at("B 3.3.3 no-ttq");
            return select_best(cx);
        }
        let adf_name = self.candidate.adf_name;
        let selection = Selection { aid, adf_name, fci: fci.to_vec(), status: StatusWord::OK };
        start_d_kernel_activation::start(self.candidate.combination, selection, cx, resources)
    }

    pub(super) fn l1_error(self, cx: &mut Context) -> Step {
        cx.at("B 3.3.3 l1-error");
        start_b_protocol_activation::start(None, cx)
    }
}
