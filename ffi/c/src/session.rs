//! Sessions: made, started, asked.

use std::ffi::c_char;

use tapkernel_facade::{Error, Offer, Outcome, Profile, Session, SessionOptions, Step};

use crate::guard::guard;
use crate::handles::{insert, remove, tk_profile, tk_session, with};
use crate::memory::{Buffer, input, number, output};
use crate::request::{options, tk_options, tk_request};
use crate::status::tk_status;
use crate::step::{tk_offer, tk_step, write};
use crate::structs::{known, tk_transaction};

/// A session, and what C asks for after a step.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) session: Session,
    /// A step that did not fit into the buffer.
    left: Option<Step>,
    offers: Vec<Offer>,
    pub(crate) kernel_outcome: Option<Box<Outcome>>,
}

impl From<Session> for Object {
    fn from(session: Session) -> Self {
        Self { session, left: None, offers: Vec::new(), kernel_outcome: None }
    }
}

impl Object {
    /// The next step, the bytes of a command apart.
    pub(crate) fn step(&mut self) -> Step {
        let step = match self.left.take() {
            Some(left) => left,
            None => self.session.step_without_command(),
        };
        match &step {
            Step::Choose { offers, .. } => self.offers.clone_from(offers),
            Step::KernelOutcome { outcome } => self.kernel_outcome = Some(outcome.clone()),
            _ => {}
        }
        step
    }

    /// Gives the next step away; it is given again where that fails.
    fn give(&mut self, give: impl FnOnce(&Step, &[u8]) -> Result<(), Error>) -> Result<(), Error> {
        let next = self.step();
        let given = give(&next, self.session.command());
        if given.is_err() {
            self.left = Some(next);
        }
        given
    }

    /// Tells something; a step that awaits and was not taken is asked for anew.
    pub(crate) fn tell<R>(
        &mut self,
        tell: impl FnOnce(&mut Session) -> Result<R, Error>,
    ) -> Result<R, Error> {
        if self.left.as_ref().is_some_and(Step::awaits) {
            self.left = None;
        }
        tell(&mut self.session)
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
            object.give(|next, command| {
                // SAFETY: the conventions of the header.
                unsafe { write(next, command, step, Buffer { start: buffer, capacity }) }
            })
        })
    })
}

/// An offer of the latest step CHOOSE, by its number from 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_offer(session: tk_session, at: u32, offer: *mut tk_offer) -> tk_status {
    guard(|| {
        with(session, |object: &mut Object| {
            let at = usize::try_from(at).unwrap_or(usize::MAX);
            let found = known(object.offers.get(at), "at")?;
            // SAFETY: the conventions of the header.
            unsafe { output(offer, |old| tk_offer::of(old, found)) }
        })
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
