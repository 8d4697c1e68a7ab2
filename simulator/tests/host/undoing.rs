//! Reversals, voids, cancellations, and what the host says of them afterwards.

use proptest::collection::vec;
use proptest::prelude::*;
use tapkernel_simulator::host::{BatchName, State};
use tapkernel_terminal::acquirer::{CountAndSum, Totals};

use crate::till::{EUR, TERMINAL, Till};

fn held(till: &Till) -> (u64, u64) {
    let batch = BatchName { terminal: TERMINAL.into(), batch: till.batch, currency: EUR };
    let CountAndSum { count, sum } = till.host.ledger().held(&batch).unwrap();
    (count, sum)
}

#[test]
fn a_reversal_before_its_original_declines_it() {
    let mut till = Till::new();
    assert_eq!(till.reverse(1, 1, 1000), "00");
    assert_eq!(till.reverse(2, 1, 1000), "00");
    assert_eq!(till.status(3, 1), "25");
    assert_eq!(till.sell(1, 1000), "05");
    assert_eq!(till.status(3, 1), "D05");
    assert_eq!(till.reverse(4, 1, 1000), "00");
    // A pre-authorisation, an increment, a completion, a refund and a void that come too late.
    assert_eq!(till.hold(10, 5000), "00");
    for stan in [11, 12, 13, 14, 15] {
        assert_eq!(till.reverse(stan, stan, 500), "00");
    }
    assert_eq!((till.hold(11, 500), till.raise(12, 10, 500)), ("05".into(), "05".into()));
    assert_eq!((till.complete(13, 10, 500), till.void(15, 10, 5000)), ("05".into(), "05".into()));
    assert_eq!(till.sell(16, 700), "00");
    assert_eq!(till.refund(14, 16, 500), "05");
    assert_eq!((till.line(16).refunded, held(&till)), (0, (1, 5000)));
    assert_eq!(till.standing(), [(10, 5000), (16, 700)]);
}

#[test]
fn a_sale_is_reversed_once_and_for_all() {
    let mut till = Till::new();
    assert_eq!(till.sell(1, 1000), "00");
    assert_eq!((till.reverse(2, 1, 999), till.standing()), ("13".into(), vec![(1, 1000)]));
    assert_eq!((till.reverse(1, 1, 1000), till.reverse(3, 1, 1000)), ("00".into(), "00".into()));
    assert_eq!((till.line(1).state, till.totals()), (State::Reversed, Totals::default()));
    assert_eq!(till.void(4, 1, 1000), "12");
    assert_eq!(till.refund(5, 1, 1), "12");
}

#[test]
fn a_declined_sale_has_nothing_to_undo() {
    let mut till = Till::new();
    assert_eq!(till.sell(1, 1051), "51");
    assert_eq!(till.reverse(1, 1, 1051), "00");
    assert_eq!(till.void(2, 1, 1051), "12");
    assert_eq!(till.status(3, 1), "D51");
    assert!(till.standing().is_empty());
}

#[test]
fn an_increment_is_taken_out_of_what_is_held() {
    let mut till = Till::new();
    assert_eq!(till.hold(1, 5000), "00");
    assert_eq!((till.raise(2, 1, 500), till.raise(3, 1, 300)), ("00".into(), "00".into()));
    assert_eq!((held(&till), till.line(1).amount), ((1, 5800), 5000));
    assert_eq!(till.reverse(2, 2, 500), "00");
    assert_eq!((held(&till), till.status(9, 2)), ((1, 5300), "R00".into()));
    assert_eq!(till.void(4, 3, 300), "00");
    assert_eq!(held(&till), (1, 5000));
    assert_eq!(till.complete(5, 1, 5001), "13");
    assert_eq!(till.complete(6, 1, 5000), "00");
    assert_eq!((till.raise(7, 1, 1), till.complete(8, 1, 1)), ("12".into(), "12".into()));
    assert_eq!((held(&till), till.standing()), ((0, 0), vec![(6, 5000)]));
    assert_eq!(till.status(9, 1), "A00");
}

