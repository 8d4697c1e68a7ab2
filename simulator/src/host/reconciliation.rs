//! Closing a batch.

use tapkernel_terminal::acquirer::assignment::RECONCILE_AFTER_UPLOAD;
use tapkernel_terminal::acquirer::iso8583::{Message, MessageType};
use tapkernel_terminal::acquirer::{CountAndSum, Totals};

use super::ledger::BatchName;
use super::router::answer;
use super::{Host, HostEntry, LineName};

fn totals(message: &Message) -> Option<Totals> {
    let total = |count, sum| Some(CountAndSum { count: message.number(count)?, sum: message.number(sum)? });
    Some(Totals {
        credits: total(74, 86)?,
        credit_reversals: total(75, 87)?,
        debits: total(76, 88)?,
        debit_reversals: total(77, 89)?,
    })
}

impl Host {
    /// Compares; closes the batch if the totals agree, or if its transactions were uploaded. A batch that is closed is
    /// compared again and closed again: the same totals get the same answer.
    pub(super) fn reconcile(&mut self, message: &Message) -> Message {
        let (Some(batch), Some(theirs)) = (BatchName::of(message), totals(message)) else {
            return answer(message, *b"30");
        };
        let ours = self.ledger.totals(&batch.terminal, batch.batch, batch.currency);
        let balanced = ours == Some(theirs);
        let closes = balanced || message.text(3) == Some(RECONCILE_AFTER_UPLOAD);
        if closes {
            self.ledger.close(&batch);
        }
        answer(message, if closes { *b"00" } else { *b"95" }).with(66, if balanced { "1" } else { "2" })
    }

    /// One transaction of a batch that is uploaded: looked up, so that the answer says which one differs. The host's own
    /// lines are what is paid.
    pub(super) fn upload(&self, message: &Message) -> Message {
        let agrees = |line: &HostEntry| {
            message.number(4) == Some(line.amount) && message.number(49) == Some(line.currency.into())
        };
        let void = || {
            let name = LineName::of_original(message)?;
            self.answered(name, MessageType::REVERSAL)?.bytes(39)?.try_into().ok()
        };
        let code = match self.original(message) {
            Some(line) if !line.is_approved() || line.state == super::State::Reversed => *b"12",
            Some(line) if !agrees(line) => *b"13",
            Some(_) => *b"00",
            None => void().unwrap_or(*b"25"),
        };
        answer(message, code)
    }
}
