//! A day at the till, in each coding; both ledgers agree at its end.

use tapkernel_simulator::host::{HostEntry, Kind, State};
use tapkernel_terminal::acquirer::{
    Acquirer, Advice, AdviceKind, AuthorisationRequest, BatchEntry, Breakdown, CountAndSum, Delivery,
    HostState, Operation, ParameterRequest, Reversal, ReversalReason, Settlement, StatusQuery, Totals,
};
use tapkernel_terminal::tapkernel::core::data::{Amount, Currency, tags};

use crate::rig::*;

fn code(delivery: Delivery<tapkernel_terminal::acquirer::AuthorisationResponse>) -> String {
    delivery.answer().unwrap().response_code.to_string()
}

fn settlement(stan: u32, debits: CountAndSum, totals: Totals) -> Settlement {
    Settlement {
        trace: trace(stan),
        currency: Currency::new(978, 2).unwrap(),
        totals: Totals { debits, ..totals },
        breakdown: vec![Breakdown { scheme: "VISA".into(), operation: Operation::Purchase, total: debits }],
        after_upload: false,
    }
}

fn day(line: &Line, use_aes: bool) {
    let server = server(line, None);
    let (mut host, mut journal, mut card) = (acquirer(&server, line), Journal::default(), visa());
    let sale = |stan, amount, data| request(stan, Operation::Purchase, amount, data);

    // 1: a purchase; 2: declined; 3: soft decline, then the same cryptogram with the PIN; 4: a wrong PIN.
    let first = tapped(&mut card, 1000);
    let approved = host.authorise(&sale(1, 1000, &first), &mut journal).answer().unwrap();
    assert!(approved.response_code.is_approved() && approved.authorisation_code.is_some());
    assert!(approved.emv.objects.is_present(tags::ISSUER_AUTHENTICATION_DATA));
    assert_eq!(approved.amount, Amount::new(1000));
    let data = tapped(&mut card, 1051);
    assert_eq!(code(host.authorise(&sale(2, 1051, &data), &mut journal)), "51");
    let data = tapped(&mut card, 1065);
    let soft = host.authorise(&sale(3, 1065, &data), &mut journal).answer().unwrap();
    assert!(soft.response_code.is_soft_decline());
    let wrong = pin("9999", &data, use_aes);
    let with_pin = AuthorisationRequest { pin: Some(&wrong), ..sale(4, 1065, &data) };
    assert_eq!(code(host.authorise(&with_pin, &mut journal)), "55");
    let right = pin("1234", &data, use_aes);
    let with_pin = AuthorisationRequest { pin: Some(&right), ..sale(5, 1065, &data) };
    assert_eq!(code(host.authorise(&with_pin, &mut journal)), "00");

    // 6: refunds of the first, twice in part, then more than is left.
    let refund_of = original(1, Operation::Purchase);
    for (stan, amount, expected) in [(6, 400, "00"), (7, 600, "00"), (8, 1, "13")] {
        let refund = AuthorisationRequest {
            original: Some(&refund_of),
            ..request(stan, Operation::Refund, amount, &first)
        };
        assert_eq!(code(host.authorise(&refund, &mut journal)), expected, "{stan}");
    }

    // 9: void, once.
    let data = tapped(&mut card, 2000);
    assert_eq!(code(host.authorise(&sale(9, 2000, &data), &mut journal)), "00");
    let voided = original(9, Operation::Purchase);
    for (stan, amount, expected) in [(10, 1999, "12"), (11, 2000, "00"), (12, 2000, "12")] {
        let void = Reversal {
            trace: trace(stan),
            reason: ReversalReason::Void,
            original: &voided,
            money: eur(amount),
            card: &data,
            repeat: false,
        };
        assert_eq!(
            host.reverse(&void, &mut journal).answer().unwrap().response_code.to_string(),
            expected,
            "{stan}"
        );
    }

    // 13: pre-authorisation, increment, completion.
    let data = tapped(&mut card, 5000);
    assert_eq!(
        code(host.authorise(&request(13, Operation::PreAuthorisation, 5000, &data), &mut journal)),
        "00"
    );
    let held = original(13, Operation::PreAuthorisation);
    let more =
        AuthorisationRequest { original: Some(&held), ..request(14, Operation::Increment, 500, &data) };
    assert_eq!(code(host.authorise(&more, &mut journal)), "00");
    for (stan, amount, expected) in [(15, 5501, "13"), (16, 5500, "00"), (17, 1, "12")] {
        let completion = Advice {
            trace: trace(stan),
            kind: AdviceKind::Completion,
            money: eur(amount),
            card: &data,
            original: Some(&held),
            repeat: false,
        };
        let answer = host.advise(&completion, &mut journal).answer().unwrap();
        assert_eq!(answer.response_code.to_string(), expected, "{stan}");
    }

    // 18: what became of earlier messages.
    for (stan, about, state) in [
        (18, 1, HostState::Approved),
        (19, 2, HostState::Declined),
        (20, 9, HostState::Reversed),
        (21, 999, HostState::NotFound),
    ] {
        let query = StatusQuery { trace: trace(stan), original: original(about, Operation::Purchase) };
        assert_eq!(host.status(&query, &mut journal).answer().unwrap().state, state);
    }
    close(&mut host, &mut journal, &server);
}

