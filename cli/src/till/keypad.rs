//! The keypad of the PIN pad: digits from the command line, or from a person at the terminal.

use std::collections::VecDeque;
use std::io::{ErrorKind, IsTerminal, stderr, stdin};
use std::sync::{Arc, Mutex, PoisonError};

use tapkernel::core::Secret;
use tapkernel::transport::Stop;
use tapkernel_terminal::pin::{ClearPin, Keypad, KeypadEntry, PinRequest};

use super::Progress;
use crate::exit::Failure;

/// How often a person may mistype before the payment ends.
const TRIES: usize = 3;

const FIELD: &str = "--pin";

/// Where PINs come from.
#[derive(Clone)]
pub(crate) struct Pins(Arc<Mutex<State>>);

struct State {
    given: VecDeque<Secret<String>>,
    /// Whether any was given: then nobody is asked.
    scripted: bool,
    progress: Progress,
    failure: Option<Failure>,
}

impl Pins {
    /// The PINs of the command line, in the order in which they are asked for.
    pub(crate) fn new(given: Vec<String>, progress: &Progress) -> Result<Self, Failure> {
        let given: VecDeque<_> = given.into_iter().map(Secret::new).collect();
        if given.iter().any(|pin| !is_pin(pin.expose())) {
            return Err(Failure::bad_input(FIELD, "a PIN has 4 to 12 digits and nothing else"));
        }
        let scripted = !given.is_empty();
        let state = State { given, scripted, progress: progress.clone(), failure: None };
        Ok(Self(Arc::new(Mutex::new(state))))
    }

    /// How many PINs a payment may ask for: one, or as many as were given.
    pub(crate) fn tries(&self) -> u8 {
        let given = self.0.lock().unwrap_or_else(PoisonError::into_inner).given.len();
        u8::try_from(given).unwrap_or(u8::MAX).max(1)
    }

    /// Why nobody could be asked.
    pub(crate) fn failure(&self) -> Option<Failure> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).failure.take()
    }
}

impl Keypad for Pins {
    fn ask(&mut self, _request: &PinRequest<'_>, _stop: &Stop) -> KeypadEntry {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.progress.clear();
        match state.ask() {
            Ok(Some(pin)) => ClearPin::parse(pin.expose()).map_or(KeypadEntry::Cancelled, KeypadEntry::Pin),
            Ok(None) => KeypadEntry::Cancelled,
            Err(failure) => {
                state.failure = Some(failure);
                KeypadEntry::Cancelled
            }
        }
    }
}

impl State {
    /// The PIN; `None` if the person at the terminal cancels with an empty line or Ctrl-D. Ctrl-C ends the program.
    fn ask(&mut self) -> Result<Option<Secret<String>>, Failure> {
        match self.given.pop_front() {
            Some(pin) => Ok(Some(pin)),
            None if self.scripted => Ok(None),
            None if stdin().is_terminal() || stderr().is_terminal() => prompt(),
            None => Err(no_terminal()),
        }
    }
}

/// Asks on the terminal itself, without echo, so that neither pipes nor documents see it.
fn prompt() -> Result<Option<Secret<String>>, Failure> {
    for _ in 0..TRIES {
        let typed = match rpassword::prompt_password("PIN, 4 to 12: ") {
            Ok(typed) => Secret::new(typed),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
            Err(_) => return Err(no_terminal()),
        };
        if typed.expose().is_empty() {
            return Ok(None);
        }
        if is_pin(typed.expose()) {
            return Ok(Some(typed));
        }
    }
    Err(Failure::bad_input("PIN", "a PIN has 4 to 12 digits: nothing was authorised"))
}

fn no_terminal() -> Failure {
    Failure::bad_input(
        FIELD,
        "the PIN is needed and there is no terminal to ask on: give --pin DIGITS; nothing was authorised",
    )
}

fn is_pin(text: &str) -> bool {
    (4..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pins(given: &[&str]) -> Result<Pins, Failure> {
        Pins::new(given.iter().map(|pin| (*pin).to_owned()).collect(), &Progress::new(false))
    }

    #[test]
    fn four_to_twelve_digits() {
        for good in ["1234", "000000000000"] {
            assert!(pins(&[good]).is_ok(), "{good}");
        }
        for bad in ["", "123", "1234567890123", "12a4", " 1234", "-1234", "١٢٣٤"] {
            let failure = pins(&[bad]).err().unwrap();
            assert_eq!(failure.field, "--pin");
            assert!(bad.is_empty() || !failure.message.contains(bad), "{bad}");
        }
    }

    #[test]
    fn as_many_tries_as_pins() {
        assert_eq!(pins(&[]).unwrap().tries(), 1);
        assert_eq!(pins(&["1234"]).unwrap().tries(), 1);
        assert_eq!(pins(&["9999", "1234"]).unwrap().tries(), 2);
    }
}
