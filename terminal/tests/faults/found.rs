//! What a close look and the seeded runs found: a test for each, so that it stays mended.

use tapkernel_terminal::books::Verdict;
use tapkernel_terminal::operations::{Order, OriginalFault, Refusal};
use tapkernel_terminal::receipt::Reason;
use tapkernel_terminal::rules::{Rules, SoftDecline, WhenUnanswered, WhileReversalsWait};
use tapkernel_terminal::terminal::SettleError;

use crate::books::{agree, lines_of_host, transactions};
use crate::people::supervisor;
use crate::shop::{Behaviour, Failure, Shop, eur};
use crate::wire::Fault;

fn agreed(shop: &Shop) {
    shop.wire.with_host(|host| agree(&shop.disk.records(), host)).unwrap();
}

fn standing(shop: &Shop) -> usize {
    shop.wire.with_host(|host| lines_of_host(host).len())
}

/// An increment that was approved in part stood as approved, and was reversed all the same.
#[test]
fn an_increment_that_is_approved_in_part_is_declined_and_undone() {
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    let held = shop.pay(&mut terminal, &Order::pre_authorisation(eur(2000))).transaction().stan();
    shop.wire.push(Fault::Partial);
    let result = terminal.submit(&Order::increment(held, eur(500))).unwrap();
    assert_eq!(result.reason(), Some(Reason::PartialApproval));
    assert_eq!(terminal.books().due().count(), 0);
    agreed(&shop);
    assert_eq!(standing(&shop), 1);
}

/// A card that approves offline made a pre-authorisation into an advice of a purchase: money was taken, not held.
#[test]
fn a_pre_authorisation_is_not_approved_offline() {
    let mut shop = Shop::new("lab", Rules::default());
    let mut terminal = shop.open();
    let card = Behaviour::with("visa-offline");
    let paid = shop.run(&mut terminal, &Order::purchase(eur(1000)), &card).unwrap();
    assert!(paid.is_approved() && paid.transaction().messages.is_empty(), "{paid:?}");
    let held = shop.run(&mut terminal, &Order::pre_authorisation(eur(2000)), &card).unwrap();
    assert_eq!(held.reason(), Some(Reason::CardOrTerminal));
    assert!(terminal.recover().unwrap().pending.is_empty());
    agreed(&shop);
    assert_eq!(standing(&shop), 1);
}

/// After a soft decline a card that approved offline at the second tap was approved, and the acquirer never told.
#[test]
fn a_second_tap_is_not_approved_offline() {
    for first in ["visa-credit", "visa-online-pin", "visa-oda-online", "visa-debit-phone"] {
        let rules = Rules { soft_decline: SoftDecline::SecondTap, ..Rules::default() };
        let mut shop = Shop::new("lab", rules);
        let mut terminal = shop.open();
        let result = shop.run(&mut terminal, &Order::purchase(eur(1065)), &Behaviour::with(first)).unwrap();
        assert!(terminal.recover().unwrap().pending.is_empty(), "{result:?}");
        agreed(&shop);
    }
}

/// An advice of an offline approval counted as delivered whatever the answer said: the merchant lost the money.
#[test]
fn an_offline_approval_is_repeated_until_the_acquirer_takes_it() {
    let mut shop = Shop::new("lab", Rules::default());
    let mut terminal = shop.open();
    let card = Behaviour::with("visa-offline");
    assert!(shop.run(&mut terminal, &Order::purchase(eur(1000)), &card).unwrap().is_approved());
    shop.wire.push(Fault::Malfunction);
    let report = terminal.recover().unwrap();
    assert_eq!(report.pending.len(), 1, "{report:?}");
    assert_eq!(report.pending[0].refused.unwrap().0, *b"96");
    assert_eq!(terminal.settle().unwrap().currencies.len(), 1);
    agreed(&shop);
}

/// A refund of an offline approval that the acquirer did not know of yet went out as a refund of nothing.
#[test]
fn what_the_acquirer_does_not_know_of_yet_is_not_followed() {
    let rules = Rules { while_reversals_wait: WhileReversalsWait::AllowSales, ..Rules::default() };
    let mut shop = Shop::new("lab", rules);
    let mut terminal = shop.open();
    let card = Behaviour::with("visa-offline");
    let paid = shop.run(&mut terminal, &Order::purchase(eur(1000)), &card).unwrap().transaction().stan();
    for order in [Order::refund(paid, eur(1000)), Order::void(paid, eur(1000))] {
        let refused = shop.run(&mut terminal, &order.allowed_by(supervisor()), &card);
        let pending = Refusal::Original(paid, OriginalFault::Pending);
        assert!(matches!(&refused, Err(Failure::Refused(why)) if *why == pending), "{refused:?}");
    }
    assert!(terminal.recover().unwrap().pending.is_empty());
    let back = Order::refund(paid, eur(1000)).allowed_by(supervisor());
    assert!(shop.run(&mut terminal, &back, &card).unwrap().is_approved());
    agreed(&shop);
}

/// A refund that was voided counted as given back for good.
#[test]
fn a_refund_that_was_voided_can_be_given_again() {
    let sue = supervisor();
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    let paid = shop.pay(&mut terminal, &Order::purchase(eur(1000))).transaction().stan();
    let back = shop.pay(&mut terminal, &Order::refund(paid, eur(1000)).allowed_by(sue)).transaction().stan();
    assert!(shop.pay(&mut terminal, &Order::void(back, eur(1000)).allowed_by(sue)).is_approved());
    assert!(shop.pay(&mut terminal, &Order::refund(paid, eur(900)).allowed_by(sue)).is_approved());
    let more = shop.run(
        &mut terminal,
        &Order::refund(paid, eur(101)).allowed_by(sue),
        &Behaviour::with("visa-credit"),
    );
    let exceeds = Refusal::Original(paid, OriginalFault::Exceeds(eur(100)));
    assert!(matches!(&more, Err(Failure::Refused(why)) if *why == exceeds), "{more:?}");
    agreed(&shop);
    assert!(terminal.settle().unwrap().currencies[0].balanced);
}

