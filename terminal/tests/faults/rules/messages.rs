//! R1 to R6: messages, and what becomes of them.

use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::books::Verdict;
use tapkernel_terminal::journal::{Begun, Ended, Entry, NewRecord, TransactionId};
use tapkernel_terminal::operations::{Order, Refusal};
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::rules::{Rules, WhenUnanswered, WhileReversalsWait};
use tapkernel_terminal::tapkernel::core::data::Amount;
use tapkernel_terminal::transaction_kind::TransactionKind;

use super::{at_every_append, compared, recovered, standing, try_to_pay, verdict};
use crate::books::transactions;
use crate::people::supervisor;
use crate::shop::{Failure, Shop, eur, stan};
use crate::wire::Fault;

/// The line looks every message up in the journal; here the journal is cut off at each of its records.
#[test]
fn r01_no_money_without_record() {
    let mut messages = 0;
    at_every_append(
        &Rules::default(),
        |_, _| {},
        |shop, terminal| {
            let Ok(paid) = try_to_pay(shop, terminal, &Order::purchase(eur(1000))) else { return };
            let back = Order::refund(paid.transaction().stan(), eur(400)).allowed_by(supervisor());
            let _ = try_to_pay(shop, terminal, &back);
            let _ = terminal.settle();
        },
        |shop| {
            messages += shop.wire.messages();
            assert_eq!(shop.wire.wrong(), Vec::<String>::new());
            recovered(shop);
        },
    );
    assert!(messages > 20);
}

#[test]
fn r02_at_most_one_approval_for_an_intent() {
    for fault in [Fault::None, Fault::Silent, Fault::Lost, Fault::Doubled] {
        let order = Order::purchase(eur(1000)).reference("order 17");
        at_every_append(
            &Rules::default(),
            |_, _| {},
            |shop, terminal| {
                shop.wire.push(fault);
                let _ = try_to_pay(shop, terminal, &order);
            },
            |shop| {
                for _ in 0..3 {
                    let mut terminal = shop.open();
                    let _ = try_to_pay(shop, &mut terminal, &order);
                }
                recovered(shop);
                assert!(standing(shop) <= 1);
                assert_eq!(transactions(&shop.disk.records()).len(), 1);
            },
        );
    }
}

#[test]
fn r03_every_unknown_ends_once() {
    for unanswered in [WhenUnanswered::Reverse, WhenUnanswered::Query] {
        for fault in
            [Fault::Lost, Fault::Silent, Fault::Delayed(1), Fault::Late, Fault::Garbage, Fault::Forged]
        {
            let mut shop = Shop::new("softpos-eur", Rules { unanswered, ..Rules::default() });
            let mut terminal = shop.open();
            shop.wire.push(fault);
            shop.wire.push(Fault::Lost);
            let result = shop.pay(&mut terminal, &Order::purchase(eur(1000)));
            assert_eq!(verdict(&result), Verdict::Unknown, "{fault:?}");
            recovered(&shop);
            shop.wire.flush();
            recovered(&shop);
            let resolved =
                |record: &&tapkernel_terminal::journal::Record| matches!(record.entry, Entry::Resolved(_));
            assert_eq!(shop.disk.records().iter().filter(resolved).count(), 1, "{fault:?}");
        }
    }
}

#[test]
fn r04_no_sale_while_a_reversal_waits() {
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    (0..4).for_each(|_| shop.wire.push(Fault::Silent));
    let unknown = shop.pay(&mut terminal, &Order::purchase(eur(1000)));
    assert_eq!(verdict(&unknown), Verdict::Unknown);
    // The shop's hand asserts that no card is asked for.
    let refused = try_to_pay(&mut shop, &mut terminal, &Order::purchase(eur(1000)));
    assert!(matches!(refused, Err(Failure::Refused(Refusal::ReversalsWait(1)))), "{refused:?}");
    recovered(&shop);
    let mut terminal = shop.open();
    assert!(shop.pay(&mut terminal, &Order::purchase(eur(1000))).is_approved());
    compared(&shop);

    let rules = Rules { while_reversals_wait: WhileReversalsWait::AllowSales, ..Rules::default() };
    let mut shop = Shop::new("softpos-eur", rules);
    let mut terminal = shop.open();
    (0..2).for_each(|_| shop.wire.push(Fault::Silent));
    let _ = shop.pay(&mut terminal, &Order::purchase(eur(1000)));
    shop.wire.push(Fault::Lost);
    assert!(shop.pay(&mut terminal, &Order::purchase(eur(1000))).is_approved());
    recovered(&shop);
}

