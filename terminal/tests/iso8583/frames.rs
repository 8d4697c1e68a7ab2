//! Messages in a stream.

use proptest::collection::vec;
use proptest::prelude::*;
use tapkernel_terminal::acquirer::iso8583::{Frame, FrameError, FrameReader, LengthHeader, Tpdu};

const TPDU: Tpdu = Tpdu { destination: [0x00, 0x03], source: [0x12, 0x34] };

fn frames() -> [Frame; 4] {
    let both = |tpdu| [LengthHeader::Binary, LengthHeader::Ascii].map(|length| Frame { length, tpdu });
    let ([a, b], [c, d]) = (both(None), both(Some(TPDU)));
    [a, b, c, d]
}

#[test]
fn headers() {
    let [binary, ascii, with_tpdu, _] = frames();
    assert_eq!(binary.wrap(b"abc").unwrap().expose(), b"\x00\x03abc");
    assert_eq!(ascii.wrap(b"abc").unwrap().expose(), b"0003abc");
    assert_eq!(with_tpdu.wrap(b"abc").unwrap().expose(), b"\x00\x08\x60\x00\x03\x12\x34abc");
    assert_eq!(TPDU.answer(), Tpdu { destination: [0x12, 0x34], source: [0x00, 0x03] });
    assert_eq!(binary.wrap(b""), Err(FrameError::Length));
    assert!(binary.wrap(&[0; 9999]).is_ok());
    assert_eq!(binary.wrap(&[0; 10_000]), Err(FrameError::Length));
    assert_eq!(with_tpdu.wrap(&[0; 9995]), Err(FrameError::Length));
}

#[test]
fn what_is_no_frame() {
    let [binary, ascii, with_tpdu, _] = frames();
    for (frame, bytes, fault) in [
        (binary, b"\x00\x00".as_slice(), FrameError::Length),
        (binary, b"\xFF\xFF", FrameError::Length),
        (ascii, b"00x1", FrameError::Length),
        (ascii, b"0000", FrameError::Length),
        (with_tpdu, b"\x00\x05\x61\x00\x00\x00\x00", FrameError::Tpdu),
        (with_tpdu, b"\x00\x02\x60\x00", FrameError::Tpdu),
    ] {
        let mut reader = FrameReader::new(frame);
        reader.push(bytes);
        assert_eq!(reader.next_message().unwrap_err(), fault, "{bytes:?}");
    }
}

proptest! {
    #[test]
    fn messages_come_out_as_they_went_in(messages in vec(vec(any::<u8>(), 1..60), 0..6), piece in 1usize..40) {
        for frame in frames() {
            let stream: Vec<u8> = messages.iter().flat_map(|m| frame.wrap(m).unwrap().expose().clone()).collect();
            let mut reader = FrameReader::new(frame);
            let mut read = Vec::new();
            for piece in stream.chunks(piece) {
                reader.push(piece);
                while let Some((tpdu, message)) = reader.next_message().unwrap() {
                    prop_assert_eq!(tpdu, frame.tpdu);
                    read.push(message.expose().clone());
                }
            }
            prop_assert!(reader.is_empty());
            prop_assert_eq!(&read, &messages);
        }
    }
}
