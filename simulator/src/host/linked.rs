//! Money that belongs to an earlier transaction: refund, increment, completion.

use tapkernel_terminal::acquirer::assignment::PRE_AUTHORISED;
use tapkernel_terminal::acquirer::iso8583::Message;

use super::message::Asked;
use super::router::answer;
use super::{Host, HostEntry, Kind, LineName, State};

/// What an approval does to the original, with the amount of the approval.
type Effect = fn(&mut HostEntry, u64);

impl Host {
    /// The line that field 90 names.
    pub(super) fn original(&self, message: &Message) -> Option<&HostEntry> {
        self.ledger.line(&LineName::of_original(message)?)
    }

    /// A refund: within what is left of the original, if it names one.
    pub(super) fn refund(&mut self, message: &Message, asked: Asked) -> Message {
        let code = match self.original(message) {
            Some(original) if original.card != asked.card => *b"14",
            Some(original) if original.kind != Kind::Debit || !self.ledger.is_standing(original) => *b"12",
            Some(original) if original.currency != asked.currency => *b"12",
            Some(original) if asked.amount > original.amount.saturating_sub(original.refunded) => *b"13",
            None if message.bytes(90).is_some() => *b"25",
            _ => *b"00",
        };
        let effect: Effect = |original, amount| original.refunded = original.refunded.saturating_add(amount);
        self.book_linked(message, asked, Kind::Refund, code, effect)
    }

    /// More of what is held: no cryptogram of its own, because no card is there.
    pub(super) fn increment(&mut self, message: &Message, asked: Asked) -> Message {
        let code = self.held(message, &asked).unwrap_or(*b"00");
        let effect: Effect = |held, amount| held.raised = held.raised.saturating_add(amount);
        self.book_linked(message, asked, Kind::Increment, code, effect)
    }

    /// A completion, of at most what is held; or an approval that the terminal gave offline.
    pub(super) fn advice(&mut self, message: &Message) -> Message {
        let Some(asked) = Asked::of(message) else { return answer(message, *b"30") };
        if let Some(refusal) = self.refuse(message, &asked) {
            return refusal;
        }
        if message.text(25) != Some(PRE_AUTHORISED) {
            let rrn = self.rrn();
            return self.book(message, asked.line(Kind::Debit, *b"00", rrn, None));
        }
        let most = self.original(message).map_or(0, HostEntry::worth);
        let code = self.held(message, &asked).or((asked.amount > most).then_some(*b"13")).unwrap_or(*b"00");
        self.book_linked(message, asked, Kind::Debit, code, |held, _| held.state = State::Completed)
    }

    /// Why nothing can be added to or taken from the pre-authorisation that field 90 names.
    fn held(&self, message: &Message, asked: &Asked) -> Option<[u8; 2]> {
        match self.original(message) {
            None => Some(*b"25"),
            Some(held) if held.card != asked.card => Some(*b"14"),
            Some(held) if held.currency != asked.currency => Some(*b"13"),
            Some(held) if held.kind != Kind::PreAuthorisation => Some(*b"12"),
            Some(held) if !held.is_approved() => Some(*b"25"),
            Some(held) => (!self.ledger.is_standing(held)).then_some(*b"12"),
        }
    }

    fn book_linked(
        &mut self,
        message: &Message,
        asked: Asked,
        kind: Kind,
        code: [u8; 2],
        effect: Effect,
    ) -> Message {
        let (amount, rrn) = (asked.amount, self.rrn());
        let line = asked.line(kind, code, rrn, LineName::of_original(message));
        let original = line.original.clone();
        let answer = self.book(message, line);
        if let Some(original) = original {
            self.ledger.change(&original, |line| effect(line, amount));
        }
        answer
    }
}
