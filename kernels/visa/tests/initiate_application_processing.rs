//! GET PROCESSING OPTIONS: what it carries, what its answer can be (Book C-3, 5.2).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use support::card::{Card, Replacement, fci};
use support::{Answers, Reader, run, unhex};
use tapkernel_core::apdu::StatusWord;
use tapkernel_core::outcome::{
    AlternateInterface, L1Error, L2Error, L3Error, MessageIdentifier, Outcome, OutcomeParameterSet, Start,
    Status, Tenths, UserInterfaceRequest,
};

const TRY_ANOTHER_CARD: UserInterfaceRequest =
    UserInterfaceRequest::new(MessageIdentifier::InsertSwipeOrTryAnotherCard, Status::ProcessingError);

fn end_application() -> OutcomeParameterSet {
    OutcomeParameterSet {
        ui_on_outcome: Some(TRY_ANOTHER_CARD),
        ..OutcomeParameterSet::new(Outcome::EndApplication)
    }
}

#[test]
fn each_status_word_has_its_outcome() {
    let refused = |status: &str| run(&Reader::new(), &mut Card::arqc().answering(1, status));

    let switch = refused("6984");
    assert_eq!(
        switch.conclusion.parameters,
        OutcomeParameterSet {
            alternate_interface: AlternateInterface::ContactChip,
            ui_on_outcome: Some(UserInterfaceRequest::new(
                MessageIdentifier::PleaseInsertCard,
                Status::ProcessingError
            )),
            ..OutcomeParameterSet::new(Outcome::TryAnotherInterface)
        }
    );

    let next = refused("6985");
    assert_eq!(
        next.conclusion.parameters,
        OutcomeParameterSet { start: Some(Start::C), ..OutcomeParameterSet::new(Outcome::SelectNext) }
    );

    let phone = refused("6986");
    assert_eq!(
        phone.conclusion.parameters,
        OutcomeParameterSet {
            start: Some(Start::B),
            ui_on_outcome: Some(
                UserInterfaceRequest::new(MessageIdentifier::SeePhone, Status::ProcessingError)
                    .held(Tenths(13))
            ),
            ui_on_restart: Some(UserInterfaceRequest::status(Status::ReadyToRead)),
            field_off: Some(Tenths(13)),
            ..OutcomeParameterSet::new(Outcome::TryAgain)
        }
    );

    for (run, status) in [(&switch, 0x6984), (&next, 0x6985), (&phone, 0x6986)] {
        assert_eq!(run.conclusion.error.status_word, Some(StatusWord(status)));
        assert_eq!(run.conclusion.error.l2, Some(L2Error::StatusBytes));
        assert_eq!((run.commands.len(), run.messages.len()), (1, 0));
    }
}

#[test]
fn every_other_status_word_ends_the_application() {
    for status in (0..=u16::MAX).filter(|status| ![0x6984, 0x6985, 0x6986, 0x9000].contains(status)) {
        let run = run(&Reader::new(), &mut Card::arqc().answering(1, &format!("{status:04X}")));
        assert_eq!(run.conclusion.parameters, end_application(), "{status:04X}");
        assert_eq!(run.conclusion.error.status_word, Some(StatusWord(status)));
    }
}

#[test]
fn the_pdol_is_filled_with_what_the_terminal_has() {
    let card = |pdol: &str| Card { fci: fci(pdol), ..Card::arqc() };
    let sent = |pdol: &str| {
        let run = run(&Reader::new().ttq("A6C0C000"), &mut card(pdol));
        run.commands[0].clone()
    };
    assert_eq!(sent("9F6604"), unhex("80A80000068304A6C0C00000"), "the TTQ copy");
    assert_eq!(sent("9505"), unhex("80A80000078305000000000000"), "a TVR of zeros");
    assert_eq!(sent("9F0607"), unhex("80A80000098307A000000003101000"), "the AID of the reader");
    assert_eq!(sent("9F0208"), unhex("80A800000A8308000000000000020000"), "n is filled up on the left");
    assert_eq!(sent("9F7A019F6604"), unhex("80A8000007830500A6C0C00000"), "unknown is zero");
}

#[test]
fn no_pdol_gets_the_kernels_own_configuration() {
    let reader = Reader::new().with(0xDF8F01, "FF").with(0xDF8F02, "4761739001010010FFFF");
    let card = Card { fci: fci("DF8F0101DF8F020A9F6604"), ..Card::arqc() };
    let run = run(&reader, &mut card.clone());
    assert_eq!(run.commands[0][7..18], [0; 11]);
    assert_eq!(run.value(0xDF8F02), None);
}

