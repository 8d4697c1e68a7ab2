//! Recorded taps, through the loop of C.

use std::ffi::c_char;

use tapkernel_facade::{Error, Profile, Replay, ReplayMove, Session, write_tlv};

use crate::guard::{guard, last};
use crate::handles::{insert, remove, tk_profile, tk_replay, tk_session, with};
use crate::memory::{Buffer, Struct, bytes, number, output, text};
use crate::session::Object;
use crate::status::tk_status;

/// What to tell the session next, with the function of its name.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum tk_move_tag {
    /// Nothing: tk_session_step.
    Go = 0,
    /// tk_session_card_present
    CardPresent = 1,
    /// tk_session_collision
    Collision = 2,
    /// tk_session_field_clear
    FieldClear = 3,
    /// tk_session_card_answered, with the bytes
    CardAnswered = 4,
    /// tk_session_card_lost, with l1
    CardLost = 5,
    /// tk_session_data, with the bytes
    Data = 6,
    /// tk_session_online_response, with the bytes
    OnlineResponse = 7,
    /// tk_session_elapsed
    Elapsed = 8,
    /// tk_session_stop
    Stop = 9,
    /// The transcript is over.
    End = 10,
}

/// What card, person and issuer of a transcript do.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_move {
    /// TK_INIT.
    pub struct_size: u32,
    /// TK_INIT.
    pub version: u32,
    /// How long the card took.
    pub elapsed_us: u64,
    /// The time.
    pub now_us: u64,
    /// How many bytes there are.
    pub data_len: usize,
    /// tk_move_tag.
    pub tag: u8,
    /// tk_l1_error.
    pub l1: u8,
}

// SAFETY: numbers only, size and version first.
unsafe impl Struct for tk_move {}

/// Reads a document of transcripts in JSON.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_replay_parse(json: *const c_char, replay: *mut tk_replay) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        unsafe { number(replay, 0) }?;
        // SAFETY: the same.
        let read = Replay::parse(unsafe { text(json) }?)?;
        // SAFETY: the same.
        unsafe { number(replay, insert(read)?) }
    })
}

/// Frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tk_replay_free(replay: tk_replay) -> tk_status {
    guard(|| remove::<Replay>(replay))
}

/// How many transcripts there are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_replay_len(replay: tk_replay, count: *mut u32) -> tk_status {
    guard(|| {
        let found = with(replay, |replay: &mut Replay| Ok(replay.len()))?;
        // SAFETY: the conventions of the header.
        unsafe { number(count, found) }
    })
}

/// The profile to load for the next tk_replay_begin: a path from the document's folder, or empty.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_replay_profile_wanted(
    replay: tk_replay,
    buffer: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> tk_status {
    guard(|| {
        let wanted = with(replay, |replay: &mut Replay| Ok(replay.profile_wanted()))?.unwrap_or_default();
        // SAFETY: the conventions of the header.
        unsafe { Buffer::text(buffer, capacity).write_text(&wanted, length) }
    })
}

/// Begins the next transcript: gives a session on which its tap has begun. `profile` may be 0. TK_STATUS_NO_OUTCOME: none is
/// left. Any other error: this transcript cannot be run, its report says why, and the next call begins the next one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_replay_begin(
    replay: tk_replay,
    profile: tk_profile,
    session: *mut tk_session,
) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        unsafe { number(session, 0) }?;
        let begun = with(replay, |replay: &mut Replay| begin(replay, profile))?;
        // SAFETY: the same.
        unsafe { number(session, insert(Object::from(begun))?) }
    })
}

fn begin(replay: &mut Replay, profile: tk_profile) -> Result<Session, Error> {
    match profile {
        0 => replay.begin(None),
        profile => with(profile, |profile: &mut Profile| replay.begin(Some(profile))),
    }
}

/// What happens after a step: its awaits, and its command if it is a TRANSMIT. The bytes of the move go into `buffer`, which
/// must have room for 512 at least.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_replay_next(
    replay: tk_replay,
    session: tk_session,
    awaits: u8,
    command: *const u8,
    command_len: usize,
    next: *mut tk_move,
    buffer: *mut u8,
    capacity: usize,
) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        let command = unsafe { bytes(command, command_len) }?;
        let found = with(session, |object: &mut Object| {
            with(replay, |replay: &mut Replay| Ok(replay.next(&mut object.session, awaits != 0, command)))
        })?;
        // SAFETY: the same.
        unsafe { write(found, next, Buffer { start: buffer, capacity }) }
    })
}

/// # Safety
///
/// The conventions of the header.
unsafe fn write(found: ReplayMove, next: *mut tk_move, buffer: Buffer) -> Result<(), Error> {
    let (tag, now_us, elapsed_us, l1, data) = parts(found)?;
    let filled = |old| tk_move { elapsed_us, now_us, data_len: data.len(), tag: tag as u8, l1, ..old };
    // SAFETY: as the caller promises.
    unsafe { output(next, filled) }?;
    // SAFETY: the same.
    unsafe { buffer.copy(&data) }
}

fn parts(next: ReplayMove) -> Result<(tk_move_tag, u64, u64, u8, Vec<u8>), Error> {
    let plain = |tag, now_us| (tag, now_us, 0, 0, Vec::new());
    Ok(match next {
        ReplayMove::Go => plain(tk_move_tag::Go, 0),
        ReplayMove::CardPresent { now_us } => plain(tk_move_tag::CardPresent, now_us),
        ReplayMove::Collision { now_us } => plain(tk_move_tag::Collision, now_us),
        ReplayMove::FieldClear { now_us } => plain(tk_move_tag::FieldClear, now_us),
        ReplayMove::CardAnswered { rapdu, elapsed_us, now_us } => {
            (tk_move_tag::CardAnswered, now_us, elapsed_us, 0, rapdu)
        }
        ReplayMove::CardLost { error, now_us } => {
            (tk_move_tag::CardLost, now_us, 0, error.number(), Vec::new())
        }
        ReplayMove::Data { data, now_us } => (tk_move_tag::Data, now_us, 0, 0, write_tlv(&data)?),
        ReplayMove::OnlineResponse { response, now_us } => {
            (tk_move_tag::OnlineResponse, now_us, 0, 0, write_tlv(&response.data)?)
        }
        ReplayMove::Elapsed { now_us } => plain(tk_move_tag::Elapsed, now_us),
        ReplayMove::Stop { now_us } => plain(tk_move_tag::Stop, now_us),
        ReplayMove::End => plain(tk_move_tag::End, 0),
    })
}

/// The session refused what tk_replay_next said: the transcript ends here, with the latest error of this thread.
#[unsafe(no_mangle)]
pub extern "C" fn tk_replay_failed(replay: tk_replay) -> tk_status {
    guard(|| {
        with(replay, |replay: &mut Replay| {
            replay.failed(&last());
            Ok(())
        })
    })
}

/// The reports of the transcripts that were played, as the JSON document that `tap replay --json` prints.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_replay_report(
    replay: tk_replay,
    buffer: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> tk_status {
    guard(|| {
        let report = with(replay, |replay: &mut Replay| Ok(replay.report_json()))?;
        // SAFETY: the conventions of the header.
        unsafe { Buffer::text(buffer, capacity).write_text(&report, length) }
    })
}
