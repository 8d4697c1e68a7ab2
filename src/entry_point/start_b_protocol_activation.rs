//! Start B: protocol activation. Field on, one card (Book B, 3.2).

use tapkernel_core::outcome::{L3Error, MessageIdentifier, Status, UserInterfaceRequest};
use tapkernel_core::time::Instant;

use super::context::Context;
use super::machine::{State, Step};
use super::{Occasion, Output, outcome_processing, start_c_combination_selection};

/// The field is on and no card is there yet.
#[derive(Debug)]
pub(super) struct AwaitingCard {
    /// When to give up.
    pub(super) until: Option<Instant>,
}

/// Several cards are in the field.
#[derive(Debug)]
pub(super) struct AwaitingFieldClear {
    /// When to give up.
    pub(super) until: Option<Instant>,
}

/// Begins at B: without pre-processing, or with the issuer's answer at a second tap.
pub(super) fn begin(cx: &mut Context) -> Step {
    cx.without_pre_processing();
    let on_restart = cx.resumed.as_ref().and_then(|resumed| resumed.resumption.ui_on_restart);
    start(on_restart, cx)
}

/// Empties the candidate list, asks for a card and looks for it. A restart shows the request that its outcome brought.
pub(super) fn start(on_restart: Option<UserInterfaceRequest>, cx: &mut Context) -> Step {
    cx.at("B 3.2.1");
    cx.candidates = None;
    match on_restart {
        Some(request) => cx.display(request, Occasion::Restart),
        None => cx.display(PRESENT_CARD, Occasion::Processing),
    }
    await_card(cx)
}

const PRESENT_CARD: UserInterfaceRequest =
    UserInterfaceRequest::new(MessageIdentifier::PresentCard, Status::ReadyToRead);

const ONE_CARD_ONLY: UserInterfaceRequest =
    UserInterfaceRequest::new(MessageIdentifier::PleasePresentOneCardOnly, Status::ProcessingError);

fn await_card(cx: &mut Context) -> Step {
    if cx.is_late() {
        return time_out(cx);
    }
    cx.await_card();
    let until = cx.request.card_timeout.map(|limit| cx.now + limit);
    Ok(State::AwaitingCard(AwaitingCard { until }))
}

impl AwaitingCard {
    pub(super) fn card_detected(self, cx: &mut Context) -> Step {
        cx.at("B 3.2.1 card");
        start_c_combination_selection::start(cx)
    }

    pub(super) fn collision(self, cx: &mut Context) -> Step {
        cx.at("B 3.2.1 collision");
        cx.display(ONE_CARD_ONLY, Occasion::Processing);
        cx.outputs.push_back(Output::AwaitFieldClear);
        Ok(State::AwaitingFieldClear(AwaitingFieldClear { until: self.until }))
    }

    pub(super) fn tick(self, cx: &mut Context) -> Step {
        if is_over(self.until, cx) { time_out(cx) } else { Ok(State::AwaitingCard(self)) }
    }
}

impl AwaitingFieldClear {
    pub(super) fn field_clear(self, cx: &mut Context) -> Step {
        cx.at("B 3.2.1 field-clear");
        cx.display(PRESENT_CARD, Occasion::Processing);
        await_card(cx)
    }

    pub(super) fn tick(self, cx: &mut Context) -> Step {
        if is_over(self.until, cx) { time_out(cx) } else { Ok(State::AwaitingFieldClear(self)) }
    }
}

fn is_over(until: Option<Instant>, cx: &Context) -> bool {
    until.is_some_and(|until| cx.now >= until)
}

fn time_out(cx: &mut Context) -> Step {
    outcome_processing::stopped(L3Error::TimeOut, cx)
}
