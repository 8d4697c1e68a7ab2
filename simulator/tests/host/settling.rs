//! Batches that close.

use tapkernel_terminal::acquirer::iso8583::{Message, MessageType};
use tapkernel_terminal::acquirer::{CountAndSum, Totals};

use crate::till::{EUR, JPY, TERMINAL, TND, Till, again, transmitted};

fn settlement(till: &Till, stan: u32, totals: Totals, code: &str) -> Message {
    let rows = [
        (74, 86, totals.credits),
        (75, 87, totals.credit_reversals),
        (76, 88, totals.debits),
        (77, 89, totals.debit_reversals),
    ];
    let message = till
        .message(MessageType::RECONCILIATION, stan)
        .with(3, code)
        .with(50, format!("{:03}", till.currency));
    rows.into_iter().fold(message, |message, (count, sum, total)| {
        message.with(count, format!("{:010}", total.count)).with(sum, format!("{:016}", total.sum))
    })
}

const COMPARE: &str = "920000";
const AFTER_UPLOAD: &str = "960000";

/// Response code and settlement code.
fn settle(till: &mut Till, stan: u32, totals: Totals, code: &str) -> (String, String) {
    let answer = till.host.handle(&settlement(till, stan, totals, code)).unwrap();
    (answer.text(39).unwrap().to_owned(), answer.text(66).unwrap().to_owned())
}

fn is(code: &str, settled: &str) -> (String, String) {
    (code.to_owned(), settled.to_owned())
}

fn sum(count: u64, sum: u64) -> CountAndSum {
    CountAndSum { count, sum }
}

#[test]
fn a_batch_of_several_currencies_closes_one_by_one() {
    let mut till = Till::new();
    for ((currency, amount), stan) in [(EUR, 1000), (JPY, 500), (TND, 1234), (EUR, 2000)].into_iter().zip(1..)
    {
        till.currency = currency;
        assert_eq!(till.sell(stan, amount), "00");
    }
    let debits = |debits| Totals { debits, ..Totals::default() };
    for (stan, currency, right, closed) in
        [(10, EUR, sum(2, 3000), 2), (20, JPY, sum(1, 500), 3), (30, TND, sum(1, 1234), 4)]
    {
        till.currency = currency;
        assert_eq!(settle(&mut till, stan, debits(sum(2, 3001)), COMPARE), is("95", "2"));
        assert_eq!(settle(&mut till, stan + 1, debits(right), COMPARE), is("00", "1"));
        let settled = till.host.ledger().entries().iter().filter(|line| line.settled);
        assert_eq!(settled.count(), closed);
    }
    // Nothing of a closed batch is voided or reversed; a refund is a transaction of the next.
    till.currency = EUR;
    assert_eq!((till.void(40, 1, 1000), till.reverse(41, 1, 1000)), ("12".into(), "12".into()));
    till.batch = 8;
    assert_eq!(till.refund(42, 1, 1000), "00");
    assert_eq!(till.totals(), Totals { credits: sum(1, 1000), ..Totals::default() });
    assert_eq!((till.void(43, 42, 1000), till.line(1).refunded), ("00".into(), 0));
}

#[test]
fn a_closed_batch_that_is_settled_again_gets_the_same_answer() {
    let mut till = Till::new();
    assert_eq!((till.sell(1, 1000), till.sell(2, 700)), ("00".into(), "00".into()));
    assert_eq!((till.void(3, 2, 700), till.reverse(4, 4, 1)), ("00".into(), "00".into()));
    let totals = Totals { debits: sum(2, 1700), debit_reversals: sum(1, 700), ..Totals::default() };
    let message = settlement(&till, 5, totals, COMPARE);
    let first = till.host.handle(&message).unwrap();
    assert_eq!((first.text(39), first.text(66)), (Some("00"), Some("1")));
    let books = till.host.ledger().entries().to_vec();
    assert_eq!(till.host.handle(&message), Some(first.clone()));
    assert_eq!(till.host.handle(&again(&message)), Some(first));
    // After a crash a terminal may have lost the number of its message, not the batch's.
    assert_eq!(settle(&mut till, 6, totals, COMPARE), is("00", "1"));
    assert_eq!(settle(&mut till, 7, Totals::default(), COMPARE), is("95", "2"));
    assert_eq!(till.host.ledger().entries(), books);
    // Repeats of what came before the batch was closed.
    assert_eq!((till.void(3, 2, 700), till.reverse(8, 2, 700)), ("00".into(), "00".into()));
}

#[test]
fn an_empty_batch_closes() {
    let mut till = Till::new();
    assert_eq!(settle(&mut till, 1, Totals::default(), COMPARE), is("00", "1"));
}

#[test]
fn what_is_held_outlives_its_batch() {
    let mut till = Till::new();
    assert_eq!((till.hold(1, 5000), till.hold(2, 6000), till.raise(3, 1, 100)).0, "00");
    assert_eq!(settle(&mut till, 4, Totals::default(), COMPARE), is("00", "1"));
    till.batch = 8;
    assert_eq!((till.complete(5, 1, 5100), till.void(6, 2, 6000)), ("00".into(), "00".into()));
    assert_eq!(till.totals().debits, sum(1, 5100));
    assert_eq!(till.standing(), [(5, 5100)]);
}

#[test]
fn a_batch_that_differs_is_uploaded_and_closed() {
    let mut till = Till::new();
    assert_eq!((till.sell(1, 1000), till.sell(2, 700), till.sell(3, 51)).2, "51");
    assert_eq!((till.void(4, 2, 700), till.sell(5, 300), till.reverse(5, 5, 300)).2, "00");
    let theirs = Totals { debits: sum(3, 2000), ..Totals::default() };
    assert_eq!(settle(&mut till, 6, theirs, COMPARE), is("95", "2"));
    let uploads = [
        (1, 1000, "00"),
        (1, 999, "13"),
        (2, 700, "00"),
        (3, 51, "12"),
        (4, 700, "00"),
        (5, 300, "12"),
        (99, 1, "25"),
    ];
    for ((original, amount, code), stan) in uploads.into_iter().zip(10..) {
        let about = till.about(MessageType::FILE_UPDATE_ADVICE, stan, original, amount);
        assert_eq!(till.send(&about.with(101, "BATCH")), code, "{original}");
    }
    assert_eq!(settle(&mut till, 20, theirs, AFTER_UPLOAD), is("00", "2"));
    assert_eq!(till.void(21, 1, 1000), "12");
    assert!(till.line(1).settled && till.line(1).transmitted == transmitted(1));
    assert_eq!(till.host.ledger().totals(TERMINAL, 7, EUR).unwrap().net(), 1000);
}
