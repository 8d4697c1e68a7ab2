//! One command and its answer, through the detours of transport.

use super::{CApdu, RApdu};

/// A command on its way, with the two detours that a card may ask for: 61xx (fetch the answer with GET RESPONSE) and
/// 6Cxx (again, with another Le), each at most once (ISO/IEC 7816-4, 5.6).
#[derive(Clone, Debug)]
pub struct Exchange {
    command: CApdu,
    may_get_response: bool,
    may_correct_le: bool,
}

/// What to do with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send this first.
    Send(CApdu),
    /// The answer is final, whatever its status.
    Done,
}

impl Exchange {
    /// `command` goes to the card.
    pub const fn new(command: CApdu) -> Self {
        Self { command, may_get_response: true, may_correct_le: true }
    }

    /// Judges the card's answer to the latest command.
    pub fn answered(&mut self, answer: &RApdu<'_>) -> Next {
        let detour = match answer.status.sw1() {
            0x61 if take(&mut self.may_get_response) => Some(CApdu::get_response(answer.status.sw2())),
            0x6C if take(&mut self.may_correct_le) => self.command.with_le(answer.status.sw2()),
            _ => None,
        };
        match detour {
            Some(command) => {
                self.command = command.clone();
                Next::Send(command)
            }
            None => Next::Done,
        }
    }
}

/// Whether the permission was there; it is gone afterwards.
fn take(permission: &mut bool) -> bool {
    core::mem::replace(permission, false)
}
