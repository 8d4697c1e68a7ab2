//! A tap written down while it happens.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::UnpredictableNumber;
use tapkernel_core::outcome::L1Error;
use tapkernel_core::time::Instant;

use super::format::{CompareText, Step, TransactionText, Transcript};
use super::values::l1_error_name;
use crate::entry_point::{RandomError, UnpredictableNumbers};
use crate::reader::Tap;
use crate::transport::{ActivationError, Answer, CardTransport, Stop};

/// Writes a tap down as a [`Transcript`]: stands between the reader and its transport, and between the reader and its
/// source of Unpredictable Numbers.
///
/// The answers' times go to the reader in whole microseconds, as a transcript has them, so that the tap and its replay are
/// the same.
///
/// ```
/// use tapkernel::transcript::Recorder;
/// use tapkernel::{drive, profile::Profile, random::OsRandom, reader::{Reader, Tap}};
/// # use tapkernel::core::data::{Amount, Date, Money, Time};
/// # use tapkernel::transport::{Match, ScriptedTransport};
/// # let mut nfc = ScriptedTransport::new([], Match::Exact);
/// # let profile = Profile::built_in("softpos-eur").unwrap();
/// # let currency = profile.currency("EUR").unwrap().currency();
/// # let eur = Money { amount: Amount::new(4100).unwrap(), currency };
/// # let when = (Date::new(2026, 11, 21).unwrap(), Time::new(12, 0, 0).unwrap());
///
/// let recorder = Recorder::new();
/// let mut reader = Reader::new(profile, tapkernel::kernels(), recorder.numbers(OsRandom::default()))?;
/// let tap = Tap::purchase(eur, when);
/// drive::blocking(&mut reader, &mut recorder.card(&mut nfc), tap.clone(), |_| ())?;
/// let transcript = recorder.transcript("a-tap", "softpos-eur".into(), &tap);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Recorder {
    written: Arc<Mutex<Written>>,
}

#[derive(Default)]
struct Written {
    steps: Vec<Step>,
    numbers: Vec<String>,
}

impl Recorder {
    /// Nothing is written yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The card in `transport`, and what it says written down.
    pub fn card<'a, T: CardTransport>(&self, transport: &'a mut T) -> RecordedCard<'a, T> {
        RecordedCard { transport, recorder: self.clone() }
    }

    /// The numbers of `source`, written down.
    pub fn numbers<N: UnpredictableNumbers>(&self, source: N) -> RecordedNumbers<N> {
        RecordedNumbers { source, recorder: self.clone() }
    }

    /// All that was written so far, as the transcript of `tap` under `profile`: the name of a built-in profile, a path, or a
    /// profile's document. In the clear, and compared byte for byte; see [`Transcript::masked`].
    pub fn transcript(&self, name: &str, profile: Value, tap: &Tap) -> Transcript {
        self.with(|written| Transcript {
            profile,
            transaction: Some(TransactionText {
                unpredictable_numbers: written.numbers.clone(),
                ..TransactionText::of(tap)
            }),
            compare: CompareText::Exact,
            exchanges: written.steps.clone(),
            ..Transcript::named(name)
        })
    }

    fn with<R>(&self, f: impl FnOnce(&mut Written) -> R) -> R {
        f(&mut self.written.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}

/// A transport whose card is recorded; see [`Recorder::card`].
#[derive(Debug)]
pub struct RecordedCard<'a, T> {
    transport: &'a mut T,
    recorder: Recorder,
}

impl<T: CardTransport> CardTransport for RecordedCard<'_, T> {
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        let found = self.transport.await_card(limit, stop);
        if found == Err(ActivationError::Collision) {
            let collision = Step { event: Some("collision".to_owned()), ..Step::default() };
            self.recorder.with(|written| written.steps.push(collision));
        }
        found
    }

    fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error> {
        let sent = self.transport.now();
        let mut answer = self.transport.transceive(command, limit);
        let mut step = Step { c: Some(hex::encode_upper(command.as_bytes())), ..Step::default() };
        let elapsed = match &mut answer {
            Ok(answer) => {
                step.r = Some(hex::encode_upper(&answer.bytes));
                answer.elapsed
            }
            Err(error) => {
                step.l1 = Some(l1_error_name(*error).to_owned());
                self.transport.now().since(sent)
            }
        };
        let whole = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
        if let Ok(answer) = &mut answer {
            answer.elapsed = Duration::from_micros(whole);
        }
        step.us = Some(whole);
        self.recorder.with(|written| written.steps.push(step));
        answer
    }

    fn field_off(&mut self, hold: Duration) {
        self.transport.field_off(hold);
    }

    fn await_removal(&mut self, limit: Duration) -> bool {
        self.transport.await_removal(limit)
    }

    fn wait(&mut self, time: Duration) {
        self.transport.wait(time);
    }

    fn now(&self) -> Instant {
        self.transport.now()
    }
}

/// A source whose numbers are recorded; see [`Recorder::numbers`].
#[derive(Debug)]
pub struct RecordedNumbers<N> {
    source: N,
    recorder: Recorder,
}

impl<N: UnpredictableNumbers> UnpredictableNumbers for RecordedNumbers<N> {
    fn draw(&mut self) -> Result<UnpredictableNumber, RandomError> {
        let drawn = self.source.draw()?;
        self.recorder.with(|written| written.numbers.push(hex::encode_upper(drawn.0)));
        Ok(drawn)
    }

    fn is_scripted(&self) -> bool {
        self.source.is_scripted()
    }
}
