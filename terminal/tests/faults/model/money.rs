//! The model: who has paid what.

use super::{Action, Line, Told};

/// A sale or a hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Deal {
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
pub(super) struct Money {
    pub(super) deals: Vec<Deal>,
    /// Something waits for the acquirer.
    pub(super) waits: bool,
    /// Whether anything was paid or given back in the open batch.
    moved: bool,
    pub(super) told: Option<Told>,
}

impl Money {
    /// What all customers together have paid, and what of theirs is held.
    pub(super) fn sums(&self) -> (i128, u64) {
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

    pub(super) fn act(&mut self, action: &Action) -> Told {
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
