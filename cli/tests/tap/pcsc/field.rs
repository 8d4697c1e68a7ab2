//! The transport itself: a card that is waited for, one that somebody else has.

use std::time::Duration;

use tapkernel::core::apdu::CApdu;
use tapkernel::transport::pcsc::{CardKind, PcscError, PcscTransport, Readers};
use tapkernel::transport::{ActivationError, CardTransport, Stop};

use super::{READERS, Served};

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn a_wait_for_a_card_ends_in_time_and_when_it_is_stopped() {
    let reader = &READERS[1];
    let _alone = reader.alone();
    reader.await_state("no card");
    let mut transport = PcscTransport::open(Some(reader.name)).unwrap();
    let nobody = transport.await_card(Duration::from_millis(200), &Stop::new());
    assert_eq!(nobody, Err(ActivationError::TimeOut));
    let stop = Stop::new();
    let stopped = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| transport.await_card(Duration::from_secs(600), &stop));
        std::thread::sleep(Duration::from_millis(200));
        stop.stop();
        waiting.join().unwrap()
    });
    assert_eq!(stopped, Err(ActivationError::Stopped));
    assert!(transport.await_removal(Duration::ZERO));
    let nothing = transport.transceive(&CApdu::select_ppse(), Duration::from_secs(1));
    assert!(nothing.is_err());
    assert_eq!(transport.last_error(), Some(&PcscError::NoCard));
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn a_card_that_another_program_has_is_busy() {
    let reader = &READERS[0];
    let _alone = reader.alone();
    let _served = Served::card("visa-credit", reader, &[]);
    let mut holder = PcscTransport::open(Some(reader.name)).unwrap();
    holder.await_card(Duration::from_secs(5), &Stop::new()).unwrap();
    assert_eq!(holder.atr().map(|atr| atr.kind()), Some(CardKind::Contactless));
    reader.await_state("in use by another program");
    let refused = reader.pay("4.10");
    assert_eq!(refused.status, 3, "{}", refused.everything());
    let message = refused.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("another program uses the card"), "{message}");
    // The holder was not disturbed.
    let answer = holder.transceive(&CApdu::select_ppse(), Duration::from_secs(5)).unwrap();
    assert!(answer.bytes.ends_with(&[0x90, 0x00]));
    holder.field_off(Duration::ZERO);
    reader.await_state("contactless card");
    assert_eq!(reader.pay("4.10").json()["outcome"], "Approved");
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn a_card_that_comes_is_noticed() {
    let reader = &READERS[1];
    let _alone = reader.alone();
    let mut readers = Readers::connect().unwrap();
    reader.await_state("no card");
    assert_eq!(readers.list().unwrap().len(), READERS.len());
    let _served = Served::card("visa-credit", reader, &[]);
    assert_eq!(readers.await_change(Duration::from_secs(20), &Stop::new()), Ok(true));
}

/// The limit holds although the service would wait, and the next tap is not disturbed.
#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn a_card_that_takes_too_long_is_given_up() {
    let reader = &READERS[0];
    let _alone = reader.alone();
    let _served = Served::odd(&["slow", "good"], reader);
    let mut transport = PcscTransport::open(Some(reader.name)).unwrap();
    transport.await_card(Duration::from_secs(5), &Stop::new()).unwrap();
    let late = transport.transceive(&CApdu::select_ppse(), Duration::from_millis(20));
    assert!(late.is_err());
    assert_eq!(transport.last_error(), Some(&PcscError::TimeOut));
    drop(transport);
    let next = reader.pay("4.10");
    assert_eq!(next.json()["kernel_outcome"], "Online Request", "{}", next.everything());
}
