//! The blocking loop.

use std::time::Duration;

use tapkernel_core::outcome::UserInterfaceRequest;
use tapkernel_core::time::Instant;

use super::Final;
use crate::reader::{Input, Output, Reader, ReaderError, Tap};
use crate::transport::{ActivationError, CardTransport, Stop};

/// The longest wait for one answer: contactless cards extend their time by protocol, so this is only a bound for
/// transports that hang.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);

/// How long to look for a card, or for its removal, before asking the reader again.
const SLICE: Duration = Duration::from_millis(500);

/// The tap could not be run to an outcome.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DriveError {
    /// The reader refused.
    #[error(transparent)]
    Reader(#[from] ReaderError),
    /// The transport does not work.
    #[error("{0}")]
    Transport(ActivationError),
    /// The reader waits for data that this loop has no source for.
    #[error("the kernel asks for data exchange, which this loop does not offer")]
    DataExchange,
}

/// Runs one tap to its final outcome, blocking. `show` presents each request to the user interface.
///
/// # Errors
///
/// [`DriveError`]; a card that does not play along is an outcome instead.
pub fn blocking(
    reader: &mut Reader,
    transport: &mut impl CardTransport,
    tap: Tap,
    show: impl FnMut(&UserInterfaceRequest),
) -> Result<Final, DriveError> {
    blocking_until(reader, transport, tap, show, &Stop::new())
}

/// As [`blocking`], and ends early when `stop` is set: the outcome is then End Application with the error STOP.
///
/// # Errors
///
/// As [`blocking`].
pub fn blocking_until(
    reader: &mut Reader,
    transport: &mut impl CardTransport,
    tap: Tap,
    mut show: impl FnMut(&UserInterfaceRequest),
    stop: &Stop,
) -> Result<Final, DriveError> {
    reader.start(tap, transport.now())?;
    let mut last = None;
    loop {
        while let Some(output) = reader.poll() {
            match output {
                Output::Display(request, _) => show(&request),
                Output::FieldOff(hold) => {
                    transport.field_off(hold);
                    last = Some(Output::FieldOff(hold));
                }
                Output::Outcome(outcome) => {
                    transport.field_off(Duration::ZERO);
                    return Ok(outcome.into());
                }
                wanted => last = Some(wanted),
            }
        }
        let Some(wanted) = &last else { return Err(DriveError::DataExchange) };
        perform(wanted, reader, transport, stop)?;
    }
}

/// Does the one thing that the reader waits for, and tells it what came of it.
fn perform(
    wanted: &Output,
    reader: &mut Reader,
    transport: &mut impl CardTransport,
    stop: &Stop,
) -> Result<(), DriveError> {
    match wanted {
        _ if stop.is_stopped() => Ok(reader.handle(Input::Stop, transport.now())?),
        Output::AwaitCard => await_card(reader, transport, stop),
        Output::AwaitFieldClear => {
            let clear = transport.await_removal(SLICE);
            let input = if clear { Input::FieldClear } else { Input::Tick };
            Ok(reader.handle(input, transport.now())?)
        }
        Output::Transmit(command) => {
            let answer = transport.transceive(command, ANSWER_LIMIT);
            let input = match &answer {
                Ok(answer) => Input::Answer { rapdu: &answer.bytes, elapsed: answer.elapsed },
                Err(error) => Input::L1Error(*error),
            };
            Ok(reader.handle(input, transport.now())?)
        }
        Output::FieldOff(_) => {
            let until = reader.deadline().unwrap_or_default().max(transport.now());
            Ok(reader.handle(Input::Tick, until)?)
        }
        _ => Err(DriveError::DataExchange),
    }
}

fn await_card(
    reader: &mut Reader,
    transport: &mut impl CardTransport,
    stop: &Stop,
) -> Result<(), DriveError> {
    let left = reader.deadline().map_or(SLICE, |deadline: Instant| deadline.since(transport.now()));
    let input = match transport.await_card(left, stop) {
        Ok(()) => Input::CardDetected,
        Err(ActivationError::Collision) => Input::Collision,
        Err(ActivationError::TimeOut) => Input::Tick,
        Err(ActivationError::Stopped) => Input::Stop,
        Err(error) => return Err(DriveError::Transport(error)),
    };
    Ok(reader.handle(input, transport.now())?)
}
