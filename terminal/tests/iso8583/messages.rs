//! Messages made by chance, of everything that the table allows.

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;
use tapkernel_terminal::acquirer::iso8583::{
    Bitmap, Coding, Content, Dialect, FIELDS, FieldFormat, Length, Message, MessageType, OddDigit,
};

/// Every coding with every bitmap and fill.
pub(crate) fn dialects() -> Vec<Dialect> {
    let mut all = Vec::new();
    for preset in [Dialect::ascii(), Dialect::bcd()] {
        for bitmap in [Bitmap::Binary, Bitmap::Hexadecimal] {
            for odd_digit in [OddDigit::ZeroBefore, OddDigit::FBehind] {
                all.push(preset.clone().with_bitmap(bitmap).with_odd_digit(odd_digit));
            }
        }
    }
    assert_eq!(all.iter().filter(|dialect| dialect.coding == Coding::Bcd).count(), 4);
    all
}

pub(crate) fn dialect() -> impl Strategy<Value = Dialect> {
    select(dialects())
}

fn characters(content: Content) -> Vec<u8> {
    match content {
        Content::N | Content::Xn => (b'0'..=b'9').collect(),
        Content::An => (b' '..=b'z').filter(|c| c.is_ascii_alphanumeric() || *c == b' ').collect(),
        Content::Ans => (b' '..=b'~').collect(),
        Content::Z => (b'0'..=b'?').collect(),
        Content::B => (0..=255).collect(),
    }
}

fn value(format: FieldFormat) -> impl Strategy<Value = Vec<u8>> {
    let (least, most) = match format.length {
        Length::Fixed(length) => (length, length),
        Length::LlVar(most) | Length::LllVar(most) => (0, most),
    };
    // Long values are as good as middle ones, and the ends are what matters.
    let length = prop_oneof![Just(least), Just(most), least..=most.min(least + 40)];
    length.prop_flat_map(move |length| {
        vec(select(characters(format.content)), usize::from(length)).prop_map(move |mut value| {
            if let (Content::Xn, Some(sign)) = (format.content, value.first_mut()) {
                *sign = if *sign % 2 == 0 { b'C' } else { b'D' };
            }
            value
        })
    })
}

/// A message with up to a dozen fields.
pub(crate) fn message() -> impl Strategy<Value = Message> {
    let field = select((0..FIELDS.len()).collect::<Vec<_>>());
    let fields = btree_set(field, 0..12).prop_flat_map(|fields| {
        fields.into_iter().map(|at| (Just(FIELDS[at].number), value(FIELDS[at].format))).collect::<Vec<_>>()
    });
    ("[0-9]{4}", fields).prop_map(|(digits, fields)| {
        let message_type = MessageType::new(digits.as_bytes().try_into().unwrap()).unwrap();
        fields
            .into_iter()
            .fold(Message::new(message_type), |message, (field, value)| message.with(field, value))
    })
}
