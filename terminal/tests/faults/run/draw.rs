//! What is drawn: orders, cards, faults.

use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::books::Transaction;
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::tapkernel::core::data::{Amount, Money};
use tapkernel_terminal::transaction_kind::TransactionKind;

use super::{CARDS, Run};
use crate::books::transactions;
use crate::disk::Cut;
use crate::people::supervisor;
use crate::shop::{Behaviour, money};
use crate::wire::Fault;

impl Run {
    /// What will go wrong.
    pub(super) fn arm(&mut self) {
        if self.random.percent(40) {
            for _ in 0..1 + self.random.below(4) {
                let fault = self.fault();
                self.log.push(format!("fault {fault:?}"));
                self.shop.wire.push(fault);
            }
        }
        if self.random.percent(15) {
            let (appends, cut) = (self.random.below(12), self.random.pick(&[Cut::Before, Cut::After]));
            self.log.push(format!("power cut {cut:?} at append {appends}"));
            self.shop.disk.cut_after(appends, cut);
        } else if self.random.percent(4) {
            let reserve = self.random.below(10);
            self.log.push(format!("disk full, {reserve} left"));
            self.shop.disk.fill(reserve);
        }
    }

    pub(super) fn fault(&mut self) -> Fault {
        let bytes = self.random.below(260) as usize;
        let messages = self.random.below(4) as u32;
        self.random.pick(&[
            Fault::None,
            Fault::None,
            Fault::Refused,
            Fault::Lost,
            Fault::Silent,
            Fault::Silent,
            Fault::Doubled,
            Fault::Twice,
            Fault::Delayed(messages),
            Fault::Delayed(messages),
            Fault::Late,
            Fault::Garbage,
            Fault::Forged,
            Fault::Malfunction,
            Fault::Partial,
            Fault::Taken(0),
            Fault::Taken(bytes),
            Fault::Given(bytes),
            Fault::PowerBefore,
            Fault::PowerAfter,
        ])
    }

    pub(super) fn behaviour(&mut self) -> Behaviour {
        let pins = match self.random.below(10) {
            0 => vec![None],
            1 => vec![Some("9999")],
            2 => vec![Some("9999"), Some("9998"), Some("9997")],
            _ => vec![],
        };
        *self.shop.pins.lock().unwrap() = pins;
        let card = match self.random.below(100) {
            0..4 => None,
            4..25 => Some(self.random.pick(&CARDS)),
            _ => Some(self.regular),
        };
        let leaves_at = if self.random.percent(10) { Some(1 + self.random.below(12) as u32) } else { None };
        let stop_at = if self.random.percent(10) { Some(self.random.below(16) as u32) } else { None };
        Behaviour { card, leaves_at, stop_at }
    }

    pub(super) fn money(&mut self) -> Money {
        let (currency, exponent) = self.random.pick(&[(978, 2), (978, 2), (392, 0), (788, 3)]);
        let currency = if self.shop.profile.name() == "lab" { (currency, exponent) } else { (978, 2) };
        let whole = self.random.pick(&[100, 1000, 1000, 3900, 4100, 20_000, 9900]);
        let cents = self.random.pick(&[0, 0, 0, 0, 0, 1, 51, 5, 65, 65, 55, 91]);
        money(currency.0, currency.1, whole + cents)
    }

    pub(super) fn order(&mut self) -> Order {
        let sue = supervisor();
        match self.random.below(100) {
            0..32 => Order::purchase(self.money()),
            32..36 => {
                let total = self.money();
                Order::cashback(total, Amount::new(total.amount.minor_units() / 2).unwrap())
            }
            36..48 => Order::pre_authorisation(self.money()),
            48..51 => Order::unlinked_refund(self.money()).allowed_by(sue),
            51..66 => {
                let of = self.target(&[
                    TransactionKind::Purchase,
                    TransactionKind::Completion,
                    TransactionKind::Refund,
                ]);
                let Some((stan, money)) = of else { return Order::purchase(self.money()) };
                Order::void(stan, money).allowed_by(sue)
            }
            66..78 => {
                let of = self.target(&[TransactionKind::Purchase, TransactionKind::Completion]);
                let Some((stan, money)) = of else { return Order::purchase(self.money()) };
                Order::refund(stan, self.part_of(money)).allowed_by(sue)
            }
            choice => {
                let Some((stan, money)) = self.target(&[TransactionKind::PreAuthorisation]) else {
                    return Order::pre_authorisation(self.money());
                };
                match choice {
                    78..85 => Order::increment(stan, self.part_of(money)),
                    85..94 => Order::completion(stan, self.part_of(money)),
                    _ => Order::cancellation(stan),
                }
            }
        }
    }

    pub(super) fn part_of(&mut self, money: Money) -> Money {
        let whole = money.amount.minor_units();
        let part = self.random.pick(&[whole, whole, whole / 2, whole / 3, whole + 1]);
        Money { amount: Amount::new(part).unwrap(), ..money }
    }

    /// A transaction to follow: mostly one that can be.
    pub(super) fn target(&mut self, kinds: &[TransactionKind]) -> Option<(Stan, Money)> {
        let all = transactions(&self.shop.disk.records());
        let fits = |t: &&Transaction| kinds.contains(&t.begun.kind) && t.is_approved();
        let fitting: Vec<_> = all.iter().filter(fits).cloned().collect();
        let from = if self.random.percent(10) || fitting.is_empty() { all } else { fitting };
        if from.is_empty() {
            return None;
        }
        let of = self.random.pick(&from);
        Some((of.stan(), of.begun.money))
    }
}