#[test]
fn a_pdol_that_cannot_be_filled_ends_the_application() {
    for pdol in ["9F", "9F66", "9F02FF9F02FF"] {
        let run = run(&Reader::new(), &mut Card { fci: fci(pdol), ..Card::arqc() });
        assert_eq!(run.conclusion.parameters, end_application(), "{pdol}");
        assert_eq!(run.conclusion.error.l2, Some(L2Error::ParsingError), "{pdol}");
        assert_eq!(run.commands.len(), 0, "{pdol}");
    }
}

#[test]
fn an_answer_that_is_not_one_template_ends_the_application() {
    for data in ["", "00", "77", "7702", "770182", "7600", "700482022000", "77028200770282", "8000", "800120"]
    {
        let run = run(&Reader::new(), &mut Card::arqc().answering(1, &format!("{data}9000")));
        assert_eq!(run.outcome(), Outcome::EndApplication, "{data}");
        assert!(run.conclusion.error.l2.is_some(), "{data}");
    }
}

#[test]
fn format_80_gives_profile_and_locator() {
    let mut card = Card::arqc();
    let objects: Vec<_> = card.gpo.drain(..).filter(|(tag, _)| *tag != 0x82).collect();
    card.records[0].extend(objects);
    let run = run(&Reader::new(), &mut card.answering(1, "80062000100101009000"));
    assert_eq!(run.outcome(), Outcome::OnlineRequest);
    assert_eq!(run.record(0x82), Some(unhex("2000")));
    assert_eq!(run.commands[1], unhex("00B2011400"));
}

#[test]
fn format_80_does_not_overwrite() {
    let run = run(&Reader::new().with(0x82, "0000"), &mut Card::arqc().answering(1, "80062000100101009000"));
    assert_eq!(run.outcome(), Outcome::EndApplication);
    assert_eq!(run.conclusion.error.l2, Some(L2Error::CardDataError));
    assert_eq!(run.value(0x82), Some(unhex("0000")));
}

#[test]
fn an_answer_that_is_no_r_apdu_is_a_communication_error() {
    for bytes in ["", "90", &format!("{}9000", "00".repeat(257))] {
        let run = run(&Reader::new(), &mut Card::arqc().answering(1, bytes));
        assert_eq!(run.conclusion.error.l1, Some(L1Error::Protocol));
        assert_eq!(run.conclusion.parameters.start, Some(Start::B));
    }
}

#[test]
fn communication_errors_ask_for_the_card_again() {
    let restart = OutcomeParameterSet {
        start: Some(Start::B),
        ui_on_restart: Some(UserInterfaceRequest::new(
            MessageIdentifier::PresentCardAgain,
            Status::ReadyToRead,
        )),
        ..OutcomeParameterSet::new(Outcome::EndApplication)
    };
    for error in [L1Error::TimeOut, L1Error::Transmission, L1Error::Protocol] {
        for command in 1..=4 {
            let run = run(&Reader::new(), &mut Card::tc().failing(command, Replacement::Error(error)));
            assert_eq!(run.conclusion.parameters, restart, "{error:?} at command {command}");
            assert_eq!(run.conclusion.error.l1, Some(error));
            assert_eq!((run.commands.len(), run.messages.len()), (command, 0));
        }
        let after = run(&Reader::new(), &mut Card::tc().failing(5, Replacement::Error(error)));
        assert_eq!(after.outcome(), Outcome::Approved, "the card may go after its last record");
    }
}

#[test]
fn stop_ends_at_every_command_and_shows_nothing() {
    for command in 1..=4 {
        let run = run(&Reader::new(), &mut Card::tc().failing(command, Replacement::Stop));
        assert_eq!(run.conclusion.parameters, OutcomeParameterSet::new(Outcome::EndApplication));
        assert_eq!(run.conclusion.error.l3, Some(L3Error::Stop));
    }
}

#[test]
fn a_combination_without_ttq_or_application_is_a_terminal_error() {
    use tapkernel_core::kernel::Output;
    let activation = Reader::new().activation(&Card::arqc().fci());
    let mut without_ttq = activation.clone();
    without_ttq.pre_processing.ttq = None;
    let mut without_application = activation;
    without_application.selection = None;
    for activation in [without_ttq, without_application] {
        let mut kernel =
            tapkernel_visa::kernel().activate(activation, tapkernel_core::time::Instant::default());
        let Some(Output::Out(conclusion)) = kernel.poll() else { panic!("no outcome") };
        assert_eq!(conclusion.parameters, end_application());
        assert_eq!(conclusion.error.l2, Some(L2Error::TerminalDataError));
        assert_eq!(conclusion.error.message_on_error, Some(MessageIdentifier::InsertSwipeOrTryAnotherCard));
    }
}
