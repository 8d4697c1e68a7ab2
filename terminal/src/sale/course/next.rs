//! What comes next, and what came of asking.

use tapkernel::core::kernel::OnlineResponse;
use tapkernel::reader::Tap;

use crate::acquirer::AuthorisationResponse;
use crate::books::Verdict;

/// What comes next.
pub(crate) enum Next {
    /// A card is tapped; whether the reader then wants the cardholder verified at any amount.
    Tap(Box<Tap>, Verification),
    /// The card in the field gets the issuer's answer.
    Respond(OnlineResponse),
    /// The PIN pad asks for the PIN.
    Pin,
    /// The acquirer is asked.
    Authorise,
    /// The end.
    Done(Verdict),
}

/// Whether the reader wants the cardholder verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verification {
    /// By its limits.
    ByLimits,
    /// Always: the issuer has asked for it.
    Always,
}

/// What came of asking the acquirer.
pub(crate) enum Asked {
    /// An answer. It is in the journal.
    Answered(Box<AuthorisationResponse>),
    /// Certainly nothing left.
    NotSent,
    /// It may have arrived. A reversal is due, or a repeat.
    Unknown,
}
