//! The outcomes of a session.

use std::borrow::Cow;

use tapkernel_facade::{Error, ErrorCode, Outcome, OutcomeData};

use crate::guard::guard;
use crate::handles::{tk_session, with};
use crate::memory::{Buffer, output};
use crate::outcome::{tk_outcome, tk_outcome_of};
use crate::session::Object;
use crate::status::tk_status;
use crate::structs::known;

impl Object {
    fn outcome(&self, which: u8) -> Result<Cow<'_, Outcome>, Error> {
        let found = if which == tk_outcome_of::Kernel as u8 {
            self.kernel_outcome.as_deref().map(Cow::Borrowed)
        } else {
            self.session.outcome_without_data().map(Cow::Owned)
        };
        found.ok_or_else(|| ErrorCode::NoOutcome.into())
    }

    fn outcome_data(&self, which: u8, what: u8) -> Result<Vec<u8>, Error> {
        let what = known(OutcomeData::from_number(what), "what")?;
        if which == tk_outcome_of::Kernel as u8 {
            self.kernel_outcome.as_ref().ok_or(ErrorCode::NoOutcome)?.data(what)
        } else {
            self.session.outcome_data(what)
        }
    }
}

/// An outcome; `which` is a tk_outcome_of.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_outcome(
    session: tk_session,
    which: u8,
    outcome: *mut tk_outcome,
) -> tk_status {
    guard(|| {
        with(session, |object: &mut Object| {
            let found = object.outcome(which)?;
            // SAFETY: the conventions of the header.
            unsafe { output(outcome, |old| tk_outcome::of(old, &found)) }
        })
    })
}

/// What goes with an outcome; `which` is a tk_outcome_of, `what` a tk_outcome_data.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_outcome_data(
    session: tk_session,
    which: u8,
    what: u8,
    buffer: *mut u8,
    capacity: usize,
    length: *mut usize,
) -> tk_status {
    guard(|| {
        let found = with(session, |object: &mut Object| object.outcome_data(which, what))?;
        // SAFETY: the conventions of the header.
        unsafe { Buffer { start: buffer, capacity }.write(&found, length) }
    })
}
