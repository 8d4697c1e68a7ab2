//! Recorded test cards through the kernel, byte for byte.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use support::card::protected;
use support::recorded::recorded;
use support::{Reader, ca_key, run, unhex};
use tapkernel_core::data::Rid;
use tapkernel_core::oda::{OdaMethod, OdaResult};
use tapkernel_core::outcome::{Cvm, MessageIdentifier, Outcome, Status};

/// CA public key of Visa with index 92, as published.
const VISA_92: &str = concat!(
    "996AF56F569187D09293C14810450ED8EE3357397B18A2458EFAA92DA3B6DF6514EC060195318FD43BE9B8F0CC669E3F",
    "844057CBDDF8BDA191BB64473BC8DC9A730DB8F6B4EDE3924186FFD9B8C7735789C23A36BA0B8AF65372EB57EA5D89E7",
    "D14E9C7B6B557460F10885DA16AC923F15AF3758F0F03EBD3C5C2C949CBA306DB44E6A2C076C5F67E281D7EF56785DC4",
    "D75945E491F01918800A9E2DC66F60080566CE0DAF8D17EAD46AD8E30A247C9F",
);

fn offline_reader() -> Reader {
    let keys = vec![ca_key(Rid::VISA, 0x92, VISA_92, "03")];
    Reader { keys, ..Reader::new() }
}

#[test]
fn a_tc_with_fdda_is_approved_offline() {
    let mut card = recorded("dhu-mock-visa-offline");
    let run = run(&offline_reader(), &mut card);
    assert!(card.is_finished());
    let parameters = &run.conclusion.parameters;
    assert_eq!(run.outcome(), Outcome::Approved);
    assert_eq!(parameters.cvm, Cvm::NoCvm);
    assert_eq!(parameters.start, None);
    assert_eq!(parameters.ui_on_outcome.unwrap().message, Some(MessageIdentifier::Approved));
    assert_eq!(
        (run.conclusion.oda.method, run.conclusion.oda.result),
        (OdaMethod::Fdda, OdaResult::Verified)
    );
    let [card_read] = run.messages[..] else { panic!("one message before the outcome") };
    assert_eq!(card_read.message, Some(MessageIdentifier::CardReadOk));
    assert_eq!(card_read.status, Some(Status::CardReadSuccessfully));
    assert_eq!(run.record(0x9F02), Some(unhex("000000000200")));
    assert_eq!(run.record(0x9F26), Some(unhex("20261203C3227D26")));
    assert_eq!(run.record(0x95), Some(vec![0; 5]));
    assert_eq!(run.record(0x9F03), None);
    assert_eq!(run.value(0x9F27), Some(vec![0x40]), "derived from the Card Verification Results");
    assert_eq!(run.value(0x9F4C), Some(vec![0x00, 0x15]), "recovered from the signature");
}

#[test]
fn an_arqc_goes_online_with_a_pin() {
    let mut card = recorded("dhu-mock-visa-online");
    let reader = Reader { amount: 9000, date: (2020, 3, 16), ..Reader::strict() }.ttq("24C04000");
    let run = run(&reader, &mut card);
    assert!(card.is_finished());
    let parameters = &run.conclusion.parameters;
    assert_eq!(run.outcome(), Outcome::OnlineRequest);
    assert_eq!(parameters.cvm, Cvm::OnlinePin);
    assert_eq!(parameters.start, None);
    assert_eq!(parameters.ui_on_outcome.unwrap().message, Some(MessageIdentifier::AuthorisingPleaseWait));
    assert_eq!(run.conclusion.oda.result, OdaResult::NotPerformed);
    assert_eq!(run.record(0x9F6C), Some(vec![0x90, 0x00]));
}

#[test]
fn no_changed_byte_stays_verified() {
    let (reader, card) = (offline_reader(), recorded("dhu-mock-visa-offline"));
    let mut changed = 0;
    for (number, answer) in card.answers().iter().enumerate() {
        for at in protected(number, answer) {
            for mask in [0x01, 0x80, 0xFF] {
                let mut bytes = answer.clone();
                bytes[at] ^= mask;
                let run = run(&reader, &mut card.answering(number, &bytes));
                assert_ne!(
                    run.conclusion.oda.result,
                    OdaResult::Verified,
                    "answer {number}, byte {at}, {mask:02X}"
                );
                assert_ne!(run.outcome(), Outcome::Approved);
                changed += 1;
            }
        }
    }
    assert!(changed > 1000, "only {changed} changes");
}
