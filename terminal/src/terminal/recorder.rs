//! Every message into the journal before its first byte leaves.

use crate::acquirer::iso8583::MessageType;
use crate::acquirer::{JournalRefused, MessageJournal, Outgoing};
use crate::books::Ledger;
use crate::journal::{Entry, JournalError, Sending, TransactionId};
use crate::moment::Moment;

/// Writes messages down before they leave.
pub(crate) struct Recorder<'a> {
    ledger: &'a mut Ledger,
    transaction: Option<TransactionId>,
    made: Moment,
    written: Option<MessageType>,
    error: Option<JournalError>,
}

/// Field 52: PIN data.
const PIN_DATA: u8 = 52;

impl<'a> Recorder<'a> {
    /// For messages of this transaction, which were made at this moment.
    pub(crate) const fn new(
        ledger: &'a mut Ledger,
        transaction: Option<TransactionId>,
        made: Moment,
    ) -> Self {
        Self { ledger, transaction, made, written: None, error: None }
    }

    /// The type of the message that was written down, without the mark of a repeat; `None` if none came so far.
    ///
    /// # Errors
    ///
    /// Why the journal refused it.
    pub(crate) fn finish(self) -> Result<Option<MessageType>, JournalError> {
        self.error.map_or(Ok(self.written), Err)
    }
}

impl MessageJournal for Recorder<'_> {
    fn before_send(&mut self, message: &Outgoing<'_>) -> Result<(), JournalRefused> {
        let sending = Sending {
            message_type: message.message_type,
            stan: message.stan,
            made: self.made,
            with_pin: message.fields.bytes(PIN_DATA).is_some(),
        };
        let entries = vec![(Entry::Sending(sending), None)];
        match self.ledger.write_all(self.transaction, entries) {
            Ok(_) => {
                self.written = Some(message.message_type.original());
                Ok(())
            }
            Err(error) => {
                self.error = Some(error);
                Err(JournalRefused)
            }
        }
    }
}
