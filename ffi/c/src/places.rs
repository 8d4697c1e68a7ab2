//! Where the objects behind handles stand. Places are never taken down, so a call needs no lock but that of its own place:
//! two steps of one word, which says everything.

use std::cell::UnsafeCell;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use tapkernel_facade::ErrorCode;

use crate::handles::Held;

/// Marks in the word of a place, above the kind. A call is inside.
const IN_USE: u64 = 1 << 63;
/// The handle is freed: whoever is inside, or has freed it, takes the object down.
const FREED: u64 = 1 << 62;
/// A call has panicked inside.
const SPENT: u64 = 1 << 61;
const MARKS: u64 = IN_USE | FREED | SPENT;

/// Place and generation of a handle, without its kind.
const PLACE: u64 = (1 << 56) - 1;

/// Row `n` has 2 to the power of `n` places.
const ROWS: usize = 24;

static TABLE: [OnceLock<Box<[Place]>>; ROWS] = [const { OnceLock::new() }; ROWS];

static FREE: Mutex<Free> = Mutex::new(Free { left: Vec::new(), next: 0 });

/// Which places are free: some that were used, and all from `next` on.
struct Free {
    left: Vec<u32>,
    next: u32,
}

pub(crate) struct Place {
    /// The handle of the object with the marks; without an object the next one's, of kind 0.
    word: AtomicU64,
    held: UnsafeCell<Option<Held>>,
}

// SAFETY: `held` is used by the one alone who has put IN_USE into `word`, or who makes the handle; what is in it is `Send`.
unsafe impl Sync for Place {}

/// Row and place in it.
fn coordinates(index: u32) -> Option<(usize, usize)> {
    let number = index.checked_add(1)?;
    let row = number.ilog2();
    Some((usize::try_from(row).ok()?, usize::try_from(number - (1 << row)).ok()?))
}

/// The place of a handle, if there is such a place.
pub(crate) fn at(handle: u64) -> Option<&'static Place> {
    let [_, _, _, _, e, f, g, _] = handle.to_le_bytes();
    let (row, place) = coordinates(u32::from_le_bytes([e, f, g, 0]))?;
    TABLE.get(row)?.get()?.get(place)
}

/// Puts an object into a free place; its handle. None if there is no place left.
pub(crate) fn put(kind: u8, object: Held) -> Option<u64> {
    let index = free_index()?;
    let (row, place) = coordinates(index)?;
    let place = TABLE.get(row)?.get_or_init(|| new_row(row)).get(place)?;
    let handle = u64::from(kind) << 56 | place.word.load(Ordering::Acquire);
    // SAFETY: the place was free and is ours until its word has a kind.
    unsafe { *place.held.get() = Some(object) };
    place.word.store(handle, Ordering::Release);
    Some(handle)
}

fn free_index() -> Option<u32> {
    let mut free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
    free.left.pop().or_else(|| {
        let index = free.next;
        coordinates(index).filter(|(row, _)| *row < ROWS)?;
        free.next = index.checked_add(1)?;
        Some(index)
    })
}

/// Another process, or another copy of the library, counts its generations from elsewhere.
fn new_row(row: usize) -> Box<[Place]> {
    let random = RandomState::new();
    let first = (1_u64 << row) - 1;
    let word = |index: u64| index << 32 | random.hash_one(index) >> 32;
    (first..first + (1 << row))
        .map(|index| Place { word: AtomicU64::new(word(index)), held: UnsafeCell::new(None) })
        .collect()
}

impl Place {
    /// Goes inside, alone.
    pub(crate) fn enter(&self, handle: u64) -> Result<Inside<'_>, ErrorCode> {
        let entered =
            self.word.compare_exchange(handle, handle | IN_USE, Ordering::Acquire, Ordering::Acquire);
        match entered {
            Ok(_) => Ok(Inside { place: self, done: false }),
            Err(word) => Err(refusal(word, handle)),
        }
    }

    /// Why a handle is not let in.
    pub(crate) fn refusal(&self, handle: u64) -> ErrorCode {
        refusal(self.word.load(Ordering::Acquire), handle)
    }

    /// Ends the handle, and the object when nobody is inside.
    pub(crate) fn free(&self, handle: u64) -> Result<(), ErrorCode> {
        let same = |word: u64| word & !(IN_USE | SPENT) == handle;
        let mark = |word: u64| same(word).then_some(word | IN_USE | FREED);
        match self.word.fetch_update(Ordering::AcqRel, Ordering::Acquire, mark) {
            Ok(word) if word & IN_USE == 0 => {
                self.take_down();
                Ok(())
            }
            Ok(_) => Ok(()),
            Err(word) => Err(refusal(word, handle)),
        }
    }

    /// Takes the object of a freed handle down, and the place is free for the next. Only for the one who is inside.
    fn take_down(&self) {
        // SAFETY: the word is marked as freed, so nobody else goes inside.
        let object = unsafe { (*self.held.get()).take() };
        let word = self.word.load(Ordering::Acquire);
        let next = word & PLACE & !0xFFFF_FFFF | (word + 1) & 0xFFFF_FFFF;
        self.word.store(next, Ordering::Release);
        let [_, _, _, _, e, f, g, _] = next.to_le_bytes();
        FREE.lock().unwrap_or_else(PoisonError::into_inner).left.push(u32::from_le_bytes([e, f, g, 0]));
        // A kernel of the caller may call back.
        drop(object);
    }
}

fn refusal(word: u64, handle: u64) -> ErrorCode {
    let dead = word & !(MARKS | PLACE) == 0 || word & FREED != 0 || word & PLACE != handle & PLACE;
    match (dead, word & !MARKS == handle) {
        (true, _) => ErrorCode::BadHandle,
        (false, false) => ErrorCode::WrongHandle,
        (false, true) if word & SPENT != 0 => ErrorCode::Spent,
        (false, true) => ErrorCode::Busy,
    }
}

/// Being inside a place, until it is dropped. What was not left before had a panic inside.
pub(crate) struct Inside<'a> {
    place: &'a Place,
    done: bool,
}

impl Inside<'_> {
    pub(crate) fn held(&mut self) -> Option<&mut Held> {
        // SAFETY: whoever is inside is there alone, and the reference ends before `self`.
        unsafe { (*self.place.held.get()).as_mut() }
    }

    /// Goes outside in good order.
    pub(crate) fn leave(mut self) {
        self.done = true;
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        let marks = if self.done { IN_USE } else { IN_USE | SPENT };
        // Nobody else changes these two while one is inside.
        if self.place.word.fetch_xor(marks, Ordering::AcqRel) & FREED != 0 {
            self.place.take_down();
        }
    }
}
