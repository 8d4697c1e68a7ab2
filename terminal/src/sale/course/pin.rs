//! The PIN.

use super::Course;
use crate::pin::{PinEntry, PinRequest};
use crate::receipt::Reason;
use crate::sale::course::Next;
use crate::sale::{Event, SaleError, Step, Tell, Wait};

impl Course<'_> {
    /// Asks for the PIN.
    pub(crate) fn enter_pin(&mut self, events: &dyn Tell) -> Result<(), SaleError> {
        let transaction = self.transaction()?;
        let again = transaction.wrong_pins() > 0;
        let limit = self.desk.rules.pin_limit.min(self.left());
        let of = self.steps(&transaction, true);
        events.tell(Event::Step { step: Step::Pin, number: of - 1, of });
        events.tell(Event::PinWanted { again });
        events.tell(Event::Waiting { on: Wait::Pin, left: limit });
        self.pins_asked += 1;
        let Some(card) = &self.card else { return Err(SaleError::Vanished) };
        let request = PinRequest { pan: card.pan(), money: transaction.begun.money, limit, again };
        match self.desk.pin_pad.enter(&request, &self.stop) {
            Ok(PinEntry::Entered(pin)) => {
                self.pin = Some(pin);
                self.next = Some(Next::Authorise);
                Ok(())
            }
            Ok(_) => self.decline(Reason::PinCancelled),
            Err(error) => {
                self.decline(Reason::NotProcessed)?;
                Err(error.into())
            }
        }
    }
}
