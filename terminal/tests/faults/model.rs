//! A small model of money, and the terminal driven by the same actions: what each is told, who has paid what, and what is
//! held must be the same at every step.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::Config;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use tapkernel_simulator::host::{Kind, State};
use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::sale::SaleResult;
use tapkernel_terminal::terminal::{SettleError, Terminal};
use tapkernel_terminal::transaction_kind::TransactionKind;

use crate::people::supervisor;
use crate::shop::{Behaviour, Failure, Shop, eur};
use crate::wire::Fault;

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

/// A sale or a hold.
#[derive(Clone, Debug, Default)]
struct Deal {
    is_hold: bool,
    amount: u64,
    /// What was given back.
    refunded: u64,
    /// Voided, taken or let go.
    is_over: bool,
    is_settled: bool,
    /// Its own approval is not known yet.
    is_open: bool,
    /// What may have been given back, and was not.
    maybe_refunded: u64,
    /// Whether more may be held, and is not.
    maybe_raised: bool,
}

/// Who has paid what.
#[derive(Clone, Debug, Default)]
struct Money {
    deals: Vec<Deal>,
    /// Something waits for the acquirer.
    waits: bool,
    /// Whether anything was paid or given back in the open batch.
    moved: bool,
    told: Option<Told>,
}

impl Money {
    /// What all customers together have paid, and what of theirs is held.
    fn sums(&self) -> (i128, u64) {
        let paid = self.deals.iter().filter(|deal| !deal.is_hold && !deal.is_over);
        let held = self.deals.iter().filter(|deal| deal.is_hold && !deal.is_over);
        let paid = paid.map(|deal| i128::from(deal.amount) - i128::from(deal.refunded)).sum();
        (paid, held.map(|deal| deal.amount).sum())
    }

    fn new_deal(&mut self, is_hold: bool, amount: u64) {
        self.deals.push(Deal { is_hold, amount, ..Deal::default() });
    }

    /// What waits goes out before the next order that is not refused.
    fn delivered(&mut self) {
        self.waits = false;
        for deal in &mut self.deals {
            (deal.is_open, deal.maybe_refunded, deal.maybe_raised) = (false, 0, false);
        }
    }

    fn act(&mut self, action: &Action) -> Told {
        let may = match *action {
            Action::Void(of, _) => {
                let deal = &self.deals[of];
                !deal.is_hold
                    && !deal.is_over
                    && !deal.is_settled
                    && !deal.is_open
                    && deal.refunded + deal.maybe_refunded == 0
            }
            Action::Refund(of, amount, _) => {
                let deal = &self.deals[of];
                !deal.is_hold
                    && !deal.is_over
                    && !deal.is_open
                    && deal.refunded + deal.maybe_refunded + amount <= deal.amount
            }
            Action::Raise(of, ..) | Action::LetGo(of, _) => self.deals[of].is_hold && !self.deals[of].is_over,
            Action::Take(of, amount, _) => {
                let deal = &self.deals[of];
                deal.is_hold && !deal.is_over && !deal.maybe_raised && amount <= deal.amount
            }
            Action::VoidOther(_) => false,
            _ => true,
        };
        if !may {
            return Told::Refused;
        }
        if !matches!(action, Action::Restart) {
            self.delivered();
        }
        self.do_it(action)
    }

