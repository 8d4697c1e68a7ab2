//! The second tap (Book C-3, 5.10).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use support::card::{Card, Replacement, hex};
use support::{Answer, Answers, Reader, Run, run_activation, unhex, value_of};
use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::tags;
use tapkernel_core::kernel::OnlineResponse;
use tapkernel_core::outcome::{L1Error, L2Error, L3Error, MessageIdentifier, Outcome, OutcomeParameterSet};

/// A card that answers the issuer's commands with these status words in turn, then with 9000.
struct Updated(Vec<&'static str>);

impl Answers for Updated {
    fn fci(&self) -> Vec<u8> {
        unhex(&Card::arqc().fci)
    }

    fn answer(&mut self, _: &[u8]) -> Answer {
        let status = if self.0.is_empty() { "9000" } else { self.0.remove(0) };
        Answer::Bytes(unhex(status))
    }
}

const AUTHENTICATION: &str = "0102030405060708";
const SCRIPT_1: &str = "710F9F18041122334486068418000001AA";
const SCRIPT_2: &str = "72128605841E00000086098424000004AABBCCDD";

fn response(code: &str, authentication: Option<&str>, scripts: &[&str]) -> OnlineResponse {
    let mut response = OnlineResponse::default();
    response.data.insert(tags::AUTHORISATION_RESPONSE_CODE, &unhex(code));
    if let Some(value) = authentication {
        response.data.insert(tags::ISSUER_AUTHENTICATION_DATA, &unhex(value));
    }
    response.scripts = scripts.iter().map(|script| unhex(script)).collect();
    response
}

fn second_tap(response: OnlineResponse, card: &mut dyn Answers) -> Run {
    let mut activation = Reader::new().ttq("2480C000").activation(&card.fci());
    activation.online_response = Some(response);
    run_activation(activation, card)
}

fn sent(run: &Run) -> Vec<String> {
    run.commands.iter().map(|command| hex(command)).collect()
}

#[test]
fn authentication_then_every_script_command() {
    let answer = response("3030", Some(AUTHENTICATION), &[SCRIPT_1, SCRIPT_2]);
    let run = second_tap(answer, &mut Updated(vec![]));
    let expected = ["00820000080102030405060708", "8418000001AA", "841E000000", "8424000004AABBCCDD"];
    assert_eq!(sent(&run), expected);
    assert_eq!(run.outcome(), Outcome::Approved);
    let parameters = &run.conclusion.parameters;
    assert_eq!(parameters.ui_on_outcome.unwrap().message, Some(MessageIdentifier::Approved));
    assert_eq!(parameters.start, None);
    let results = value_of(parameters.discretionary_data.as_ref().unwrap(), 0x9F5B).unwrap();
    assert_eq!(hex(results), "20112233442000000000");
}

#[test]
fn the_issuer_decides() {
    for (code, outcome) in [
        ("3030", Outcome::Approved),
        ("3130", Outcome::Approved),
        ("3131", Outcome::Approved),
        ("3035", Outcome::Declined),
        ("3531", Outcome::Declined),
        ("5A33", Outcome::Declined),
        ("", Outcome::Declined),
    ] {
        let run = second_tap(response(code, Some(AUTHENTICATION), &[]), &mut Updated(vec![]));
        assert_eq!(run.outcome(), outcome, "8A {code}");
        assert_eq!(run.conclusion.parameters.discretionary_data, None);
    }
}

#[test]
fn no_script_goes_to_a_card_that_refuses_the_issuer() {
    let answer = response("3030", Some(AUTHENTICATION), &[SCRIPT_1, SCRIPT_2]);
    let run = second_tap(answer, &mut Updated(vec!["6300"]));
    assert_eq!(run.commands.len(), 1);
    assert_eq!(run.outcome(), Outcome::Approved, "the issuer's decision stands");
    assert_eq!(hex(&run.value(0x9F5B).unwrap()), "00112233440000000000");
}

#[test]
fn a_refused_command_ends_its_script_only() {
    let scripts = |statuses: Vec<&'static str>| {
        let run = second_tap(response("3030", None, &[SCRIPT_2, SCRIPT_1]), &mut Updated(statuses));
        (run.commands.len(), hex(&run.value(0x9F5B).unwrap()))
    };
    assert_eq!(scripts(vec![]), (3, "20000000002011223344".into()));
    assert_eq!(scripts(vec!["6282", "6300"]), (3, "20000000002011223344".into()), "warnings go on");
    assert_eq!(scripts(vec!["6985"]), (2, "11000000002011223344".into()));
    assert_eq!(scripts(vec!["9000", "6A80"]), (3, "12000000002011223344".into()));
    assert_eq!(scripts(vec!["9000", "9000", "6F00"]), (3, "20000000001111223344".into()));
}

