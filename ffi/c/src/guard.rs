//! The one guard around everything that C calls.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tapkernel_facade::{Error, ErrorCode};

use crate::status::tk_status;

thread_local! {
    static LAST: RefCell<Error> = RefCell::new(Error::new(ErrorCode::BadArgument, ""));
}

/// Runs `body`: an error becomes a status with its text kept for this thread, a panic becomes a status, since unwinding
/// must not cross into C. What `body` has locked is poisoned by a panic, which is what makes an object spent.
pub(crate) fn guard(body: impl FnOnce() -> Result<(), Error>) -> tk_status {
    let done = catch_unwind(AssertUnwindSafe(body));
    match done.unwrap_or_else(|_| Err(ErrorCode::Panic.into())) {
        Ok(()) => tk_status::Ok,
        Err(error) => keep(error),
    }
}

/// Keeps the error as the latest of this thread.
pub(crate) fn keep(error: Error) -> tk_status {
    let status = error.code.into();
    // The thread may be about to end.
    let _ = LAST.try_with(|last| last.replace(error));
    status
}

/// The latest error of this thread.
pub(crate) fn last() -> Error {
    LAST.try_with(|last| last.borrow().clone()).unwrap_or_else(|_| ErrorCode::Panic.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_status() {
        assert_eq!(guard(|| panic!("on purpose")), tk_status::Panic);
        assert_eq!(last().code, ErrorCode::Panic);
        assert_eq!(guard(|| Ok(())), tk_status::Ok);
        assert_eq!(guard(|| Err(Error::new(ErrorCode::Busy, "it is"))), tk_status::Busy);
        assert_eq!(last().text, "it is");
    }
}
