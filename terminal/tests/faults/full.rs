//! No room, and a disk that fails, as the terminal sees it.

use tapkernel_terminal::journal::{Health, JournalError};
use tapkernel_terminal::operations::{Order, Refusal};
use tapkernel_terminal::sale::SaleError;

use crate::books::{agree, transactions};
use crate::disk::Cut;
use crate::shop::{Behaviour, Failure, Shop, eur};

fn agreed(shop: &Shop) {
    shop.wire.with_host(|host| agree(&shop.disk.records(), host)).unwrap();
}

/// The shop's hand asserts that no card is asked for.
#[test]
fn a_full_disk_refuses_new_sales_before_the_card_is_read() {
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    assert!(shop.pay(&mut terminal, &Order::purchase(eur(1000))).is_approved());
    shop.disk.fill(20);
    let (records, messages) = (shop.disk.len(), shop.wire.messages());
    for _ in 0..3 {
        let refused = shop.run(&mut terminal, &Order::purchase(eur(1000)), &Behaviour::with("visa-credit"));
        assert!(
            matches!(refused, Err(Failure::Refused(Refusal::Journal(JournalError::Full)))),
            "{refused:?}"
        );
    }
    assert_eq!((shop.disk.len(), shop.wire.messages()), (records, messages));
    assert_eq!(terminal.health(), Health::Sound);
    // Room again, and it goes on without a restart.
    shop.disk.restore();
    assert!(shop.pay(&mut terminal, &Order::purchase(eur(1100))).is_approved());
    agreed(&shop);
}

#[test]
fn a_sale_that_has_begun_comes_to_its_end_on_a_full_disk() {
    let shop = Shop::euros();
    let mut terminal = shop.open();
    let order = Order::purchase(eur(1000)).reference("the last one");
    let sale = terminal.begin(&order).unwrap();
    shop.disk.fill(20);
    let mut hand = crate::hand::Hand::new(Some(crate::shop::software_card("visa-credit")), None);
    assert!(sale.run(&mut hand, |_| {}).unwrap().is_approved());
    agreed(&shop);
}

/// However little room there is when the disk is full in the middle, nothing is lost.
#[test]
fn a_reserve_that_does_not_suffice_loses_nothing() {
    for reserve in 0..8 {
        let shop = Shop::euros();
        let mut terminal = shop.open();
        let order = Order::purchase(eur(1000));
        let sale = terminal.begin(&order).unwrap();
        shop.disk.fill(reserve);
        let mut hand = crate::hand::Hand::new(Some(crate::shop::software_card("visa-credit")), None);
        let result = sale.run(&mut hand, |_| {});
        if let Err(error) = &result {
            assert_eq!(*error, SaleError::Journal(JournalError::Full), "reserve of {reserve}");
        }
        shop.disk.restore();
        assert!(terminal.recover().unwrap().pending.is_empty());
        agreed(&shop);
        let id = transactions(&shop.disk.records())[0].clone();
        if let Ok(result) = result {
            assert_eq!(result.transaction().verdict(), id.verdict());
        }
    }
}

#[test]
fn a_failed_write_ends_everything_until_the_journal_is_opened_anew() {
    for (appends, cut) in (0..8).flat_map(|appends| [Cut::Before, Cut::After].map(|cut| (appends, cut))) {
        let mut shop = Shop::euros();
        let mut terminal = shop.open();
        shop.disk.cut_after(appends, cut);
        let first = shop.run(&mut terminal, &Order::purchase(eur(1000)), &Behaviour::with("visa-credit"));
        if !shop.disk.is_dead() {
            continue;
        }
        drop(first.unwrap_err());
        // The disk works again, and what is on it is not known: nothing is sent or written.
        shop.disk.restore();
        assert!(matches!(terminal.health(), Health::Failed(_)));
        let (records, messages) = (shop.disk.len(), shop.wire.messages());
        let refused = shop.run(&mut terminal, &Order::purchase(eur(1000)), &Behaviour::with("visa-credit"));
        assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
        assert!(terminal.recover().is_err() || terminal.books().due().next().is_none());
        assert!(terminal.settle().is_err());
        assert_eq!((shop.disk.len(), shop.wire.messages()), (records, messages));
        let mut terminal = shop.open();
        assert!(terminal.recover().unwrap().pending.is_empty());
        assert!(shop.pay(&mut terminal, &Order::purchase(eur(1000))).is_approved());
        agreed(&shop);
    }
}
