//! Reading files and standard input.

use std::fs::File;
use std::io::{Read, stdin};

use crate::exit::Failure;

/// The most that is read of one file: recorded taps and profiles are far below.
const MOST: u64 = 64 << 20;

/// The text of the file; `field` is the argument that names it.
pub(crate) fn file(field: &str, path: &str) -> Result<String, Failure> {
    let file = File::open(path).map_err(|error| Failure::bad_input(field, format!("{path}: {error}")))?;
    text(file).map_err(|problem| Failure::bad_input(field, format!("{path}: {problem}")))
}

/// All of standard input.
pub(crate) fn standard(field: &str) -> Result<String, Failure> {
    text(stdin()).map_err(|problem| Failure::bad_input(field, format!("standard input: {problem}")))
}

fn text(source: impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    source.take(MOST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST {
        return Err("is longer than 64 MiB".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| format!("is no UTF-8 text: {}", error.utf8_error()))
}