/// A result that was told as unknown was never told again when it was known.
#[test]
fn what_was_unknown_is_told_again_when_it_is_known() {
    for unanswered in [WhenUnanswered::Reverse, WhenUnanswered::Query] {
        let rules =
            Rules { unanswered, while_reversals_wait: WhileReversalsWait::AllowSales, ..Rules::default() };
        let mut shop = Shop::new("softpos-eur", rules);
        let mut terminal = shop.open();
        (0..3).for_each(|_| shop.wire.push(Fault::Silent));
        let unknown = shop.pay(&mut terminal, &Order::purchase(eur(1000)));
        assert_eq!(unknown.transaction().verdict(), Some(Verdict::Unknown));
        let id = unknown.transaction().id;
        terminal.delivered(id).unwrap();
        let _ = shop.pay(&mut terminal, &Order::purchase(eur(1100)));
        shop.wire.clear();
        assert!(terminal.recover().unwrap().pending.is_empty());
        let told = terminal.undelivered();
        assert_eq!(told.iter().filter(|result| result.transaction().id == id).count(), 1, "{told:?}");
        agreed(&shop);
    }
}

/// A batch with nothing but increments was settled as an empty one.
#[test]
fn money_that_is_only_held_makes_no_batch() {
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    let held = shop.pay(&mut terminal, &Order::pre_authorisation(eur(2000))).transaction().stan();
    assert!(terminal.submit(&Order::increment(held, eur(500))).unwrap().is_approved());
    assert_eq!(terminal.settle(), Err(SettleError::Nothing));
    agreed(&shop);
}

/// A settlement that the acquirer could not process was taken for totals that differ: the whole batch was sent.
#[test]
fn a_settlement_that_fails_at_the_acquirer_uploads_nothing() {
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    assert!(shop.pay(&mut terminal, &Order::purchase(eur(1000))).is_approved());
    shop.wire.push(Fault::Malfunction);
    let messages = shop.wire.messages();
    assert!(matches!(terminal.settle(), Err(SettleError::Refused(code)) if code.0 == *b"96"));
    assert_eq!(shop.wire.messages(), messages + 1);
    let settled = terminal.settle().unwrap();
    assert!(settled.currencies[0].balanced && !settled.currencies[0].uploaded);
    agreed(&shop);
}

/// What was to be cancelled was reckoned before an increment that was still open became known.
#[test]
fn a_cancellation_lets_go_what_is_held_when_it_is_sent() {
    let rules = Rules {
        unanswered: WhenUnanswered::Query,
        while_reversals_wait: WhileReversalsWait::AllowSales,
        ..Rules::default()
    };
    let mut shop = Shop::new("softpos-eur", rules);
    let mut terminal = shop.open();
    let held = shop.pay(&mut terminal, &Order::pre_authorisation(eur(2000))).transaction().stan();
    assert!(terminal.submit(&Order::increment(held, eur(300))).unwrap().is_approved());
    // The acquirer approves; its answer, and that to the question what became of it, are lost.
    (0..2).for_each(|_| shop.wire.push(Fault::Silent));
    let unknown = terminal.submit(&Order::increment(held, eur(500))).unwrap();
    assert_eq!(unknown.transaction().verdict(), Some(Verdict::Unknown));
    drop(terminal);
    let mut terminal = shop.open();
    let cancelled = terminal.submit(&Order::cancellation(held)).unwrap();
    assert!(cancelled.is_approved(), "{cancelled:?}");
    assert_eq!(cancelled.transaction().begun.money, eur(2800));
    assert_eq!(transactions(&shop.disk.records())[2].verdict(), Some(Verdict::Approved));
    agreed(&shop);
}

/// The repeat of a void or a completion met a host that could not answer at the moment: it counted as declined, though the
/// first had been done.
#[test]
fn a_repeat_that_is_not_processed_now_says_nothing_of_the_first() {
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    let paid = shop.pay(&mut terminal, &Order::purchase(eur(1000))).transaction().stan();
    // The void, and its first repeat, which goes out at once.
    (0..2).for_each(|_| shop.wire.push(Fault::Silent));
    let void = shop.pay(&mut terminal, &Order::void(paid, eur(1000)).allowed_by(supervisor()));
    assert_eq!(void.transaction().verdict(), Some(Verdict::Unknown));
    shop.wire.push(Fault::Malfunction);
    let report = terminal.recover().unwrap();
    assert_eq!(report.pending[0].refused.unwrap().0, *b"96");
    assert!(terminal.recover().unwrap().pending.is_empty());
    agreed(&shop);
    let held = shop.pay(&mut terminal, &Order::pre_authorisation(eur(2000))).transaction().stan();
    shop.wire.push(Fault::Silent);
    let taken = terminal.submit(&Order::completion(held, eur(2000))).unwrap();
    assert_eq!(taken.transaction().verdict(), Some(Verdict::Unknown));
    shop.wire.push(Fault::Malfunction);
    assert_eq!(terminal.recover().unwrap().pending.len(), 1);
    assert!(terminal.recover().unwrap().pending.is_empty());
    agreed(&shop);
    assert_eq!(transactions(&shop.disk.records()).iter().filter(|t| t.is_approved()).count(), 4);
}
