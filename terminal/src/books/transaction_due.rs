//! What is due for a transaction.

use super::{Due, Fate, SentMessage, Transaction};
use crate::acquirer::iso8583::MessageType;
use crate::journal::{Ended, Resolved};
use crate::transaction_kind::TransactionKind;

impl Transaction {
    /// What must still be sent for it.
    pub fn due(&self) -> Option<Due> {
        let confirmed = matches!(self.resolved, Some(Resolved::Confirmed | Resolved::Declined { .. }));
        match &self.reversal {
            Some(reversal) if reversal.acknowledged.is_none() && !confirmed => {
                return Some(Due::Reversal { stan: reversal.due.stan, repeat: reversal.sent });
            }
            Some(_) => return None,
            None => {}
        }
        self.follow_up_due()
    }

    /// An advice or a void that was not answered.
    fn follow_up_due(&self) -> Option<Due> {
        let ended = self.ended?;
        let repeat = |message: &SentMessage| !matches!(message.fate, Fate::NotSent);
        match (self.begun.kind, self.messages.last()) {
            (TransactionKind::Completion, message) if ended == Ended::Unknown && self.resolved.is_none() => {
                Some(Due::Completion { stan: self.stan(), repeat: message.is_some_and(repeat) })
            }
            (TransactionKind::Void | TransactionKind::PreAuthorisationCancellation, Some(message))
                if ended == Ended::Unknown && self.resolved.is_none() =>
            {
                Some(Due::Void { stan: message.stan })
            }
            (_, None) if ended == Ended::Approved => {
                Some(Due::OfflineApproval { stan: self.begun.stan, repeat: false })
            }
            (_, Some(message))
                if ended == Ended::Approved
                    && message.message_type == MessageType::FINANCIAL_ADVICE
                    && !is_acknowledged(message) =>
            {
                Some(Due::OfflineApproval { stan: message.stan, repeat: repeat(message) })
            }
            _ => None,
        }
    }
}

/// Whether the acquirer has taken an advice. Money that moved offline is not forgotten because it says no.
fn is_acknowledged(message: &SentMessage) -> bool {
    matches!(&message.fate, Fate::Answered(answer) if answer.response_code.is_approved())
}
