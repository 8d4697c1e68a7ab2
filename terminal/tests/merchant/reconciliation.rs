//! The journal beside the acquirer's file.

use tapkernel_terminal::acquirer::NotServed;
use tapkernel_terminal::operations::{Order, VoidOrRefund};
use tapkernel_terminal::rules::Rules;
use tapkernel_terminal::terminal::AcquirerLine;

use crate::people::supervisor;
use crate::rig::{Shop, eur, stan};

#[test]
fn differences_are_found_on_both_sides() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    for amount in [1000, 1051, 2000, 3000, 4000] {
        let _ = shop.run(&mut terminal, &Order::purchase(eur(amount))).unwrap();
    }
    let sue = supervisor();
    let _ = shop.run(&mut terminal, &Order::void(stan(4), eur(3000)).allowed_by(&sue)).unwrap();
    let _ = shop.run(&mut terminal, &Order::refund(stan(1), eur(300)).allowed_by(&sue)).unwrap();
    // 2 was declined, 4 voided. Of 3 the file has another amount, 5 is missing, 99 is nowhere else.
    let file = "\
date,stan,side,amount,currency,exponent,remark
2026-11-22,000001,debit,1000,978,2,
2026-11-22,000003,debit,2001,978,2,\"a, b\"
2026-11-22,000007,credit,300,978,2,
2026-11-22,000099,debit,1,978,2,
";
    let lines = AcquirerLine::read_csv(file).unwrap();
    let day = terminal.now().date;
    let found = terminal.reports().history(day, day).unwrap().reconcile(&lines);
    assert_eq!(found.agree, 2, "{found:?}");
    assert_eq!(found.only_here.iter().map(|t| t.stan()).collect::<Vec<_>>(), [stan(5)]);
    assert_eq!(found.only_there.iter().map(|line| line.stan).collect::<Vec<_>>(), [stan(99)]);
    assert_eq!(found.differ.iter().map(|(t, _)| t.stan()).collect::<Vec<_>>(), [stan(3)]);
    assert!(!found.is_clean());
}

#[test]
fn a_file_that_cannot_be_read_says_where() {
    let head = "stan,date,side,amount,currency,exponent\n";
    for (row, column) in [
        ("0,2026-11-22,debit,1,978,2", "stan"),
        ("1,22.11.2026,debit,1,978,2", "date"),
        ("1,2026-11-22,both,1,978,2", "side"),
        ("1,2026-11-22,debit,1.00,978,2", "amount"),
        ("1,2026-11-22,debit,1,EUR,2", "currency"),
        ("1,2026-11-22,debit,1,978,-", "exponent"),
        ("1,2026-11-22,debit", "fields"),
    ] {
        let error =
            AcquirerLine::read_csv(&format!("{head}1,2026-11-22,debit,1,978,2\n{row}\n")).unwrap_err();
        assert_eq!(error.line, 3);
        assert!(error.what.contains(column), "{row}: {error}");
    }
}

#[test]
fn void_today_refund_tomorrow() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    let sue = supervisor();
    for _ in 0..2 {
        let _ = shop.run(&mut terminal, &Order::purchase(eur(1000))).unwrap();
    }
    assert_eq!(terminal.void_or_refund(stan(1)).unwrap(), VoidOrRefund::Void);
    let _ = shop.run(&mut terminal, &Order::refund(stan(1), eur(1)).allowed_by(&sue)).unwrap();
    assert_eq!(terminal.void_or_refund(stan(1)).unwrap(), VoidOrRefund::RefundBecauseOfRefunds);
    let _ = terminal.settle().unwrap();
    assert_eq!(terminal.void_or_refund(stan(2)).unwrap(), VoidOrRefund::RefundBecauseItIsSettled);
    shop.at("2026-11-23 09:00:00+01:00");
    assert_eq!(terminal.void_or_refund(stan(2)).unwrap(), VoidOrRefund::RefundBecauseOfTheDay);
}

#[test]
fn upkeep() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    assert_eq!(terminal.echo(), Ok(true));
    let day = terminal.now().date;
    assert_eq!(terminal.merchant_history(day, day), Err(NotServed));
    let rules = Rules { allowed: Default::default(), ..Rules::default() };
    terminal.replace_profile(shop.profile.clone(), rules).unwrap();
    assert!(shop.run(&mut terminal, &Order::purchase(eur(1000))).is_err());
    terminal.replace_profile(shop.profile.clone(), Rules::default()).unwrap();
    assert!(shop.run(&mut terminal, &Order::purchase(eur(1000))).unwrap().is_approved());
}
