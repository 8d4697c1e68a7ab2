//! What C passes in and gets back.

use std::ffi::{CStr, c_char};
use std::slice;

use tapkernel_facade::{API_VERSION, DataObject, Error, ErrorCode, read_tlv};

/// More than any input can sensibly have; a length above it is a mistake.
const MOST_BYTES: usize = 16 << 20;

/// More than any list of structures can sensibly have.
const MOST_ITEMS: usize = 4096;

/// What a structure of the header starts with.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Head {
    size: u32,
    version: u32,
}

/// A structure of the header.
///
/// # Safety
///
/// It is `repr(C)`, begins with size and version, and every pattern of bytes is a value of it.
pub(crate) unsafe trait Struct: Copy {}

/// What its size field says.
#[allow(clippy::cast_possible_truncation, reason = "no structure has 4 GiB")]
pub(crate) const fn size<T>() -> u32 {
    size_of::<T>() as u32
}

fn known<T: Struct>(head: Head) -> Result<(), Error> {
    let known = head.size == size::<T>() && head.version == API_VERSION;
    if known { Ok(()) } else { Err(ErrorCode::BadStruct.into()) }
}

fn aligned<T>(pointer: *const T) -> Result<(), Error> {
    match (pointer.is_null(), pointer.is_aligned()) {
        (true, _) => Err(ErrorCode::NullPointer.into()),
        (_, true) => Ok(()),
        _ => Err(Error::new(ErrorCode::BadStruct, "a pointer is not aligned")),
    }
}

/// A structure that the caller fills in.
///
/// # Safety
///
/// `pointer` is null or points to the beginning of a structure that stays as it is for the time of the call.
pub(crate) unsafe fn input<T: Struct>(pointer: *const T) -> Result<T, Error> {
    aligned(pointer)?;
    // SAFETY: the pointer is aligned, and the caller has size and version there at least.
    known::<T>(unsafe { *pointer.cast::<Head>() })?;
    // SAFETY: the structure says that it is all there.
    Ok(unsafe { *pointer })
}

/// A list of structures.
///
/// # Safety
///
/// As [`input`], `count` times.
pub(crate) unsafe fn inputs<T: Struct>(pointer: *const T, count: usize) -> Result<Vec<T>, Error> {
    if count > MOST_ITEMS {
        return Err(Error::new(ErrorCode::BadArgument, "a list is too long"));
    }
    // SAFETY: the caller has `count` structures one after the other; each is checked.
    (0..count).map(|at| unsafe { input(pointer.wrapping_add(at)) }).collect()
}

/// A structure that gets a result; its size and version must be filled in.
///
/// # Safety
///
/// As [`input`], and nobody else uses it during the call.
pub(crate) unsafe fn output<T: Struct>(pointer: *mut T, value: impl FnOnce(T) -> T) -> Result<(), Error> {
    // SAFETY: as the caller promises.
    let place = unsafe { place(pointer) }?;
    *place = value(*place);
    Ok(())
}

/// A structure that gets a result, in its place.
///
/// # Safety
///
/// As [`output`]; the reference ends before the call does.
pub(crate) unsafe fn place<'a, T: Struct>(pointer: *mut T) -> Result<&'a mut T, Error> {
    aligned(pointer.cast_const())?;
    // SAFETY: the pointer is aligned, and the caller has size and version there at least.
    known::<T>(unsafe { *pointer.cast::<Head>() })?;
    // SAFETY: the structure says that it is all there, and nobody else uses it.
    Ok(unsafe { &mut *pointer })
}

/// Writes a number.
///
/// # Safety
///
/// `pointer` is null or points to a number of the caller.
pub(crate) unsafe fn number<T: Copy>(pointer: *mut T, value: T) -> Result<(), Error> {
    aligned(pointer.cast_const())?;
    // SAFETY: the pointer is aligned, and the caller has such a number there.
    unsafe { *pointer = value };
    Ok(())
}