    fn do_it(&mut self, action: &Action) -> Told {
        // A request that is not answered is reversed at once.
        let request = |line| match line {
            Line::Good => Told::Approved,
            Line::NoAnswerTwice => Told::Unknown,
            _ => Told::Declined,
        };
        // What is not undone is repeated, a void once at once; a completion even if it did not leave.
        let void = |line| match line {
            Line::NoConnection => Told::Declined,
            Line::NoAnswerTwice => Told::Unknown,
            _ => Told::Approved,
        };
        let without_card = |line| match line {
            Line::Good => Told::Approved,
            Line::NoConnection => Told::Declined,
            _ => Told::Unknown,
        };
        let told = match *action {
            Action::Pay(_, line) | Action::Hold(_, line) => request(line),
            Action::Refund(_, _, line) | Action::Raise(_, _, line) => request(line),
            Action::Void(_, line) => void(line),
            Action::LetGo(_, line) => without_card(line),
            Action::Take(_, _, Line::Good) => Told::Approved,
            Action::Take(..) => Told::Unknown,
            Action::VoidOther(_) => Told::Refused,
            Action::Settle | Action::Recover | Action::Restart => Told::Done,
        };
        if let Action::Settle = action {
            if !self.moved {
                return Told::Refused;
            }
            self.moved = false;
            self.deals.iter_mut().filter(|deal| !deal.is_hold).for_each(|deal| deal.is_settled = true);
        }
        self.waits |= told == Told::Unknown;
        if matches!(told, Told::Approved | Told::Unknown) {
            self.move_money(action, told == Told::Unknown);
        }
        told
    }

    fn move_money(&mut self, action: &Action, is_open: bool) {
        match *action {
            // Undone before anything else is done.
            Action::Pay(..) | Action::Hold(..) if is_open => return,
            Action::Refund(of, amount, _) if is_open => return self.deals[of].maybe_refunded += amount,
            Action::Raise(of, ..) if is_open => return self.deals[of].maybe_raised = true,
            _ => {}
        }
        match *action {
            Action::Pay(amount, _) => self.new_deal(false, amount),
            Action::Hold(amount, _) => self.new_deal(true, amount),
            Action::Void(of, _) | Action::LetGo(of, _) => self.deals[of].is_over = true,
            Action::Refund(of, amount, _) => self.deals[of].refunded += amount,
            Action::Raise(of, amount, _) => self.deals[of].amount += amount,
            Action::Take(of, amount, _) => {
                self.deals[of].is_over = true;
                self.new_deal(false, amount);
                self.deals.last_mut().unwrap().is_open = is_open;
            }
            _ => {}
        }
        self.moved |= matches!(action, Action::Pay(..) | Action::Refund(..) | Action::Take(..));
    }
}

struct Reference;

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

/// The real thing, and under which number it has each deal.
struct Real {
    shop: Shop,
    terminal: Option<Terminal>,
    deals: Vec<(Stan, u64)>,
}

impl Real {
    fn told(result: Result<SaleResult, Failure>) -> (Told, Option<(Stan, u64)>) {
        match result {
            Ok(result) => {
                let transaction = result.transaction();
                let deal = (transaction.stan(), transaction.begun.money.amount.minor_units());
                let told = match &result {
                    SaleResult::Approved(_) => Told::Approved,
                    SaleResult::Declined(_) => Told::Declined,
                    SaleResult::Unknown(_) => Told::Unknown,
                };
                (told, Some(deal))
            }
            Err(Failure::Refused(_)) => (Told::Refused, None),
            Err(Failure::Sale(error)) => panic!("{error}"),
        }
    }

    fn run(&mut self, order: &Order, line: Line, is_deal: bool) -> Told {
        let faults: &[Fault] = match line {
            Line::Good => &[],
            Line::NoAnswer => &[Fault::Silent],
            Line::NoMessage => &[Fault::Lost],
            Line::NoConnection => &[Fault::Refused],
            Line::NoAnswerTwice => &[Fault::Silent, Fault::Silent],
        };
        faults.iter().for_each(|fault| self.shop.wire.push(*fault));
        let terminal = self.terminal.as_mut().unwrap();
        let (told, deal) = Self::told(self.shop.run(terminal, order, &Behaviour::with("visa-credit")));
        self.shop.wire.clear();
        // A completion is repeated until it is done; everything else that is unknown is undone.
        let stands =
            told == Told::Approved || told == Told::Unknown && order.kind() == TransactionKind::Completion;
        if is_deal && stands {
            self.deals.extend(deal);
        }
        told
    }

