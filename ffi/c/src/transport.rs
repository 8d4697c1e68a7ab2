//! The loop around a session, for callers who have a blocking transport and no loop of their own.

use std::ffi::c_void;

use tapkernel_facade::{Error, ErrorCode, L1Error, Session, Step};

use crate::guard::guard;
use crate::handles::{tk_session, with};
use crate::memory::{Struct, input};
use crate::session::Object;
use crate::status::tk_status;
use crate::step::{bytes, tk_step};

/// What came of waiting for a card, or for a chance to choose.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "C makes the values")]
#[repr(u8)]
pub enum tk_card {
    /// Nothing yet: time has passed.
    None = 0,
    /// One card is activated.
    Present = 1,
    /// More than one card is in the field.
    Collision = 2,
    /// The field is clear.
    Clear = 3,
    /// The terminal ends the tap.
    Stop = 4,
    /// The transport itself failed: the tap is dropped.
    Failed = 5,
}

/// The longest R-APDU: 256 bytes and a status word.
const RAPDU: usize = 258;

/// A blocking transport. The callbacks may call functions of the session, as tk_session_stop.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_transport {
    /// TK_INIT.
    pub struct_size: u32,
    /// TK_INIT.
    pub version: u32,
    /// Given to every callback.
    pub user_data: *mut c_void,
    /// The time on a monotonic clock, in microseconds.
    pub now: Option<unsafe extern "C" fn(user_data: *mut c_void) -> u64>,
    /// Steps AWAIT_CARD, AWAIT_FIELD_CLEAR and WAIT: waits, at most until the deadline, and gives a tk_card.
    pub await_card: Option<unsafe extern "C" fn(user_data: *mut c_void, step: *const tk_step) -> u8>,
    /// Sends a command, writes the answer into `rapdu` (room for 258 bytes) and its length, and gives 0 or a tk_l1_error.
    pub transmit: Option<
        unsafe extern "C" fn(
            user_data: *mut c_void,
            command: *const u8,
            command_len: usize,
            rapdu: *mut u8,
            rapdu_len: *mut usize,
        ) -> u8,
    >,
    /// Steps DISPLAY, FIELD_OFF, KERNEL_OUTCOME, OUTCOME, ENTER_PIN, RELEASED: does it. May be null.
    pub perform: Option<unsafe extern "C" fn(user_data: *mut c_void, step: *const tk_step)>,
}

// SAFETY: numbers and pointers only, size and version first.
unsafe impl Struct for tk_transport {}

/// Runs the tap that has begun until the session is idle, goes online, or asks for a choice or data, which the caller
/// answers with the functions for that and calls again. Blocks.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_run(session: tk_session, transport: *const tk_transport) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        let transport = unsafe { input(transport)?.read() }?;
        let ran = run(session, &transport);
        if ran.is_err() {
            with(session, abandon)?;
        }
        ran
    })
}

fn abandon(object: &mut Object) -> Result<(), Error> {
    object.session.abandon();
    Ok(())
}

impl tk_transport {
    /// # Safety
    ///
    /// The callbacks keep the conventions of the header.
    unsafe fn read(self) -> Result<Callbacks, Error> {
        let missing = || Error::new(ErrorCode::Callback, "a transport needs now, await_card and transmit");
        let (now, await_card) = (self.now.ok_or_else(missing)?, self.await_card.ok_or_else(missing)?);
        let (transmit, perform, user) = (self.transmit.ok_or_else(missing)?, self.perform, self.user_data);
        Ok(Callbacks {
            // SAFETY: as the caller promises, here and below.
            now: Box::new(move || unsafe { now(user) }),
            // SAFETY: the step lives until the callback returns.
            await_card: Box::new(move |step| unsafe { await_card(user, step) }),
            transmit: Box::new(move |command, rapdu, length| {
                // SAFETY: command and buffer live until the callback returns, and the buffer has the room that is said.
                unsafe { transmit(user, command.as_ptr(), command.len(), rapdu.as_mut_ptr(), length) }
            }),
            perform: Box::new(move |step| {
                if let Some(perform) = perform {
                    // SAFETY: the step lives until the callback returns.
                    unsafe { perform(user, step) }
                }
            }),
        })
    }
}

type Transmit = dyn Fn(&[u8], &mut [u8; RAPDU], &mut usize) -> u8;

/// The callbacks of a transport.
struct Callbacks {
    now: Box<dyn Fn() -> u64>,
    await_card: Box<dyn Fn(&tk_step) -> u8>,
    transmit: Box<Transmit>,
    perform: Box<dyn Fn(&tk_step)>,
}

/// No lock is held while a callback runs.
fn run(session: tk_session, transport: &Callbacks) -> Result<(), Error> {
    loop {
        let (step, command) = with(session, |object: &mut Object| {
            let step = object.step();
            let command = bytes(&step, object.session.command())?.into_owned();
            Ok((step, command))
        })?;
        let mut c = tk_step::EMPTY;
        c.fill(&step, command.len());
        match step {
            Step::Idle | Step::GoOnline { .. } | Step::Choose { .. } => return Ok(()),
            Step::DataExchange { answer_needed, .. } if answer_needed => return Ok(()),
            Step::Transmit { .. } => transmit(session, transport, &command)?,
            _ if step.awaits() => await_card(session, transport, &c)?,
            _ => (transport.perform)(&c),
        }
    }
}

fn tell(session: tk_session, tell: impl FnOnce(&mut Session) -> Result<(), Error>) -> Result<(), Error> {
    with(session, |object: &mut Object| object.tell(tell))
}

fn transmit(session: tk_session, transport: &Callbacks, command: &[u8]) -> Result<(), Error> {
    let (mut rapdu, mut length) = ([0; RAPDU], 0);
    let began = (transport.now)();
    let error = (transport.transmit)(command, &mut rapdu, &mut length);
    let now = (transport.now)();
    match error {
        0 => {
            let answer = rapdu.get(..length).ok_or_else(|| Error::from(ErrorCode::Callback))?;
            tell(session, |session| session.card_answered(answer, now.saturating_sub(began), now))
        }
        number => {
            let error = L1Error::from_number(number).ok_or_else(|| Error::from(ErrorCode::Callback))?;
            tell(session, |session| session.card_lost(error, now))
        }
    }
}

fn await_card(session: tk_session, transport: &Callbacks, step: &tk_step) -> Result<(), Error> {
    const NONE: u8 = tk_card::None as u8;
    const PRESENT: u8 = tk_card::Present as u8;
    const COLLISION: u8 = tk_card::Collision as u8;
    const CLEAR: u8 = tk_card::Clear as u8;
    const STOP: u8 = tk_card::Stop as u8;
    let found = (transport.await_card)(step);
    let now = (transport.now)();
    match found {
        NONE => tell(session, |session| session.elapsed(now)),
        PRESENT => tell(session, |session| session.card_present(now)),
        COLLISION => tell(session, |session| session.collision(now)),
        CLEAR => tell(session, |session| session.field_clear(now)),
        STOP => tell(session, |session| session.stop(now)),
        _ => Err(Error::new(ErrorCode::Callback, "the transport failed")),
    }
}
