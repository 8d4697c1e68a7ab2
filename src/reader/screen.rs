//! What the display gets.

use std::ops::Deref;

use tapkernel_core::outcome::UserInterfaceRequest;

use super::ScreenText;
use crate::entry_point::Occasion;

/// A request to the user interface as the book has it, and the text for this device.
///
/// It stands for the request itself: `screen.message`, `screen.status` and so on are the book's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// The request.
    pub request: UserInterfaceRequest,
    /// Why it is shown now.
    pub occasion: Occasion,
    /// The text for this device; `None` leaves the one on the display.
    pub text: Option<ScreenText>,
}

impl Deref for Screen {
    type Target = UserInterfaceRequest;

    fn deref(&self) -> &UserInterfaceRequest {
        &self.request
    }
}