/// Bytes of the caller; null is allowed for none.
///
/// # Safety
///
/// `pointer` is null or points to `length` readable bytes, which stay as they are for the time of the call.
pub(crate) unsafe fn bytes<'a>(pointer: *const u8, length: usize) -> Result<&'a [u8], Error> {
    match (pointer.is_null(), length) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(ErrorCode::NullPointer.into()),
        (_, 1..=MOST_BYTES) => {
            // SAFETY: the caller has so many bytes there.
            Ok(unsafe { slice::from_raw_parts(pointer, length) })
        }
        _ => Err(Error::new(ErrorCode::BadArgument, "a length is above 16 MiB")),
    }
}

/// Data objects in BER-TLV.
///
/// # Safety
///
/// As [`bytes`].
pub(crate) unsafe fn objects(pointer: *const u8, length: usize) -> Result<Vec<DataObject>, Error> {
    // SAFETY: as the caller promises.
    read_tlv(unsafe { bytes(pointer, length) }?)
}

/// A text that ends in NUL.
///
/// # Safety
///
/// `pointer` is null or points to such a text, which stays as it is for the time of the call.
pub(crate) unsafe fn text<'a>(pointer: *const c_char) -> Result<&'a str, Error> {
    aligned(pointer)?;
    // SAFETY: the caller has a text there that ends in NUL.
    unsafe { CStr::from_ptr(pointer) }.to_str().map_err(|_| ErrorCode::NotUtf8.into())
}

/// A buffer of the caller for a result.
#[derive(Clone, Copy)]
pub(crate) struct Buffer {
    pub(crate) start: *mut u8,
    pub(crate) capacity: usize,
}

impl Buffer {
    pub(crate) const fn text(start: *mut c_char, capacity: usize) -> Self {
        Self { start: start.cast(), capacity }
    }

    /// Copies `value` in, or nothing if only its length is asked for.
    ///
    /// # Safety
    ///
    /// The buffer is null, or has `capacity` bytes that nobody else uses during the call.
    pub(crate) unsafe fn copy(self, value: &[u8]) -> Result<(), Error> {
        if self.start.is_null() && self.capacity == 0 || value.is_empty() {
            return Ok(());
        }
        if self.start.is_null() {
            return Err(ErrorCode::NullPointer.into());
        }
        if value.len() > self.capacity {
            return Err(ErrorCode::BufferTooSmall.into());
        }
        // SAFETY: the caller has room for `capacity` bytes at least there, and `value` is not among them.
        unsafe { self.start.copy_from_nonoverlapping(value.as_ptr(), value.len()) };
        Ok(())
    }

    /// Copies `value` in and writes its length.
    ///
    /// # Safety
    ///
    /// As [`Buffer::copy`] and [`number`].
    pub(crate) unsafe fn write(self, value: &[u8], length: *mut usize) -> Result<(), Error> {
        // SAFETY: as the caller promises.
        unsafe { number(length, value.len()) }?;
        // SAFETY: the same.
        unsafe { self.copy(value) }
    }

    /// Copies a text in with a NUL behind it and writes its length without it.
    ///
    /// # Safety
    ///
    /// As [`Buffer::write`].
    pub(crate) unsafe fn write_text(self, value: &str, length: *mut usize) -> Result<(), Error> {
        // SAFETY: as the caller promises.
        unsafe { number(length, value.len()) }?;
        let ended: Vec<u8> = value.bytes().filter(|byte| *byte != 0).chain([0]).collect();
        // SAFETY: the same.
        unsafe { self.copy(&ended) }
    }
}

/// As many bytes of `value` as the array has room for, a NUL at the end at least. What is not ASCII is left out.
pub(crate) fn array<const N: usize>(value: &str) -> [c_char; N] {
    if !value.is_ascii() {
        let ascii: String = value.chars().filter(char::is_ascii).collect();
        return array(&ascii);
    }
    let mut array = [0; N];
    let room = array.iter_mut().take(N.saturating_sub(1));
    // A char of C may have a sign or not.
    room.zip(value.bytes()).for_each(|(place, byte)| *place = c_char::from_ne_bytes([byte]));
    array
}

/// The bytes, and how many there are.
pub(crate) fn counted<const N: usize>(value: &[u8]) -> ([u8; N], u8) {
    let mut array = [0; N];
    array.iter_mut().zip(value).for_each(|(place, byte)| *place = *byte);
    (array, u8::try_from(value.len().min(N)).unwrap_or(u8::MAX))
}
