//! Writing a message.

use tapkernel::core::Secret;
use zeroize::Zeroize;

use super::{Bitmap, Coding, Content, Dialect, FieldFormat, Iso8583Error, Iso8583Fault, Message};

impl Dialect {
    /// Writes `message`. The bytes hold account data.
    ///
    /// # Errors
    ///
    /// [`Iso8583Fault::Unknown`] for a field that the table does not have, [`Iso8583Fault::Length`] and
    /// [`Iso8583Fault::Character`] for a value that does not fit; nothing is filled or cut.
    pub fn encode(&self, message: &Message) -> Result<Secret<Vec<u8>>, Iso8583Error> {
        let mut out = Vec::with_capacity(ROOM);
        let written = self.write(message, &mut out);
        let out = Secret::new(out);
        written.map(|()| out)
    }

    fn write(&self, message: &Message, out: &mut Vec<u8>) -> Result<(), Iso8583Error> {
        self.put(Content::N, true, message.message_type().digits(), out);
        self.put_bitmap(message, out);
        for (field, value) in message.iter() {
            let wrong = |fault| Iso8583Error { fault, field, offset: out.len() };
            let format = self.field(field).ok_or(wrong(Iso8583Fault::Unknown))?;
            if !format.length.takes(value.len()) {
                return Err(wrong(Iso8583Fault::Length));
            }
            if !format.takes(value) {
                return Err(wrong(Iso8583Fault::Character));
            }
            self.put_field(format, value, out);
        }
        Ok(())
    }

    fn put_field(&self, format: FieldFormat, value: &[u8], out: &mut Vec<u8>) {
        let digits = format.length.prefix_digits();
        if digits > 0 {
            let length = format!("{:0digits$}", value.len());
            self.put(Content::N, true, length.as_bytes(), out);
        }
        self.put(format.content, self.fills_before(format.length), value, out);
    }

    /// The characters of a value, packed where the coding says so.
    fn put(&self, content: Content, fills_before: bool, value: &[u8], out: &mut Vec<u8>) {
        match (self.coding, content, value.split_first()) {
            (Coding::Bcd, Content::Xn, Some((sign, digits))) => {
                out.push(*sign);
                pack(digits, fills_before, out);
            }
            _ if self.packs(content) => pack(value, fills_before, out),
            _ => out.extend_from_slice(value),
        }
    }

    fn put_bitmap(&self, message: &Message, out: &mut Vec<u8>) {
        let fields = message.iter().map(|(field, _)| field).filter(|field| (2..=128).contains(field));
        let mut bits = fields.fold(0u128, |bits, field| bits | 1 << (128 - u32::from(field)));
        if bits << 64 != 0 {
            bits |= 1 << 127;
        }
        let bytes = bits.to_be_bytes();
        let bytes = if bits >> 127 == 1 { bytes.as_slice() } else { bytes.get(..8).unwrap_or_default() };
        match self.bitmap {
            Bitmap::Binary => out.extend_from_slice(bytes),
            Bitmap::Hexadecimal => bytes.iter().for_each(|byte| out.extend(format!("{byte:02X}").bytes())),
        }
    }
}

/// What most messages need, so that account data are not copied about while a message grows.
const ROOM: usize = 2048;

/// Low nibbles, two a byte; an odd number filled with a zero before or an `F` behind.
fn pack(characters: &[u8], fills_before: bool, out: &mut Vec<u8>) {
    let mut nibbles: Vec<u8> = Vec::with_capacity(characters.len() + 1);
    let odd = characters.len() % 2 == 1;
    nibbles.extend((odd && fills_before).then_some(0));
    nibbles.extend(characters.iter().map(|character| character & 0x0F));
    nibbles.extend((odd && !fills_before).then_some(0xF));
    out.extend(nibbles.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, nibble| byte << 4 | nibble)));
    nibbles.zeroize();
}
