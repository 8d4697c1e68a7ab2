//! What must hold for the bytes of an `iso8583` case: a byte that chooses the dialect, and a message.
//!
//! Shared by the fuzz target and by the test that replays the corpus.

use tapkernel_terminal::acquirer::iso8583::{
    Bitmap, Dialect, Frame, FrameReader, LengthHeader, OddDigit, Tpdu,
};

/// The dialect that the first byte of a case chooses.
pub(crate) fn dialect(choice: u8) -> Dialect {
    let preset = if choice & 4 == 0 { Dialect::ascii() } else { Dialect::bcd() };
    let bitmap = if choice & 2 == 0 { Bitmap::Binary } else { Bitmap::Hexadecimal };
    let odd_digit = if choice & 1 == 0 { OddDigit::ZeroBefore } else { OddDigit::FBehind };
    preset.with_bitmap(bitmap).with_odd_digit(odd_digit)
}

/// Panics if reading panics, if an error points outside, or if what was read cannot be written and read again.
pub(crate) fn check(input: &[u8]) {
    let Some((&choice, bytes)) = input.split_first() else { return };
    let dialect = dialect(choice);
    frames(choice, bytes);
    match dialect.decode(bytes) {
        Err(error) => assert!(error.offset <= bytes.len() && error.field <= 128),
        Ok(message) => {
            let coded = dialect.encode(&message).expect("what was read can be written");
            assert_eq!(dialect.decode(coded.expose()).as_ref(), Ok(&message));
            // All but the hexadecimal bitmap, and a second bitmap without bits, have one form only.
            if dialect.bitmap == Bitmap::Binary && message.iter().any(|(field, _)| field > 64) {
                assert_eq!(coded.expose(), bytes);
            }
            let _ = format!("{message:?}");
        }
    }
}

/// A stream gives the same messages whole and byte by byte.
fn frames(choice: u8, bytes: &[u8]) {
    let length = if choice & 8 == 0 { LengthHeader::Binary } else { LengthHeader::Ascii };
    let tpdu = (choice & 16 != 0).then_some(Tpdu { destination: [0, 3], source: [0, 0] });
    let frame = Frame { length, tpdu };
    let mut whole = FrameReader::new(frame);
    whole.push(bytes);
    let mut piecewise = FrameReader::new(frame);
    let mut at_once = Vec::new();
    while let Ok(Some(message)) = whole.next_message() {
        at_once.push(message);
    }
    let mut one_by_one = Vec::new();
    for byte in bytes.iter().take(400) {
        piecewise.push(&[*byte]);
        while let Ok(Some(message)) = piecewise.next_message() {
            one_by_one.push(message);
        }
    }
    assert!(bytes.len() > 400 || at_once == one_by_one);
}