/// Settlement with wrong totals, upload, with right ones, and once more as after a crash; then echo and parameters.
fn close(host: &mut impl Acquirer, journal: &mut Journal, server: &tapkernel_simulator::host::Server) {
    // 10.00 + 10.65 + 20.00 voided + completion of 55.00; refunds of 4.00 and 6.00.
    let debits = CountAndSum { count: 4, sum: 1000 + 1065 + 2000 + 5500 };
    let totals = Totals {
        debit_reversals: CountAndSum { count: 1, sum: 2000 },
        credits: CountAndSum { count: 2, sum: 1000 },
        ..Totals::default()
    };
    let wrong = settlement(22, CountAndSum { count: 4, sum: 1 }, totals);
    let answer = host.settle(&wrong, journal).answer().unwrap();
    assert_eq!((answer.response_code.to_string().as_str(), answer.balanced), ("95", false));
    let entry = BatchEntry {
        trace: trace(23),
        original: original(1, Operation::Purchase),
        money: eur(1000),
        number: 1,
    };
    assert!(host.upload(&entry, journal).answer().unwrap().response_code.is_approved());
    for stan in [24, 25] {
        let answer = host.settle(&settlement(stan, debits, totals), journal).answer().unwrap();
        assert!(answer.response_code.is_approved() && answer.balanced);
    }
    assert_eq!(settlement(1, debits, totals).totals.net(), 6565);
    assert!(host.echo(trace(26), journal).answer().unwrap().response_code.is_approved());
    let mut parameters = Vec::new();
    for block in 1..=3 {
        let request = ParameterRequest { trace: trace(26 + u32::from(block)), block };
        let answer = host.download_parameters(&request, journal).answer().unwrap();
        assert_eq!((answer.block, answer.of), (block, 3));
        parameters.extend(answer.data);
    }
    assert_eq!(parameters, vec![b'p'; 900]);
    let missing = ParameterRequest { trace: trace(30), block: 4 };
    assert!(matches!(host.download_parameters(&missing, journal), Delivery::Unknown(_)));

    let books = server.host();
    let totals_of_host = books.ledger().totals("TM000016", 7, 978).unwrap();
    assert_eq!(totals_of_host, Totals { debits, ..totals });
    let holds = |entry: &HostEntry| matches!(entry.kind, Kind::PreAuthorisation | Kind::Increment);
    assert!(books.ledger().entries().iter().all(|entry| entry.settled != holds(entry)));
    assert_eq!(books.ledger().entries().iter().filter(|entry| entry.state == State::Voided).count(), 1);
    // Every message was in the journal, in order, each number once.
    let numbers: Vec<_> = journal.sent.iter().map(|(_, stan, _)| *stan).collect();
    assert_eq!(numbers, (1..=30).collect::<Vec<_>>());
    let shown = format!("{:?} {books:?}", journal.sent);
    let number: String =
        tapped(&mut visa(), 1).pan().digits().map(|digit| char::from(b'0' | digit)).collect();
    assert!(number.len() >= 16 && !shown.contains(&number) && !shown.contains(&number[..9]));
}

#[test]
fn in_ascii_with_a_length_in_digits() {
    day(&ascii(), false);
}

#[test]
fn in_bcd_with_tpdu_and_retail_mac() {
    day(&bcd(), false);
}

#[test]
fn in_bcd_with_aes() {
    day(&aes(), true);
}

#[test]
fn what_the_message_says() {
    let line = ascii();
    let server = server(&line, None);
    let (mut host, mut journal) = (acquirer(&server, &line), Journal::default());
    let data = tapped(&mut visa(), 3000);
    let enciphered = pin("1234", &data, false);
    let request = AuthorisationRequest {
        operation: Operation::Cashback,
        cashback: Amount::new(1000).unwrap(),
        pin: Some(&enciphered),
        ..request(1, Operation::Purchase, 3000, &data)
    };
    let _ = host.authorise(&request, &mut journal);
    let (message_type, _, sent) = &journal.sent[0];
    assert_eq!(message_type.digits(), b"0200");
    for (field, expected) in [
        (3, "090000"),
        (4, "000000003000"),
        (7, "1121120001"),
        (11, "000001"),
        (12, "120001"),
        (13, "1121"),
        (18, "5411"),
        (22, "071"),
        (25, "00"),
        (41, "TM000016"),
        (42, "MERCHANT       "),
        (49, "978"),
        (53, "0100000000000000"),
        (54, "0040978D000000001000"),
        (60, "0000071"),
    ] {
        assert_eq!(sent.text(field), Some(expected), "field {field}");
    }
    assert_eq!(sent.bytes(52), Some(enciphered.block.as_bytes()));
    assert_eq!(sent.bytes(62), Some(enciphered.key_serial_number.as_bytes()));
    let (number, rest) = sent.text(35).unwrap().split_once('=').unwrap();
    assert!(number.bytes().eq(data.pan().digits().map(|digit| b'0' | digit)) && rest.len() >= 7);
    assert!(sent.bytes(2).is_none() && sent.bytes(14).is_none());
}
