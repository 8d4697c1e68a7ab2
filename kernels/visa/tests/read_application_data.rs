//! Records, and what a card may put into them (Book C-3, 5.3 and 5.4.2.2).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use support::card::Card;
use support::{Reader, Run, run, unhex};
use tapkernel_core::apdu::StatusWord;
use tapkernel_core::outcome::{L2Error, MessageIdentifier, Outcome};

/// The application ended with this error, and with the message that goes with it.
fn ended(run: &Run, error: L2Error) -> bool {
    let message = run.conclusion.parameters.ui_on_outcome.and_then(|request| request.message);
    run.outcome() == Outcome::EndApplication
        && run.conclusion.error.l2 == Some(error)
        && message == Some(MessageIdentifier::InsertSwipeOrTryAnotherCard)
}

#[test]
fn records_are_read_in_the_order_of_the_afl() {
    let run = run(&Reader::new(), &mut Card::tc().with(0x94, "1001010110020300"));
    assert_eq!(run.commands[1..], [unhex("00B2011400"), unhex("00B2021400"), unhex("00B2031400")]);
    assert_eq!(run.outcome(), Outcome::Approved);
}

#[test]
fn a_record_with_another_status_word_ends_the_application() {
    for status in [0x0000, 0x6283, 0x6300, 0x6982, 0x6984, 0x6985, 0x6986, 0x6A83, 0xFFFF] {
        for command in 2..=4 {
            let run = run(&Reader::new(), &mut Card::tc().answering(command, &format!("{status:04X}")));
            assert!(ended(&run, L2Error::StatusBytes), "{status:04X} at {command}");
            assert_eq!(run.conclusion.error.status_word, Some(StatusWord(status)));
        }
    }
}

#[test]
fn a_locator_that_breaks_its_rules_ends_the_application() {
    let faults = [
        ("100101", "not a multiple of four"),
        ("00010100", "SFI 0"),
        ("F8010100", "SFI 31"),
        ("11010100", "bits below the SFI"),
        ("10000100", "record 0"),
        ("10020100", "last before first"),
        ("10010102", "more to authenticate than there are"),
        ("10014100", "65 records"),
    ];
    for (locator, why) in faults {
        let run = run(&Reader::new(), &mut Card::tc().with(0x94, locator));
        assert!(ended(&run, L2Error::ParsingError), "{why}");
        assert_eq!(run.commands.len(), 1, "{why}");
    }
}

#[test]
fn a_record_of_sfi_1_to_10_is_one_template_70() {
    for record in
        ["", "6F00", "5F3401", "5F340101", "7002", "70017F", "700070", "70007000", "77055F24034912319000"]
    {
        let run = run(&Reader::new(), &mut Card::tc().answering(2, &format!("{record}9000")));
        assert!(ended(&run, L2Error::ParsingError), "{record}");
    }
}

#[test]
fn a_record_above_sfi_10_has_a_form_of_its_own() {
    let run = run(&Reader::new(), &mut Card::arqc().with(0x94, "58010100").answering(2, "DEADBEEF9000"));
    assert_eq!(run.outcome(), Outcome::OnlineRequest);
}

#[test]
fn what_the_card_sends_twice_ends_the_application() {
    let cases: [(&str, Card); 6] = [
        ("twice in the answer to GPO", Card::arqc().in_gpo(0x9F36, "0015")),
        ("twice in a record", Card::arqc().in_record(0x5F34, "01")),
        ("in two records", Card { records: vec![Card::arqc().records[0].clone(); 2], ..Card::arqc() }),
        ("in answer and record", Card::arqc().in_record(0x9F26, "0000000000000000")),
        ("CTQ twice", Card::arqc().in_record(0x9F6C, "0080")),
        ("another PDOL than in the FCI", Card::arqc().in_record(0x9F38, "9F6604")),
    ];
    for (what, mut card) in cases {
        let run = run(&Reader::new(), &mut card);
        assert!(ended(&run, L2Error::CardDataError), "{what}");
        assert!(run.passed("5.4.2.2"), "{what}");
    }
}

#[test]
fn a_record_may_repeat_the_fci_with_the_same_value() {
    let run = run(&Reader::new(), &mut Card::arqc().in_record(0x50, "56495341"));
    assert_eq!(run.outcome(), Outcome::OnlineRequest);
}

#[test]
fn the_card_does_not_speak_for_the_terminal() {
    let terminal: [(u32, &str); 12] = [
        (0x9F02, "000000000001"),
        (0x9F37, "00000000"),
        (0x9F66, "00000000"),
        (0x95, "0000000000"),
        (0x9A, "190819"),
        (0x9F06, "A0000000031010"),
        (0x9F1A, "0840"),
        (0x9F33, "E0F8C8"),
        (0x9F4E, "41"),
        (0x8A, "3030"),
        (0x9F5B, "00"),
        (0xDF8F01, "FF"),
    ];
    for (tag, value) in terminal {
        for reader in [Reader::new(), Reader::new().without(tag)] {
            let before =
                reader.activation(&[]).data.get(tapkernel_core::tlv::Tag::new(tag)).map(<[u8]>::to_vec);
            for mut card in [Card::arqc().in_record(tag, value), Card::arqc().in_gpo(tag, value)] {
                let run = run(&reader, &mut card);
                assert!(ended(&run, L2Error::CardDataError), "{tag:X}");
                assert!(
                    before.is_none() || [0x9F66, 0xDF8F01].contains(&tag) || run.value(tag) == before,
                    "{tag:X}"
                );
            }
        }
    }
}

#[test]
fn lengths_and_digits_are_those_of_the_dictionary() {
    let wrong = [
        (0x9F26, "00"),
        (0x9F27, "8000"),
        (0x9F36, "001500"),
        (0x82, "20"),
        (0x9F6C, "000000"),
        (0x9F6E, "2070"),
        (0x9F69, "01000000"),
        (0x9F5D, "00000000000A"),
        (0x5F24, "4912"),
        (0x5F24, "49123A"),
        (0x57, "4761739001010010D491220111438820000000000F"),
    ];
    for (tag, value) in wrong {
        let run = run(&Reader::new(), &mut Card::arqc().with(tag, value));
        assert!(ended(&run, L2Error::CardDataError), "{tag:X}");
    }
}

#[test]
fn nesting_and_unknown_objects_are_read_within_limits() {
    let nested = run(&Reader::new(), &mut Card::arqc().in_record(0xE1, "DF0101AA"));
    assert_eq!(nested.outcome(), Outcome::OnlineRequest);
    assert_eq!(nested.value(0xDF01), Some(vec![0xAA]), "primitive objects count on every level");
    let deep = (0..8).fold(String::new(), |inner, _| format!("E1{:02X}{inner}", inner.len() / 2));
    let deep = run(&Reader::new(), &mut Card::arqc().in_record(0xE1, &deep));
    assert!(ended(&deep, L2Error::ParsingError));
}

#[test]
fn every_answer_cut_short_comes_to_an_outcome() {
    let mut whole = Card::tc();
    let answers: Vec<String> = support::card::answers(&mut whole);
    for (number, answer) in answers.iter().enumerate() {
        for length in (0..answer.len() - 4).step_by(2) {
            let cut = format!("{}9000", &answer[..length]);
            let run = run(&Reader::new(), &mut Card::tc().answering(number + 1, &cut));
            assert_eq!(run.outcome(), Outcome::EndApplication, "answer {number} cut to {length} digits");
        }
    }
}
