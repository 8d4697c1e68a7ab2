//! R7 to R11: what may move, and what it adds up to.

use std::path::Path;

use tapkernel_terminal::acquirer::Totals;
use tapkernel_terminal::operations::{Order, OriginalFault, Refusal, VoidOrRefund};
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::rules::Rules;
use tapkernel_terminal::transaction_kind::{Side, TransactionKind};

use super::{at_every_append, compared, recovered, try_to_pay};
use crate::people::supervisor;
use crate::shop::{Behaviour, Failure, Shop, TERMINAL_ID, eur, money};
use crate::wire::Fault;

fn why(result: Result<tapkernel_terminal::sale::SaleResult, Failure>) -> OriginalFault {
    match result {
        Err(Failure::Refused(Refusal::Original(_, fault))) => fault,
        other => panic!("{other:?}"),
    }
}

/// Every source file of the crate.
fn sources(folder: &Path, each: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, each);
        } else {
            each(&path, &std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn r07_sums_are_conserved_in_integers() {
    let sue = supervisor();
    let mut shop = Shop::new("lab", Rules::default());
    let mut terminal = shop.open();
    let card = Behaviour::with("visa-debit-phone");
    for (currency, exponent) in [(978, 2), (392, 0), (788, 3)] {
        let in_it = |amount| money(currency, exponent, amount);
        let mut paid = Vec::new();
        for amount in [1000, 2500, 999_999_900] {
            let result = shop.run(&mut terminal, &Order::purchase(in_it(amount)), &card).unwrap();
            assert!(result.is_approved(), "{result:?}");
            paid.push(result.transaction().stan());
        }
        let mastercard = Behaviour::with("mastercard-credit");
        let _ = shop.run(&mut terminal, &Order::purchase(in_it(700)), &mastercard).unwrap();
        let back = Order::refund(paid[1], in_it(600)).allowed_by(sue);
        assert!(shop.run(&mut terminal, &back, &card).unwrap().is_approved());
        let void = Order::void(paid[0], in_it(1000)).allowed_by(sue);
        assert!(shop.run(&mut terminal, &void, &card).unwrap().is_approved());
    }
    recovered(&shop);
    let books = shop.disk.books();
    assert_eq!(books.totals().currencies().count(), 3);
    for (_, totals) in books.totals().currencies() {
        let of = |wanted: &dyn Fn(TransactionKind) -> bool| -> (u64, i128) {
            let rows = totals.by_scheme.iter().filter(|((_, kind), _)| wanted(*kind));
            rows.fold((0, 0), |(count, sum), (_, row)| (count + row.count, sum + i128::from(row.sum)))
        };
        let debits = of(&|kind| kind.side() == Side::Debit);
        let credits = of(&|kind| kind.side() == Side::Credit);
        let voids = of(&|kind| kind == TransactionKind::Void);
        let all = totals.totals;
        assert_eq!((all.debits.count, i128::from(all.debits.sum)), debits);
        assert_eq!((all.credits.count, i128::from(all.credits.sum)), credits);
        assert_eq!((all.debit_reversals.count, i128::from(all.debit_reversals.sum)), voids);
        assert_eq!(all.net(), debits.1 - credits.1 - voids.1);
    }
    let mut files = 0;
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |path, text| {
        files += 1;
        let words = || text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        assert!(!words().any(|word| ["f32", "f64"].contains(&word)), "{}", path.display());
    });
    assert!(files > 100);
}

#[test]
fn r08_a_void_is_of_the_same_day_amount_card_and_batch_and_once() {
    let sue = supervisor();
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    let paid = shop.pay(&mut terminal, &Order::purchase(eur(1000))).transaction().stan();
    let void = |amount| Order::void(paid, eur(amount)).allowed_by(sue);
    let alone = try_to_pay(&mut shop, &mut terminal, &Order::void(paid, eur(1000)));
    assert!(matches!(alone, Err(Failure::Refused(Refusal::SupervisorNeeded(_)))));
    assert_eq!(why(try_to_pay(&mut shop, &mut terminal, &void(999))), OriginalFault::Amount);
    let other = shop.run(&mut terminal, &void(1000), &Behaviour::with("visa-debit-phone")).unwrap();
    assert_eq!(other.reason(), Some(Reason::OtherCard));
    assert!(shop.pay(&mut terminal, &void(1000)).is_approved());
    assert_eq!(why(try_to_pay(&mut shop, &mut terminal, &void(1000))), OriginalFault::Voided);

    let settled = shop.pay(&mut terminal, &Order::purchase(eur(1100))).transaction().stan();
    terminal.settle().unwrap();
    let late = try_to_pay(&mut shop, &mut terminal, &Order::void(settled, eur(1100)).allowed_by(sue));
    assert_eq!(why(late), OriginalFault::VoidOrRefund(VoidOrRefund::RefundBecauseItIsSettled));

    let yesterday = shop.pay(&mut terminal, &Order::purchase(eur(1200))).transaction().stan();
    shop.at("2026-11-23 09:00:00+01:00");
    let late = try_to_pay(&mut shop, &mut terminal, &Order::void(yesterday, eur(1200)).allowed_by(sue));
    assert_eq!(why(late), OriginalFault::VoidOrRefund(VoidOrRefund::RefundBecauseOfTheDay));
    recovered(&shop);
}

#[test]
fn r09_refunds_together_are_at_most_the_original() {
    let sue = supervisor();
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    let paid = shop.pay(&mut terminal, &Order::purchase(eur(1000))).transaction().stan();
    let back = |amount| Order::refund(paid, eur(amount)).allowed_by(sue);
    let alone = try_to_pay(&mut shop, &mut terminal, &Order::refund(paid, eur(1)));
    assert!(matches!(alone, Err(Failure::Refused(Refusal::SupervisorNeeded(_)))));
    assert!(shop.pay(&mut terminal, &back(600)).is_approved());
    assert_eq!(why(try_to_pay(&mut shop, &mut terminal, &back(401))), OriginalFault::Exceeds(eur(400)));
    // One that is not known counts.
    (0..2).for_each(|_| shop.wire.push(Fault::Silent));
    let unknown = shop.pay(&mut terminal, &back(300));
    assert!(!unknown.is_approved());
    assert_eq!(why(try_to_pay(&mut shop, &mut terminal, &back(101))), OriginalFault::Exceeds(eur(100)));
    recovered(&shop);
    let mut terminal = shop.open();
    assert!(shop.pay(&mut terminal, &back(400)).is_approved());
    assert_eq!(why(try_to_pay(&mut shop, &mut terminal, &back(1))), OriginalFault::Exceeds(eur(0)));
    recovered(&shop);
}

#[test]
fn r10_a_completion_is_within_what_is_held_once_and_in_time() {
    let mut shop = Shop::new("softpos-eur", Rules { completion_tolerance: 10, ..Rules::default() });
    let mut terminal = shop.open();
    let hold = |shop: &mut Shop, terminal: &mut _| {
        shop.pay(terminal, &Order::pre_authorisation(eur(1000))).transaction().stan()
    };
    let held = hold(&mut shop, &mut terminal);
    let complete = |amount| Order::completion(held, eur(amount));
    assert!(terminal.submit(&Order::increment(held, eur(200))).unwrap().is_approved());
    let too_much = terminal.submit(&complete(1321)).unwrap_err();
    assert_eq!(too_much, Refusal::Original(held, OriginalFault::Exceeds(eur(1320))));
    assert!(terminal.submit(&complete(1200)).unwrap().is_approved());
    for order in [complete(1), Order::increment(held, eur(1)), Order::cancellation(held)] {
        assert_eq!(terminal.submit(&order).unwrap_err(), Refusal::Original(held, OriginalFault::NotHeld));
    }
    let old = hold(&mut shop, &mut terminal);
    for day in 23..31 {
        shop.at(&format!("2026-11-{day} 10:00:00+01:00"));
        assert!(shop.pay(&mut terminal, &Order::purchase(eur(100))).is_approved());
    }
    for day in 1..24 {
        shop.at(&format!("2026-12-{day:02} 10:00:00+01:00"));
        let _ = shop.run(&mut terminal, &Order::purchase(eur(100)), &Behaviour::default());
    }
    let late = terminal.submit(&Order::completion(old, eur(1000))).unwrap_err();
    assert_eq!(late, Refusal::Original(old, OriginalFault::Expired));
    recovered(&shop);
}

#[test]
fn r11_a_settlement_is_resumed_with_the_same_batch_and_closes_once() {
    for fault in [Fault::None, Fault::Silent, Fault::Lost, Fault::Malfunction] {
        at_every_append(
            &Rules::default(),
            |shop, terminal| {
                let paid = shop.pay(terminal, &Order::purchase(eur(1000))).transaction().stan();
                let _ = shop.pay(terminal, &Order::purchase(eur(2000)));
                let _ = shop.pay(terminal, &Order::void(paid, eur(1000)).allowed_by(supervisor()));
            },
            |shop, terminal| {
                shop.wire.push(fault);
                let _ = terminal.settle();
            },
            |shop| {
                shop.wire.clear();
                let mut terminal = shop.open();
                if terminal.books().is_closing() {
                    let refused = try_to_pay(shop, &mut terminal, &Order::purchase(eur(1)));
                    assert!(matches!(refused, Err(Failure::Refused(Refusal::BatchCloses))), "{refused:?}");
                    assert_eq!(terminal.recover().unwrap().settled.unwrap().batch, 1);
                } else if terminal.books().batch() == 1 {
                    assert_eq!(terminal.settle().unwrap().batch, 1);
                }
                assert_eq!(terminal.books().batch(), 2);
                let theirs = shop.wire.with_host(|host| host.ledger().totals(TERMINAL_ID, 1, 978)).unwrap();
                assert_eq!(theirs.net(), 2000);
                assert_ne!(theirs, Totals::default());
                assert!(shop.wire.with_host(|host| host.ledger().entries().iter().all(|line| line.settled)));
                assert_eq!(shop.pay(&mut terminal, &Order::purchase(eur(1))).transaction().begun.batch, 2);
                compared(shop);
            },
        );
    }
}
