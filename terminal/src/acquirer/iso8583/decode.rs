//! Reading a message.

use tapkernel::core::Secret;

use super::{
    Bitmap, Coding, Content, Dialect, FieldFormat, Iso8583Error, Iso8583Fault, Length, Message, MessageType,
};

impl Dialect {
    /// Reads the whole of `bytes` as one message.
    ///
    /// # Errors
    ///
    /// [`Iso8583Error`] for the first thing that is not as the table says.
    pub fn decode(&self, bytes: &[u8]) -> Result<Message, Iso8583Error> {
        let mut input = Input { bytes, at: 0, field: 0 };
        let message_type = self.characters(&mut input, Content::N, true, 4)?;
        let digits = message_type.expose().as_slice().try_into().ok().and_then(MessageType::new);
        let mut message = Message::new(digits.ok_or(input.wrong(0, Iso8583Fault::Character))?);
        input.field = 1;
        let fields = self.bitmap(&mut input)?;
        for field in (2..=128).filter(|field| fields >> (128 - u32::from(*field)) & 1 == 1) {
            input.field = field;
            let format = self.field(field).ok_or(input.wrong(input.at, Iso8583Fault::Unknown))?;
            let value = self.value(&mut input, format)?;
            message.insert(field, value.expose().as_slice());
        }
        input.field = 1;
        if input.at < bytes.len() {
            return Err(input.wrong(input.at, Iso8583Fault::LeftOver));
        }
        Ok(message)
    }

    /// Both bitmaps, field 1 first.
    fn bitmap(&self, input: &mut Input<'_>) -> Result<u128, Iso8583Error> {
        let first = self.half_bitmap(input)?;
        let second = if first >> 63 == 1 { self.half_bitmap(input)? } else { 0 };
        Ok(u128::from(first) << 64 | u128::from(second))
    }

    fn half_bitmap(&self, input: &mut Input<'_>) -> Result<u64, Iso8583Error> {
        let at = input.at;
        let coded = input.take(self.bitmap_length(), at)?;
        let byte = |word: u64, byte: u8| word << 8 | u64::from(byte);
        match self.bitmap {
            Bitmap::Binary => Ok(coded.iter().copied().fold(0, byte)),
            Bitmap::Hexadecimal => coded
                .iter()
                .try_fold(0, |word, digit| Some(word << 4 | u64::from(char::from(*digit).to_digit(16)?)))
                .ok_or(input.wrong(at, Iso8583Fault::Character)),
        }
    }

    fn value(&self, input: &mut Input<'_>, format: FieldFormat) -> Result<Secret<Vec<u8>>, Iso8583Error> {
        let at = input.at;
        let length = match format.length {
            Length::Fixed(length) => usize::from(length),
            Length::LlVar(_) | Length::LllVar(_) => self.length(input, format.length.prefix_digits())?,
        };
        if !format.length.takes(length) {
            return Err(input.wrong(at, Iso8583Fault::Length));
        }
        let value = self.characters(input, format.content, self.fills_before(format.length), length)?;
        if format.takes(value.expose()) { Ok(value) } else { Err(input.wrong(at, Iso8583Fault::Character)) }
    }

    /// The length before a value of variable length.
    fn length(&self, input: &mut Input<'_>, digits: usize) -> Result<usize, Iso8583Error> {
        let at = input.at;
        let coded = self.characters(input, Content::N, true, digits)?;
        let digit =
            |sum: usize, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + usize::from(digit & 0x0F));
        coded.expose().iter().try_fold(0, digit).ok_or(input.wrong(at, Iso8583Fault::Length))
    }

    /// So many characters, unpacked where the coding packs them. They are not checked yet.
    fn characters(
        &self,
        input: &mut Input<'_>,
        content: Content,
        fills_before: bool,
        length: usize,
    ) -> Result<Secret<Vec<u8>>, Iso8583Error> {
        let at = input.at;
        let coded = input.take(self.coded_length(content, length), at)?;
        let fill = input.wrong(at, Iso8583Fault::Fill);
        let characters = match (self.coding, content, coded.split_first()) {
            (Coding::Bcd, Content::Xn, Some((sign, digits))) => {
                let digits = unpack(digits, fills_before, length.saturating_sub(1)).ok_or(fill)?;
                [[*sign].as_slice(), digits.expose()].concat()
            }
            _ if self.packs(content) => return unpack(coded, fills_before, length).ok_or(fill),
            _ => coded.to_vec(),
        };
        Ok(Secret::new(characters))
    }
}

/// The nibbles as characters `0` to `?`, without the fill; `None` if that is not what it is to be.
fn unpack(packed: &[u8], fills_before: bool, length: usize) -> Option<Secret<Vec<u8>>> {
    let mut nibbles = packed.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    let odd = length % 2 == 1;
    if odd && fills_before && nibbles.next() != Some(0) {
        return None;
    }
    let mut characters = Vec::with_capacity(length);
    characters.extend(nibbles.by_ref().take(length).map(|nibble| 0x30 | nibble));
    let characters = Secret::new(characters);
    let filled = !odd || fills_before || nibbles.next() == Some(0xF);
    filled.then_some(characters)
}

struct Input<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The field being read, for errors.
    field: u8,
}

impl<'a> Input<'a> {
    /// The next `length` bytes; `start` is where the field begins.
    fn take(&mut self, length: usize, start: usize) -> Result<&'a [u8], Iso8583Error> {
        let end = self.at.saturating_add(length);
        let taken = self.bytes.get(self.at..end).ok_or(self.wrong(start, Iso8583Fault::CutShort))?;
        self.at = end;
        Ok(taken)
    }

    const fn wrong(&self, offset: usize, fault: Iso8583Fault) -> Iso8583Error {
        Iso8583Error { fault, field: self.field, offset }
    }
}
