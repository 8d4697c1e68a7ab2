//! Cards with the relay resistance protocol, near and far.

use tapkernel_core::oda::OdaResult;
use tapkernel_core::outcome::{L2Error, Outcome};
use tapkernel_simulator::card::{Behaviour, Personalisation, SoftwareCard, personalisations};

use crate::tap::{BELOW, Reader, ended, hex, tag};

const EXCHANGE_RELAY_RESISTANCE_DATA: u8 = 0xEA;

/// The card with these delays in units of 100 µs, and this least time.
fn card(delays: &[u16], min_time: u16) -> SoftwareCard {
    let all = personalisations().unwrap();
    let mut card: Personalisation =
        all.into_iter().find(|card| card.name == "mastercard-relay-resistance").unwrap();
    let Behaviour::Mastercard(behaviour) = &mut card.applications[0].behaviour else {
        panic!("a Mastercard")
    };
    let protocol = behaviour.relay_resistance.as_mut().unwrap();
    (protocol.delays, protocol.min_time) = (delays.to_vec(), min_time);
    SoftwareCard::new(card, 1).unwrap()
}

/// Tries, TVR, outcome. The transport takes 1 ms, the reader allows for 1.8 + 2.4 ms, the grace periods are 2 and 5 ms.
#[test]
fn delays_count_by_try() {
    let reader = Reader::as_book();
    for (delays, tries, tvr) in [
        (&[0][..], 1, "0000000002"),
        (&[182], 1, "0000000002"),
        (&[183, 0], 2, "0000000002"),
        (&[183, 183, 182], 3, "0000000002"),
        (&[183], 3, "0000000006"),
        (&[600], 3, "000000000E"),
    ] {
        let tap = reader.tap(&mut card(delays, 20), BELOW);
        let exchanges = tap.instructions.iter().filter(|&&ins| ins == EXCHANGE_RELAY_RESISTANCE_DATA).count();
        assert_eq!(
            (exchanges, tap.data.get(tag("95")).map(hex)),
            (tries, Some(tvr.to_owned())),
            "{delays:?}"
        );
        assert_eq!(tap.conclusion.oda.result, OdaResult::Verified, "{delays:?}");
        let far = tvr != "0000000002";
        assert_eq!(tap.conclusion.parameters.outcome == Outcome::OnlineRequest, far, "{}", ended(&tap));
    }
}

#[test]
fn an_answer_sooner_than_the_card_can_is_refused() {
    let reader = Reader::as_book();
    let tap = reader.tap(&mut card(&[0], 21), BELOW);
    assert_eq!(tap.conclusion.error.l2, Some(L2Error::CardDataError));
    assert_eq!(tap.conclusion.parameters.outcome, Outcome::EndApplication);
}

#[test]
fn a_reader_without_the_protocol_does_not_ask() {
    let reader = Reader::as_book().with("DF811B", "A0");
    let tap = reader.tap(&mut card(&[600], 20), BELOW);
    assert!(!tap.instructions.contains(&EXCHANGE_RELAY_RESISTANCE_DATA));
    assert_eq!(ended(&tap), "Approved, No CVM, CDA verified");
}
