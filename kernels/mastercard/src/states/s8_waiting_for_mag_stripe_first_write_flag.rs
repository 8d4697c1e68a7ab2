//! S8 - Waiting for Mag-stripe First Write Flag (Book C-2, mag-stripe mode).

use tapkernel_core::data::Database;
use tapkernel_core::time::Instant;

use super::{Step, s78};
use crate::context::Context;
use crate::mag_stripe::Tracks;

/// All is read; the terminal has not let the kernel go on yet.
#[derive(Debug)]
pub(crate) struct WaitingForMagStripeFirstWriteFlag {
    pub(super) tracks: Tracks,
    /// When TIMEOUT is due.
    pub(crate) until: Instant,
}

impl WaitingForMagStripeFirstWriteFlag {
    pub(crate) fn det(self, data: &Database, cx: &mut Context) -> Step {
        cx.at("S8 DET");
        cx.update_from_terminal(data);
        s78::all_read(self.tracks, cx)
    }
}