/// A transaction that used this number up, and came to nothing.
fn number_used(shop: &Shop, number: Stan) {
    let at = *shop.clock.lock().unwrap();
    let journal = shop.disk.open();
    let record = |transaction, entry| NewRecord { transaction, at, day: at.date, entry, sealed: None };
    let begun = Begun {
        kind: TransactionKind::Purchase,
        money: eur(1),
        cashback: Amount::ZERO,
        stan: number,
        batch: shop.disk.books().batch(),
        reference: None,
        original: None,
        supervisor: None,
        operator: None,
    };
    let id = TransactionId(journal.append(&[record(None, Entry::Begun(Box::new(begun)))]).unwrap());
    let ended = Ended::Declined { reason: Reason::Interrupted };
    let entries = [Entry::Ended(ended), Entry::Delivered].map(|entry| record(Some(id), entry));
    journal.append(&entries).unwrap();
}

#[test]
fn r05_numbers_are_unique_and_wrap_around_live_ones() {
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    let held = shop.pay(&mut terminal, &Order::pre_authorisation(eur(2000)));
    assert_eq!(held.transaction().stan(), stan(1));
    assert_eq!(shop.pay(&mut terminal, &Order::purchase(eur(1000))).transaction().stan(), stan(2));
    terminal.settle().unwrap();
    drop(terminal);
    number_used(&shop, stan(999_999));
    let mut terminal = shop.open();
    // 1 is held, and 2 is of a batch that is closed.
    assert_eq!(shop.pay(&mut terminal, &Order::purchase(eur(1100))).transaction().stan(), stan(2));
    assert!(terminal.submit(&Order::completion(stan(1), eur(2000))).unwrap().is_approved());
    compared(&shop);
    // None is given twice in a batch, whatever is sent.
    let mut used: Vec<u32> = Vec::new();
    for record in shop.disk.records().iter().skip_while(|r| !matches!(r.entry, Entry::BatchClosed { .. })) {
        match &record.entry {
            Entry::Begun(begun) => used.push(begun.stan.number()),
            Entry::Sending(sending) if !used.contains(&sending.stan.number()) => {
                used.push(sending.stan.number())
            }
            _ => {}
        }
    }
    let all = used.len();
    used.sort_unstable();
    used.dedup();
    assert_eq!(used.len(), all);
}

#[test]
fn r06_the_same_reference_gives_the_same_result_and_sends_nothing() {
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    for (amount, faults) in [(1000, 0), (1051, 0), (1200, 1), (1300, 2)] {
        let order = Order::purchase(eur(amount)).reference(format!("order {amount}"));
        (0..faults).for_each(|_| shop.wire.push(Fault::Silent));
        let first = shop.pay(&mut terminal, &order);
        let messages = shop.wire.messages();
        let again = shop.pay(&mut terminal, &order);
        assert_eq!(again.transaction().id, first.transaction().id);
        assert_eq!(verdict(&again), verdict(&first));
        drop(terminal);
        terminal = shop.open();
        let again = shop.pay(&mut terminal, &order);
        assert_eq!(again.transaction().id, first.transaction().id);
        assert_eq!((verdict(&again), shop.wire.messages()), (verdict(&first), messages));
        let other = try_to_pay(
            &mut shop,
            &mut terminal,
            &Order::purchase(eur(1)).reference(format!("order {amount}")),
        );
        assert!(matches!(other, Err(Failure::Refused(Refusal::ReferenceTaken))), "{other:?}");
    }
    recovered(&shop);
}
