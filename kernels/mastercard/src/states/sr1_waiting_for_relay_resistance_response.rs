//! SR1 - Waiting for Exchange Relay Resistance Data Response (Book C-2, 6.5), with the draw of the entropy before it.

use core::time::Duration;

use tapkernel_core::apdu::{CApdu, RApdu};
use tapkernel_core::data::{UnpredictableNumber, tags};
use tapkernel_core::kernel::Output;
use tapkernel_core::outcome::L2Error;

use super::{State, Step, s3r1};
use crate::context::Context;
use crate::dictionary::tags as mc;
use crate::exit::Exit;
use crate::procedures::relay_resistance::{Verdict, judge, measured};
use crate::tlv_database::the_only;

/// The Unpredictable Number that becomes the Terminal Relay Resistance Entropy was asked for. The kernel has no
/// randomness of its own; the book draws here and goes on.
#[derive(Debug)]
pub(crate) struct WaitingForRelayResistanceEntropy;

impl WaitingForRelayResistanceEntropy {
    pub(crate) fn number(self, number: UnpredictableNumber, cx: &mut Context) -> Step {
        cx.at("SR1 challenge");
        cx.db.set(tags::UNPREDICTABLE_NUMBER, &number.0);
        cx.db.set(mc::TERMINAL_RELAY_RESISTANCE_ENTROPY, &number.0);
        cx.send(CApdu::exchange_relay_resistance_data(number.0));
        Ok(State::WaitingForRelayResistanceResponse(WaitingForRelayResistanceResponse))
    }
}

/// EXCHANGE RELAY RESISTANCE DATA is with the card.
#[derive(Debug)]
pub(crate) struct WaitingForRelayResistanceResponse;

impl WaitingForRelayResistanceResponse {
    pub(crate) fn ra(self, rapdu: &RApdu<'_>, elapsed: Duration, cx: &mut Context) -> Step {
        cx.at("SR1 SW12");
        let data = rapdu.success().ok_or(Exit::status(rapdu.status))?;

        cx.at("SR1 parse");
        take_times(data, cx).ok_or(Exit::card(L2Error::ParsingError))?;

        cx.at("SR1 measure");
        let measured = measured(&cx.db, elapsed);
        cx.db.set(mc::MEASURED_RELAY_RESISTANCE_PROCESSING_TIME, &measured.to_be_bytes());

        cx.at("SR1 judge");
        let retries = cx.db.byte(mc::RRP_COUNTER);
        match judge(&cx.db, measured, retries, cx.options) {
            Verdict::TooQuick => {
                cx.at("SR1 too quick");
                Err(Exit::card(L2Error::CardDataError))
            }
            Verdict::TryAgain => {
                cx.at("SR1 again");
                cx.db.set(mc::RRP_COUNTER, &[retries.saturating_add(1)]);
                cx.say(Output::UnpredictableNumber);
                Ok(State::WaitingForRelayResistanceEntropy(WaitingForRelayResistanceEntropy))
            }
            Verdict::Performed(bits) => {
                cx.at("SR1 performed");
                cx.add_to_tvr(bits);
                s3r1::first_command(cx)
            }
        }
    }
}

/// Template 80 with ten bytes: the device's entropy, the least and the most time that it needs, and the time that its
/// answer is on its way.
fn take_times(data: &[u8], cx: &mut Context) -> Option<()> {
    let template = the_only(data).filter(|only| only.tag == tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_1)?;
    let &[a, b, c, d, min_1, min_2, max_1, max_2, estimate_1, estimate_2] = template.value else {
        return None;
    };
    cx.db.set(mc::DEVICE_RELAY_RESISTANCE_ENTROPY, &[a, b, c, d]);
    cx.db.set(mc::MIN_TIME_FOR_PROCESSING_RELAY_RESISTANCE_APDU, &[min_1, min_2]);
    cx.db.set(mc::MAX_TIME_FOR_PROCESSING_RELAY_RESISTANCE_APDU, &[max_1, max_2]);
    let estimate = [estimate_1, estimate_2];
    cx.db.set(mc::DEVICE_ESTIMATED_TRANSMISSION_TIME_FOR_RELAY_RESISTANCE_R_APDU, &estimate);
    Some(())
}
