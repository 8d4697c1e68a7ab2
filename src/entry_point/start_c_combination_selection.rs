//! Start C: combination selection. The directory, the best candidate, its SELECT (Book B, 3.3).

use std::collections::VecDeque;

use tapkernel_core::apdu::{CApdu, RApdu, StatusWord};
use tapkernel_core::data::Aid;
use tapkernel_core::outcome::{
    ErrorIndication, L2Error, MessageIdentifier, Outcome, OutcomeParameterSet, Status, UserInterfaceRequest,
};
use tapkernel_core::time::Instant;

use super::context::{Context, Resources};
use super::machine::{State, Step};
use super::{
    Offer, Output, candidate_list, outcome_processing, selected_application, start_b_protocol_activation,
    start_d_kernel_activation,
};

/// A Combination that reader and card both support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Number of the reader's Combination that the directory entry matches.
    pub(super) combination: usize,
    /// Number of the one that runs in its place, if that is another.
    pub(super) replacement: Option<usize>,
    /// ADF Name `4F`.
    pub(super) adf_name: Aid,
    /// Its name for people.
    pub(super) label: String,
    /// Application Priority Indicator `87`, bits 4 to 1, with 0 and absence as 16: the smaller comes first.
    pub(super) priority: u8,
    /// Extended Selection `9F29`, if both sides support it.
    pub(super) extended_selection: Vec<u8>,
}

impl Candidate {
    /// Number of the Combination that runs.
    pub(super) fn runs(&self) -> usize {
        self.replacement.unwrap_or(self.combination)
    }
}

/// SELECT PPSE is with the card.
#[derive(Debug)]
pub(super) struct SelectingPpse;

/// The candidates are with whoever chooses.
#[derive(Debug)]
pub(super) struct Choosing {
    /// When the best candidate is taken.
    pub(super) until: Option<Instant>,
    candidates: usize,
}

/// SELECT of an application is with the card.
#[derive(Debug)]
pub(super) struct SelectingApplication {
    candidate: Candidate,
}

/// Begins at C, on a card that is activated: without pre-processing, or with the issuer's answer.
pub(super) fn begin(cx: &mut Context) -> Step {
    cx.without_pre_processing();
    start(cx)
}

/// Reads the directory, or goes on with the list that a candidate was dropped from (3.3.1).
pub(super) fn start(cx: &mut Context) -> Step {
    if cx.candidates.is_some() {
        return choose(cx);
    }
    cx.at("B 3.3.2 ppse");
    cx.transmit(CApdu::select_ppse());
    Ok(State::SelectingPpse(SelectingPpse))
}

impl SelectingPpse {
    /// Builds the candidate list. With an issuer's answer only the application of the first tap is one.
    pub(super) fn answer(self, rapdu: &[u8], cx: &mut Context) -> Step {
        cx.at("B 3.3.2 candidates");
        let fci = RApdu::parse(rapdu).ok().and_then(|answer| answer.success()).unwrap_or_default();
        let mut candidates = candidate_list::build(fci, cx.allowed());
        if let Some(resumed) = &cx.resumed {
            let first = &resumed.resumption.candidate;
            candidates.retain(|new| (new.combination, new.adf_name) == (first.combination, first.adf_name));
        }
        cx.candidates = Some(candidates);
        choose(cx)
    }

    pub(super) fn l1_error(self, cx: &mut Context) -> Step {
        cx.at("B 3.3.2 l1-error");
        start_b_protocol_activation::start(None, cx)
    }
}

/// Puts several candidates to a choice if the request asks for it.
fn choose(cx: &mut Context) -> Step {
    let candidates = cx.candidates.as_ref().map_or(0, VecDeque::len);
    if !cx.request.choice || candidates < 2 {
        return select_best(cx);
    }
    cx.at("B 3.3.3 choice");
    let offers = offers(cx);
    cx.outputs.push_back(Output::Choose(offers));
    let until = cx.request.card_timeout.map(|limit| cx.now + limit);
    Ok(State::Choosing(Choosing { until, candidates }))
}

fn offers(cx: &Context) -> Vec<Offer> {
    let candidates = cx.candidates.iter().flatten();
    candidates
        .filter_map(|candidate| {
            let combination = cx.request.combinations.get(candidate.combination)?;
            Some(Offer {
                label: candidate.label.clone(),
                aid: combination.aid,
                adf_name: candidate.adf_name,
                kernel: combination.kernel,
                priority: (candidate.priority < candidate_list::NO_PRIORITY).then_some(candidate.priority),
            })
        })
        .collect()
}

impl Choosing {
    /// Whether there is a candidate of this number.
    pub(super) const fn offers(&self, number: usize) -> bool {
        number < self.candidates
    }

    /// The chosen one is tried first; the others keep their order.
    pub(super) fn chosen(self, number: usize, cx: &mut Context) -> Step {
        if let Some(list) = &mut cx.candidates {
            if let Some(chosen) = list.remove(number) {
                list.push_front(chosen);
            }
        }
        select_best(cx)
    }

    /// Nobody has chosen: the card's order decides.
    pub(super) fn tick(self, cx: &mut Context) -> Step {
        if self.until.is_none_or(|until| cx.now < until) {
            return Ok(State::Choosing(self));
        }
        cx.at("B 3.3.3 no-choice");
        select_best(cx)
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
    end_application(ErrorIndication::level_2(L2Error::EmptyCandidateList), cx)
}

/// Message 1C, and the reader ready for another card (3.3.2, 3.3.3).
fn end_application(error: ErrorIndication, cx: &mut Context) -> Step {
    outcome_processing::conclude_with(
        OutcomeParameterSet {
            ui_on_outcome: Some(UserInterfaceRequest::new(
                MessageIdentifier::InsertSwipeOrTryAnotherCard,
                Status::ReadyToRead,
            )),
            ..OutcomeParameterSet::new(Outcome::EndApplication)
        },
        error,
        cx,
    )
}

impl SelectingApplication {
    /// Activates the kernel, or drops the candidate (3.3.3).
    pub(super) fn answer(mut self, rapdu: &[u8], cx: &mut Context, resources: &mut Resources) -> Step {
        let answer = RApdu::parse(rapdu).ok();
        let Some(fci) = answer.as_ref().and_then(RApdu::success) else {
            cx.at("B 3.3.3 refused");
            return refused(answer.map(|answer| answer.status), cx);
        };
        if !selected_application::is_named(fci, &self.candidate.adf_name) {
            cx.at("B 3.3.3 other-name");
            return choose(cx);
        }
        match selected_application::combination(fci, self.candidate.combination, cx) {
            Some(runs) => {
                self.candidate.replacement = Some(runs).filter(|_| runs != self.candidate.combination)
            }
            None => {
                cx.at("B 3.3.3 no-ttq");
                return choose(cx);
            }
        }
        start_d_kernel_activation::start(self.candidate, Some(fci.to_vec()), cx, resources)
    }

    pub(super) fn l1_error(self, cx: &mut Context) -> Step {
        cx.at("B 3.3.3 l1-error");
        start_b_protocol_activation::start(None, cx)
    }
}

/// The next candidate; at a second tap with EMV data for the card there is no next one (3.3.3).
fn refused(status: Option<StatusWord>, cx: &mut Context) -> Step {
    if cx.resumed.as_ref().is_some_and(|resumed| resumed.response.has_emv_data()) {
        let unreadable = ErrorIndication::level_2(L2Error::ParsingError);
        return end_application(status.map_or(unreadable, ErrorIndication::status), cx);
    }
    choose(cx)
}
