//! What a crash, or a line that was down, has left.

use super::{SettleError, SettlementReport, Terminal};
use crate::acquirer::ResponseCode;
use crate::acquirer::ReversalReason;
use crate::acquirer::store_and_forward::{Entry as Waiting, StoreAndForward};
use crate::books::{Due, Fate, Transaction};
use crate::journal::{Ended, Entry, ReversalDue, TransactionId};
use crate::receipt::Reason;
use crate::sale::SaleError;
use crate::transaction_kind::TransactionKind;

/// What recovery did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecoveryReport {
    /// Transactions that were brought to their verdict, or to the acknowledgement that they waited for.
    pub done: Vec<TransactionId>,
    /// What still waits for the acquirer.
    pub pending: Vec<Pending>,
    /// The settlement that was resumed.
    pub settled: Option<SettlementReport>,
}

/// What waits for the acquirer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// For which transaction.
    pub transaction: TransactionId,
    /// What.
    pub due: Due,
    /// The acquirer's refusal, if it gave one: somebody must call it.
    pub refused: Option<ResponseCode>,
}

/// What came of sending what is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// Nothing is due any more.
    Done,
    /// No answer.
    NoAnswer,
    /// An answer that is no acknowledgement.
    Refused(ResponseCode),
}

impl Terminal {
    /// Finishes what a crash has left: transactions are brought to a verdict, reversals and advices go out until they are
    /// acknowledged, a settlement is resumed. Run twice it changes nothing the second time.
    ///
    /// # Errors
    ///
    /// [`SaleError`]: the journal, the vault. What waits for the acquirer is in the report.
    pub fn recover(&mut self) -> Result<RecoveryReport, SaleError> {
        let before: Vec<_> = self.books().unfinished().filter(|t| is_open(t)).map(|t| t.id).collect();
        self.end_interrupted()?;
        let refused = self.send_all_due()?;
        let settled = match self.books().is_closing() && self.books().due().next().is_none() {
            true => self.resume_settlement()?,
            false => None,
        };
        let pending = self.pending(&refused);
        let waits = |id: &TransactionId| pending.iter().any(|pending| pending.transaction == *id);
        let done = before.into_iter().filter(|id| !waits(id)).collect();
        Ok(RecoveryReport { done, pending, settled })
    }

    /// Settles; without the acquirer it waits, and is resumed the next time.
    fn resume_settlement(&mut self) -> Result<Option<SettlementReport>, SaleError> {
        match self.settle() {
            Ok(report) => Ok(Some(report)),
            Err(SettleError::Failed(error)) => Err(error),
            Err(_) => Ok(None),
        }
    }

    fn pending(&self, refused: &[(TransactionId, ResponseCode)]) -> Vec<Pending> {
        let code = |id| refused.iter().find(|(refused, _)| *refused == id).map(|(_, code)| *code);
        let pending = |(transaction, due): (&Transaction, Due)| Pending {
            transaction: transaction.id,
            due,
            refused: code(transaction.id),
        };
        self.books().due().map(pending).collect()
    }

    /// Brings to a verdict what has none and does not run any more, as far as that goes without the acquirer.
    pub(super) fn end_interrupted(&mut self) -> Result<(), SaleError> {
        let open: Vec<_> = self.books().unfinished().filter(|t| t.verdict().is_none()).cloned().collect();
        for transaction in open {
            let entries = interrupted(&transaction).into_iter().map(|entry| (entry, None)).collect();
            self.desk.ledger.write_all(Some(transaction.id), entries)?;
        }
        self.settle_queue();
        Ok(())
    }

    /// Sends everything that is due, in order, until there is no answer. Answers what the acquirer refused.
    pub(super) fn send_all_due(&mut self) -> Result<Vec<(TransactionId, ResponseCode)>, SaleError> {
        let mut refused = Vec::new();
        let due: Vec<_> = self.books().due().map(|(transaction, _)| transaction.id).collect();
        for id in due {
            self.desk.queue.sent(id.0);
            match self.desk.send_due(id)? {
                Sent::Done => self.desk.queue.acknowledged(id.0),
                Sent::Refused(code) => refused.push((id, code)),
                Sent::NoAnswer => {
                    self.desk.queue.failed(self.desk.instant());
                    break;
                }
            }
        }
        self.settle_queue();
        Ok(refused)
    }

    /// Brings the queue in step with the books.
    pub(crate) fn settle_queue(&mut self) {
        self.desk.settle_queue();
    }
}

impl super::Desk {
    /// Brings the queue in step with the books: what is due waits in it, in order, and nothing else.
    pub(crate) fn settle_queue(&mut self) {
        let due: Vec<_> =
            self.ledger.books().due().map(|(transaction, due)| waiting(transaction, due)).collect();
        let known: Vec<_> = self.queue.waiting().map(|entry| entry.id).collect();
        known
            .iter()
            .filter(|id| !due.iter().any(|entry| entry.id == **id))
            .for_each(|id| self.queue.acknowledged(*id));
        for entry in due.into_iter().filter(|entry| !known.contains(&entry.id)) {
            // It is in the journal: whether the queue has room is asked before a sale, not after it.
            if self.queue.push(entry).is_err() {
                self.queue = StoreAndForward::new(
                    self.rules.queue,
                    self.queue.waiting().copied().chain([entry]).collect::<Vec<_>>(),
                );
            }
        }
    }
}

fn waiting(transaction: &Transaction, due: Due) -> Waiting {
    let (at_risk, sent) = match due {
        Due::Reversal { repeat, .. } | Due::Completion { repeat, .. } => (0, repeat),
        Due::OfflineApproval { repeat, .. } => (transaction.begun.money.amount.minor_units(), repeat),
        Due::Void { .. } => (0, true),
    };
    Waiting { id: transaction.id.0, at_risk, sent }
}

/// Whether something is still to become of it.
fn is_open(transaction: &Transaction) -> bool {
    transaction.verdict().is_none() || transaction.due().is_some()
}

/// What is written of a transaction that was interrupted.
fn interrupted(transaction: &Transaction) -> Vec<Entry> {
    let kind = transaction.begun.kind;
    let is_undone = !matches!(
        kind,
        TransactionKind::Void | TransactionKind::PreAuthorisationCancellation | TransactionKind::Completion
    );
    let Some(last) = transaction.messages.last() else {
        return vec![Entry::Ended(Ended::Declined { reason: Reason::Interrupted })];
    };
    match &last.fate {
        Fate::Answered(answer) if answer.response_code.is_approved() => vec![Entry::Ended(Ended::Approved)],
        Fate::Answered(answer) => {
            vec![Entry::Ended(Ended::Declined { reason: Reason::Issuer(answer.response_code) })]
        }
        Fate::NotSent if kind != TransactionKind::Completion => {
            vec![Entry::Ended(Ended::Declined { reason: Reason::AcquirerNotReached })]
        }
        Fate::Open | Fate::Silent | Fate::NotSent => {
            let due = ReversalDue { stan: last.stan, reason: ReversalReason::TimedOut };
            let due = is_undone.then_some(Entry::ReversalDue(due));
            due.into_iter().chain([Entry::Ended(Ended::Unknown)]).collect()
        }
    }
}
