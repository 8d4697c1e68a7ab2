//! What the parsers of the lists have in common. nom stays in the files that parse lists.

use nom::IResult;
use nom::error::{ErrorKind, ParseError};

use super::{ListError, ListFault};
use crate::tlv::{Tag, TlvFault};

pub(super) type Parsed<'a, T> = IResult<&'a [u8], T, Stopped<'a>>;

/// Where a parser stopped, as the input that was left, and why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stopped<'a> {
    left: &'a [u8],
    fault: ListFault,
}

impl<'a> ParseError<&'a [u8]> for Stopped<'a> {
    /// The parsers of nom that are in use fail for one reason only: the input ends.
    fn from_error_kind(left: &'a [u8], _: ErrorKind) -> Self {
        Self { left, fault: ListFault::CutShort }
    }

    fn append(_: &'a [u8], _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// Refuses what stands at `left`.
pub(super) fn refuse<T>(left: &[u8], fault: ListFault) -> Parsed<'_, T> {
    Err(nom::Err::Failure(Stopped { left, fault }))
}

/// The tag of an entry.
pub(super) fn tag(input: &[u8]) -> Parsed<'_, Tag> {
    match Tag::split_first(input) {
        Ok((tag, rest)) if tag.is_well_formed() => Ok((rest, tag)),
        Err((TlvFault::CutShort, left)) => refuse(left, ListFault::CutShort),
        _ => refuse(input, ListFault::Tag),
    }
}

/// Reads entries up to the end of `list` and adds up what `measure` says of each.
pub(super) fn add_up<'a, T>(
    list: &'a [u8],
    entry: impl Fn(&'a [u8]) -> Parsed<'a, T>,
    measure: impl Fn(T) -> usize,
    (most, fault): (usize, ListFault),
) -> Result<usize, ListError> {
    let (mut rest, mut sum) = (list, 0);
    while !rest.is_empty() {
        let at = list.len() - rest.len();
        let (after, read) = entry(rest).map_err(|error| against(list, error))?;
        sum += measure(read);
        if sum > most {
            return Err(ListError { fault, offset: at });
        }
        rest = after;
    }
    Ok(sum)
}

/// The place of an error in `list`.
pub(super) fn against(list: &[u8], error: nom::Err<Stopped<'_>>) -> ListError {
    match error {
        nom::Err::Error(Stopped { left, fault }) | nom::Err::Failure(Stopped { left, fault }) => {
            ListError { fault, offset: list.len() - left.len() }
        }
        nom::Err::Incomplete(_) => ListError { fault: ListFault::CutShort, offset: list.len() },
    }
}
