//! Profiles.

use std::ffi::c_char;

use tapkernel_facade::{Problem, Profile, problems_json};

use crate::guard::guard;
use crate::handles::{insert, remove, tk_profile, with};
use crate::memory::{Buffer, input, number, text};
use crate::status::tk_status;
use crate::structs::tk_transaction;

/// A built-in profile: "softpos-eur" or "lab".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_profile_built_in(name: *const c_char, profile: *mut tk_profile) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        unsafe { number(profile, 0) }?;
        // SAFETY: the same.
        let loaded = Profile::built_in(unsafe { text(name) }?)?;
        // SAFETY: the same.
        unsafe { number(profile, insert(loaded)?) }
    })
}

/// Reads, checks and compiles a profile in JSON; tk_last_error lists what is wrong, one problem a line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_profile_from_json(json: *const c_char, profile: *mut tk_profile) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        unsafe { number(profile, 0) }?;
        // SAFETY: the same.
        let loaded = Profile::from_json(unsafe { text(json) }?)?;
        // SAFETY: the same.
        unsafe { number(profile, insert(loaded)?) }
    })
}

/// The same in TOML.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_profile_from_toml(toml: *const c_char, profile: *mut tk_profile) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        unsafe { number(profile, 0) }?;
        // SAFETY: the same.
        let loaded = Profile::from_toml(unsafe { text(toml) }?)?;
        // SAFETY: the same.
        unsafe { number(profile, insert(loaded)?) }
    })
}

/// Frees a profile.
#[unsafe(no_mangle)]
pub extern "C" fn tk_profile_free(profile: tk_profile) -> tk_status {
    guard(|| remove::<Profile>(profile))
}

/// Everything that is wrong with a profile in JSON, or, if nothing is, what looks wrong on the day of `today`: a JSON array
/// of {severity, path, line, column, text}.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_profile_problems(
    json: *const c_char,
    today: *const tk_transaction,
    buffer: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        let today = unsafe { input(today) }?;
        // SAFETY: the same.
        let found: Vec<Problem> = Profile::problems_in_json(unsafe { text(json) }?, today.when())?;
        // SAFETY: the same.
        unsafe { Buffer::text(buffer, capacity).write_text(&problems_json(&found), length) }
    })
}

/// What looks wrong with a loaded profile on the day of `today`, as tk_profile_problems.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_profile_lint(
    profile: tk_profile,
    today: *const tk_transaction,
    buffer: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        let today = unsafe { input(today) }?;
        let found = with(profile, |profile: &mut Profile| profile.lint(today.when()))?;
        // SAFETY: the same.
        unsafe { Buffer::text(buffer, capacity).write_text(&problems_json(&found), length) }
    })
}

/// What happens at which amount, as a JSON document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_profile_explain(
    profile: tk_profile,
    buffer: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> tk_status {
    guard(|| {
        let told = with(profile, |profile: &mut Profile| Ok(profile.explain_json()))?;
        // SAFETY: the conventions of the header.
        unsafe { Buffer::text(buffer, capacity).write_text(&told, length) }
    })
}

/// Checksum of the configuration: SHA-256 in hexadecimal.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_profile_checksum(
    profile: tk_profile,
    buffer: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> tk_status {
    guard(|| {
        let told = with(profile, |profile: &mut Profile| Ok(profile.checksum()))?;
        // SAFETY: the conventions of the header.
        unsafe { Buffer::text(buffer, capacity).write_text(&told, length) }
    })
}
