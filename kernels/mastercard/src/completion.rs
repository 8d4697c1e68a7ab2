//! The outcome of a checked cryptogram: S910, part E (Book C-2, 6.18).

use tapkernel_core::data::{AcType, TerminalCapabilities, TransactionType, tags};
use tapkernel_core::outcome::{
    AlternateInterface, Cvm, MessageIdentifier as Message, Outcome, OutcomeParameterSet, Start, Status,
    Tenths, UserInterfaceRequest,
};

use crate::bits::PosCardholderInteractionInformation as Pcii;
use crate::context::Context;
use crate::dictionary::tags as mc;
use crate::exit::message_hold_time;
use crate::phone_messages::PhoneMessage;
use crate::records;
use crate::states::CheckedCryptogram;

pub(crate) fn complete(cryptogram: CheckedCryptogram, cx: &mut Context) -> OutcomeParameterSet {
    // Data storage: Tags To Write After Gen AC go out by PUT DATA first, S15.
    cx.at("S910 E");
    let record = records::data_record(cx);
    let parameters = match second_tap(cx) {
        Some(wish) => {
            cx.at("S910 E see phone");
            see_phone(wish, cx)
        }
        None => match cryptogram.ac_type() {
            AcType::Tc => approved(cx),
            AcType::Arqc => online_request(cx),
            AcType::Aac => refused(cx),
        },
    };
    OutcomeParameterSet { data_record: Some(record), receipt: cx.receipt, ..parameters }
}

/// What the phone says, if it wants its holder before a second tap.
fn second_tap(cx: &Context) -> Option<Pcii> {
    let wish = cx.db.value(mc::POS_CARDHOLDER_INTERACTION_INFORMATION);
    wish.and_then(|wish| Pcii::decode(wish).ok()).filter(|wish| wish.second_tap_needed())
}

/// The message goes out at once; the restart shows it again, ready to read.
pub(crate) fn see_phone(wish: Pcii, cx: &mut Context) -> OutcomeParameterSet {
    let request = PhoneMessage::find(&cx.db, wish).and_then(PhoneMessage::request);
    if let Some(request) = request {
        cx.show(request.held(message_hold_time(cx)));
    }
    let message = request.and_then(|request| request.message);
    OutcomeParameterSet {
        start: Some(Start::B),
        ui_on_restart: Some(UserInterfaceRequest {
            message,
            ..UserInterfaceRequest::status(Status::ReadyToRead)
        }),
        ..OutcomeParameterSet::new(Outcome::EndApplication)
    }
}

fn approved(cx: &mut Context) -> OutcomeParameterSet {
    cx.at("S910 E approved");
    let text = if cx.cvm == Cvm::ObtainSignature { Message::ApprovedPleaseSign } else { Message::Approved };
    OutcomeParameterSet {
        cvm: cx.cvm,
        ui_on_outcome: Some(not_ready(text, message_hold_time(cx))),
        ..OutcomeParameterSet::new(Outcome::Approved)
    }
}

fn online_request(cx: &mut Context) -> OutcomeParameterSet {
    cx.at("S910 E online request");
    OutcomeParameterSet {
        cvm: cx.cvm,
        ui_on_outcome: Some(not_ready(Message::AuthorisingPleaseWait, Tenths(0))),
        ..OutcomeParameterSet::new(Outcome::OnlineRequest)
    }
}

/// An AAC ends a refund as it should; purchase, cash and cashback it declines.
fn refused(cx: &mut Context) -> OutcomeParameterSet {
    if !is_purchase_or_cash(cx) {
        cx.at("S910 E end application");
        return OutcomeParameterSet {
            ui_on_outcome: Some(not_ready(Message::ClearDisplay, Tenths(0))),
            ..OutcomeParameterSet::new(Outcome::EndApplication)
        };
    }
    let contacts = cx.db.has(tags::TERMINAL_CAPABILITIES, TerminalCapabilities::IC_WITH_CONTACTS);
    if !contacts || is_phone(cx) {
        cx.at("S910 E declined");
        return OutcomeParameterSet {
            ui_on_outcome: Some(not_ready(Message::NotAuthorised, message_hold_time(cx))),
            ..OutcomeParameterSet::new(Outcome::Declined)
        };
    }
    cx.at("S910 E try another interface");
    OutcomeParameterSet {
        alternate_interface: AlternateInterface::ContactChip,
        ui_on_outcome: Some(not_ready(Message::PleaseInsertCard, message_hold_time(cx))),
        ..OutcomeParameterSet::new(Outcome::TryAnotherInterface)
    }
}

fn is_purchase_or_cash(cx: &Context) -> bool {
    let kind = TransactionType::from_code(cx.db.byte(tags::TRANSACTION_TYPE));
    kind.is_some_and(|kind| kind != TransactionType::Refund)
}

/// Whether Third Party Data `9F6E` names a device that has no contacts: a device type is there (bit 16 of the unique
/// identifier is 0) and is not that of a card, 3030.
fn is_phone(cx: &Context) -> bool {
    match cx.db.value(mc::THIRD_PARTY_DATA) {
        Some([_, _, identifier, _, kind @ ..]) if identifier & 0x80 == 0 => {
            kind.first_chunk::<2>().is_some_and(|kind| kind != b"00")
        }
        _ => false,
    }
}

pub(crate) fn not_ready(message: Message, hold: Tenths) -> UserInterfaceRequest {
    UserInterfaceRequest::new(message, Status::NotReady).held(hold)
}
