//! What the books add up to.

use std::collections::BTreeSet;

use tapkernel_terminal::acquirer::{CountAndSum, Totals};

use super::{HostEntry, HostLedger, Kind, StandingLine, State};

/// A batch of a terminal in one currency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchName {
    /// Terminal, field 41, without the spaces that fill it.
    pub terminal: String,
    /// Number of the batch.
    pub batch: u32,
    /// ISO 4217 numeric code.
    pub currency: u16,
}

impl BatchName {
    /// Whether the line is of this batch.
    pub fn has(&self, line: &HostEntry) -> bool {
        (line.terminal.as_str(), line.batch, line.currency) == (&self.terminal, self.batch, self.currency)
    }
}

impl Kind {
    /// Whether it is counted in totals: what is only held is not.
    pub const fn moves_money(self) -> bool {
        matches!(self, Self::Debit | Self::Refund)
    }
}

impl HostLedger {
    /// Every batch that has a line, in order.
    pub fn batches(&self) -> BTreeSet<BatchName> {
        let batch = |line: &HostEntry| BatchName {
            terminal: line.terminal.clone(),
            batch: line.batch,
            currency: line.currency,
        };
        self.entries.iter().map(batch).collect()
    }

    /// Totals of a terminal's batch in a currency, as fields 74 to 77 and 86 to 89 have them; `None` if they do not fit.
    pub fn totals(&self, terminal: &str, batch: u32, currency: u16) -> Option<Totals> {
        let mut totals = Totals::default();
        let name = BatchName { terminal: terminal.trim_end().to_owned(), batch, currency };
        let counts = |line: &&HostEntry| line.is_approved() && line.state != State::Reversed;
        for line in self.entries.iter().filter(|line| name.has(line)).filter(counts) {
            let (total, undone) = match line.kind {
                Kind::Debit => (&mut totals.debits, &mut totals.debit_reversals),
                Kind::Refund => (&mut totals.credits, &mut totals.credit_reversals),
                Kind::PreAuthorisation | Kind::Increment => continue,
            };
            *total = total.and(line.amount)?;
            if line.state == State::Voided {
                *undone = undone.and(line.amount)?;
            }
        }
        Some(totals)
    }

    /// What is held in a batch and a currency and was neither completed nor undone: pre-authorisations, and how much with
    /// their increments; `None` if it does not fit.
    pub fn held(&self, batch: &BatchName) -> Option<CountAndSum> {
        let holds = |line: &&HostEntry| line.kind == Kind::PreAuthorisation && self.is_standing(line);
        let lines = self.entries.iter().filter(|line| batch.has(line)).filter(holds);
        lines.map(HostEntry::worth).try_fold(CountAndSum::default(), CountAndSum::and)
    }

    /// The lines of a terminal's batch that were approved and stand, ascending: what the terminal's journal must have as
    /// approved too, and nothing else. A pre-authorisation that was completed is not among them, its completion is.
    pub fn standing(&self, terminal: &str, batch: u32) -> Vec<StandingLine> {
        let terminal = terminal.trim_end();
        let of_batch = |line: &&HostEntry| line.terminal == terminal && line.batch == batch;
        let standing = self.entries.iter().filter(of_batch).filter(|line| self.is_standing(line));
        let mut lines: Vec<_> = standing
            .map(|line| StandingLine {
                stan: line.stan,
                transmitted: line.transmitted.clone(),
                kind: line.kind,
                amount: line.amount,
                currency: line.currency,
            })
            .collect();
        lines.sort();
        lines
    }
}
