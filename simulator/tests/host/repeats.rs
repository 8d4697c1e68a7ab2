//! Messages that come again.

use tapkernel_terminal::acquirer::iso8583::MessageType;

use crate::till::{PAN, Till, What, again};

/// The same answer, field by field, and books as they were.
fn comes_again(till: &mut Till, message: &tapkernel_terminal::acquirer::iso8583::Message, code: &str) {
    let first = till.host.handle(message).unwrap();
    assert_eq!(first.text(39), Some(code));
    let books = till.host.ledger().entries().to_vec();
    for repeat in [message.clone(), again(message), again(message)] {
        let answer = till.host.handle(&repeat).unwrap();
        assert_eq!(answer, first);
        assert_eq!(till.host.ledger().entries(), books);
    }
}

#[test]
fn each_class_gets_the_same_answer_and_books_once() {
    let mut till = Till::new();
    let card = till.tap(1000);
    let sale = till.request(1, What::Sale, 1000, &card);
    comes_again(&mut till, &sale, "00");
    let card = till.tap(1051);
    let declined = till.request(2, What::Sale, 1051, &card);
    comes_again(&mut till, &declined, "51");
    let refund = till.linked(3, What::Refund, 1, 400);
    comes_again(&mut till, &refund, "00");
    assert_eq!(till.line(1).refunded, 400);
    let card = till.tap(5000);
    let hold = till.request(4, What::Hold, 5000, &card);
    comes_again(&mut till, &hold, "00");
    let more = till.linked(5, What::Hold, 4, 500);
    comes_again(&mut till, &more, "00");
    assert_eq!(till.line(4).worth(), 5500);
    let completion = till.about(MessageType::FINANCIAL_ADVICE, 6, 4, 5400);
    comes_again(&mut till, &completion, "00");
    assert_eq!(till.sell(7, 2000), "00");
    let void = till.about(MessageType::REVERSAL, 8, 7, 2000);
    comes_again(&mut till, &void, "00");
    let void_of_nothing = till.about(MessageType::REVERSAL, 9, 999, 2000);
    comes_again(&mut till, &void_of_nothing, "25");
    let reversal = till.about(MessageType::REVERSAL_ADVICE, 6, 6, 5400);
    comes_again(&mut till, &reversal, "00");
}

#[test]
fn another_message_under_a_number_is_no_repeat() {
    let mut till = Till::new();
    assert_eq!(till.sell(1, 1000), "00");
    // Another amount, another class, the same cryptogram with a PIN: 94, and nothing is booked.
    assert_eq!(till.sell(1, 1001), "94");
    assert_eq!(till.hold(1, 1000), "94");
    assert_eq!(till.complete(1, 1, 1000), "94");
    let card = till.tap(1065);
    let soft = till.request(2, What::Sale, 1065, &card);
    assert_eq!(till.send(&soft), "65");
    assert_eq!(till.send(&card.with_pin(soft, "1234", 1)), "94");
    assert_eq!(till.host.ledger().entries().len(), 2);
    assert_eq!(till.standing(), [(1, 1000)]);
}

#[test]
fn a_cryptogram_is_approved_under_one_number_only() {
    let mut till = Till::new();
    let card = till.tap(1000);
    let first = till.request(1, What::Sale, 1000, &card);
    assert_eq!(till.send(&first), "00");
    // The same tap under another number, and under the same number at another time.
    let copy = till.request(2, What::Sale, 1000, &card);
    assert_eq!(till.send(&copy), "05");
    assert_eq!(till.send(&first.with(7, "1121130000")), "05");
    assert_eq!(till.standing(), [(1, 1000)]);
}

#[test]
fn questions_are_answered_anew() {
    let mut till = Till::new();
    assert_eq!(till.status(9, 1), "25");
    assert_eq!(till.sell(1, 1000), "00");
    assert_eq!(till.status(9, 1), "A00");
    assert_eq!(till.reverse(1, 1, 1000), "00");
    assert_eq!(till.status(9, 1), "R00");
}

#[test]
fn terminals_are_told_apart_and_card_numbers_are_not_kept() {
    let mut till = Till::new();
    let card = till.tap(1000);
    let here = till.request(1, What::Sale, 1000, &card);
    let card = till.tap(1000);
    let there = till.request(1, What::Sale, 1000, &card).with(41, "TM2     ");
    assert_eq!((till.send(&here), till.send(&there)), ("00".into(), "00".into()));
    let ledger = till.host.ledger();
    assert_eq!(ledger.standing("TM2", 7).len(), 1);
    assert_eq!(ledger.standing("TM2     ", 7).len(), 1);
    assert_eq!(ledger.batches().len(), 2);
    assert_eq!(ledger.entries()[0].card, ledger.entries()[1].card);
    assert!(!format!("{:?}", till.host).contains(&PAN[..9]));
}
