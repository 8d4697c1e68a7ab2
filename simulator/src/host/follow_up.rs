//! What comes after an authorisation: completion, void, reversal, query.

use tapkernel_terminal::acquirer::iso8583::Message;

use super::authorisation::{Asked, kind};
use super::router::answer;
use super::{Host, HostEntry, Kind, State};

/// STAN and field 7 of the original, from field 90.
fn original_of(message: &Message) -> Option<(u32, &str)> {
    let elements = message.text(90)?;
    Some((elements.get(4..10)?.parse().ok()?, elements.get(10..20)?))
}

impl Host {
    /// The line that field 90 names.
    pub(super) fn original(&mut self, message: &Message) -> Option<&mut HostEntry> {
        let (stan, transmitted) = original_of(message)?;
        self.ledger.find(message.text(41)?, stan, transmitted)
    }

    /// A completion, of at most what is held; or an approval that the terminal gave offline.
    pub(super) fn advice(&mut self, message: &Message) -> Message {
        let Some(asked) = Asked::of(message) else { return answer(message, *b"30") };
        let code = match self.original(message) {
            _ if kind(message) != Kind::PreAuthorisation => *b"00",
            Some(held) if held.kind != Kind::PreAuthorisation || held.state != State::Standing => *b"12",
            Some(held) if held.currency != asked.currency || asked.amount > held.amount => *b"13",
            Some(held) if held.is_approved() => {
                held.state = State::Completed;
                *b"00"
            }
            _ => *b"25",
        };
        let rrn = self.rrn();
        self.book(message, asked.entry(Kind::Debit, code, rrn))
    }

    /// The merchant takes a transaction back.
    pub(super) fn void(&mut self, message: &Message) -> Message {
        let Some(asked) = Asked::of(message) else { return answer(message, *b"30") };
        let Some(original) = self.original(message) else { return answer(message, *b"25") };
        let agrees = original.currency == asked.currency
            && original.amount == asked.amount
            && original.pan.expose() == asked.pan.expose();
        let may = original.is_approved() && original.state == State::Standing && original.refunded == 0;
        if !agrees || !may || original.settled {
            return answer(message, *b"12");
        }
        original.state = State::Voided;
        let rrn = original.rrn.clone();
        answer(message, *b"00").with(37, rrn)
    }

    /// Undoes what there is; what is not there is refused if it comes later.
    pub(super) fn reversal(&mut self, message: &Message) -> Message {
        let Some((stan, transmitted)) = original_of(message) else { return answer(message, *b"30") };
        let tombstone = (message.text(41).unwrap_or_default().to_owned(), stan, transmitted.to_owned());
        match self.original(message) {
            Some(original) if original.settled => return answer(message, *b"12"),
            Some(original) => original.state = State::Reversed,
            None => self.refused.push(tombstone),
        }
        answer(message, *b"00")
    }

    /// What became of an earlier message.
    pub(super) fn status(&mut self, message: &Message) -> Message {
        let Some(original) = self.original(message) else { return answer(message, *b"25") };
        let state = match original.state {
            State::Voided | State::Reversed => 'R',
            _ if original.is_approved() => 'A',
            _ => 'D',
        };
        let code = String::from_utf8_lossy(&original.response_code).into_owned();
        let state = format!("{state}{code}{:6}", original.authorisation_code.as_deref().unwrap_or_default());
        let rrn = original.rrn.clone();
        answer(message, *b"00").with(37, rrn).with(48, state)
    }
}
