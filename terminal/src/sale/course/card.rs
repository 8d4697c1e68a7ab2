//! The card, written down.

use tapkernel::reader::FinalOutcome;

use super::Course;
use crate::journal::{Ended, Entry};
use crate::receipt::Reason;
use crate::sale::SaleError;
use crate::sale::card_facts::{card_data, card_read};

impl Course<'_> {
    /// Writes the card down, with what messages need of it; whether the transaction may go on with it.
    pub(super) fn read_card(&mut self, outcome: &FinalOutcome) -> Result<bool, SaleError> {
        let facts = card_read(outcome, self.desk.vault.as_ref())?;
        let data = facts.as_ref().and_then(|facts| card_data(outcome, facts.entry_mode));
        let (Some(facts), Some(data)) = (facts, data) else {
            self.end(Ended::Declined { reason: Reason::NotProcessed })?;
            return Ok(false);
        };
        let expected = self.desk.card_expected(self.id)?;
        let is_other = expected.is_some_and(|expected| expected != facts.token);
        self.desk.write_card(self.id, facts, &data)?;
        if is_other {
            self.end(Ended::Declined { reason: Reason::OtherCard })?;
            return Ok(false);
        }
        self.card = Some(data);
        Ok(true)
    }

    /// Writes down what a receipt says of a card that goes no further.
    pub(super) fn note_card(&mut self, outcome: &FinalOutcome) -> Result<(), SaleError> {
        if let Some(facts) = card_read(outcome, self.desk.vault.as_ref())? {
            self.desk.ledger.write(self.id, Entry::CardRead(Box::new(facts)))?;
        }
        Ok(())
    }
}
