//! Handles: C holds numbers, never pointers.
//!
//! A handle is kind (8 bits), place (24 bits), generation (32 bits). A place is used again under the next generation, so a
//! freed handle is told from the one that came after it.

use tapkernel_facade::{Error, ErrorCode, KernelWant, Profile, Replay};

use crate::places::{self, Place};
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
    fn wrap(self) -> Held;
    fn unwrap(held: &mut Held) -> Option<&mut Self>;
}

macro_rules! kinds {
    ($($number:literal $name:ident = $type:ty;)+) => {
        pub(crate) enum Held { $($name(Box<$type>),)+ }

        $(impl Kind for $type {
            const NUMBER: u8 = $number;

            fn wrap(self) -> Held {
                Held::$name(Box::new(self))
            }

            fn unwrap(held: &mut Held) -> Option<&mut Self> {
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

/// Makes a handle for a new object.
pub(crate) fn insert<T: Kind>(object: T) -> Result<u64, Error> {
    places::put(T::NUMBER, object.wrap())
        .ok_or_else(|| Error::new(ErrorCode::Busy, "too many objects are alive"))
}

/// The place of a handle, which is one of a `T`.
fn place<T: Kind>(handle: u64) -> Result<&'static Place, Error> {
    let place = places::at(handle).ok_or(ErrorCode::BadHandle)?;
    let [.., number] = handle.to_le_bytes();
    match place.refusal(handle) {
        _ if number == T::NUMBER => Ok(place),
        ErrorCode::BadHandle => Err(ErrorCode::BadHandle.into()),
        _ => Err(ErrorCode::WrongHandle.into()),
    }
}

/// Does something with the object of a handle, alone.
pub(crate) fn with<T: Kind, R>(
    handle: u64,
    work: impl FnOnce(&mut T) -> Result<R, Error>,
) -> Result<R, Error> {
    let mut inside = place::<T>(handle)?.enter(handle)?;
    let done = work(inside.held().and_then(T::unwrap).ok_or(ErrorCode::WrongHandle)?);
    inside.leave();
    done
}

/// Ends a handle. A call that is inside of its object ends first, and then the object.
pub(crate) fn remove<T: Kind>(handle: u64) -> Result<(), Error> {
    Ok(place::<T>(handle)?.free(handle)?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
    use std::thread;

    use super::*;
    use crate::guard::guard;
    use crate::status::tk_status;

    fn wants() -> u64 {
        insert(Vec::<KernelWant>::new()).unwrap()
    }

    fn status<T: Kind>(handle: u64) -> tk_status {
        guard(|| with::<T, ()>(handle, |_| Ok(())))
    }

    fn free(handle: u64) -> tk_status {
        guard(|| remove::<Vec<KernelWant>>(handle))
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
        // The place's own marks are no part of a handle.
        for bit in 59..64 {
            assert_eq!(status::<Vec<KernelWant>>(handle | 1 << bit), tk_status::WrongHandle);
        }
        assert_eq!(guard(|| remove::<Replay>(handle)), tk_status::WrongHandle);
        assert_eq!(guard(|| remove::<Replay>(handle ^ 7 << 56)), tk_status::WrongHandle);
        assert_eq!(free(handle), tk_status::Ok);
        assert_eq!(free(handle), tk_status::BadHandle);
        assert_ne!(wants(), handle);
        assert_eq!(status::<Vec<KernelWant>>(handle), tk_status::BadHandle);
        assert_eq!(status::<Replay>(handle), tk_status::BadHandle);
    }

    #[test]
    fn an_object_is_used_by_one_caller_at_a_time() {
        let handle = wants();
        let outer = guard(|| {
            with::<Vec<KernelWant>, ()>(handle, |_| {
                assert_eq!(status::<Vec<KernelWant>>(handle), tk_status::Busy);
                Ok(())
            })
        });
        assert_eq!((outer, status::<Vec<KernelWant>>(handle)), (tk_status::Ok, tk_status::Ok));
    }

    #[test]
    fn an_object_that_is_freed_from_within_ends_with_the_call() {
        let handle = wants();
        let outer = guard(|| {
            with::<Vec<KernelWant>, ()>(handle, |wants| {
                assert_eq!((free(handle), free(handle)), (tk_status::Ok, tk_status::BadHandle));
                assert_eq!(status::<Vec<KernelWant>>(handle), tk_status::BadHandle);
                wants.push(KernelWant::UnpredictableNumber);
                Ok(())
            })
        });
        assert_eq!((outer, status::<Vec<KernelWant>>(handle)), (tk_status::Ok, tk_status::BadHandle));
    }

    #[test]
    fn an_object_in_which_something_panicked_is_spent() {
        let handle = wants();
        let panics = guard(|| with::<Vec<KernelWant>, ()>(handle, |_| panic!("on purpose")));
        assert_eq!((panics, status::<Vec<KernelWant>>(handle)), (tk_status::Panic, tk_status::Spent));
        assert_eq!(free(handle), tk_status::Ok);
        let handle = wants();
        let panics = guard(|| {
            with::<Vec<KernelWant>, ()>(handle, |_| {
                assert_eq!(free(handle), tk_status::Ok);
                panic!("on purpose")
            })
        });
        assert_eq!((panics, free(handle)), (tk_status::Panic, tk_status::BadHandle));
    }

    /// Four threads use handles that two of them free and make anew: nobody is ever inside a place twice, and each handle is
    /// freed once.
    #[test]
    fn threads_that_use_and_free_the_same_handles() {
        let handle = Arc::new(std::sync::Mutex::new(wants()));
        let inside: Arc<[AtomicBool; 64]> = Arc::new(std::array::from_fn(|_| AtomicBool::new(false)));
        let (freed, made) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(1)));
        let work = |frees: bool| {
            let (shared, inside) = (Arc::clone(&handle), Arc::clone(&inside));
            let (freed, made) = (Arc::clone(&freed), Arc::clone(&made));
            thread::spawn(move || {
                for turn in 0..20_000 {
                    let handle = *shared.lock().unwrap();
                    let mark = &inside[usize::try_from(handle >> 32 & 63).unwrap()];
                    let used = guard(|| {
                        with::<Vec<KernelWant>, ()>(handle, |wants| {
                            assert!(!mark.swap(true, Ordering::SeqCst));
                            wants.push(KernelWant::UnpredictableNumber);
                            mark.store(false, Ordering::SeqCst);
                            Ok(())
                        })
                    });
                    assert_ne!(used, tk_status::Panic);
                    if frees && turn % 3 == 0 && free(handle) == tk_status::Ok {
                        freed.fetch_add(1, Ordering::SeqCst);
                        made.fetch_add(1, Ordering::SeqCst);
                        *shared.lock().unwrap() = wants();
                    }
                }
            })
        };
        [work(true), work(false), work(true), work(false)].into_iter().for_each(|one| one.join().unwrap());
        let last = *handle.lock().unwrap();
        assert_eq!(free(last), tk_status::Ok);
        assert_eq!(freed.load(Ordering::SeqCst) + 1, made.load(Ordering::SeqCst));
    }
}
