//! What a session is told.

use tapkernel_facade::{L1Error, OnlineResponse, ResponseUse, Session};

use crate::guard::guard;
use crate::handles::{tk_session, with};
use crate::memory::{bytes, number, objects};
use crate::session::Object;
use crate::status::tk_status;
use crate::structs::known;

fn tell(
    session: tk_session,
    what: impl FnOnce(&mut Session) -> Result<(), tapkernel_facade::Error>,
) -> tk_status {
    guard(|| with(session, |object: &mut Object| object.tell(what)))
}

/// One card is in the field and activated.
#[unsafe(no_mangle)]
pub extern "C" fn tk_session_card_present(session: tk_session, now_us: u64) -> tk_status {
    tell(session, |session| session.card_present(now_us))
}

/// More than one card is in the field.
#[unsafe(no_mangle)]
pub extern "C" fn tk_session_collision(session: tk_session, now_us: u64) -> tk_status {
    tell(session, |session| session.collision(now_us))
}

/// No card is in the field any more, after a collision.
#[unsafe(no_mangle)]
pub extern "C" fn tk_session_field_clear(session: tk_session, now_us: u64) -> tk_status {
    tell(session, |session| session.field_clear(now_us))
}

/// The card answered the latest command, status word included, `elapsed_us` after its end.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_card_answered(
    session: tk_session,
    rapdu: *const u8,
    rapdu_len: usize,
    elapsed_us: u64,
    now_us: u64,
) -> tk_status {
    tell(session, |session| {
        // SAFETY: the conventions of the header.
        session.card_answered(unsafe { bytes(rapdu, rapdu_len) }?, elapsed_us, now_us)
    })
}

/// The card did not answer; `error` is a tk_l1_error.
#[unsafe(no_mangle)]
pub extern "C" fn tk_session_card_lost(session: tk_session, error: u8, now_us: u64) -> tk_status {
    tell(session, |session| session.card_lost(known(L1Error::from_number(error), "error")?, now_us))
}

/// The terminal's data for a kernel, in BER-TLV.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_data(
    session: tk_session,
    data: *const u8,
    data_len: usize,
    now_us: u64,
) -> tk_status {
    tell(session, |session| {
        // SAFETY: the conventions of the header.
        session.data(&unsafe { objects(data, data_len) }?, now_us)
    })
}

/// The application of this number, from 0, was chosen.
#[unsafe(no_mangle)]
pub extern "C" fn tk_session_chosen(session: tk_session, at: u32, now_us: u64) -> tk_status {
    tell(session, |session| session.chosen(at, now_us))
}

/// Time has passed. Never wrong.
#[unsafe(no_mangle)]
pub extern "C" fn tk_session_elapsed(session: tk_session, now_us: u64) -> tk_status {
    tell(session, |session| session.elapsed(now_us))
}

/// The terminal ends the tap: an outcome follows.
#[unsafe(no_mangle)]
pub extern "C" fn tk_session_stop(session: tk_session, now_us: u64) -> tk_status {
    tell(session, |session| session.stop(now_us))
}

/// Drops the tap, if one runs, without an outcome: for a transport that has failed. The field stays as it is.
#[unsafe(no_mangle)]
pub extern "C" fn tk_session_abandon(session: tk_session) -> tk_status {
    tell(session, |session| {
        session.abandon();
        Ok(())
    })
}

/// One more Unpredictable Number of four bytes, for a session that is supplied with them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_supply_number(session: tk_session, four: *const u8) -> tk_status {
    tell(session, |session| {
        // SAFETY: the conventions of the header: four bytes.
        let number = unsafe { bytes(four, 4) }?.first_chunk().copied();
        session.supply_unpredictable_number(known(number, "four")?)
    })
}

/// The issuer answered an Online Request: 8A, 91, and scripts 71 and 72, in BER-TLV. `used` gets a tk_response_use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_session_online_response(
    session: tk_session,
    data: *const u8,
    data_len: usize,
    now_us: u64,
    used: *mut u8,
) -> tk_status {
    tell(session, |session| {
        // SAFETY: the conventions of the header.
        let response = OnlineResponse { data: unsafe { objects(data, data_len) }? };
        let became: ResponseUse = session.online_response(&response, now_us)?;
        // SAFETY: the same.
        unsafe { number(used, became as u8) }
    })
}
