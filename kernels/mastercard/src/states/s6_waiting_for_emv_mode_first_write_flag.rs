//! S6 - Waiting for EMV Mode First Write Flag (Book C-2, 6.9).

use tapkernel_core::data::Database;
use tapkernel_core::time::Instant;

use super::next_command::send_next;
use super::{Step, s456};
use crate::context::Context;

/// All is read; the terminal has not let the kernel go on yet.
#[derive(Debug)]
pub(crate) struct WaitingForEmvModeFirstWriteFlag {
    /// When TIMEOUT is due.
    pub(crate) until: Instant,
}

impl WaitingForEmvModeFirstWriteFlag {
    pub(crate) fn det(self, data: &Database, cx: &mut Context) -> Step {
        cx.at("S6 DET");
        cx.update_from_terminal(data);
        let next = send_next(cx);
        s456::after_reading(next, cx)
    }
}
