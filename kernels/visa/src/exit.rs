//! How Kernel 3 ends, and what the reader is told then (Book C-3, 5.2 to 5.9; Book A, 6).

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::kernel::KernelConclusion;
use tapkernel_core::oda::fdda::FddaVerified;
use tapkernel_core::outcome::{
    AlternateInterface, Cvm, ErrorIndication, L1Error, L2Error, L3Error, MessageIdentifier as Message,
    OnlineResponseData, Outcome, OutcomeParameterSet, Start, Status, Tenths, UserInterfaceRequest,
};

use crate::context::Context;
use crate::phases::data_record;

/// Every way to end.
#[derive(Debug)]
pub(crate) enum Exit {
    /// The card approved, and its signature was verified: without the token there is no such end.
    Approved { cvm: Cvm, authenticated: FddaVerified },
    /// The issuer approved, and the card has its update.
    IssuerApproved,
    /// The card or the reader declines.
    Declined(ErrorIndication),
    /// The issuer decides.
    OnlineRequest { cvm: Cvm },
    /// 6986 to GET PROCESSING OPTIONS: the phone wants its holder.
    SeePhone(StatusWord),
    /// This application is not for this transaction; the next one may be.
    SelectNext(ErrorIndication),
    /// The card wants its contacts.
    ContactInterface(ErrorIndication),
    /// The card wants contacts or stripe.
    AnotherInterface,
    /// The card's answers cannot be used.
    EndApplication(ErrorIndication),
    /// The card cannot be updated. What the issuer decided stands, so nobody is asked for another card.
    UpdateImpossible(ErrorIndication),
    /// No answer came.
    CommunicationError(L1Error),
    /// The terminal stopped the transaction.
    Stopped,
}

impl Exit {
    /// The end after an error in the card's data, or in the terminal's.
    pub(crate) fn data(error: L2Error) -> Self {
        Self::EndApplication(ErrorIndication::level_2(error))
    }
}

/// How long the request to look at the phone stays, and the field is off (Book C-3, 5.2.2.2).
const SEE_PHONE_TIME: Tenths = Tenths(13);

/// Turns an exit into the outcome with all its parameters.
pub(crate) fn conclude(exit: Exit, cx: &mut Context) -> KernelConclusion {
    let (mut parameters, mut error) = match exit {
        Exit::Approved { cvm, authenticated } => {
            (approved(cvm, authenticated, cx), ErrorIndication::default())
        }
        Exit::IssuerApproved => (issuer_approved(cx), ErrorIndication::default()),
        Exit::Declined(error) => (declined(cx), error),
        Exit::OnlineRequest { cvm } => (online_request(cvm, cx), ErrorIndication::default()),
        Exit::SeePhone(status) => (see_phone(), ErrorIndication::status(status)),
        Exit::SelectNext(error) => (select_next(), error),
        Exit::ContactInterface(error) => (another_interface(AlternateInterface::ContactChip), error),
        Exit::AnotherInterface => {
            (another_interface(AlternateInterface::NotApplicable), ErrorIndication::default())
        }
        Exit::EndApplication(error) => (end_application(), error),
        Exit::UpdateImpossible(error) => (OutcomeParameterSet::new(Outcome::EndApplication), error),
        Exit::CommunicationError(error) => (communication_error(), ErrorIndication::level_1(error)),
        Exit::Stopped => (
            OutcomeParameterSet::new(Outcome::EndApplication),
            ErrorIndication { l3: Some(L3Error::Stop), ..ErrorIndication::default() },
        ),
    };
    for request in [&mut parameters.ui_on_outcome, &mut parameters.ui_on_restart].into_iter().flatten() {
        request.language_preference = cx.language_preference();
    }
    if error != ErrorIndication::default() {
        error.message_on_error = parameters.ui_on_outcome.and_then(|request| request.message);
    }
    KernelConclusion { parameters, error, oda: cx.oda }
}

/// A message that leaves the lights as the card-read signal set them.
fn message(message: Message) -> UserInterfaceRequest {
    UserInterfaceRequest { status: None, ..UserInterfaceRequest::new(message, Status::NotReady) }
}

