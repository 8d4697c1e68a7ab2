//! What a session gives as its next step.

use tapkernel::core::data::Database;
use tapkernel::core::outcome::Cvm as CoreCvm;
use tapkernel::core::time::Instant;
use tapkernel::entry_point::{FinalOutcome, Occasion, Output};

use crate::data::objects;
use crate::kernel_adapter::micros;
use crate::session::{After, Pending};
use crate::{Offer, Session, Step, UiRequest};

impl Session {
    /// What to do next. A step that awaits is given again until what it awaits has been told.
    pub fn step(&mut self) -> Step {
        let mut step = self.step_without_command();
        if let Step::Transmit { command, .. } = &mut step {
            self.command().clone_into(command);
        }
        step
    }

    /// The same, but a [`Step::Transmit`] has no bytes: [`Session::command`] lends them.
    pub fn step_without_command(&mut self) -> Step {
        loop {
            let step = match self.pending.pop_front() {
                Some(Pending::Kernel(outcome)) => Some(Step::KernelOutcome { outcome }),
                Some(Pending::Output(output)) => self.take(output),
                None => match self.engine.poll() {
                    Some(output) => self.take(output),
                    None => return self.awaiting(),
                },
            };
            if let Some(step) = step {
                return step;
            }
        }
    }

    /// The C-APDU that the card is to get; empty where the latest step was no [`Step::Transmit`].
    pub fn command(&self) -> &[u8] {
        match &self.awaited {
            Some(Output::Transmit(command)) => command.as_bytes(),
            _ => &[],
        }
    }

    /// A step to be done, or none for an output that awaits something: that comes after all others.
    fn take(&mut self, output: Output) -> Option<Step> {
        if let Some(given) = &mut self.given {
            given.push(output.clone());
        }
        match output {
            Output::Display(request, occasion) => {
                let request = UiRequest::new(&request, occasion.into(), self.engine.interfaces());
                Some(Step::Display { request })
            }
            Output::FieldOff(hold) => {
                self.awaited = None;
                Some(Step::FieldOff { hold_us: micros(hold) })
            }
            Output::Outcome(outcome) => Some(self.conclude(outcome)),
            Output::Released => {
                self.running = false;
                self.after = After::Nothing;
                Some(Step::Released)
            }
            // A kernel that waits for the card offers data, and takes some, beside it.
            Output::DataExchange(data) if self.goes_on_with_card() => {
                Some(data_exchange(&data, false, self.deadline_us()))
            }
            awaited => {
                self.awaited = Some(awaited);
                None
            }
        }
    }

    /// Whether a command is with the card, or comes next.
    fn goes_on_with_card(&mut self) -> bool {
        self.drain();
        matches!(self.awaited, Some(Output::Transmit(_))) || !self.pending.is_empty()
    }

    fn conclude(&mut self, outcome: Box<FinalOutcome>) -> Step {
        let (kind, cvm) = (outcome.parameters.outcome.into(), outcome.parameters.cvm);
        self.awaited = None;
        self.running = false;
        self.after = match (Self::is_online_request(&outcome), cvm) {
            (false, _) => After::Nothing,
            (true, CoreCvm::OnlinePin) => After::EnterPin,
            (true, _) => After::GoOnline,
        };
        self.outcome = Some(outcome);
        Step::Outcome { kind, cvm: cvm.into() }
    }

    fn awaiting(&mut self) -> Step {
        let deadline_us = self.deadline_us();
        match &self.awaited {
            Some(Output::AwaitCard) => Step::AwaitCard { deadline_us },
            Some(Output::AwaitFieldClear) => Step::AwaitFieldClear { deadline_us },
            Some(Output::Transmit(_)) => Step::Transmit { command: Vec::new(), deadline_us },
            Some(Output::Choose(offers)) => {
                Step::Choose { offers: offers.iter().map(Offer::from).collect(), deadline_us }
            }
            Some(Output::DataExchange(data)) => data_exchange(data, true, deadline_us),
            _ if self.running => Step::Wait { deadline_us },
            _ => self.after_outcome(deadline_us),
        }
    }

    fn after_outcome(&mut self, deadline_us: Option<u64>) -> Step {
        match self.after {
            After::Nothing => Step::Idle,
            After::EnterPin => {
                self.after = After::GoOnline;
                Step::EnterPin
            }
            After::GoOnline => Step::GoOnline { card_held: self.engine.holds_card(), deadline_us },
        }
    }

    fn deadline_us(&self) -> Option<u64> {
        self.engine.deadline().map(Instant::as_micros)
    }
}

fn data_exchange(data: &Database, answer_needed: bool, deadline_us: Option<u64>) -> Step {
    Step::DataExchange { data: objects(data), answer_needed, deadline_us }
}

impl Pending {
    pub(crate) const fn is_restart(&self) -> bool {
        matches!(self, Self::Output(Output::Display(_, Occasion::Restart)))
    }
}

impl From<&tapkernel::entry_point::Offer> for Offer {
    fn from(offer: &tapkernel::entry_point::Offer) -> Self {
        Self {
            label: offer.label.clone(),
            aid: offer.aid.as_bytes().to_vec(),
            adf_name: offer.adf_name.as_bytes().to_vec(),
            kernel: offer.kernel.0,
            priority: offer.priority.unwrap_or_default(),
        }
    }
}
