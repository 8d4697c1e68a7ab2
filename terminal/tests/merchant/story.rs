//! A day at the till; both ledgers agree at its end.

use tapkernel_simulator::host::Fault;
use tapkernel_terminal::acquirer::Totals;
use tapkernel_terminal::books::Verdict;
use tapkernel_terminal::operations::{Order, OriginalFault, Refusal};
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::sale::SaleResult;

use crate::people::supervisor;
use crate::rig::{Shop, eur, stan};

fn issuer(code: &[u8; 2]) -> Option<Reason> {
    Some(Reason::Issuer(tapkernel_terminal::acquirer::ResponseCode(*code)))
}

#[test]
fn a_day() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    let sue = supervisor();

    // 1: a purchase.
    let paid = shop.run(&mut terminal, &Order::purchase(eur(1000))).unwrap();
    assert!(paid.is_approved(), "{:?}", paid.transaction());
    assert_eq!(paid.transaction().stan(), stan(1));
    // 2: with PIN, wrong at first.
    *shop.pins.lock().unwrap() = vec!["1234", "9999"];
    let with_pin = shop.run(&mut terminal, &Order::purchase(eur(4100))).unwrap();
    assert!(with_pin.is_approved(), "{:?}", with_pin.transaction());
    assert_eq!(with_pin.transaction().messages.len(), 2);
    // 4: declined.
    let declined = shop.run(&mut terminal, &Order::purchase(eur(1051))).unwrap();
    assert_eq!(declined.reason(), issuer(b"51"));
    // 5: soft decline, then the PIN with the same cryptogram.
    shop.pins.lock().unwrap().push("1234");
    let soft = shop.run(&mut terminal, &Order::purchase(eur(1065))).unwrap();
    assert!(soft.is_approved(), "{:?}", soft.transaction());
    // 7: no answer; undone at once.
    shop.server.faults().push(Fault::Never);
    let silent = shop.run(&mut terminal, &Order::purchase(eur(700))).unwrap();
    assert_eq!(silent.reason(), Some(Reason::Reversed), "{:?}", silent.transaction());
    // 8: void of the first.
    let voided = shop.run(&mut terminal, &Order::void(stan(1), eur(1000)).allowed_by(&sue)).unwrap();
    assert!(voided.is_approved(), "{:?}", voided.transaction());
    let twice = shop.run(&mut terminal, &Order::void(stan(1), eur(1000)).allowed_by(&sue));
    assert_eq!(twice.unwrap_err(), Refusal::Original(stan(1), OriginalFault::Voided));
    // Refunds of the second, twice in part, and a third that exceeds.
    let second = with_pin.transaction().stan();
    for amount in [1000, 2000] {
        let back = shop.run(&mut terminal, &Order::refund(second, eur(amount)).allowed_by(&sue)).unwrap();
        assert!(back.is_approved(), "{:?}", back.transaction());
    }
    let more = shop.run(&mut terminal, &Order::refund(second, eur(1101)).allowed_by(&sue));
    assert_eq!(more.unwrap_err(), Refusal::Original(second, OriginalFault::Exceeds(eur(1100))));
    // Pre-authorisation, more of it, completion.
    shop.pins.lock().unwrap().push("1234");
    let held = shop.run(&mut terminal, &Order::pre_authorisation(eur(5000))).unwrap();
    assert!(held.is_approved(), "{:?}", held.transaction());
    let held = held.transaction().stan();
    assert!(terminal.submit(&Order::increment(held, eur(500))).unwrap().is_approved());
    let too_much = terminal.submit(&Order::completion(held, eur(5501)));
    assert_eq!(too_much.unwrap_err(), Refusal::Original(held, OriginalFault::Exceeds(eur(5500))));
    assert!(terminal.submit(&Order::completion(held, eur(5500))).unwrap().is_approved());
    let again = terminal.submit(&Order::completion(held, eur(1)));
    assert_eq!(again.unwrap_err(), Refusal::Original(held, OriginalFault::NotHeld));
    // One that is let go.
    let held = shop.run(&mut terminal, &Order::pre_authorisation(eur(2000))).unwrap();
    let held = held.transaction().stan();
    assert!(terminal.submit(&Order::cancellation(held)).unwrap().is_approved());

    let (currency, totals) = terminal.books().totals().currencies().next().unwrap();
    assert_eq!(currency.code(), 978);
    let hosts = shop.server.host().ledger().totals("TM000016", 1, 978).unwrap();
    assert_eq!(totals.totals, hosts);
    assert_eq!(totals.totals.net(), 4100 + 1065 - 3000 + 5500);
    let report = terminal.settle().unwrap();
    assert!(report.currencies[0].balanced && !report.currencies[0].uploaded);
    assert_eq!(terminal.books().batch(), 2);
    assert_eq!(terminal.books().totals().currencies().count(), 0);
    assert_ne!(hosts, Totals::default());
}

#[test]
fn a_restart_changes_nothing() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    for amount in [1000, 1051, 2000] {
        let _ = shop.run(&mut terminal, &Order::purchase(eur(amount))).unwrap();
    }
    let books = terminal.books().clone();
    drop(terminal);
    let before = shop.disk.0.lock().unwrap().records.len();
    let mut again = shop.open();
    assert_eq!(*again.books(), books);
    assert_eq!(again.recover().unwrap(), again.recover().unwrap());
    assert_eq!(shop.disk.0.lock().unwrap().records.len(), before);
}

#[test]
fn an_unknown_result_is_resolved_when_the_line_is_back() {
    let shop = Shop::new();
    let mut terminal = shop.open();
    for fault in [Fault::Never, Fault::Never, Fault::Never] {
        shop.server.faults().push(fault);
    }
    let unknown = shop.run(&mut terminal, &Order::purchase(eur(1000))).unwrap();
    assert!(matches!(unknown, SaleResult::Unknown(_)));
    let refused = shop.run(&mut terminal, &Order::purchase(eur(1000)));
    assert!(matches!(refused, Err(Refusal::ReversalsWait(1))), "{refused:?}");
    let report = terminal.recover().unwrap();
    assert_eq!(report.done, [unknown.transaction().id]);
    let transaction = terminal.reports().by_id(unknown.transaction().id).unwrap().unwrap();
    assert_eq!(transaction.verdict(), Some(Verdict::Declined(Reason::Reversed)));
    assert_eq!(shop.server.host().ledger().totals("TM000016", 1, 978).unwrap(), Totals::default());
}
