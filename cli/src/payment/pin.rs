//! The PIN, which is asked for only when the outcome says Online PIN.

use std::io::{ErrorKind, IsTerminal, stderr, stdin};

use tapkernel::core::Secret;

use crate::exit::Failure;

/// How often a person may mistype before the payment ends.
const TRIES: usize = 3;

const FIELD: &str = "--pin";

/// Where the PIN comes from.
pub(crate) struct Pin(Option<Secret<String>>);

impl Pin {
    /// From the command line, if it is there.
    pub(crate) fn new(given: Option<String>) -> Result<Self, Failure> {
        let given = given.map(Secret::new);
        match &given {
            Some(pin) if !is_pin(pin.expose()) => {
                Err(Failure::bad_input(FIELD, "a PIN has 4 to 12 digits and nothing else"))
            }
            _ => Ok(Self(given)),
        }
    }

    /// The PIN; `None` if the person at the terminal cancels with an empty line or Ctrl-D. Ctrl-C ends the program.
    pub(super) fn ask(self) -> Result<Option<Secret<String>>, Failure> {
        match self.0 {
            Some(pin) => Ok(Some(pin)),
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

    #[test]
    fn four_to_twelve_digits() {
        for good in ["1234", "000000000000"] {
            assert!(Pin::new(Some(good.to_owned())).is_ok(), "{good}");
        }
        for bad in ["", "123", "1234567890123", "12a4", " 1234", "-1234", "١٢٣٤"] {
            let failure = Pin::new(Some(bad.to_owned())).err().unwrap();
            assert_eq!(failure.field, "--pin");
            assert!(bad.is_empty() || !failure.message.contains(bad), "{bad}");
        }
    }
}
