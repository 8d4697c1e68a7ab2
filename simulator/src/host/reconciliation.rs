//! Closing a batch.

use tapkernel_terminal::acquirer::assignment::RECONCILE_AFTER_UPLOAD;
use tapkernel_terminal::acquirer::iso8583::Message;
use tapkernel_terminal::acquirer::{CountAndSum, Totals};

use super::Host;
use super::authorisation::batch;
use super::router::answer;

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
    /// Compares; closes the batch if the totals agree, or if its transactions were uploaded.
    pub(super) fn reconcile(&mut self, message: &Message) -> Message {
        let key = message.text(41).map(str::to_owned).zip(batch(message));
        let currency = message.number(50).and_then(|code| u16::try_from(code).ok());
        let (Some((terminal, batch)), Some(currency), Some(theirs)) = (key, currency, totals(message)) else {
            return answer(message, *b"30");
        };
        let balanced = self.ledger.totals(&terminal, batch, currency) == Some(theirs);
        let closes = balanced || message.text(3) == Some(RECONCILE_AFTER_UPLOAD);
        if closes {
            let of_batch = |entry: &&mut super::HostEntry| {
                entry.terminal == terminal && entry.batch == batch && entry.currency == currency
            };
            self.ledger.entries.iter_mut().filter(of_batch).for_each(|entry| entry.settled = true);
        }
        answer(message, if closes { *b"00" } else { *b"95" }).with(66, if balanced { "1" } else { "2" })
    }
}