    fn act(&mut self, action: &Action) -> Told {
        let sue = supervisor();
        let of = |of: usize| self.deals[of].0;
        match *action {
            Action::Pay(amount, line) => self.run(&Order::purchase(eur(amount)), line, true),
            Action::Hold(amount, line) => self.run(&Order::pre_authorisation(eur(amount)), line, true),
            Action::Void(at, line) => {
                let order = Order::void(of(at), eur(self.deals[at].1)).allowed_by(sue);
                self.run(&order, line, false)
            }
            Action::VoidOther(at) => {
                let order = Order::void(of(at), eur(self.deals[at].1 + 1)).allowed_by(sue);
                self.run(&order, Line::Good, false)
            }
            Action::Refund(at, amount, line) => {
                let order = Order::refund(of(at), eur(amount)).allowed_by(sue);
                self.run(&order, line, false)
            }
            Action::Raise(at, amount, line) => self.run(&Order::increment(of(at), eur(amount)), line, false),
            Action::Take(at, amount, line) => self.run(&Order::completion(of(at), eur(amount)), line, true),
            Action::LetGo(at, line) => self.run(&Order::cancellation(of(at)), line, false),
            Action::Settle => match self.terminal.as_mut().unwrap().settle() {
                Ok(report) => {
                    assert!(report.currencies.iter().all(|currency| currency.balanced && !currency.uploaded));
                    Told::Done
                }
                Err(SettleError::Nothing) => Told::Refused,
                Err(error) => panic!("{error}"),
            },
            Action::Recover => {
                assert!(self.terminal.as_mut().unwrap().recover().unwrap().pending.is_empty());
                Told::Done
            }
            Action::Restart => {
                self.terminal = None;
                self.terminal = Some(self.shop.open());
                Told::Done
            }
        }
    }

    /// What the host's ledger says that customers have paid, and what is held of theirs.
    fn sums(&self) -> (i128, u64) {
        self.shop.wire.with_host(|host| {
            let ledger = host.ledger();
            let stands =
                |line: &&tapkernel_simulator::host::HostEntry| line.is_approved() && !line.state.is_undone();
            let paid = ledger.entries().iter().filter(stands).map(|line| match line.kind {
                Kind::Debit => i128::from(line.amount),
                Kind::Refund => -i128::from(line.amount),
                _ => 0,
            });
            let holds = |line: &&tapkernel_simulator::host::HostEntry| {
                line.kind == Kind::PreAuthorisation && line.is_approved() && line.state == State::Standing
            };
            let held = ledger.entries().iter().filter(holds).map(|line| line.worth());
            (paid.sum(), held.sum())
        })
    }
}

impl StateMachineTest for Real {
    type SystemUnderTest = Self;
    type Reference = Reference;

    fn init_test(_: &Money) -> Self {
        let shop = Shop::euros();
        let terminal = Some(shop.open());
        Self { shop, terminal, deals: Vec::new() }
    }

    fn apply(mut real: Self, money: &Money, action: Action) -> Self {
        let told = real.act(&action);
        assert_eq!(Some(told), money.told, "{action:?}");
        assert_eq!(real.deals.len(), money.deals.len());
        real
    }

    fn check_invariants(real: &Self, money: &Money) {
        let books = real.terminal.as_ref().unwrap().books();
        assert_eq!(books.due().next().is_some(), money.waits);
        if !money.waits {
            assert_eq!(real.sums(), money.sums());
        }
    }

    fn teardown(mut real: Self, mut money: Money) {
        let _ = money.act(&Action::Recover);
        let _ = real.act(&Action::Recover);
        assert_eq!(real.sums(), money.sums());
    }
}

prop_state_machine! {
    #![proptest_config(Config { cases: 60, failure_persistence: None, ..Config::default() })]

    #[test]
    fn terminal_and_model_agree(sequential 1..25 => Real);
}
