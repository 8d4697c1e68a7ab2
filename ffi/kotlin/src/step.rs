//! What a session wants.

use tapkernel_facade::{Cvm, DataObject, Offer, Outcome, OutcomeKind, Step, UiRequest};

/// What to do next. A `deadline_us` is a time on the caller's clock at which `Session::elapsed` is wanted.
#[uniffi::remote(Enum)]
pub enum Step {
    /// Awaits. No tap runs: `Session::start` begins one.
    Idle,
    /// Awaits. Field on; look for a card. `card_present`, or `collision` for more than one.
    AwaitCard {
        /// When to give up.
        deadline_us: Option<u64>,
    },
    /// Awaits. There were several cards: `field_clear` when no card is in the field.
    AwaitFieldClear {
        /// When to give up.
        deadline_us: Option<u64>,
    },
    /// Awaits. Send this to the card: `card_answered` or `card_lost`.
    Transmit {
        /// The C-APDU, at most 261 bytes. It may hold card data.
        command: Vec<u8>,
        /// When to tell that time has passed, whether or not the card has answered.
        deadline_us: Option<u64>,
    },
    /// Awaits. The cardholder or the merchant may choose: `chosen` with a number from 0.
    Choose {
        /// Best first.
        offers: Vec<Offer>,
        /// When the first is taken.
        deadline_us: Option<u64>,
    },
    /// The kernel needs or offers data: `data`.
    DataExchange {
        /// What it offers; an empty value is asked for.
        data: Vec<DataObject>,
        /// Whether it awaits the answer. Else it goes on with the card, and `data` may come at any time.
        answer_needed: bool,
        /// When it goes on without.
        deadline_us: Option<u64>,
    },
    /// Awaits. Nothing to do before the deadline: `elapsed` then.
    Wait {
        /// Until when.
        deadline_us: Option<u64>,
    },
    /// Do. Show this.
    Display {
        /// What.
        request: UiRequest,
    },
    /// Do. Field off for this long before it may be on again.
    FieldOff {
        /// In microseconds; zero is off without a time.
        hold_us: u64,
    },
    /// Do. A kernel has ended, on the way to the final outcome; only where the session was asked to tell. What the outcome
    /// wants (display, field, restart) follows as steps.
    KernelOutcome {
        /// Its outcome.
        outcome: Box<Outcome>,
    },
    /// Do. The final outcome is there: `Session::outcome`.
    Outcome {
        /// What was decided.
        kind: OutcomeKind,
        /// The cardholder verification that goes with it.
        cvm: Cvm,
    },
    /// Do. Ask for the Online PIN now. The digits go to the issuer by the caller's way, never in here.
    EnterPin,
    /// Awaits. Send the data record to the issuer: `online_response` with the answer, or `start` to go on without.
    GoOnline {
        /// Whether the card is held in the field meanwhile.
        card_held: bool,
        /// When a held card is let go.
        deadline_us: Option<u64>,
    },
    /// Do. A card that was held is let go without another outcome: the issuer's answer stands as it is.
    Released,
}