#[test]
fn a_cancelled_pre_authorisation_holds_nothing() {
    for by_all in [true, false] {
        let mut till = Till::new();
        assert_eq!((till.hold(1, 5000), till.raise(2, 1, 500)), ("00".into(), "00".into()));
        assert_eq!(till.void(3, 1, 5400), "12");
        assert_eq!(till.void(4, 1, if by_all { 5500 } else { 5000 }), "00");
        assert_eq!((held(&till), till.standing()), ((0, 0), vec![]));
        assert_eq!((till.status(9, 1), till.status(9, 2)), ("R00".into(), "R00".into()));
        assert_eq!((till.complete(5, 1, 100), till.void(6, 1, 5500)), ("12".into(), "12".into()));
        assert_eq!(till.reverse(2, 2, 500), "00");
        assert_eq!(till.totals(), Totals::default());
    }
}

#[test]
fn a_refund_that_is_undone_can_be_made_again() {
    let mut till = Till::new();
    assert_eq!(till.sell(1, 1000), "00");
    assert_eq!((till.refund(2, 1, 600), till.refund(3, 1, 500)), ("00".into(), "13".into()));
    assert_eq!(till.void(4, 1, 1000), "12", "a part of it was refunded");
    assert_eq!(till.reverse(5, 1, 1000), "12");
    assert_eq!((till.reverse(2, 2, 600), till.line(1).refunded), ("00".into(), 0));
    assert_eq!((till.refund(6, 1, 1000), till.void(7, 6, 1000)), ("00".into(), "00".into()));
    assert_eq!((till.line(1).refunded, till.standing()), (0, vec![(1, 1000)]));
    let one = CountAndSum { count: 1, sum: 1000 };
    assert_eq!(
        till.totals(),
        Totals { debits: one, credits: one, credit_reversals: one, ..Totals::default() }
    );
    assert_eq!(till.totals().net(), 1000);
    assert_eq!(till.void(8, 1, 1000), "00");
}

#[test]
fn a_completion_that_is_reversed_leaves_the_money_held() {
    let mut till = Till::new();
    assert_eq!((till.hold(1, 5000), till.raise(2, 1, 500)), ("00".into(), "00".into()));
    assert_eq!(till.complete(3, 1, 4000), "00");
    assert_eq!((till.reverse(4, 1, 5000), till.reverse(5, 2, 500)), ("12".into(), "12".into()));
    assert_eq!(till.reverse(3, 3, 4000), "00");
    assert_eq!((held(&till), till.totals()), ((1, 5500), Totals::default()));
    assert_eq!(till.complete(6, 1, 5500), "00");
    // What the merchant takes back is not held again.
    assert_eq!(till.void(7, 6, 5500), "00");
    assert_eq!((held(&till), till.standing(), till.totals().net()), ((0, 0), vec![], 0));
    assert_eq!(till.complete(8, 1, 5500), "12");
}

#[test]
fn a_void_is_asked_for_and_answered_as_a_void() {
    let mut till = Till::new();
    assert_eq!((till.sell(1, 1000), till.sell(2, 900)), ("00".into(), "00".into()));
    assert_eq!(till.status(9, 3), "25");
    assert_eq!((till.void(3, 1, 1000), till.status(9, 3)), ("00".into(), "A00".into()));
    assert_eq!((till.void(4, 2, 901), till.status(9, 4)), ("12".into(), "D12".into()));
    assert_eq!(till.status(9, 1), "R00");
    // What was voided stays so; a void is not reversed.
    assert_eq!((till.reverse(1, 1, 1000), till.reverse(5, 3, 1000)), ("00".into(), "12".into()));
    assert_eq!(till.line(1).state, State::Voided);
}

