//! What the loops share: the reader's outputs sorted into what a transport does, and its results told back.

use std::time::Duration;

use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::Database;
use tapkernel_core::kernel::OnlineResponse;
use tapkernel_core::outcome::L1Error;
use tapkernel_core::time::Instant;

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
    wanted: Option<Output>,
    ended: bool,
}

impl<'a> Running<'a> {
    pub(super) fn start(reader: &'a mut Reader, tap: Tap, now: Instant) -> Result<Self, DriveError> {
        reader.start(tap, now)?;
        Ok(Self { reader, wanted: None, ended: false })
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
        Ok(Some(Self { reader, wanted: None, ended: false }))
    }

    /// The next thing to do; what is to be shown meanwhile is shown.
    pub(super) fn next(&mut self, now: Instant, show: &mut impl FnMut(&Screen)) -> Work {
        while let Some(output) = self.reader.poll() {
            match output {
                Output::Display(request, occasion) => show(&self.reader.screen(request, occasion)),
                Output::FieldOff(hold) => {
                    self.wanted = None;
                    return Work::FieldOff(hold);
                }
                Output::Outcome(outcome) => {
                    return self.end(Some(Final::new(outcome, self.reader.interfaces())));
                }
                Output::Released => return self.end(None),
                wanted => self.wanted = Some(wanted),
            }
        }
        let deadline = self.reader.deadline();
        match &self.wanted {
            Some(Output::AwaitCard) => Work::AwaitCard(deadline.map_or(SLICE, |until| until.since(now))),
            Some(Output::AwaitFieldClear) => Work::AwaitRemoval,
            Some(Output::Transmit(command)) => Work::Transmit(command.clone()),
            Some(Output::Choose(offers)) => Work::Choose(offers.clone()),
            Some(Output::DataExchange(data)) => Work::Data(data.clone()),
            _ => Work::Wait(deadline.unwrap_or_default().max(now)),
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

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.reader.abandon();
        }
    }
}
