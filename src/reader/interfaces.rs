//! What the device has beside contactless, and what its display may therefore say.

use tapkernel_core::data::{Database, TerminalCapabilities, tags};
use tapkernel_core::outcome::MessageIdentifier as Message;

/// The other interfaces of the device (Terminal Capabilities `9F33`, byte 1; Book 4, A2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interfaces {
    /// A slot for chip cards.
    pub contact_chip: bool,
    /// A magnetic stripe reader.
    pub mag_stripe: bool,
}

/// A text for the display: one of the book's messages, or one for a device that lacks what the message names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ScreenText {
    /// As the book has it.
    Message(Message),
    /// For 18 and 1D where the device is contactless only: nothing more can be done here with this card.
    PayAnotherWay,
    /// For 1C on such a device.
    TryAnotherCard,
    /// For 18 and 1D where there is a stripe reader and no slot.
    SwipeCard,
    /// For 1C where there is a slot and no stripe reader.
    InsertOrTryAnotherCard,
    /// For 1C where there is a stripe reader and no slot.
    SwipeOrTryAnotherCard,
}

impl ScreenText {
    /// In English.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Message(message) => message.text(),
            Self::PayAnotherWay => "CONTACTLESS NOT POSSIBLE, PLEASE PAY ANOTHER WAY",
            Self::TryAnotherCard => "PLEASE TRY ANOTHER CARD",
            Self::SwipeCard => "PLEASE SWIPE CARD",
            Self::InsertOrTryAnotherCard => "INSERT OR TRY ANOTHER CARD",
            Self::SwipeOrTryAnotherCard => "SWIPE OR TRY ANOTHER CARD",
        }
    }
}

impl Interfaces {
    /// Contactless only, as a phone is.
    pub const CONTACTLESS_ONLY: Self = Self { contact_chip: false, mag_stripe: false };
    /// Everything that the book's messages name.
    pub const ALL: Self = Self { contact_chip: true, mag_stripe: true };

    /// What the terminal's data objects say; everything if they do not say.
    pub fn of_terminal(data: &Database) -> Self {
        let Some(capabilities) = data.get(tags::TERMINAL_CAPABILITIES) else { return Self::ALL };
        let Ok(capabilities) = TerminalCapabilities::decode(capabilities) else { return Self::ALL };
        Self {
            contact_chip: capabilities.has(TerminalCapabilities::IC_WITH_CONTACTS),
            mag_stripe: capabilities.has(TerminalCapabilities::MAGNETIC_STRIPE),
        }
    }

    /// What to show for `message` on this device.
    pub const fn text_of(self, message: Message) -> ScreenText {
        let other_interface = matches!(message, Message::PleaseInsertOrSwipeCard | Message::PleaseInsertCard);
        let other_card = matches!(message, Message::InsertSwipeOrTryAnotherCard);
        match (self.contact_chip, self.mag_stripe) {
            (true, false) if other_interface => ScreenText::Message(Message::PleaseInsertCard),
            (true, false) if other_card => ScreenText::InsertOrTryAnotherCard,
            (false, true) if other_interface => ScreenText::SwipeCard,
            (false, true) if other_card => ScreenText::SwipeOrTryAnotherCard,
            (false, false) if other_interface => ScreenText::PayAnotherWay,
            (false, false) if other_card => ScreenText::TryAnotherCard,
            _ => ScreenText::Message(message),
        }
    }
}