#[test]
fn another_card_or_currency_is_refused() {
    let mut till = Till::new();
    assert_eq!((till.sell(1, 1000), till.hold(2, 5000)), ("00".into(), "00".into()));
    till.currency = 392;
    assert_eq!((till.void(3, 1, 1000), till.reverse(4, 1, 1000)), ("12".into(), "13".into()));
    assert_eq!((till.refund(5, 1, 1000), till.raise(6, 2, 1)), ("12".into(), "13".into()));
    assert_eq!(till.complete(7, 2, 100), "13");
    till.currency = EUR;
    till.card = tapkernel_simulator::card::card("visa-online-pin", 1).unwrap();
    assert_eq!((till.refund(8, 1, 1000), till.raise(9, 2, 1)), ("14".into(), "14".into()));
    let other = till.about(tapkernel_terminal::acquirer::iso8583::MessageType::REVERSAL, 10, 1, 1000);
    assert_eq!(till.send(&other.with(2, "4761739001010077")), "12");
    assert_eq!(till.standing(), [(1, 1000), (2, 5000)]);
}

/// What a proptest does next; numbers choose among earlier transactions.
#[derive(Clone, Copy, Debug)]
struct Action {
    what: u8,
    about: u32,
    amount: u64,
}

fn action() -> impl Strategy<Value = Action> {
    (0u8..7, 1u32..12, 1u64..5).prop_map(|(what, about, amount)| Action { what, about, amount })
}

/// A second set of books, kept by someone who only looks at the answers.
#[derive(Default)]
struct Naive {
    /// Number, what, amount, number of the original.
    approved: Vec<(u32, u8, u64, u32)>,
}

impl Naive {
    fn take(&mut self, stan: u32, action: Action, amount: u64) {
        match action.what {
            5 | 6 => {
                let about = action.about;
                if let Some(at) = self.approved.iter().position(|line| line.0 == about) {
                    let undone = self.approved.remove(at);
                    if undone.1 == 1 {
                        self.approved.retain(|line| !(line.1 == 3 && line.3 == about));
                    }
                }
            }
            what => self.approved.push((stan, what, amount, action.about)),
        }
    }

    fn sum(&self, what: u8) -> u64 {
        self.approved.iter().filter(|line| line.1 == what).map(|line| line.2).sum()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever is done in whatever order (completions aside): the books are what the answers say, and no more goes back than came in.
    #[test]
    fn the_books_are_what_the_answers_say(actions in vec(action(), 1..40)) {
        let (mut till, mut naive, mut stan) = (Till::new(), Naive::default(), 0);
        let mut first = std::collections::BTreeMap::new();
        for action in actions {
            stan += 1;
            // An approval of the transaction it is about, for messages that must have its amount.
            let whole = first.get(&action.about).copied().unwrap_or(1);
            let amount = if matches!(action.what, 5 | 6) { whole } else { action.amount * 100 };
            let code = match action.what {
                0 | 4 => till.sell(stan, amount),
                1 => till.hold(stan, amount),
                2 => till.refund(stan, action.about, amount),
                3 => till.raise(stan, action.about, amount),
                5 => till.void(stan, action.about, amount),
                _ => till.reverse(stan, action.about, amount),
            };
            first.insert(stan, amount);
            if code == "00" {
                naive.take(stan, action, amount);
            }
            let standing: u64 = till.standing().iter().map(|(_, amount)| amount).sum();
            let all = (0..5).map(|what| naive.sum(what)).sum::<u64>();
            prop_assert_eq!(standing, all);
            let back: u64 = till.host.ledger().entries().iter().map(|line| line.refunded).sum();
            prop_assert_eq!(back, naive.sum(2));
            prop_assert_eq!(held(&till).1, naive.sum(1) + naive.sum(3));
            let in_and_out = (i128::from(naive.sum(0) + naive.sum(4)), i128::from(naive.sum(2)));
            prop_assert_eq!(till.totals().net(), in_and_out.0 - in_and_out.1);
            prop_assert!(in_and_out.0 >= in_and_out.1);
        }
    }
}
