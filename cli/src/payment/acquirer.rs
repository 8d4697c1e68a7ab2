//! From the outcome of the tap to the verdict, by way of the software acquirer.

use tapkernel::core::outcome::{Cvm, MessageIdentifier as Message};
use tapkernel::drive::{Final, OnlineRequest};
use tapkernel_simulator::acquirer::{AuthorisationRequest, EncipheredPin, EntryMode, SoftwareAcquirer};

use super::reason::{self, Reason};
use super::{Messages, Order, Pin, Verdict};
use crate::exit::Failure;

/// Concludes a payment: asks for the PIN and the issuer where the outcome wants it, and shows the last message.
pub(crate) fn conclude(
    ended: &Final,
    order: &Order,
    pin: Pin,
    messages: &mut Messages<'_>,
) -> Result<Verdict, Failure> {
    let verdict = match ended {
        Final::Approved(_) => Verdict::without_issuer(None),
        Final::OnlineRequest(request) => authorise(request, order, pin, messages)?,
        other => return Ok(Verdict::without_issuer(Some(reason::of_tap(other)))),
    };
    if matches!(ended, Final::OnlineRequest(_)) {
        messages.show(match verdict.is_approved() {
            true if verdict.wants_signature(ended.outcome().parameters.cvm) => Message::ApprovedPleaseSign,
            true => Message::Approved,
            false => Message::NotAuthorised,
        });
    }
    Ok(verdict)
}

fn authorise(
    request: &OnlineRequest,
    order: &Order,
    pin: Pin,
    messages: &mut Messages<'_>,
) -> Result<Verdict, Failure> {
    let Some(data_record) = request.data_record() else {
        return Ok(Verdict::without_issuer(Some(Reason::NotProcessed)));
    };
    let mut enciphered = None;
    if request.cvm() == Cvm::OnlinePin {
        messages.show(Message::PleaseEnterYourPin);
        let Some(pin) = pin.ask()? else {
            return Ok(Verdict::without_issuer(Some(Reason::PinCancelled)));
        };
        match EncipheredPin::new(&pin, data_record) {
            Ok(block) => enciphered = Some(block),
            Err(_) => return Ok(Verdict::without_issuer(Some(Reason::NotProcessed))),
        }
    }
    messages.keep(Message::AuthorisingPleaseWait);
    let response = SoftwareAcquirer::new().authorise(&AuthorisationRequest {
        data_record: data_record.clone(),
        money: order.money(),
        stan: order.at.trace_number(),
        entry_mode: EntryMode::ContactlessChip,
        pin: enciphered,
    });
    Ok(Verdict::of_issuer(response))
}
