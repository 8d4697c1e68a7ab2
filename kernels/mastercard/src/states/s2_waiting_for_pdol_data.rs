//! S2 - Waiting for PDOL Data (Book C-2, 6.3).

use tapkernel_core::data::Database;
use tapkernel_core::time::Instant;

use super::s1_idle::{pdol_complete, send_gpo};
use super::{State, Step};
use crate::context::Context;

/// The terminal was asked for what the PDOL wants.
#[derive(Debug)]
pub(crate) struct WaitingForPdolData {
    /// When TIMEOUT is due.
    pub(crate) until: Instant,
}

impl WaitingForPdolData {
    pub(crate) fn det(self, data: &Database, cx: &mut Context) -> Step {
        cx.at("S2 DET");
        cx.update_from_terminal(data);
        if pdol_complete(cx)? { send_gpo(cx) } else { Ok(State::WaitingForPdolData(self)) }
    }
}