fn approved(cvm: Cvm, _authenticated: FddaVerified, cx: &mut Context) -> OutcomeParameterSet {
    cx.at("Completion: Approved");
    let text = if cvm == Cvm::ObtainSignature { Message::ApprovedPleaseSign } else { Message::Approved };
    let balance = cx.offline_spending_amount();
    OutcomeParameterSet {
        cvm,
        ui_on_outcome: Some(UserInterfaceRequest { value: balance, ..message(text) }),
        data_record: Some(data_record::build(cx)),
        discretionary_data: balance.and_then(|_| data_record::offline_spending_amount(cx)),
        ..OutcomeParameterSet::new(Outcome::Approved)
    }
}

fn issuer_approved(cx: &mut Context) -> OutcomeParameterSet {
    cx.at("Completion: Approved");
    OutcomeParameterSet {
        ui_on_outcome: Some(message(Message::Approved)),
        discretionary_data: data_record::script_results(cx),
        ..OutcomeParameterSet::new(Outcome::Approved)
    }
}

fn declined(cx: &mut Context) -> OutcomeParameterSet {
    cx.at("Completion: Declined");
    OutcomeParameterSet {
        ui_on_outcome: Some(message(Message::NotAuthorised)),
        discretionary_data: data_record::script_results(cx),
        ..OutcomeParameterSet::new(Outcome::Declined)
    }
}

fn online_request(cvm: Cvm, cx: &mut Context) -> OutcomeParameterSet {
    cx.at("Completion: Online Request");
    let request = OutcomeParameterSet {
        cvm,
        ui_on_outcome: Some(message(Message::AuthorisingPleaseWait)),
        data_record: Some(data_record::build(cx)),
        ..OutcomeParameterSet::new(Outcome::OnlineRequest)
    };
    if !cx.issuer_update_possible() {
        return request;
    }
    cx.at("Completion: issuer update possible");
    OutcomeParameterSet {
        start: Some(Start::B),
        online_response_data: OnlineResponseData::EmvData,
        ui_on_restart: Some(UserInterfaceRequest::new(Message::PresentCardAgain, Status::ReadyToRead)),
        field_off: Some(Tenths(0)),
        ..request
    }
}

/// The restart has a status and no message, so the request to look at the phone stays.
fn see_phone() -> OutcomeParameterSet {
    OutcomeParameterSet {
        start: Some(Start::B),
        ui_on_outcome: Some(
            UserInterfaceRequest::new(Message::SeePhone, Status::ProcessingError).held(SEE_PHONE_TIME),
        ),
        ui_on_restart: Some(UserInterfaceRequest::status(Status::ReadyToRead)),
        field_off: Some(SEE_PHONE_TIME),
        ..OutcomeParameterSet::new(Outcome::TryAgain)
    }
}

fn select_next() -> OutcomeParameterSet {
    OutcomeParameterSet { start: Some(Start::C), ..OutcomeParameterSet::new(Outcome::SelectNext) }
}

fn another_interface(interface: AlternateInterface) -> OutcomeParameterSet {
    let text = match interface {
        AlternateInterface::ContactChip => Message::PleaseInsertCard,
        _ => Message::PleaseInsertOrSwipeCard,
    };
    OutcomeParameterSet {
        alternate_interface: interface,
        ui_on_outcome: Some(UserInterfaceRequest::new(text, Status::ProcessingError)),
        ..OutcomeParameterSet::new(Outcome::TryAnotherInterface)
    }
}

fn end_application() -> OutcomeParameterSet {
    OutcomeParameterSet {
        ui_on_outcome: Some(UserInterfaceRequest::new(
            Message::InsertSwipeOrTryAnotherCard,
            Status::ProcessingError,
        )),
        ..OutcomeParameterSet::new(Outcome::EndApplication)
    }
}

/// The card may have left by accident: ask for it once more, without an error on the display.
fn communication_error() -> OutcomeParameterSet {
    OutcomeParameterSet {
        start: Some(Start::B),
        ui_on_restart: Some(UserInterfaceRequest::new(Message::PresentCardAgain, Status::ReadyToRead)),
        ..OutcomeParameterSet::new(Outcome::EndApplication)
    }
}