#[test]
fn a_script_that_cannot_be_read_is_not_performed() {
    let command = "8605841E000000";
    let long = format!("7277{}", command.repeat(17));
    for (script, commands, result) in [
        ("", 0, "0000000000"),
        ("7205", 0, "0000000000"),
        ("72058603841E00", 0, "0000000000"),
        ("72088606842400000401", 0, "0000000000"),
        ("720F9F1804AABBCCDD8606842400000401", 0, "00AABBCCDD"),
        ("72079F1804AABBCCDD", 0, "20AABBCCDD"),
        (&long, 17, "2000000000"),
    ] {
        let run = second_tap(response("3030", None, &[script]), &mut Updated(vec![]));
        assert_eq!(run.commands.len(), commands, "{script}");
        assert_eq!(hex(&run.value(0x9F5B).unwrap()), result, "{script}");
    }
    let mut refused = vec!["9000"; 16];
    refused.push("6F00");
    let run = second_tap(response("3030", None, &[&long]), &mut Updated(refused));
    assert_eq!(hex(&run.value(0x9F5B).unwrap()), "1F00000000", "F from the fifteenth command on");
}

#[test]
fn authentication_data_of_another_length_are_not_sent() {
    for value in ["", "01020304050607", "0102030405060708090A0B0C0D0E0F1011"] {
        assert_eq!(
            second_tap(response("3030", Some(value), &[]), &mut Updated(vec![])).commands.len(),
            0,
            "{value}"
        );
    }
    let sixteen =
        second_tap(response("3030", Some("0102030405060708090A0B0C0D0E0F10"), &[]), &mut Updated(vec![]));
    assert_eq!(sent(&sixteen), ["0082000010".to_owned() + "0102030405060708090A0B0C0D0E0F10"]);
}

#[test]
fn a_card_that_leaves_is_not_asked_for_again() {
    let end = OutcomeParameterSet::new(Outcome::EndApplication);
    for command in 1..=2 {
        let answer = response("3030", Some(AUTHENTICATION), &[SCRIPT_1]);
        let card = |replacement| Card::arqc().answering(1, "9000").failing(command, replacement);
        let mut card_lost = card(Replacement::Error(L1Error::TimeOut));
        if command == 1 {
            card_lost.instead.remove(0);
        }
        let lost = second_tap(answer.clone(), &mut card_lost);
        assert_eq!(lost.conclusion.parameters, end);
        assert_eq!(lost.conclusion.error.l1, Some(L1Error::TimeOut));
        let mut stopping = card(Replacement::Stop);
        if command == 1 {
            stopping.instead.remove(0);
        }
        let stopped = second_tap(answer, &mut stopping);
        assert_eq!(stopped.conclusion.error.l3, Some(L3Error::Stop));
    }
}

#[test]
fn only_the_same_application_on_a_capable_reader_is_updated() {
    let activation = |ttq: &str, status| {
        let mut activation = Reader::new().ttq(ttq).activation(&Updated(vec![]).fci());
        activation.online_response = Some(response("3030", Some(AUTHENTICATION), &[]));
        activation.selection.as_mut().unwrap().status = status;
        activation
    };
    let end = OutcomeParameterSet::new(Outcome::EndApplication);
    let not_selected = run_activation(activation("2480C000", StatusWord(0x6A82)), &mut Updated(vec![]));
    assert_eq!(not_selected.conclusion.parameters, end);
    assert_eq!(not_selected.conclusion.error.status_word, Some(StatusWord(0x6A82)));
    let incapable = run_activation(activation("24804000", StatusWord::OK), &mut Updated(vec![]));
    assert_eq!(incapable.conclusion.parameters, end);
    assert_eq!(incapable.conclusion.error.l2, Some(L2Error::TerminalDataError));
    let mut nobody = activation("2480C000", StatusWord::OK);
    nobody.selection = None;
    assert_eq!(run_activation(nobody, &mut Updated(vec![])).conclusion.parameters, end);
}
