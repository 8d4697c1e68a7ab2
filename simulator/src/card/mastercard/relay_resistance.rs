//! EXCHANGE RELAY RESISTANCE DATA (Book C-2, 5.3 and SR1).

use std::time::Duration;

use tapkernel_core::apdu::StatusWord;

use super::Transaction;
use crate::card::application::template;
use crate::card::command::UNKNOWN_INSTRUCTION;

impl Transaction<'_> {
    /// The card's entropy and times; what was said on both sides is kept for the signature.
    pub(super) fn exchange_relay_resistance_data(
        &mut self,
        entropy: [u8; 4],
    ) -> Result<(Vec<u8>, Duration), StatusWord> {
        let protocol = self.behaviour.relay_resistance.as_ref().ok_or(UNKNOWN_INSTRUCTION)?;
        if self.progress.answered {
            return Err(StatusWord::CONDITIONS_NOT_SATISFIED);
        }
        let [a, b, c, d] = entropy;
        let [e, f, g, h] = self.random_number;
        let [i, j] = protocol.min_time.to_be_bytes();
        let [k, l] = protocol.max_time.to_be_bytes();
        let [m, n] = protocol.transmission_time.to_be_bytes();
        let delay = protocol.delay(self.progress.tries);
        self.progress.tries += 1;
        self.progress.relay_resistance_data = Some([a, b, c, d, e, f, g, h, i, j, k, l, m, n]);
        Ok((template(0x80, &[e, f, g, h, i, j, k, l, m, n]), delay))
    }
}
