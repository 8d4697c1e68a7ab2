//! Present and hold: the card stays in the field until the issuer has answered (Book B, 3.5; Book A, 6.2 on Removal
//! Timeout).

use std::sync::Arc;

use tapkernel_core::kernel::OnlineResponse;
use tapkernel_core::outcome::{MessageIdentifier, Status, UserInterfaceRequest};
use tapkernel_core::time::Instant;

use super::context::{Context, Resources};
use super::machine::{State, Step};
use super::{Occasion, Output, Resumption, start_d_kernel_activation};

/// The final outcome is out, the card still in the field.
#[derive(Debug)]
pub(super) struct Held {
    /// When the card is let go; `None` if the kernel set no time.
    pub(super) until: Option<Instant>,
    pub(super) resumption: Arc<Resumption>,
}

/// The card may go: the signal is the one for a card that has been read.
const REMOVE_CARD: UserInterfaceRequest =
    UserInterfaceRequest::new(MessageIdentifier::PleaseRemoveCard, Status::CardReadSuccessfully);

impl Held {
    /// Starts again at D if the kernel wants this answer.
    pub(super) fn answered(
        self,
        response: &OnlineResponse,
        cx: &mut Context,
        resources: &mut Resources,
    ) -> Step {
        match self.resumption.with(response.clone()) {
            Some(resumed) => {
                cx.at("B 3.5.1 restart-d");
                cx.resumed = Some(resumed);
                start_d_kernel_activation::begin(cx, resources)
            }
            None => self.release(cx),
        }
    }

    pub(super) fn tick(self, cx: &mut Context) -> Step {
        if self.until.is_none_or(|until| cx.now < until) {
            return Ok(State::Held(self));
        }
        cx.at("B 3.5.1 removal-timeout");
        cx.display(REMOVE_CARD, Occasion::Processing);
        self.release(cx)
    }

    /// Lets the card go; the issuer's answer stands without it.
    pub(super) fn release(self, cx: &mut Context) -> Step {
        cx.end();
        cx.outputs.push_back(Output::Released);
        Ok(State::Concluded)
    }
}
