//! How Kernel 2 ends, and what the reader is told then (Book C-2, 6 and A.1; Book A, 6).

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::kernel::KernelConclusion;
use tapkernel_core::oda::{OdaReason, OdaReport};
use tapkernel_core::outcome::{
    ErrorIndication, L1Error, L2Error, L3Error, MessageIdentifier as Message, Outcome, OutcomeParameterSet,
    Start, Status, Tenths, UserInterfaceRequest,
};

use crate::completion::complete;
use crate::context::Context;
#[cfg(feature = "mag-stripe")]
use crate::mag_stripe;
use crate::records;
use crate::states::CheckedCryptogram;

/// Every way to end.
#[derive(Debug)]
pub(crate) enum Exit {
    /// The card's cryptogram was checked: without the token there is no approval, no online request, no decline.
    Completed(CheckedCryptogram),
    /// Mag-stripe mode: the card's answer to COMPUTE CRYPTOGRAPHIC CHECKSUM was taken.
    #[cfg(feature = "mag-stripe")]
    MagStripe(mag_stripe::End),
    /// SELECT NEXT: this application is not for this transaction; the next one may be.
    SelectNext(ErrorIndication),
    /// TRY AGAIN: the card was lost before anything was decided.
    TryAgain(L1Error),
    /// END APPLICATION with message 1C: the card's answers cannot be used.
    CardError(ErrorIndication),
    /// END APPLICATION with a restart at B and message 21: the card was lost.
    CardLost(L1Error),
    /// END APPLICATION: the terminal stopped the transaction, gave nothing in time, or gave no amount.
    Terminal(L3Error),
    /// END APPLICATION: the terminal's own data do not allow a transaction.
    TerminalData,
}

impl Exit {
    /// The card error with this L2.
    pub(crate) fn card(error: L2Error) -> Self {
        Self::CardError(ErrorIndication::level_2(error))
    }

    /// The card error after a status word other than 9000.
    pub(crate) fn status(status: StatusWord) -> Self {
        Self::CardError(ErrorIndication::status(status))
    }

    /// SELECT NEXT with this L2.
    pub(crate) fn next(error: L2Error) -> Self {
        Self::SelectNext(ErrorIndication::level_2(error))
    }
}

/// Turns an exit into the outcome with all its parameters.
pub(crate) fn conclude(exit: Exit, cx: &mut Context) -> KernelConclusion {
    let (mut parameters, mut error) = match exit {
        Exit::Completed(cryptogram) => (complete(cryptogram, cx), ErrorIndication::default()),
        #[cfg(feature = "mag-stripe")]
        Exit::MagStripe(end) => (mag_stripe::complete(end, cx), ErrorIndication::default()),
        Exit::SelectNext(error) => (starting(Outcome::SelectNext, Start::C), error),
        Exit::TryAgain(error) => (starting(Outcome::TryAgain, Start::B), ErrorIndication::level_1(error)),
        Exit::CardError(error) => (card_error(cx), error),
        Exit::CardLost(error) => (card_lost(), ErrorIndication::level_1(error)),
        Exit::Terminal(error) => (
            OutcomeParameterSet::new(Outcome::EndApplication),
            ErrorIndication { l3: Some(error), ..ErrorIndication::default() },
        ),
        Exit::TerminalData => (
            OutcomeParameterSet::new(Outcome::EndApplication),
            ErrorIndication::level_2(L2Error::TerminalDataError),
        ),
    };
    if parameters.outcome != Outcome::SelectNext {
        parameters.field_off = cx.field_off;
    }
    for request in [&mut parameters.ui_on_outcome, &mut parameters.ui_on_restart].into_iter().flatten() {
        request.language_preference = cx.language_preference();
    }
    if error != ErrorIndication::default() {
        let shown = [parameters.ui_on_outcome, parameters.ui_on_restart].into_iter().flatten().next();
        error.message_on_error = shown.and_then(|request| request.message);
    }
    parameters.discretionary_data = Some(records::discretionary_data(cx, &error));
    KernelConclusion { parameters, error, oda: reported(cx.oda) }
}

/// A transaction that ended before anything was said about CDA says so.
fn reported(oda: OdaReport) -> OdaReport {
    if oda == OdaReport::default() { OdaReport::not_performed(OdaReason::NotReached) } else { oda }
}

fn starting(outcome: Outcome, start: Start) -> OutcomeParameterSet {
    OutcomeParameterSet { start: Some(start), ..OutcomeParameterSet::new(outcome) }
}

fn card_error(cx: &Context) -> OutcomeParameterSet {
    let request = UserInterfaceRequest::new(Message::InsertSwipeOrTryAnotherCard, Status::NotReady);
    OutcomeParameterSet {
        ui_on_outcome: Some(request.held(message_hold_time(cx))),
        ..OutcomeParameterSet::new(Outcome::EndApplication)
    }
}

fn card_lost() -> OutcomeParameterSet {
    OutcomeParameterSet {
        ui_on_restart: Some(UserInterfaceRequest::new(Message::PresentCardAgain, Status::ReadyToRead)),
        ..starting(Outcome::EndApplication, Start::B)
    }
}

/// Message Hold Time `DF812D`: n 6, in units of 100 ms.
pub(crate) fn message_hold_time(cx: &Context) -> Tenths {
    let coded = cx.db.value(crate::dictionary::tags::MESSAGE_HOLD_TIME).unwrap_or_default();
    let digits = coded.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    let tenths = digits.fold(0_u32, |number, digit| number * 10 + u32::from(digit.min(9)));
    Tenths(u16::try_from(tenths).unwrap_or(u16::MAX))
}
