//! The rules R1 to R22 of a terminal that loses no money, one test each.

mod messages;
mod money;
mod people;
mod storage;
mod time;
mod waiting;

use tapkernel_terminal::books::Verdict;
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::rules::Rules;
use tapkernel_terminal::sale::SaleResult;
use tapkernel_terminal::terminal::Terminal;

use crate::books::{agree, lines_of_host};
use crate::disk::Cut;
use crate::shop::{Behaviour, Failure, Shop};

/// Cuts the power at every append of `work`, before and after the record is kept, each time in a new shop with an open
/// terminal, until it comes to its end. `check` then has a shop with the power back.
fn at_every_append(
    rules: &Rules,
    mut prepare: impl FnMut(&mut Shop, &mut Terminal),
    mut work: impl FnMut(&mut Shop, &mut Terminal),
    mut check: impl FnMut(&mut Shop),
) {
    for cut in [Cut::Before, Cut::After] {
        for appends in 0.. {
            let mut shop = Shop::new("softpos-eur", rules.clone());
            let mut terminal = shop.open();
            prepare(&mut shop, &mut terminal);
            shop.disk.cut_after(appends, cut);
            work(&mut shop, &mut terminal);
            let was_cut = shop.disk.is_dead();
            drop(terminal);
            shop.disk.restore();
            check(&mut shop);
            if !was_cut {
                assert!(appends > 0, "nothing was written");
                break;
            }
        }
    }
}

fn try_to_pay(shop: &mut Shop, terminal: &mut Terminal, order: &Order) -> Result<SaleResult, Failure> {
    shop.run(terminal, order, &Behaviour::with("visa-credit"))
}

fn verdict(result: &SaleResult) -> Verdict {
    result.transaction().verdict().unwrap()
}

/// How many lines stand at the host.
fn standing(shop: &Shop) -> usize {
    shop.wire.with_host(|host| lines_of_host(host).len())
}

/// Recovers, and holds both ledgers against each other.
fn recovered(shop: &Shop) -> Terminal {
    shop.wire.clear();
    let mut terminal = shop.open();
    let report = terminal.recover().unwrap();
    assert!(report.pending.is_empty(), "{report:?}");
    compared(shop);
    terminal
}

fn compared(shop: &Shop) {
    assert_eq!(shop.wire.wrong(), Vec::<String>::new());
    shop.wire.with_host(|host| agree(&shop.disk.records(), host)).unwrap();
}
