//! What the library says about itself.

use std::ffi::{CString, c_char};
use std::sync::OnceLock;

use tapkernel_facade::{API_VERSION, ErrorCode, Library, decode_json, library};

use crate::guard::{guard, last};
use crate::memory::{Buffer, bytes};
use crate::status::tk_status;

fn fixed(texts: &'static OnceLock<Vec<CString>>, make: fn() -> Vec<String>, at: i32) -> *const c_char {
    let texts =
        texts.get_or_init(|| make().into_iter().map(|text| CString::new(text).unwrap_or_default()).collect());
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    texts.get(at).map_or(c"unknown status".as_ptr(), |text| text.as_ptr())
}

/// Version of this interface, TK_API_VERSION of the library that runs.
#[unsafe(no_mangle)]
pub extern "C" fn tk_api_version() -> u32 {
    API_VERSION
}

/// Version of the library, as in 0.1.0. Never freed.
#[unsafe(no_mangle)]
pub extern "C" fn tk_library_version() -> *const c_char {
    static TEXT: OnceLock<Vec<CString>> = OnceLock::new();
    fixed(&TEXT, || vec![library().version], 0)
}

/// SHA-256 over all source files of the library and its selection of kernels, in hexadecimal. Never freed.
#[unsafe(no_mangle)]
pub extern "C" fn tk_build_checksum() -> *const c_char {
    static TEXT: OnceLock<Vec<CString>> = OnceLock::new();
    fixed(&TEXT, || vec![library().build_checksum], 0)
}

/// Library and kernels with their versions in one line. Never freed.
#[unsafe(no_mangle)]
pub extern "C" fn tk_library_line() -> *const c_char {
    static TEXT: OnceLock<Vec<CString>> = OnceLock::new();
    fixed(&TEXT, || vec![line(&library())], 0)
}

fn line(library: &Library) -> String {
    let kernel =
        |kernel: &tapkernel_facade::KernelVersion| format!(", kernel {:X} {}", kernel.kernel, kernel.version);
    let kernels: String = library.kernels.iter().map(kernel).collect();
    format!("tapkernel {}{kernels}, build {}", library.version, library.build_checksum)
}

/// What a status means, in English. Never freed; "unknown status" for a number that is none.
#[unsafe(no_mangle)]
pub extern "C" fn tk_status_text(status: i32) -> *const c_char {
    static TEXTS: OnceLock<Vec<CString>> = OnceLock::new();
    fixed(&TEXTS, || with_ok("done", ErrorCode::text), status)
}

/// What to do about a status, in English. Never freed.
#[unsafe(no_mangle)]
pub extern "C" fn tk_status_advice(status: i32) -> *const c_char {
    static TEXTS: OnceLock<Vec<CString>> = OnceLock::new();
    fixed(&TEXTS, || with_ok("go on", ErrorCode::advice), status)
}

fn with_ok(ok: &str, text: fn(ErrorCode) -> &'static str) -> Vec<String> {
    [ok].into_iter().chain(ErrorCode::ALL.iter().map(|code| text(*code))).map(str::to_owned).collect()
}

/// What exactly was wrong in the latest call of this thread that failed. Never card data.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_last_error(
    buffer: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        unsafe { Buffer::text(buffer, capacity).write_text(&last().text, length) }
    })
}

/// Spells out data objects in BER-TLV: a JSON array of {depth, offset, tag, name, format, value, sensitive, meaning}. `kernel`
/// is the one whose meaning tags have that schemes use differently, 2 or 3; 0 for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tk_decode(
    data: *const u8,
    data_len: usize,
    kernel: u32,
    buffer: *mut c_char,
    capacity: usize,
    length: *mut usize,
) -> tk_status {
    guard(|| {
        // SAFETY: the conventions of the header.
        let told = decode_json(unsafe { bytes(data, data_len) }?, kernel)?;
        // SAFETY: the same.
        unsafe { Buffer::text(buffer, capacity).write_text(&told, length) }
    })
}
