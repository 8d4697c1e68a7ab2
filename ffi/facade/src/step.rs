//! What a session wants.

use crate::{Cvm, DataObject, Outcome, OutcomeKind, UiRequest};

/// What to do next. A `deadline_us` is a time on the caller's clock at which [`Session::elapsed`](crate::Session::elapsed) is wanted.
#[derive(Clone, PartialEq, Eq)]
pub enum Step {
    /// Awaits. No tap runs: [`Session::start`](crate::Session::start) begins one.
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
    /// Do. The final outcome is there: [`Session::outcome`](crate::Session::outcome).
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

impl Step {
    /// Whether something must be told before the session goes on. Else: do it, then ask for the next step.
    pub const fn awaits(&self) -> bool {
        !matches!(
            self,
            Self::Display { .. }
                | Self::DataExchange { answer_needed: false, .. }
                | Self::FieldOff { .. }
                | Self::KernelOutcome { .. }
                | Self::Outcome { .. }
                | Self::EnterPin
                | Self::Released
        )
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Idle => "Idle",
            Self::AwaitCard { .. } => "AwaitCard",
            Self::AwaitFieldClear { .. } => "AwaitFieldClear",
            Self::Transmit { .. } => "Transmit",
            Self::Choose { .. } => "Choose",
            Self::DataExchange { .. } => "DataExchange",
            Self::Wait { .. } => "Wait",
            Self::Display { .. } => "Display",
            Self::FieldOff { .. } => "FieldOff",
            Self::KernelOutcome { .. } => "KernelOutcome",
            Self::Outcome { .. } => "Outcome",
            Self::EnterPin => "EnterPin",
            Self::GoOnline { .. } => "GoOnline",
            Self::Released => "Released",
        }
    }
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Transmit { command, .. } => write!(f, "Transmit({} bytes)", command.len()),
            Self::Display { request } => write!(f, "Display({request:?})"),
            Self::Outcome { kind, cvm } => write!(f, "Outcome({kind:?}, {cvm:?})"),
            other => f.write_str(other.name()),
        }
    }
}

/// One application of the card that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// A name to show; letters, digits and signs of ASCII only.
    pub label: String,
    /// AID of the reader's Combination.
    pub aid: Vec<u8>,
    /// ADF Name of the card's application.
    pub adf_name: Vec<u8>,
    /// The kernel that would run.
    pub kernel: u32,
    /// The card's priority, 1 the best; 0 if it gives none.
    pub priority: u8,
}
