//! A small model of money, and the terminal driven by the same actions: what each is told, who has paid what, and what is
//! held must be the same at every step.

mod money;
mod real;
mod reference;

use proptest::test_runner::Config;
use proptest_state_machine::prop_state_machine;

use real::Real;

/// The line, for the first message of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Good,
    /// The message arrives, its answer does not.
    NoAnswer,
    NoMessage,
    NoConnection,
    /// Nor does the answer to what follows it at once.
    NoAnswerTwice,
}

/// What the app is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Approved,
    Declined,
    Unknown,
    Refused,
    Done,
}

#[derive(Clone, Debug)]
enum Action {
    Pay(u64, Line),
    Hold(u64, Line),
    Void(usize, Line),
    /// With an amount that is not that of the original.
    VoidOther(usize),
    Refund(usize, u64, Line),
    Raise(usize, u64, Line),
    Take(usize, u64, Line),
    LetGo(usize, Line),
    Settle,
    Recover,
    Restart,
}

prop_state_machine! {
    #![proptest_config(Config { cases: 60, failure_persistence: None, ..Config::default() })]

    #[test]
    fn terminal_and_model_agree(sequential 1..25 => Real);
}
