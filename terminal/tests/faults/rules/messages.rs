//! R1 to R6, R12, R18 to R20: messages, and what becomes of them.

use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::acquirer::iso8583::MessageType;
use tapkernel_terminal::acquirer::store_and_forward::Limits;
use tapkernel_terminal::books::{Due, Verdict};
use tapkernel_terminal::journal::{Begun, Ended, Entry, NewRecord, TransactionId};
use tapkernel_terminal::operations::{Order, Refusal};
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::rules::{Rules, WhenUnanswered, WhileReversalsWait};
use tapkernel_terminal::tapkernel::core::data::Amount;
use tapkernel_terminal::transaction_kind::TransactionKind;

use super::{at_every_append, compared, recovered, standing, try_to_pay, verdict};
use crate::books::transactions;
use crate::people::supervisor;
use crate::shop::{Behaviour, Failure, Shop, eur, stan};
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

/// Recovery that is cut off at each of its own records, and then run again, comes to the same end.
#[test]
fn r12_recovery_is_idempotent_when_it_is_cut_off_too() {
    for unanswered in [WhenUnanswered::Reverse, WhenUnanswered::Query] {
        at_every_append(
            &Rules { unanswered, while_reversals_wait: WhileReversalsWait::AllowSales, ..Rules::default() },
            |shop, terminal| {
                let paid = shop.pay(terminal, &Order::purchase(eur(1000))).transaction().stan();
                let held = shop.pay(terminal, &Order::pre_authorisation(eur(2000))).transaction().stan();
                (0..8).for_each(|_| shop.wire.push(Fault::Silent));
                let _ = shop.pay(terminal, &Order::purchase(eur(3000)));
                let _ = terminal.submit(&Order::completion(held, eur(1500)));
                let _ = shop.pay(terminal, &Order::void(paid, eur(1000)).allowed_by(supervisor()));
                shop.wire.clear();
                assert!(terminal.books().due().count() >= 2);
            },
            |_, terminal| {
                let _ = terminal.recover();
            },
            |shop| {
                let mut terminal = recovered(shop);
                let written = shop.disk.len();
                assert_eq!(terminal.recover().unwrap(), terminal.recover().unwrap());
                assert_eq!(shop.disk.len(), written);
                terminal.settle().unwrap();
                compared(shop);
            },
        );
    }
}

#[test]
fn r18_offline_approvals_wait_in_order_within_bounds_and_repeat_marked() {
    let queue = Limits { count: 3, sum: 2500, ..Limits::default() };
    let mut shop = Shop::new("lab", Rules { queue, ..Rules::default() });
    let mut terminal = shop.open();
    let card = Behaviour::with("visa-offline");
    let mut waiting = Vec::new();
    for (amount, fits) in [(1000, true), (1200, true), (400, false), (300, true)] {
        // The acquirer gets the advice, and its answer is lost: later ones are repeats.
        shop.wire.push(Fault::Silent);
        let result = shop.run(&mut terminal, &Order::purchase(eur(amount)), &card).unwrap();
        shop.wire.clear();
        assert_eq!(result.is_approved(), fits, "{amount}: {result:?}");
        if fits {
            waiting.push(result.transaction().id);
        } else {
            assert_eq!(result.reason(), Some(Reason::AcquirerNotReached));
        }
    }
    let due = |terminal: &tapkernel_terminal::terminal::Terminal| -> Vec<_> {
        terminal.books().due().map(|(transaction, due)| (transaction.id, due)).collect()
    };
    assert_eq!(due(&terminal).iter().map(|(id, _)| *id).collect::<Vec<_>>(), waiting);
    assert!(matches!(due(&terminal)[0].1, Due::OfflineApproval { repeat: true, .. }));
    drop(terminal);
    // A fourth is refused before the card, and nothing is forgotten by a restart.
    let mut terminal = shop.open();
    shop.wire.push(Fault::Lost);
    let refused = shop.run(&mut terminal, &Order::purchase(eur(1)), &card);
    assert!(matches!(refused, Err(Failure::Refused(Refusal::Queue(_)))), "{refused:?}");
    recovered(&shop);
    assert_eq!(standing(&shop), 3);
    let advices = shop.disk.records().into_iter().filter_map(|record| match record.entry {
        Entry::Sending(sending) if sending.message_type.original() == MessageType::FINANCIAL_ADVICE => {
            Some(sending)
        }
        _ => None,
    });
    let advices: Vec<_> = advices.collect();
    for (at, advice) in advices.iter().enumerate() {
        let earlier = advices[..at].iter().any(|earlier| earlier.stan == advice.stan);
        let marked = advice.message_type != advice.message_type.original();
        assert_eq!(marked, earlier, "{advices:?}");
    }
}

/// In time it is approved, too late it is undone, and nobody sees both.
#[test]
fn r19_an_answer_is_in_time_or_undone() {
    for (fault, approved) in
        [(Fault::None, true), (Fault::Twice, true), (Fault::Late, false), (Fault::Given(20), false)]
    {
        let mut shop = Shop::euros();
        let mut terminal = shop.open();
        shop.wire.push(fault);
        let result = shop.pay(&mut terminal, &Order::purchase(eur(1000)));
        assert_eq!(result.is_approved(), approved, "{fault:?}");
        assert_ne!(verdict(&result), Verdict::Unknown, "{fault:?}");
        assert_eq!(standing(&shop), usize::from(approved));
        // What comes late is not taken for the answer to the next.
        assert_eq!(shop.pay(&mut terminal, &Order::purchase(eur(1051))).is_approved(), false);
        recovered(&shop);
        let after = transactions(&shop.disk.records());
        assert_eq!(after[0].verdict(), Some(verdict(&result)));
    }
}

#[test]
fn r20_cancelled_at_every_event() {
    let orders =
        [Order::purchase(eur(1000)), Order::purchase(eur(4100)), Order::pre_authorisation(eur(1065))];
    for order in &orders {
        let (mut cancelled, mut kept) = (0, 0);
        for event in 0..24 {
            let mut shop = Shop::euros();
            let mut terminal = shop.open();
            let behaviour = Behaviour { stop_at: Some(event), ..Behaviour::with("visa-credit") };
            let result = shop.run(&mut terminal, order, &behaviour).unwrap();
            match verdict(&result) {
                Verdict::Approved => kept += 1,
                Verdict::Declined(_) => cancelled += 1,
                Verdict::Unknown => panic!("unknown at event {event}"),
            }
            assert_eq!(standing(&shop), usize::from(result.is_approved()), "event {event}");
            recovered(&shop);
        }
        assert!(cancelled > 2 && kept > 2, "{cancelled} {kept}");
    }
}
