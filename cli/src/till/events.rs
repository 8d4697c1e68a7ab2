//! What a person sees of a transaction.

use tapkernel::core::outcome::{Cvm, MessageIdentifier as Message};
use tapkernel_terminal::books::Verdict;
use tapkernel_terminal::sale::{Event, Wait};

use super::{Messages, Progress};

/// Shows the events of a transaction.
pub(super) struct Watching {
    messages: Messages,
    progress: Progress,
    /// Whether the terminal has the display since the card was read: then it shows the end, too.
    took_over: bool,
}

impl Watching {
    pub(super) fn new(messages: Messages, progress: &Progress) -> Self {
        Self { messages, progress: progress.clone(), took_over: false }
    }

    pub(super) fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Show(screen) => self.messages.request(screen),
            Event::Waiting { on: Wait::Card, left } => self.progress.left(left),
            Event::PinWanted { .. } => {
                self.took_over = true;
                self.messages.show(Message::PleaseEnterYourPin);
            }
            Event::Authorising => {
                self.took_over = true;
                self.messages.keep(Message::AuthorisingPleaseWait);
            }
            _ => {}
        }
    }

    /// The end, for a transaction whose card was left with `cvm`.
    pub(super) fn end(mut self, verdict: Option<Verdict>, cvm: Cvm) -> Messages {
        self.progress.clear();
        if self.took_over {
            match verdict {
                Some(Verdict::Approved) if cvm == Cvm::ObtainSignature => {
                    self.messages.show(Message::ApprovedPleaseSign);
                }
                Some(Verdict::Approved) => self.messages.show(Message::Approved),
                Some(Verdict::Declined(_)) => self.messages.show(Message::NotAuthorised),
                Some(Verdict::Unknown) | None => {}
            }
        }
        self.messages
    }
}
