//! Mag-stripe mode (Book C-2, 6.1): the part of the state diagram that the feature `mag-stripe` adds.
//!
//! The states are in `states/s7_...`, `s78`, `s8_...`, `s13_...`, `s14_...` and `ccc`; here is what they work with.
//!
//! | file | holds |
//! |---|---|
//! | `tracks`, `track` | Track 1 and Track 2 Data, their positions, and what is written there |
//! | `cvm` | the CVM of an online request, and where the product is stricter than the book |
//! | `completion`, `records` | the outcome, Data Record and Discretionary Data |
//! | `failed_counter` | Failed MS Cntr, which outlives transactions |

mod completion;
pub(crate) mod cvm;
mod failed_counter;
pub(crate) mod records;
#[cfg(test)]
mod tests;
mod track;
mod tracks;

pub(crate) use completion::{ChecksumTaken, End, complete};
pub(crate) use failed_counter::FailedMagStripeCounter;
pub(crate) use tracks::{Checksum, Tracks};

use tapkernel_core::apdu::RApdu;
use tapkernel_core::kernel::Signal;
use tapkernel_core::outcome::L3Error;
use tapkernel_core::time::Instant;

use crate::context::Context;
use crate::exit::Exit;
use crate::states::{MagStripeState, State, Step};

/// Which state takes which signal. A signal without a row changes nothing.
///
/// From COMPUTE CRYPTOGRAPHIC CHECKSUM on STOP has no row, and the wait after a failed one cannot be cut short.
pub(crate) fn next(state: MagStripeState, signal: Signal<'_>, cx: &mut Context) -> Step {
    use MagStripeState as In;
    match (state, signal) {
        (In::WaitingForMagStripeReadRecordResponse(_), Signal::L1Rsp(error)) => Err(Exit::CardLost(error)),
        (In::WaitingForMagStripeFirstWriteFlag(s), Signal::Det(data)) => s.det(data, cx),
        (In::WaitingForMagStripeFirstWriteFlag(_), Signal::Timeout) => Err(Exit::Terminal(L3Error::TimeOut)),
        (In::WaitingForNumericUnpredictableNumber(s), Signal::UnpredictableNumber(number)) => {
            s.number(number, cx)
        }
        (In::WaitingForCccResponse1(s), Signal::L1Rsp(error)) => Ok(s.l1rsp(error, cx)),
        (In::WaitingForCccResponse2(s), Signal::L1Rsp(error)) => Ok(s.l1rsp(error, cx)),
        (In::WaitingAfterFailedCcc(s), Signal::Timeout) => s.timeout(cx),
        (
            state @ (In::WaitingForCccResponse1(_)
            | In::WaitingForCccResponse2(_)
            | In::WaitingAfterFailedCcc(_)),
            _,
        ) => Ok(State::MagStripe(state)),
        (_, Signal::Stop) => Err(Exit::Terminal(L3Error::Stop)),
        (state, Signal::Det(data)) => {
            cx.update_from_terminal(data);
            Ok(State::MagStripe(state))
        }
        (state, _) => Ok(State::MagStripe(state)),
    }
}

/// RA: which state reads the card's answer.
pub(crate) fn answered(state: MagStripeState, rapdu: &RApdu<'_>, cx: &mut Context) -> Step {
    use MagStripeState as In;
    match state {
        In::WaitingForMagStripeReadRecordResponse(s) => s.ra(rapdu, cx),
        In::WaitingForCccResponse1(s) => s.ra(rapdu, cx),
        In::WaitingForCccResponse2(s) => s.ra(rapdu, cx),
        In::WaitingForMagStripeFirstWriteFlag(_)
        | In::WaitingForNumericUnpredictableNumber(_)
        | In::WaitingAfterFailedCcc(_) => Ok(State::MagStripe(state)),
    }
}

/// When a state wants TIMEOUT.
pub(crate) fn deadline(state: &MagStripeState) -> Option<Instant> {
    match state {
        MagStripeState::WaitingForMagStripeFirstWriteFlag(s) => Some(s.until),
        MagStripeState::WaitingAfterFailedCcc(s) => Some(s.until),
        _ => None,
    }
}
