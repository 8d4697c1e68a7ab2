//! What comes after a transaction: void, reversal, query.

use tapkernel_terminal::acquirer::iso8583::{Message, MessageType};

use super::message::Asked;
use super::router::answer;
use super::{Host, HostEntry, Kind, LineName, State};

impl Host {
    /// The merchant takes a transaction back: same card, amount and currency, approved, in an open batch, once.
    pub(super) fn void(&mut self, message: &Message) -> Message {
        let Some(asked) = Asked::of(message) else { return answer(message, *b"30") };
        if self.refused.contains(&asked.name) {
            return answer(message, *b"05");
        }
        let Some(original) = self.original(message).cloned() else { return answer(message, *b"25") };
        let free = original.refunded == 0 && !original.settled;
        let may = agrees(&original, &asked).is_ok() && free && self.ledger.is_standing(&original);
        if !may {
            return answer(message, *b"12");
        }
        self.undo(&original, State::Voided);
        answer(message, *b"00").with(37, original.rrn)
    }

    /// Undoes what there is; what is not there is refused if it comes later.
    pub(super) fn reversal(&mut self, message: &Message) -> Message {
        let Some(name) = LineName::of_original(message) else { return answer(message, *b"30") };
        let Some(original) = self.ledger.line(&name).cloned() else {
            let void = self.answered(name.clone(), MessageType::REVERSAL);
            if void.is_some_and(|void| void.bytes(39) == Some(b"00")) {
                // What was taken back stays taken back.
                return answer(message, *b"12");
            }
            self.refused.insert(name.clone());
            self.newly_refused = Some(name);
            return answer(message, *b"00");
        };
        let undone = match Asked::of(message) {
            Some(asked) => agrees(&original, &asked).and_then(|()| self.reverse(&original)),
            None => Err(*b"30"),
        };
        answer(message, undone.err().unwrap_or(*b"00"))
    }

    /// # Errors
    ///
    /// 12 if something was built on it that stands: its batch was closed, it was refunded or completed.
    fn reverse(&mut self, original: &HostEntry) -> Result<(), [u8; 2]> {
        if !original.is_approved() || self.ledger.is_undone(original) {
            return Ok(());
        }
        if original.settled || original.refunded > 0 || !self.ledger.is_standing(original) {
            return Err(*b"12");
        }
        self.undo(original, State::Reversed);
        Ok(())
    }

    /// Marks a standing line, and takes back what it did to the line that it belongs to.
    fn undo(&mut self, line: &HostEntry, state: State) {
        self.ledger.change(&line.name(), |line| line.state = state);
        let Some(original) = &line.original else { return };
        self.ledger.change(original, |original| match line.kind {
            Kind::Refund => original.refunded = original.refunded.saturating_sub(line.amount),
            Kind::Increment => original.raised = original.raised.saturating_sub(line.amount),
            // A completion that never was leaves the money held; one that the merchant takes back does not.
            Kind::Debit if state == State::Reversed => original.state = State::Standing,
            Kind::Debit | Kind::PreAuthorisation => {}
        });
    }

    /// What became of an earlier message: of a line, or of a void, which has none.
    pub(super) fn status(&self, message: &Message) -> Message {
        if let Some(original) = self.original(message) {
            let state = match (original.is_approved(), self.ledger.is_undone(original)) {
                (true, true) => 'R',
                (true, false) => 'A',
                (false, _) => 'D',
            };
            let code = String::from_utf8_lossy(&original.response_code);
            let authorisation_code = original.authorisation_code.as_deref().unwrap_or_default();
            let state = format!("{state}{code}{authorisation_code:6}");
            return answer(message, *b"00").with(37, original.rrn.as_str()).with(48, state);
        }
        let void = LineName::of_original(message).and_then(|name| self.answered(name, MessageType::REVERSAL));
        match void.and_then(|void| void.text(39)) {
            Some(code) => {
                let state = if code == "00" { 'A' } else { 'D' };
                answer(message, *b"00").with(48, format!("{state}{code}      "))
            }
            None => answer(message, *b"25"),
        }
    }
}

/// Whether a message is about this line. A pre-authorisation may be named by what it asked for or by all that is held.
///
/// # Errors
///
/// 14: another card; 13: another amount or currency.
pub(super) fn agrees(line: &HostEntry, asked: &Asked) -> Result<(), [u8; 2]> {
    if line.card != asked.card {
        return Err(*b"14");
    }
    let amount = [line.amount, line.worth()].contains(&asked.amount);
    if amount && line.currency == asked.currency { Ok(()) } else { Err(*b"13") }
}
