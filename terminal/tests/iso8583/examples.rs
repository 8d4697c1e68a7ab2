//! Messages written out by hand.

use tapkernel_terminal::acquirer::iso8583::{
    Bitmap, Content, Dialect, Iso8583Error, Iso8583Fault, Length, Message, MessageType, OddDigit,
};

/// An authorisation with a PAN of 19 digits, a track, binary data and a field above 64.
fn sample() -> Message {
    Message::new(MessageType::FINANCIAL)
        .with(2, "4761739001010036123")
        .with(3, "000000")
        .with(4, "000000004100")
        .with(11, "000017")
        .with(22, "071")
        .with(28, "D00000150")
        .with(35, "476173=2412")
        .with(41, "TERM0001")
        .with(52, [0x1B; 8])
        .with(70, "301")
}

#[test]
fn in_ascii() {
    let coded = Dialect::ascii().encode(&sample()).unwrap();
    let expected = [
        b"0200".as_slice(),
        &[0xF0, 0x20, 0x04, 0x10, 0x20, 0x80, 0x10, 0x00, 0x04, 0, 0, 0, 0, 0, 0, 0],
        b"194761739001010036123000000000000004100000017071D0000015011476173=2412TERM0001",
        &[0x1B; 8],
        b"301",
    ]
    .concat();
    assert_eq!(hex::encode(coded.expose()), hex::encode(expected));
}

#[test]
fn in_bcd() {
    let coded = Dialect::bcd().encode(&sample()).unwrap();
    let expected = [
        "0200 F020041020801000 0400000000000000",
        "19 04761739001010036123 000000 000000004100 000017 0071 44 00000150",
        "11 0476173D2412 5445524D30303031 1B1B1B1B1B1B1B1B 0301",
    ];
    assert_eq!(hex::encode_upper(coded.expose()), expected.concat().replace(' ', ""));
}

#[test]
fn in_bcd_with_fill_behind_and_bitmap_in_hexadecimal() {
    let dialect = Dialect::bcd().with_odd_digit(OddDigit::FBehind).with_bitmap(Bitmap::Hexadecimal);
    let message = Message::new(MessageType::REVERSAL_ADVICE).with(2, "476173900").with(22, "071");
    let coded = dialect.encode(&message).unwrap();
    let expected = ["0420", &hex::encode_upper("4000040000000000"), "09476173900F", "0071"].concat();
    assert_eq!(hex::encode_upper(coded.expose()), expected);
    assert_eq!(dialect.decode(coded.expose()), Ok(message));
}

#[test]
fn faults_and_their_places() {
    let faults = |dialect: &Dialect, hex_digits: &str| {
        let Iso8583Error { fault, field, offset } =
            dialect.decode(&hex::decode(hex_digits.replace(' ', "")).unwrap()).unwrap_err();
        (fault, field, offset)
    };
    let bcd = Dialect::bcd();
    assert_eq!(faults(&bcd, "02"), (Iso8583Fault::CutShort, 0, 0));
    assert_eq!(faults(&bcd, "0A00 0000000000000000"), (Iso8583Fault::Character, 0, 0));
    assert_eq!(faults(&bcd, "0200 40000000"), (Iso8583Fault::CutShort, 1, 2));
    // Field 2 longer than 19 digits, with a length that is no number, with a wrong fill, with a letter.
    assert_eq!(faults(&bcd, "0200 4000000000000000 20"), (Iso8583Fault::Length, 2, 10));
    assert_eq!(faults(&bcd, "0200 4000000000000000 1A"), (Iso8583Fault::Length, 2, 10));
    assert_eq!(faults(&bcd, "0200 4000000000000000 03 1123"), (Iso8583Fault::Fill, 2, 11));
    assert_eq!(faults(&bcd, "0200 4000000000000000 03 012D"), (Iso8583Fault::Character, 2, 10));
    assert_eq!(faults(&bcd, "0200 4000000000000000 04 12"), (Iso8583Fault::CutShort, 2, 11));
    // Field 65, a third bitmap.
    assert_eq!(faults(&bcd, "0200 8000000000000000 8000000000000000"), (Iso8583Fault::Unknown, 65, 18));
    let hexadecimal = Dialect::bcd().with_bitmap(Bitmap::Hexadecimal);
    assert_eq!(
        faults(&hexadecimal, "0200 47303030303030303030303030303030"),
        (Iso8583Fault::Character, 1, 2)
    );
    let error = bcd.decode(&[2, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0x20]).unwrap_err();
    assert_eq!(error.to_string(), "field 2: length not allowed at byte 10");
}

#[test]
fn a_host_with_other_rows() {
    let dialect = Dialect::bcd().with_pin_block_of_format_4().with_field(49, Content::An, Length::Fixed(3));
    let message = Message::new(MessageType::FINANCIAL).with(49, "EUR").with(52, [7; 16]);
    let coded = dialect.encode(&message).unwrap();
    assert_eq!(dialect.decode(coded.expose()), Ok(message.clone()));
    assert_eq!(Dialect::bcd().encode(&message).unwrap_err().field, 49);
}

#[test]
fn account_data_are_hidden() {
    let shown = format!("{:?}", sample().with(55, [0x9F, 0x26]).with(14, "2412").with(45, "B4761"));
    for secret in ["4761", "1B1B", "9F26", "2412"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(
        shown.contains("0: 0200") && shown.contains("4: \"000000004100\"") && shown.contains("2: 19 hidden"),
        "{shown}"
    );
}

#[test]
fn message_types() {
    let advice = MessageType::REVERSAL_ADVICE;
    assert_eq!(advice.repeat().digits(), b"0421");
    assert!(advice.repeat().is_repeat() && advice.repeat().original() == advice);
    assert_eq!(advice.repeat().answer().digits(), b"0430");
    assert_eq!(MessageType::FINANCIAL.answer().digits(), b"0210");
    assert_eq!(MessageType::new(*b"02a0"), None);
}
