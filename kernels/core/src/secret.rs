//! Values that must not be seen.

use core::fmt;

use zeroize::Zeroize;

/// A value that is wiped when dropped and that no log can show: `Debug` prints `Secret(..)`, there is
/// no `Display` and no serialisation.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Takes the value under guard.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself, for the few places that work with it.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
