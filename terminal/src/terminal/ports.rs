//! What the terminal needs from outside.

use tapkernel::entry_point::UnpredictableNumbers;

use crate::acquirer::Acquirer;
use crate::clock::TerminalClock;
use crate::journal::SharedJournal;
use crate::pin::PinPad;
use crate::vault::Vault;

/// What the terminal needs from outside.
pub struct Ports {
    /// Where everything is written down.
    pub journal: SharedJournal,
    /// The way to the acquirer.
    pub acquirer: Box<dyn Acquirer + Send>,
    /// What takes PINs.
    pub pin_pad: Box<dyn PinPad + Send>,
    /// What seals card data.
    pub vault: Box<dyn Vault + Send>,
    /// The clock.
    pub clock: Box<dyn TerminalClock + Send>,
    /// The source of Unpredictable Numbers.
    pub random: Box<dyn UnpredictableNumbers>,
}

impl std::fmt::Debug for Ports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ports").field("journal", &self.journal).finish_non_exhaustive()
    }
}
