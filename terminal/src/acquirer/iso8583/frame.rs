//! Where a message begins and ends in a stream.

use tapkernel::core::Secret;

/// The length before each message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LengthHeader {
    /// Two bytes, most significant first.
    Binary,
    /// Four decimal digits.
    Ascii,
}

/// Transport Protocol Data Unit header: five bytes, of which `60`, destination and source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tpdu {
    /// Whom the message goes to: the network international identifier, four digits packed.
    pub destination: [u8; 2],
    /// Whom it is from.
    pub source: [u8; 2],
}

impl Tpdu {
    const IDENTIFIER: u8 = 0x60;

    /// The header of an answer.
    #[must_use]
    pub const fn answer(self) -> Self {
        Self { destination: self.source, source: self.destination }
    }

    const fn encode(self) -> [u8; 5] {
        let ([a, b], [c, d]) = (self.destination, self.source);
        [Self::IDENTIFIER, a, b, c, d]
    }
}

/// How messages are framed: the length, and whether a TPDU header stands before each message. The length counts the
/// header and the message, not itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The form of the length.
    pub length: LengthHeader,
    /// The TPDU header of messages that are sent; those that come must have one too.
    pub tpdu: Option<Tpdu>,
}

/// Why bytes are no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The length is no number, zero, or above [`Frame::MOST`].
    #[error("the length of the frame is not allowed")]
    Length,
    /// The TPDU header is missing or another one.
    #[error("the TPDU header is missing or another one")]
    Tpdu,
}

impl Frame {
    /// The longest message, header included.
    pub const MOST: usize = 9999;

    /// The message with what goes before it.
    ///
    /// # Errors
    ///
    /// [`FrameError::Length`] above [`Frame::MOST`] or for an empty message.
    pub fn wrap(&self, message: &[u8]) -> Result<Secret<Vec<u8>>, FrameError> {
        let tpdu = self.tpdu.map(Tpdu::encode);
        let tpdu = tpdu.as_ref().map_or([].as_slice(), |tpdu| tpdu.as_slice());
        let length = tpdu.len() + message.len();
        let coded = u16::try_from(length).ok().filter(|_| !message.is_empty() && length <= Self::MOST);
        let coded = coded.ok_or(FrameError::Length)?;
        let header = match self.length {
            LengthHeader::Binary => coded.to_be_bytes().to_vec(),
            LengthHeader::Ascii => format!("{coded:04}").into_bytes(),
        };
        Ok(Secret::new([&header, tpdu, message].concat()))
    }

    const fn header_length(&self) -> usize {
        match self.length {
            LengthHeader::Binary => 2,
            LengthHeader::Ascii => 4,
        }
    }

    fn body_length(&self, header: &[u8]) -> Result<usize, FrameError> {
        let length = match self.length {
            LengthHeader::Binary => header.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
            LengthHeader::Ascii => header
                .iter()
                .try_fold(0, |sum, digit| {
                    digit.is_ascii_digit().then(|| sum * 10 + usize::from(digit & 0x0F))
                })
                .ok_or(FrameError::Length)?,
        };
        if length == 0 || length > Self::MOST { Err(FrameError::Length) } else { Ok(length) }
    }

    /// The message in a body, and its TPDU header.
    fn split<'a>(&self, body: &'a [u8]) -> Result<(Option<Tpdu>, &'a [u8]), FrameError> {
        if self.tpdu.is_none() {
            return Ok((None, body));
        }
        match body {
            [Tpdu::IDENTIFIER, a, b, c, d, message @ ..] => {
                Ok((Some(Tpdu { destination: [*a, *b], source: [*c, *d] }), message))
            }
            _ => Err(FrameError::Tpdu),
        }
    }
}

/// Puts messages together from what a stream gives, in pieces of any size. Holds at most one frame more than it was
/// given at once.
#[derive(Debug)]
pub struct FrameReader {
    frame: Frame,
    buffer: Secret<Vec<u8>>,
}

impl FrameReader {
    /// With nothing read yet.
    pub fn new(frame: Frame) -> Self {
        Self { frame, buffer: Secret::default() }
    }

    /// Takes what the stream gave.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer = Secret::new([self.buffer.expose(), bytes].concat());
    }

    /// Whether nothing is waiting, so that the stream may end here.
    pub fn is_empty(&self) -> bool {
        self.buffer.expose().is_empty()
    }

    /// The next message with its TPDU header; `None` until it is whole.
    ///
    /// # Errors
    ///
    /// [`FrameError`]: the stream is of no more use.
    #[allow(clippy::type_complexity)]
    pub fn next_message(&mut self) -> Result<Option<(Option<Tpdu>, Secret<Vec<u8>>)>, FrameError> {
        let Some((header, rest)) = self.buffer.expose().split_at_checked(self.frame.header_length()) else {
            return Ok(None);
        };
        let length = self.frame.body_length(header)?;
        let Some((body, rest)) = rest.split_at_checked(length) else { return Ok(None) };
        let (tpdu, message) = self.frame.split(body)?;
        let message = Secret::new(message.to_vec());
        self.buffer = Secret::new(rest.to_vec());
        Ok(Some((tpdu, message)))
    }
}
