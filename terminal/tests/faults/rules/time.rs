//! R16: the business date, when the clock cannot be believed.

use tapkernel_terminal::operations::Order;
use tapkernel_terminal::tapkernel::core::data::Date;
use tapkernel_terminal::terminal::SettleError;

use super::{recovered, try_to_pay};
use crate::people::supervisor;
use crate::shop::{Shop, eur};

#[test]
fn r16_a_clock_that_jumps_keeps_the_day_and_closes_none() {
    let today = Date::new(2026, 11, 22).unwrap();
    for said in [
        "2026-11-22 09:54:59+01:00",
        "2026-11-23 10:00:01+01:00",
        "1970-01-01 00:00:00+00:00",
        "2038-01-19 03:14:08+00:00",
        "2049-12-31 23:59:59+00:00",
    ] {
        let mut shop = Shop::euros();
        let mut terminal = shop.open();
        assert!(shop.pay(&mut terminal, &Order::purchase(eur(1000))).is_approved());
        shop.at(said);
        assert!(terminal.clock_is_doubted(), "{said}");
        // Whether the card is expired by then is the card's and the issuer's affair; the date is not the clock's.
        let _ = try_to_pay(&mut shop, &mut terminal, &Order::purchase(eur(1100)));
        assert_eq!(terminal.settle(), Err(SettleError::ClockDoubted), "{said}");
        drop(terminal);
        let mut terminal = shop.open();
        assert_eq!(terminal.settle(), Err(SettleError::ClockDoubted), "{said}, restarted");
        let records = shop.disk.records();
        assert!(records.iter().all(|record| record.day == today), "{said}");
        assert!(records.windows(2).all(|pair| pair[0].sequence + 1 == pair[1].sequence));
        shop.at("2026-11-22 10:05:00+01:00");
        terminal.confirm_clock(supervisor()).unwrap();
        assert!(!terminal.clock_is_doubted());
        assert!(terminal.settle().unwrap().currencies[0].balanced);
        recovered(&shop);
    }
}
