//! R12, R18 to R20: what waits, comes late, or is cancelled.

use tapkernel_terminal::acquirer::iso8583::MessageType;
use tapkernel_terminal::acquirer::store_and_forward::Limits;
use tapkernel_terminal::books::{Due, Verdict};
use tapkernel_terminal::journal::Entry;
use tapkernel_terminal::operations::{Order, Refusal};
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::rules::{Rules, WhenUnanswered, WhileReversalsWait};

use super::{at_every_append, compared, recovered, standing, verdict};
use crate::books::transactions;
use crate::people::supervisor;
use crate::shop::{Behaviour, Failure, Shop, eur};
use crate::wire::Fault;

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
        assert!(!shop.pay(&mut terminal, &Order::purchase(eur(1051))).is_approved());
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
