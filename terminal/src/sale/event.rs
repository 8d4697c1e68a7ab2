//! What happens while a transaction runs.

use std::time::Duration;

use tapkernel::core::outcome::MessageIdentifier;
use tapkernel::reader::Screen;

use crate::books::Verdict;

/// What happens while a transaction runs, for the app's screen.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A step begins: number 2 of 3.
    Step {
        /// Which.
        step: Step,
        /// Its number, from 1. A supervisor's code, asked before, was number 1.
        number: u8,
        /// How many there are, as far as is known.
        of: u8,
    },
    /// The reader wants this shown.
    Show(&'a Screen),
    /// Somebody is waited for. Comes again each second.
    Waiting {
        /// Whom.
        on: Wait,
        /// For how long at most.
        left: Duration,
    },
    /// Hold the card to the device.
    PresentCard,
    /// A card is in the field: hold it still.
    CardDetected,
    /// The card has its first command, and works.
    Processing,
    /// The card was read: a good moment for a sound.
    CardRead,
    /// The card may go.
    RemoveCard,
    /// The cardholder looks at the phone that is the card, and presents it again.
    SeePhone,
    /// The card was away too early, or must come a second time.
    PresentCardAgain,
    /// There is more than one card.
    OneCardOnly,
    /// The PIN pad asks for the PIN.
    PinWanted {
        /// Whether the PIN before this one was wrong.
        again: bool,
    },
    /// The issuer is asked.
    Authorising,
    /// What was sent is undone.
    Reversing,
    /// The end. The same as what the call returns.
    Result(Verdict),
}

/// A step of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The card is presented.
    Card,
    /// The PIN is entered.
    Pin,
    /// The issuer is asked.
    Authorisation,
}

/// Who is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wait {
    /// A card.
    Card,
    /// The cardholder's PIN.
    Pin,
    /// The acquirer.
    Acquirer,
}

impl Event<'_> {
    /// What a request of the reader to the user interface means, if it is one of these events.
    pub(super) const fn of(message: MessageIdentifier) -> Option<Event<'static>> {
        match message {
            MessageIdentifier::PresentCard | MessageIdentifier::Welcome => Some(Event::PresentCard),
            MessageIdentifier::CardReadOk => Some(Event::CardRead),
            MessageIdentifier::PleaseRemoveCard => Some(Event::RemoveCard),
            MessageIdentifier::SeePhone => Some(Event::SeePhone),
            MessageIdentifier::PresentCardAgain => Some(Event::PresentCardAgain),
            MessageIdentifier::PleasePresentOneCardOnly => Some(Event::OneCardOnly),
            _ => None,
        }
    }
}
