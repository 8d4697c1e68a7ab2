//! The real thing.

use proptest_state_machine::StateMachineTest;
use tapkernel_simulator::host::{Kind, State};
use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::sale::SaleResult;
use tapkernel_terminal::terminal::{SettleError, Terminal};
use tapkernel_terminal::transaction_kind::TransactionKind;

use super::money::Money;
use super::reference::Reference;
use super::{Action, Line, Told};
use crate::people::supervisor;
use crate::shop::{Behaviour, Failure, Shop, eur};
use crate::wire::Fault;

/// The real thing, and under which number it has each deal.
pub(super) struct Real {
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
