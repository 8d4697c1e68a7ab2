//! What goes wrong on the line, and which of the three values comes of it.

use std::net::TcpListener;
use std::time::Duration;

use tapkernel_simulator::host::{Fault, Server, State};
use tapkernel_terminal::acquirer::iso8583::{Frame, LengthHeader, MessageType};
use tapkernel_terminal::acquirer::link::TcpConnector;
use tapkernel_terminal::acquirer::{
    Acquirer, AuthorisationResponse, Delivery, HostState, Iso8583Acquirer, NotSent, Operation, Reversal,
    ReversalReason, StatusQuery, Unknown,
};

use crate::rig::*;

const SHORT: Duration = Duration::from_millis(300);

/// One purchase that meets `fault`, its reversal twice (the second as a repeat), and the query after it.
fn sale_and_reversal(line: &Line, fault: Fault) -> Delivery<AuthorisationResponse> {
    let server = server(line, None);
    let (mut host, mut journal) = (waiting(&server, line, SHORT), Journal::default());
    let data = tapped(&mut visa(), 1000);
    server.faults().push(fault);
    let outcome = host.authorise(&request(1, Operation::Purchase, 1000, &data), &mut journal);
    if matches!(outcome, Delivery::Unknown(_)) {
        reverse_until_acknowledged(&server, line, &mut journal, &data);
    }
    outcome
}

fn reverse_until_acknowledged(
    server: &Server,
    line: &Line,
    journal: &mut Journal,
    data: &tapkernel_terminal::acquirer::CardData,
) {
    let mut host = acquirer(server, line);
    let undone = original(1, Operation::Purchase);
    for repeat in [false, true] {
        let reversal = Reversal {
            trace: trace(1),
            reason: ReversalReason::TimedOut,
            original: &undone,
            money: eur(1000),
            card: data,
            repeat,
        };
        assert!(host.reverse(&reversal, journal).answer().unwrap().response_code.is_approved());
    }
    let types: Vec<_> = journal.sent.iter().map(|(message_type, _, _)| *message_type).collect();
    let advice = MessageType::REVERSAL_ADVICE;
    assert_eq!(types[types.len() - 2..], [advice, advice.repeat()]);
    let query = StatusQuery { trace: trace(2), original: undone };
    let state = host.status(&query, journal).answer().unwrap().state;
    assert!(matches!(state, HostState::Reversed | HostState::NotFound), "{state:?}");
    // The same message, should it come now, is not approved.
    let late = host.authorise(&request(1, Operation::Purchase, 1000, data), journal).answer();
    let books = server.host();
    let standing = books.ledger().entries().iter().filter(|e| e.is_approved() && e.state == State::Standing);
    assert_eq!(standing.count(), 0, "{late:?}");
}

#[test]
fn silence_and_noise_are_unknown() {
    for line in [ascii(), bcd()] {
        for (fault, expected) in [
            (Fault::Never, Unknown::TimeOut),
            (Fault::Lost, Unknown::TimeOut),
            (Fault::Late(Duration::from_millis(900)), Unknown::TimeOut),
            (Fault::Garbage, Unknown::Garbage),
        ] {
            assert_eq!(sale_and_reversal(&line, fault), Delivery::Unknown(expected), "{fault:?}");
        }
    }
    assert_eq!(sale_and_reversal(&bcd(), Fault::Forged), Delivery::Unknown(Unknown::NotAuthentic));
}

#[test]
fn a_line_that_breaks_at_any_byte_of_the_answer() {
    let line = Line { frame: PLAIN, ..bcd() };
    let mut unknown = 0;
    for bytes in 0..400 {
        match sale_and_reversal(&line, Fault::DropWriting(bytes)) {
            Delivery::Unknown(Unknown::ConnectionLost) => unknown += 1,
            Delivery::Answered(answer) => {
                assert!(answer.response_code.is_approved());
                break;
            }
            other => panic!("{bytes}: {other:?}"),
        }
    }
    assert!((50..400).contains(&unknown), "{unknown} bytes are too few for an answer");
}

