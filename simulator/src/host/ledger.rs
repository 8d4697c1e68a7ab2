//! The host's books.

use tapkernel_core::Secret;
use tapkernel_terminal::acquirer::{CountAndSum, Totals};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Money from the cardholder: purchase, cashback, cash, completion, offline approval.
    Debit,
    /// Money to the cardholder.
    Refund,
    /// Money held.
    PreAuthorisation,
}

/// What has become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Answered, and standing.
    Standing,
    /// A pre-authorisation that was completed.
    Completed,
    /// Taken back by the merchant: counts as itself and as a reversal.
    Voided,
    /// Undone by a reversal advice: counts nowhere.
    Reversed,
}

/// A line of the ledger.
#[derive(Clone, Debug)]
pub struct HostEntry {
    /// Terminal, field 41.
    pub terminal: String,
    /// Systems Trace Audit Number.
    pub stan: u32,
    /// Field 7 of the message.
    pub transmitted: String,
    /// Batch of the terminal.
    pub batch: u32,
    /// What it is.
    pub kind: Kind,
    /// Minor units.
    pub amount: u64,
    /// ISO 4217 numeric code.
    pub currency: u16,
    /// Response code.
    pub response_code: [u8; 2],
    /// Authorisation code, if approved.
    pub authorisation_code: Option<String>,
    /// Retrieval Reference Number.
    pub rrn: String,
    /// What has become of it.
    pub state: State,
    /// What of it was refunded.
    pub refunded: u64,
    /// Whether its batch is closed.
    pub settled: bool,
    pub(super) pan: Secret<String>,
}

impl HostEntry {
    /// Whether it was approved.
    pub fn is_approved(&self) -> bool {
        self.response_code == *b"00"
    }
}

/// All lines, in the order of their messages.
#[derive(Clone, Debug, Default)]
pub struct HostLedger {
    pub(super) entries: Vec<HostEntry>,
}

impl HostLedger {
    /// The lines.
    pub fn entries(&self) -> &[HostEntry] {
        &self.entries
    }

    /// The line of this message.
    pub(super) fn find(&mut self, terminal: &str, stan: u32, transmitted: &str) -> Option<&mut HostEntry> {
        let same = |entry: &&mut HostEntry| {
            (entry.terminal.as_str(), entry.stan, entry.transmitted.as_str()) == (terminal, stan, transmitted)
        };
        self.entries.iter_mut().rev().find(same)
    }

    /// Totals of a terminal's batch in a currency; `None` if they do not fit.
    pub fn totals(&self, terminal: &str, batch: u32, currency: u16) -> Option<Totals> {
        let mut totals = Totals::default();
        let of_batch = |entry: &&HostEntry| {
            entry.terminal == terminal
                && entry.batch == batch
                && entry.currency == currency
                && entry.is_approved()
        };
        for entry in self.entries.iter().filter(of_batch).filter(|entry| entry.state != State::Reversed) {
            let (total, undone) = match entry.kind {
                Kind::Debit => (&mut totals.debits, &mut totals.debit_reversals),
                Kind::Refund => (&mut totals.credits, &mut totals.credit_reversals),
                Kind::PreAuthorisation => continue,
            };
            *total = total.and(entry.amount)?;
            if entry.state == State::Voided {
                *undone = CountAndSum::and(*undone, entry.amount)?;
            }
        }
        Some(totals)
    }
}
