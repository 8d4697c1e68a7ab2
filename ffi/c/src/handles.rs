//! The table of handles: C holds numbers, never pointers.
//!
//! A handle is kind (8 bits), place in the table (24 bits), generation (32 bits). A place is used again under the next
//! generation, so a freed handle is told from the one that came after it.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use tapkernel_facade::{Error, ErrorCode, KernelWant, Profile, Replay};

use crate::session::Object;

/// A profile. Free with tk_profile_free; sessions that were made from it go on.
pub type tk_profile = u64;
/// A reader that runs one tap after the other. Free with tk_session_free.
pub type tk_session = u64;
/// A document of transcripts. Free with tk_replay_free.
pub type tk_replay = u64;
/// Where a kernel of the caller says what it wants; for the time of one callback.
pub type tk_wants = u64;

/// What a handle can stand for.
pub(crate) trait Kind: Sized + Send {
    const NUMBER: u8;
    fn wrap(this: Arc<Mutex<Self>>) -> Held;
    fn unwrap(held: &Held) -> Option<&Arc<Mutex<Self>>>;
}

macro_rules! kinds {
    ($($number:literal $name:ident = $type:ty;)+) => {
        #[derive(Clone)]
        pub(crate) enum Held { $($name(Arc<Mutex<$type>>),)+ }

        $(impl Kind for $type {
            const NUMBER: u8 = $number;

            fn wrap(this: Arc<Mutex<Self>>) -> Held {
                Held::$name(this)
            }

            fn unwrap(held: &Held) -> Option<&Arc<Mutex<Self>>> {
                match held { Held::$name(this) => Some(this), _ => None }
            }
        })+
    };
}

kinds! {
    1 Profile = Profile;
    2 Session = Object;
    3 Replay = Replay;
    4 Wants = Vec<KernelWant>;
}

struct Place {
    generation: u32,
    held: Option<Held>,
}

static TABLE: Mutex<Vec<Place>> = Mutex::new(Vec::new());

fn table() -> MutexGuard<'static, Vec<Place>> {
    TABLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts a new object into the table.
pub(crate) fn insert<T: Kind>(object: T) -> Result<u64, Error> {
    let held = T::wrap(Arc::new(Mutex::new(object)));
    let mut table = table();
    let free = table.iter().position(|place| place.held.is_none()).unwrap_or(table.len());
    let index = u64::try_from(free).ok().filter(|index| *index < 1 << 24);
    let index = index.ok_or_else(|| Error::new(ErrorCode::Busy, "16,777,216 objects are alive"))?;
    if free == table.len() {
        // Another process, or another copy of the library, counts from elsewhere.
        let [a, b, c, d, ..] = RandomState::new().hash_one(index).to_le_bytes();
        table.push(Place { generation: u32::from_le_bytes([a, b, c, d]), held: None });
    }
    let place = table.get_mut(free).ok_or(ErrorCode::Panic)?;
    place.generation = place.generation.wrapping_add(1);
    place.held = Some(held);
    Ok(u64::from(T::NUMBER) << 56 | index << 32 | u64::from(place.generation))
}

/// The place of a handle, if it is alive.
fn place(table: &mut [Place], handle: u64) -> Option<&mut Place> {
    let [a, b, c, d, e, f, g, _] = handle.to_le_bytes();
    let index = usize::try_from(u32::from_le_bytes([e, f, g, 0])).ok()?;
    let place = table.get_mut(index)?;
    let alive = place.held.is_some() && place.generation == u32::from_le_bytes([a, b, c, d]);
    alive.then_some(place)
}

fn find<T: Kind>(handle: u64) -> Result<Arc<Mutex<T>>, Error> {
    let mut table = table();
    let [.., number] = handle.to_le_bytes();
    let held = place(&mut table, handle).and_then(|place| place.held.as_ref()).ok_or(ErrorCode::BadHandle)?;
    let object = T::unwrap(held).filter(|_| number == T::NUMBER);
    Ok(Arc::clone(object.ok_or(ErrorCode::WrongHandle)?))
}

/// Does something with the object of a handle, alone.
pub(crate) fn with<T: Kind, R>(
    handle: u64,
    work: impl FnOnce(&mut T) -> Result<R, Error>,
) -> Result<R, Error> {
    let object = find::<T>(handle)?;
    let locked = object.try_lock();
    match locked {
        Ok(mut object) => work(&mut object),
        Err(TryLockError::WouldBlock) => Err(ErrorCode::Busy.into()),
        Err(TryLockError::Poisoned(_)) => Err(ErrorCode::Spent.into()),
    }
}

/// Takes an object out of the table. A call that is inside of it ends first.
pub(crate) fn remove<T: Kind>(handle: u64) -> Result<(), Error> {
    find::<T>(handle)?;
    let held = place(&mut table(), handle).and_then(|place| place.held.take());
    // Dropped when the table is free again: a kernel of the caller may call back.
    drop(held);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::guard;
    use crate::status::tk_status;

    fn wants() -> u64 {
        insert(Vec::<KernelWant>::new()).unwrap()
    }

    fn status<T: Kind>(handle: u64) -> tk_status {
        guard(|| with::<T, ()>(handle, |_| Ok(())))
    }

    #[test]
    fn handles_end_with_their_object() {
        let handle = wants();
        assert_eq!(status::<Vec<KernelWant>>(handle), tk_status::Ok);
        assert_eq!(status::<Replay>(handle), tk_status::WrongHandle);
        assert_eq!(status::<Vec<KernelWant>>(handle ^ 1 << 56), tk_status::WrongHandle);
        assert_eq!(status::<Vec<KernelWant>>(handle ^ 1), tk_status::BadHandle);
        assert_eq!(status::<Vec<KernelWant>>(0), tk_status::BadHandle);
        assert_eq!(status::<Vec<KernelWant>>(u64::MAX), tk_status::BadHandle);
        assert_eq!(guard(|| remove::<Replay>(handle)), tk_status::WrongHandle);
        assert_eq!(guard(|| remove::<Vec<KernelWant>>(handle)), tk_status::Ok);
        assert_eq!(guard(|| remove::<Vec<KernelWant>>(handle)), tk_status::BadHandle);
        assert_ne!(wants(), handle);
        assert_eq!(status::<Vec<KernelWant>>(handle), tk_status::BadHandle);
    }

    #[test]
    fn an_object_is_used_by_one_caller_at_a_time() {
        let handle = wants();
        let inner = || guard(|| with::<Vec<KernelWant>, ()>(handle, |_| Ok(())));
        let outer = guard(|| {
            with::<Vec<KernelWant>, ()>(handle, |_| {
                assert_eq!(inner(), tk_status::Busy);
                Ok(())
            })
        });
        assert_eq!(outer, tk_status::Ok);
    }

    #[test]
    fn an_object_in_which_something_panicked_is_spent() {
        let handle = wants();
        let panics = guard(|| with::<Vec<KernelWant>, ()>(handle, |_| panic!("on purpose")));
        assert_eq!((panics, status::<Vec<KernelWant>>(handle)), (tk_status::Panic, tk_status::Spent));
        assert_eq!(guard(|| remove::<Vec<KernelWant>>(handle)), tk_status::Ok);
    }
}
