//! The state diagram of Kernel 2 (Book C-2, 6.1): which state takes which signal.

use alloc::boxed::Box;

use tapkernel_core::apdu::RApdu;
use tapkernel_core::data::Database;
use tapkernel_core::kernel::{Activation, ActiveKernel, Output, Signal};
use tapkernel_core::outcome::{L1Error, L3Error};
use tapkernel_core::time::Instant;

use crate::context::Context;
use crate::exit::{Exit, conclude};
use crate::kernel::BetweenTransactions;
#[cfg(feature = "mag-stripe")]
use crate::mag_stripe;
use crate::states::{Idle, State, Step};

/// The one place that says which signal leads where. A signal without a row changes nothing.
///
/// STOP has no row from the moment on when a cryptogram may exist: what the card made is to be taken.
///
/// Data storage and balance reading have no rows yet: S16 (balance) and S12 (PUT DATA) stand between S456 and S9, S17
/// (balance) and S15 (PUT DATA) between S9 to S11 and the outcome. Their places in the blocks are marked by comments.
fn next(state: State, signal: Signal<'_>, cx: &mut Context) -> Step {
    use State as In;
    match (state, signal) {
        (In::Ended, _) => Ok(In::Ended),
        (state, Signal::Ra { rapdu, elapsed }) => match RApdu::parse(rapdu) {
            Ok(answer) => answered(state, &answer, elapsed, cx),
            Err(_) => next(state, Signal::L1Rsp(L1Error::Protocol), cx),
        },
        #[cfg(feature = "mag-stripe")]
        (In::MagStripe(s), signal) => mag_stripe::next(s, signal, cx),
        (In::WaitingForPdolData(s), Signal::Det(data)) => s.det(data, cx),
        (In::WaitingForPdolData(_) | In::WaitingForEmvModeFirstWriteFlag(_), Signal::Timeout) => {
            Err(Exit::Terminal(L3Error::TimeOut))
        }
        (In::WaitingForGpoResponse(_), Signal::L1Rsp(error)) => Err(Exit::TryAgain(error)),
        (In::WaitingForRelayResistanceEntropy(s), Signal::UnpredictableNumber(number)) => {
            s.number(number, cx)
        }
        (
            In::WaitingForRelayResistanceResponse(_)
            | In::WaitingForEmvReadRecordResponse(_)
            | In::TerminateOnNextRa(_)
            | In::WaitingForGetDataResponse(_)
            | In::WaitingForRecoverAcResponse(_),
            Signal::L1Rsp(error),
        ) => Err(Exit::CardLost(error)),
        (In::WaitingForEmvModeFirstWriteFlag(s), Signal::Det(data)) => s.det(data, cx),
        (In::WaitingForGenerateAcResponse1(s), Signal::L1Rsp(error)) => Err(s.l1rsp(error, cx)),
        (In::WaitingForGenerateAcResponse2(s), Signal::L1Rsp(error)) => Err(s.l1rsp(error, cx)),
        (
            state @ (In::WaitingForGenerateAcResponse1(_)
            | In::WaitingForRecoverAcResponse(_)
            | In::WaitingForGenerateAcResponse2(_)),
            _,
        ) => Ok(state),
        (_, Signal::Stop) => Err(Exit::Terminal(L3Error::Stop)),
        (state, Signal::Det(data)) => {
            cx.update_from_terminal(data);
            Ok(state)
        }
        (state, Signal::L1Rsp(_) | Signal::Timeout | Signal::UnpredictableNumber(_)) => Ok(state),
    }
}

/// RA: which state reads the card's answer.
fn answered(state: State, rapdu: &RApdu<'_>, elapsed: core::time::Duration, cx: &mut Context) -> Step {
    use State as In;
    match state {
        In::WaitingForGpoResponse(s) => s.ra(rapdu, cx),
        In::WaitingForRelayResistanceResponse(s) => s.ra(rapdu, elapsed, cx),
        In::WaitingForEmvReadRecordResponse(s) => s.ra(rapdu, cx),
        In::TerminateOnNextRa(s) => Err(s.ra()),
        In::WaitingForGetDataResponse(s) => s.ra(rapdu, cx),
        In::WaitingForGenerateAcResponse1(s) => Err(s.ra(rapdu, cx)),
        In::WaitingForRecoverAcResponse(s) => s.ra(rapdu, cx),
        In::WaitingForGenerateAcResponse2(s) => Err(s.ra(rapdu, cx)),
        #[cfg(feature = "mag-stripe")]
        In::MagStripe(s) => mag_stripe::answered(s, rapdu, cx),
        In::WaitingForPdolData(_)
        | In::WaitingForRelayResistanceEntropy(_)
        | In::WaitingForEmvModeFirstWriteFlag(_)
        | In::Ended => Ok(state),
    }
}

/// Kernel 2 at work on one card.
#[derive(Debug)]
pub(crate) struct Machine {
    state: State,
    cx: Context,
}

impl Machine {
    /// The signal ACT.
    pub(crate) fn activate(activation: &Activation, kept: &BetweenTransactions, now: Instant) -> Self {
        let mut machine = Self { state: State::Ended, cx: Context::new(activation, kept, now) };
        let first = Idle.act(activation, &mut machine.cx);
        machine.settle(first);
        machine
    }

    fn settle(&mut self, step: Step) {
        self.state = match step {
            Ok(state) => state,
            Err(exit) => {
                let conclusion = conclude(exit, &mut self.cx);
                self.cx.say(Output::Out(Box::new(conclusion)));
                State::Ended
            }
        };
    }
}

impl ActiveKernel for Machine {
    fn handle(&mut self, signal: Signal<'_>, now: Instant) {
        self.cx.now = self.cx.now.max(now);
        let state = core::mem::replace(&mut self.state, State::Ended);
        let step = next(state, signal, &mut self.cx);
        self.settle(step);
    }

    fn poll(&mut self) -> Option<Output> {
        self.cx.next_output()
    }

    fn deadline(&self) -> Option<Instant> {
        match &self.state {
            State::WaitingForPdolData(s) => Some(s.until),
            State::WaitingForEmvModeFirstWriteFlag(s) => Some(s.until),
            #[cfg(feature = "mag-stripe")]
            State::MagStripe(s) => mag_stripe::deadline(s),
            _ => None,
        }
    }

    fn database(&self) -> &Database {
        self.cx.db.objects()
    }

    fn path(&self) -> &[&'static str] {
        self.cx.path.symbols()
    }
}
