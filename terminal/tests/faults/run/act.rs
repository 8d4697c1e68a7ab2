//! What is done.

use tapkernel_terminal::books::Verdict;
use tapkernel_terminal::sale::SaleResult;
use tapkernel_terminal::terminal::{SettleError, Terminal};
use tapkernel_terminal::transaction_kind::TransactionKind;

use super::Run;
use crate::books::transactions;
use crate::shop::{Behaviour, Failure};

impl Run {
    pub(super) fn operate(&mut self, terminal: &mut Terminal) -> Result<(), String> {
        let order = self.order();
        let order = if self.random.percent(60) {
            order.reference(format!("order {}", self.log.len()))
        } else {
            order
        };
        let behaviour = self.behaviour();
        self.log.push(format!("{order:?} {behaviour:?}"));
        let before = self.shop.disk.len() as u64;
        let ended = self.shop.run(terminal, &order, &behaviour);
        let kind = order.kind();
        match ended {
            Ok(result) => {
                let id = result.transaction().id;
                if id.0 > before {
                    self.orders.push((order, id));
                }
                self.tell(kind, &result)
            }
            Err(Failure::Refused(refusal)) => {
                self.log.push(format!("refused: {refusal}"));
                self.count(format!("refused {}", refusal.code()));
                Ok(())
            }
            Err(Failure::Sale(error)) => {
                self.log.push(format!("no result: {error}"));
                self.count("no result");
                Ok(())
            }
        }
    }

    /// A verdict that the app was told stands for good.
    pub(super) fn tell(&mut self, kind: TransactionKind, result: &SaleResult) -> Result<(), String> {
        let transaction = result.transaction();
        let verdict = transaction.verdict().ok_or("a result without a verdict")?;
        self.log.push(format!("{:?} {:?}: {verdict:?}", transaction.id, transaction.stan()));
        let word = match verdict {
            Verdict::Approved => "approved",
            Verdict::Declined(_) => "declined",
            Verdict::Unknown => "unknown",
        };
        self.count(format!("{kind} {word}"));
        if verdict == Verdict::Unknown {
            return Ok(());
        }
        match self.told.insert(transaction.id, verdict) {
            Some(earlier) if earlier != verdict => Err(format!("told {earlier:?}, and then {verdict:?}")),
            _ => Ok(()),
        }
    }

    /// An order is given again with its reference: the same result, and nothing sent.
    pub(super) fn again(&mut self, terminal: &mut Terminal) -> Result<(), String> {
        if self.orders.is_empty() {
            return Ok(());
        }
        let (order, id) = self.random.pick(&self.orders);
        let all = transactions(&self.shop.disk.records());
        let named = all.iter().find(|t| t.id == id).and_then(|t| t.begun.reference.clone());
        if named.is_none() {
            return Ok(());
        }
        self.log.push(format!("again {order:?}"));
        let messages = self.shop.wire.messages();
        match self.shop.run(terminal, &order, &Behaviour::with("visa-credit")) {
            Ok(result) if result.transaction().id != id => Err(format!("{id:?} was done again")),
            Ok(result) => {
                self.count("again");
                if self.shop.wire.messages() != messages {
                    return Err("something was sent for an order that came again".to_owned());
                }
                self.tell(order.kind(), &result)
            }
            Err(failure) => {
                self.log.push(format!("{failure:?}"));
                Ok(())
            }
        }
    }

    pub(super) fn settle(&mut self, terminal: &mut Terminal) -> Result<(), String> {
        let settled = terminal.settle();
        self.log.push(format!("settle: {settled:?}"));
        match settled {
            Ok(report) => {
                self.count("settled");
                let balanced =
                    report.currencies.iter().all(|currency| currency.balanced && !currency.uploaded);
                if balanced { Ok(()) } else { Err("the batch did not balance".to_owned()) }
            }
            Err(error) => {
                self.count(match error {
                    SettleError::Nothing => "nothing to settle",
                    SettleError::Pending(_) => "settlement waits",
                    SettleError::ClockDoubted => "settlement: clock in doubt",
                    _ => "settlement without answer",
                });
                Ok(())
            }
        }
    }
}
