//! Try Another Interface, as the end of a contactless transaction.

use tapkernel_core::outcome::{AlternateInterface, MessageIdentifier};

use crate::reader::{FinalOutcome, Interfaces, ScreenText};

/// The transaction is not for contactless. A device without other interfaces has come to an end with it.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherInterface {
    pub(super) outcome: Box<FinalOutcome>,
    pub(super) interfaces: Interfaces,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OtherInterfaceReason {
    /// No application may be used for this amount; no card was asked (Book B, 3.1.1).
    AmountNotForContactless,
    /// The card wants its contacts.
    CardWantsContactChip,
    /// The card wants its stripe.
    CardWantsMagStripe,
    /// The card wants another interface, whichever.
    CardWantsAnotherInterface,
}

impl OtherInterface {
    /// Why.
    pub fn reason(&self) -> OtherInterfaceReason {
        match self.outcome.parameters.alternate_interface {
            _ if self.outcome.kernel.is_none() => OtherInterfaceReason::AmountNotForContactless,
            AlternateInterface::ContactChip => OtherInterfaceReason::CardWantsContactChip,
            AlternateInterface::MagStripe => OtherInterfaceReason::CardWantsMagStripe,
            AlternateInterface::NotApplicable | AlternateInterface::Both => {
                OtherInterfaceReason::CardWantsAnotherInterface
            }
        }
    }

    /// What to tell the cardholder on this device, which may have nothing to insert a card into.
    pub fn text(&self) -> ScreenText {
        let message = self.outcome.parameters.ui_on_outcome.and_then(|request| request.message);
        self.interfaces.text_of(message.unwrap_or(MessageIdentifier::PleaseInsertOrSwipeCard))
    }

    /// Whether the device has the interface that is wanted, so that the transaction can go on there.
    pub fn can_go_on_here(&self) -> bool {
        let Interfaces { contact_chip, mag_stripe } = self.interfaces;
        match self.outcome.parameters.alternate_interface {
            AlternateInterface::ContactChip => contact_chip,
            AlternateInterface::MagStripe => mag_stripe,
            AlternateInterface::NotApplicable | AlternateInterface::Both => contact_chip || mag_stripe,
        }
    }

    /// The outcome with all its parameters.
    pub fn outcome(&self) -> &FinalOutcome {
        &self.outcome
    }
}
