//! Which actions may follow.

use proptest::prelude::*;
use proptest::sample::select;
use proptest_state_machine::ReferenceStateMachine;

use super::money::Money;
use super::{Action, Line};

pub(super) struct Reference;

/// Below the limit from which on a PIN is asked for, and no cents that decline.
fn amount() -> impl Strategy<Value = u64> {
    (1_u64..=35).prop_map(|euros| euros * 100)
}

fn line() -> impl Strategy<Value = Line> {
    prop_oneof![
        4 => Just(Line::Good),
        1 => select(&[Line::NoAnswer, Line::NoMessage, Line::NoConnection, Line::NoAnswerTwice][..]),
    ]
}

impl ReferenceStateMachine for Reference {
    type State = Money;
    type Transition = Action;

    fn init_state() -> BoxedStrategy<Money> {
        Just(Money::default()).boxed()
    }

    fn transitions(state: &Money) -> BoxedStrategy<Action> {
        let first = prop_oneof![
            3 => (amount(), line()).prop_map(|(amount, line)| Action::Pay(amount, line)),
            3 => (amount(), line()).prop_map(|(amount, line)| Action::Hold(amount, line)),
            1 => select(vec![Action::Settle, Action::Recover, Action::Restart]),
        ];
        if state.deals.is_empty() {
            return first.boxed();
        }
        let of = 0..state.deals.len();
        let follow_up = (0..6, of, amount(), line()).prop_map(|(what, of, amount, line)| match what {
            0 => Action::Void(of, line),
            1 => Action::VoidOther(of),
            2 => Action::Refund(of, amount, line),
            3 => Action::Raise(of, amount, line),
            4 => Action::Take(of, amount, line),
            _ => Action::LetGo(of, line),
        });
        prop_oneof![2 => first, 5 => follow_up].boxed()
    }

    fn apply(mut state: Money, action: &Action) -> Money {
        state.told = Some(state.act(action));
        state
    }

    fn preconditions(state: &Money, action: &Action) -> bool {
        let (of, line) = match *action {
            Action::Pay(_, line) | Action::Hold(_, line) => (0, line),
            Action::Void(of, line) | Action::LetGo(of, line) => (of, line),
            Action::Refund(of, _, line) | Action::Raise(of, _, line) | Action::Take(of, _, line) => {
                (of, line)
            }
            Action::VoidOther(of) => (of, Line::Good),
            Action::Settle | Action::Recover | Action::Restart => (0, Line::Good),
        };
        // The first message is that of the action itself.
        let is_first = line == Line::Good || !state.waits;
        is_first
            && (of < state.deals.len()
                || of == 0
                    && matches!(
                        action,
                        Action::Pay(..)
                            | Action::Hold(..)
                            | Action::Settle
                            | Action::Recover
                            | Action::Restart
                    ))
    }
}
