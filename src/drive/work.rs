//! What the loops share: the reader's outputs sorted into what a transport does, and its results told back.

use std::collections::VecDeque;
use std::time::Duration;

use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::Database;
use tapkernel_core::kernel::OnlineResponse;
use tapkernel_core::outcome::L1Error;
use tapkernel_core::time::Instant;

use super::journal::Journal;
use super::{DriveError, Final};
use crate::reader::{Input, Offer, Output, Reader, Screen, Tap};
use crate::transport::{ActivationError, Answer};

/// The longest wait for one answer: contactless cards extend their time by protocol, so this is only a bound for
/// transports that hang.
pub(super) const ANSWER_LIMIT: Duration = Duration::from_secs(10);

/// How long to look for a card, or for its removal, before asking the reader again.
pub(super) const SLICE: Duration = Duration::from_millis(500);

/// Chooses among applications.
pub(super) type Choose<'a> = Box<dyn FnMut(&[Offer]) -> usize + Send + 'a>;

/// Answers data exchange.
pub(super) type Exchange<'a> = Box<dyn FnMut(&Database) -> Database + Send + 'a>;

/// What the transport does next.
pub(super) enum Work {
    AwaitCard(Duration),
    AwaitRemoval,
    Transmit(CApdu),
    FieldOff(Duration),
    /// Nothing until this time.
    Wait(Instant),
    Choose(Vec<Offer>),
    Data(Database),
    Ended(Option<Final>),
}

/// A tap in the reader, which is abandoned if the loop around it does not come to its end.
pub(super) struct Running<'a> {
    pub(super) reader: &'a mut Reader,
    /// What is still to be done, in order.
    wanted: VecDeque<Output>,
    journal: Journal,
    ended: bool,
}

impl<'a> Running<'a> {
    pub(super) fn start(reader: &'a mut Reader, tap: Tap, now: Instant) -> Result<Self, DriveError> {
        reader.start(tap, now)?;
        Ok(Self::around(reader))
    }

    fn around(reader: &'a mut Reader) -> Self {
        Self { reader, wanted: VecDeque::new(), journal: Journal::default(), ended: false }
    }

    /// Goes on with a card that is held; `None` if there is none, or no longer.
    pub(super) fn respond(
        reader: &'a mut Reader,
        response: &OnlineResponse,
        now: Instant,
    ) -> Result<Option<Self>, DriveError> {
        if !reader.holds_card() {
            return Ok(None);
        }
        reader.handle(Input::Tick, now)?;
        if reader.holds_card() {
            reader.handle(Input::OnlineResponse(response), now)?;
        }
        Ok(Some(Self::around(reader)))
    }

    /// The next thing to do; what is to be shown meanwhile is shown. A reader that does not take a stop now goes on.
    pub(super) fn next(
        &mut self,
        stopped: bool,
        now: Instant,
        show: &mut impl FnMut(&Screen),
    ) -> Result<Work, DriveError> {
        if let Some(work) = self.said(show) {
            return Ok(work);
        }
        if stopped {
            self.tell(Input::Stop, now)?;
            if let Some(work) = self.said(show) {
                return Ok(work);
            }
        }
        Ok(self.wanted(now))
    }

    /// Takes what the reader says; the end, or a field that is to go off, comes before anything else.
    fn said(&mut self, show: &mut impl FnMut(&Screen)) -> Option<Work> {
        while let Some(output) = self.reader.poll() {
            match output {
                Output::Display(request, occasion) => show(&self.reader.screen(request, occasion)),
                Output::FieldOff(hold) => {
                    self.wanted.clear();
                    return Some(Work::FieldOff(hold));
                }
                Output::Outcome(outcome) => {
                    self.journal.outcome(&outcome);
                    return Some(self.end(Some(Final::new(outcome, self.reader.interfaces()))));
                }
                Output::Released => return Some(self.end(None)),
                wanted @ (Output::AwaitCard | Output::AwaitFieldClear) => self.wanted = [wanted].into(),
                wanted => {
                    self.wanted.retain(|before| !is_wait(before));
                    self.wanted.push_back(wanted);
                }
            }
        }
        None
    }

    /// The first thing that is to be done. Waits for the card go on until the reader says otherwise; all else is done
    /// once.
    fn wanted(&mut self, now: Instant) -> Work {
        let deadline = self.reader.deadline();
        let soon = now + SLICE;
        match self.wanted.pop_front() {
            Some(Output::AwaitCard) => {
                self.wanted.push_back(Output::AwaitCard);
                Work::AwaitCard(deadline.map_or(SLICE, |until| until.since(now)))
            }
            Some(Output::AwaitFieldClear) => {
                self.wanted.push_back(Output::AwaitFieldClear);
                Work::AwaitRemoval
            }
            Some(Output::Transmit(command)) => {
                self.journal.command(&command);
                Work::Transmit(command)
            }
            Some(Output::Choose(offers)) => Work::Choose(offers),
            Some(Output::DataExchange(data)) => Work::Data(data),
            _ => Work::Wait(deadline.map_or(soon, |until| until.max(now).min(soon))),
        }
    }

    fn end(&mut self, ended: Option<Final>) -> Work {
        self.ended = true;
        Work::Ended(ended)
    }

    /// Tells what came of looking for a card.
    pub(super) fn card(
        &mut self,
        found: Result<(), ActivationError>,
        now: Instant,
    ) -> Result<(), DriveError> {
        self.tell(
            match found {
                Ok(()) => Input::CardDetected,
                Err(ActivationError::Collision) => Input::Collision,
                Err(ActivationError::TimeOut) => Input::Tick,
                Err(ActivationError::Stopped) => Input::Stop,
                Err(error) => return Err(DriveError::Transport(error)),
            },
            now,
        )
    }

    /// Tells what the card answered.
    pub(super) fn answer(
        &mut self,
        answer: &Result<Answer, L1Error>,
        now: Instant,
    ) -> Result<(), DriveError> {
        self.journal.answer(answer);
        let input = match answer {
            Ok(answer) => Input::Answer { rapdu: &answer.bytes, elapsed: answer.elapsed },
            Err(error) => Input::L1Error(*error),
        };
        self.tell(input, now)
    }

    /// Asks for the application, and takes the first for a number that there is not.
    pub(super) fn choose(
        &mut self,
        offers: &[Offer],
        choose: &mut Option<Choose<'_>>,
        now: Instant,
    ) -> Result<(), DriveError> {
        let number = choose.as_mut().map_or(0, |choose| choose(offers));
        self.tell(Input::Chosen(if number < offers.len() { number } else { 0 }), now)
    }

    /// Asks for the terminal's data.
    pub(super) fn exchange(
        &mut self,
        data: &Database,
        exchange: &mut Option<Exchange<'_>>,
        now: Instant,
    ) -> Result<(), DriveError> {
        let exchange = exchange.as_mut().ok_or(DriveError::DataExchange)?;
        self.tell(Input::Data(&exchange(data)), now)
    }

    pub(super) fn tell(&mut self, input: Input<'_>, now: Instant) -> Result<(), DriveError> {
        Ok(self.reader.handle(input, now)?)
    }
}

/// Whether this waits for the card, which the reader ends by wanting something else.
fn is_wait(output: &Output) -> bool {
    matches!(output, Output::AwaitCard | Output::AwaitFieldClear)
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.reader.abandon();
        }
    }
}