#[test]
fn a_line_that_breaks_at_some_bytes_of_the_message() {
    let line = bcd();
    for bytes in [1, 2, 3, 7, 20, 50, 100, 150, 200, 1000] {
        match sale_and_reversal(&line, Fault::DropReading(bytes)) {
            Delivery::Unknown(Unknown::ConnectionLost) | Delivery::Answered(_) => {}
            other => panic!("{bytes}: {other:?}"),
        }
    }
}

#[test]
fn an_answer_that_comes_twice_is_taken_once() {
    let line = ascii();
    let server = server(&line, None);
    let (mut host, mut journal, mut card) = (acquirer(&server, &line), Journal::default(), visa());
    for stan in 1..=4 {
        server.faults().push(Fault::Twice);
        let amount = if stan % 2 == 0 { 1000 } else { 1051 };
        let data = tapped(&mut card, amount);
        let answer = host
            .authorise(&request(stan, Operation::Purchase, amount, &data), &mut journal)
            .answer()
            .unwrap();
        assert_eq!(answer.response_code.is_approved(), stan % 2 == 0, "the answer is that of message {stan}");
    }
}

#[test]
fn a_late_answer_never_answers_the_next_message() {
    let line = ascii();
    let server = server(&line, None);
    let (mut host, mut journal, mut card) = (waiting(&server, &line, SHORT), Journal::default(), visa());
    let (first, second) = (tapped(&mut card, 1000), tapped(&mut card, 1051));
    server.faults().push(Fault::Late(Duration::from_millis(500)));
    let late = host.authorise(&request(1, Operation::Purchase, 1000, &first), &mut journal);
    assert_eq!(late, Delivery::Unknown(Unknown::TimeOut));
    std::thread::sleep(Duration::from_millis(400));
    let next =
        host.authorise(&request(2, Operation::Purchase, 1051, &second), &mut journal).answer().unwrap();
    assert_eq!(next.response_code.to_string(), "51");
}

#[test]
fn a_message_that_comes_again_is_booked_once() {
    let line = ascii();
    let server = server(&line, None);
    let (mut host, mut journal) = (acquirer(&server, &line), Journal::default());
    let data = tapped(&mut visa(), 1000);
    let sale = request(1, Operation::Purchase, 1000, &data);
    let first = host.authorise(&sale, &mut journal);
    assert_eq!(host.authorise(&sale, &mut journal), first);
    assert_eq!(server.host().ledger().entries().len(), 1);
}

#[test]
fn nothing_is_sent_that_the_journal_does_not_take() {
    let line = ascii();
    let server = server(&line, None);
    let mut host = acquirer(&server, &line);
    let mut journal = Journal { refuses: true, ..Journal::default() };
    let data = tapped(&mut visa(), 1000);
    let outcome = host.authorise(&request(1, Operation::Purchase, 1000, &data), &mut journal);
    assert_eq!(outcome, Delivery::NotSent(NotSent::Journal));
    std::thread::sleep(Duration::from_millis(100));
    assert!(server.host().ledger().entries().is_empty());
}

#[test]
fn nobody_there_is_not_sent() {
    let line = ascii();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut host = Iso8583Acquirer::new(settings(&line, SHORT), TcpConnector::new(free.to_string()));
    let mut journal = Journal::default();
    assert_eq!(host.echo(trace(1), &mut journal), Delivery::NotSent(NotSent::Unreachable));
    assert!(journal.sent.is_empty());
}

#[test]
fn a_host_that_restarts_between_messages_is_found_again() {
    let line = ascii();
    let first = server(&line, None);
    let (mut host, mut journal) = (acquirer(&first, &line), Journal::default());
    assert!(host.echo(trace(1), &mut journal).answer().is_some());
    let address = first.address();
    drop(first);
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(host.echo(trace(2), &mut journal), Delivery::NotSent(NotSent::Unreachable));
    let _second = server_at(&line, TcpListener::bind(address).unwrap(), None);
    assert!(host.echo(trace(3), &mut journal).answer().is_some());
}

#[test]
fn another_frame_than_the_hosts_is_unknown_and_bounded() {
    let server = server(&ascii(), None);
    let other = Line { frame: Frame { length: LengthHeader::Binary, tpdu: None }, ..ascii() };
    let mut host = waiting(&server, &other, SHORT);
    assert!(matches!(host.echo(trace(1), &mut Journal::default()), Delivery::Unknown(_)));
}
