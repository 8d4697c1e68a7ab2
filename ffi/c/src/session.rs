//! Sessions: made, started, asked.

use std::ffi::c_char;

use tapkernel_facade::{Error, ErrorCode, Offer, Outcome, Profile, Session, SessionOptions, Step};

use crate::guard::guard;
use crate::handles::{insert, remove, tk_profile, tk_session, with};
use crate::memory::{Buffer, input, number, output};
use crate::outcome::{data, tk_outcome, tk_outcome_of};
use crate::request::{options, tk_options, tk_request};
use crate::status::tk_status;
use crate::step::{tk_offer, tk_step, write};
use crate::structs::tk_transaction;

/// A session, and what C asks for after a step.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) session: Session,
    /// A step that did not fit into the buffer.
    left: Option<Step>,
    offers: Vec<Offer>,
    kernel_outcome: Option<Box<Outcome>>,
}

impl From<Session> for Object {
    fn from(session: Session) -> Self {
        Self { session, left: None, offers: Vec::new(), kernel_outcome: None }
    }
}

impl Object {
    pub(crate) fn step(&mut self) -> Step {
        let step = self.left.take().unwrap_or_else(|| self.session.step());
        match &step {
            Step::Choose { offers, .. } => self.offers.clone_from(offers),
            Step::KernelOutcome { outcome } => self.kernel_outcome = Some(outcome.clone()),
            _ => {}
        }
        step
    }

    /// Tells something; a step that awaits and was not taken is asked for anew.
    pub(crate) fn tell<R>(
        &mut self,
        tell: impl FnOnce(&mut Session) -> Result<R, Error>,
    ) -> Result<R, Error> {
        self.left = self.left.take().filter(|left| !left.awaits());
        tell(&mut self.session)
    }

    fn outcome(&self, which: u8) -> Result<Outcome, Error> {
        let found = if which == tk_outcome_of::Kernel as u8 {
            self.kernel_outcome.as_deref().cloned()
        } else {
            self.session.outcome()
        };
        found.ok_or_else(|| ErrorCode::NoOutcome.into())
    }
}

/// Makes a session under a profile; `opt` may be null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_new(
    profile: tk_profile,
    opt: *const tk_options,
    session: *mut tk_session,
) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        unsafe { number(session, 0) }?;
        // SAFETY: the same.
        let options: SessionOptions = unsafe { options(opt) }?;
        let made = with(profile, |profile: &mut Profile| Session::new(profile, options))?;
        // SAFETY: the same.
        unsafe { number(session, insert(Object::from(made))?) }
    })
}

/// Makes a session with the Entry Point alone, for tk_session_start_request; `opt` may be null. Status words 61xx and 6Cxx
/// are not followed. Every kernel outcome is told where the options ask for it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_new_entry_point(
    opt: *const tk_options,
    session: *mut tk_session,
) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        unsafe { number(session, 0) }?;
        // SAFETY: the same.
        let made = Session::entry_point(unsafe { options(opt) }?)?;
        // SAFETY: the same.
        unsafe { number(session, insert(Object::from(made))?) }
    })
}

/// Frees a session, also within a tap: the field stays as it is.
#[unsafe(no_mangle)]
pub extern "C" fn tk_session_free(session: tk_session) -> tk_status {
    guard(|| remove::<Object>(session))
}

/// Begins a tap under the profile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_start(
    session: tk_session,
    transaction: *const tk_transaction,
    now_us: u64,
) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        let transaction = unsafe { input(transaction) }?.read()?;
        with(session, |object: &mut Object| object.tell(|session| session.start(&transaction, now_us)))
    })
}

/// Begins the one tap of a reader with a fixed amount, which the profile sets; of `when` only the date and time count.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_start_autorun(
    session: tk_session,
    when: *const tk_transaction,
    now_us: u64,
) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        let when = unsafe { input(when) }?.when();
        with(session, |object: &mut Object| object.tell(|session| session.start_autorun(when, now_us)))
    })
}

/// Begins a transaction of the Entry Point alone, or goes on with one at B, C or D.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_start_request(
    session: tk_session,
    request: *const tk_request,
    now_us: u64,
) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        let request = unsafe { input(request)?.read() }?;
        with(session, |object: &mut Object| object.tell(|session| session.start_request(&request, now_us)))
    })
}

/// Puts another profile into force for the next tap.
#[unsafe(no_mangle)]
pub extern "C" fn tk_session_replace_profile(session: tk_session, profile: tk_profile) -> tk_status {
    guard(|| {
        let profile = with(profile, |profile: &mut Profile| Ok(profile.clone()))?;
        with(session, |object: &mut Object| object.session.replace_profile(&profile))
    })
}

/// What to do next. The bytes of TRANSMIT (at most 261) and DATA_EXCHANGE go into `buffer`; where they do not fit, the step
/// is there with its data_len and is given again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_step(
    session: tk_session,
    step: *mut tk_step,
    buffer: *mut u8,
    capacity: usize,
) -> tk_status {
    guard(|| {
        with(session, |object: &mut Object| {
            let next = object.step();
            // SAFETY: the conventions of the header.
            let written = unsafe { write(&next, step, Buffer { start: buffer, capacity }) };
            object.left = written.is_err().then_some(next);
            written
        })
    })
}

/// An offer of the latest step CHOOSE, by its number from 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_offer(session: tk_session, at: u32, offer: *mut tk_offer) -> tk_status {
    guard(|| {
        with(session, |object: &mut Object| {
            let at = usize::try_from(at).unwrap_or(usize::MAX);
            let found = crate::structs::known(object.offers.get(at), "at")?;
            // SAFETY: the conventions of the header.
            unsafe { output(offer, |old| tk_offer::of(old, found)) }
        })
    })
}

/// An outcome; `which` is a tk_outcome_of.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_outcome(
    session: tk_session,
    which: u8,
    outcome: *mut tk_outcome,
) -> tk_status {
    guard(|| {
        let found = with(session, |object: &mut Object| object.outcome(which))?;
        // SAFETY: the conventions of the header.
        unsafe { output(outcome, |old| tk_outcome::of(old, &found)) }
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
        let found = with(session, |object: &mut Object| data(&object.outcome(which)?, what))?;
        // SAFETY: the conventions of the header.
        unsafe { Buffer { start: buffer, capacity }.write(&found, length) }
    })
}

/// Library, kernels, profile and checksum of the configuration in one line; empty without a profile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_versions(
    session: tk_session,
    buffer: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> tk_status {
    guard(|| {
        let told = with(session, |object: &mut Object| Ok(object.session.versions()))?;
        // SAFETY: the conventions of the header.
        unsafe { Buffer::text(buffer, capacity).write_text(&told, length) }
    })
}
