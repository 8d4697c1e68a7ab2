//! A5, A10 and A11 against Kernel 2.

use super::each_bit;
use super::qualifiers::earlier_tap;
use crate::attack::Book::{LetsThrough, Stops};
use crate::attack::{Attack, Book, software};
use crate::man::{GENERATE_AC, Man};

/// Everything that CDA needs of the card.
const CDA_OBJECTS: [u32; 9] = [0x8F, 0x90, 0x92, 0x9F32, 0x9F46, 0x9F47, 0x9F48, 0x9F4A, 0x9F4B];

/// An index of the certification authority that no reader knows.
const UNKNOWN: [u8; 1] = [0xED];

/// The card's action codes of no effect: nothing to go online for, nothing to decline.
pub(super) fn without_action_codes(man: Man) -> Man {
    [0x9F0D, 0x9F0E, 0x9F0F].into_iter().fold(man, |man, tag| man.set(tag, &[0; 5]))
}

/// CVM lists without a PIN, by name.
fn lists() -> Vec<(&'static str, Vec<u8>)> {
    let list = |rules: &[u8]| [&[0; 8], rules].concat();
    vec![
        ("no CVM", list(&[0x1F, 0x00])),
        ("no CVM if supported", list(&[0x1F, 0x03])),
        ("signature", list(&[0x1E, 0x00])),
        ("signature, then no CVM", list(&[0x5E, 0x03, 0x1F, 0x03])),
        ("unknown method, then no CVM", list(&[0x7F, 0x00, 0x1F, 0x00])),
        ("no rule", list(&[])),
    ]
}

fn with_lists(man: impl Fn() -> Man) -> Vec<(String, Man)> {
    lists().into_iter().map(|(name, list)| (name.to_owned(), man().set(0x8E, &list))).collect()
}

fn credit(name: &'static str, book: Book, what: &'static str, men: Vec<(String, Man)>) -> Attack {
    Attack::many(name, software("mastercard-credit"), book, what, men)
}

/// A5: authentication made to fail, so that the CVM list and the AIP can be changed.
pub(super) fn failures() -> Vec<Attack> {
    let each_dropped = |man: fn() -> Man| {
        CDA_OBJECTS.map(|tag| (format!("{tag:X}"), man().drop_object(tag))).into_iter().collect()
    };
    let every_index =
        (0..=255).map(|index| (format!("{index:02X}"), Man::new().set(0x8F, &[index]))).collect();
    let aip = |first: u8| vec![(format!("{first:02X}80"), Man::new().set(0x82, &[first, 0x80]))];
    vec![
        credit("A5.20", LetsThrough, "CA key index: all 256", every_index),
        credit("A5.21", Stops, "CVM list without a PIN", with_lists(Man::new)),
        credit(
            "A5.22",
            LetsThrough,
            "CA key index unknown, CVM list without a PIN",
            with_lists(|| Man::new().set(0x8F, &UNKNOWN)),
        ),
        credit("A5.23", LetsThrough, "each object of CDA dropped", each_dropped(Man::new)),
        credit(
            "A5.24",
            LetsThrough,
            "each object of CDA dropped, CVM list without a PIN",
            each_dropped(|| Man::new().set(0x8E, &[0, 0, 0, 0, 0, 0, 0, 0, 0x1F, 0x00])),
        ),
        credit("A5.25", Stops, "AIP: every bit changed", each_bit(2, |bit| Man::new().flip(0x82, bit))),
        credit("A5.26", LetsThrough, "AIP without CDA and cardholder verification", aip(0x08)),
        credit("A5.27", LetsThrough, "AIP without CDA, on-device CVM claimed", aip(0x1A)),
        credit("A5.28", Stops, "AIP with on-device CVM claimed", aip(0x1B)),
    ]
}

/// P1 of GENERATE AC replaced on the way to the card.
fn asking(parameter: u8) -> Man {
    Man::new().command(move |command| {
        if command.starts_with(&GENERATE_AC) {
            command[2] = parameter;
        }
    })
}

/// A10: the type of the cryptogram.
pub(super) fn types() -> Vec<Attack> {
    let every_type =
        || (0..=255).map(|cid| (format!("{cid:02X}"), Man::new().set(0x9F27, &[cid]))).collect::<Vec<_>>();
    let questions = [0x00, 0x10, 0x40, 0x50, 0x80, 0x90];
    let questions = questions.map(|parameter| (format!("P1 {parameter:02X}"), asking(parameter)));
    vec![
        credit("A10.20", Stops, "CID under CDA: all 256", every_type()),
        Attack::many(
            "A10.21",
            software("mastercard-no-oda"),
            Stops,
            "CID without CDA: all 256",
            every_type(),
        ),
        Attack::one(
            "A10.22",
            software("mastercard-no-oda"),
            LetsThrough,
            "ARQC called TC without CDA, the card's action codes say nothing",
            without_action_codes(Man::new().set(0x9F27, &[0x40])),
        ),
        credit("A10.23", Stops, "another type asked of the card", questions.into_iter().collect()),
        Attack::one(
            "A10.24",
            software("mastercard-wrong-cryptogram"),
            Stops,
            "a card that answers TC to everything",
            Man::new(),
        ),
    ]
}

/// The bytes of the GENERATE AC data that say this much changed: where CDOL1 has the amount, the number.
fn told(from: usize, value: &'static [u8]) -> Man {
    Man::new().command(move |command| {
        if command.starts_with(&GENERATE_AC) {
            command[5 + from..5 + from + value.len()].copy_from_slice(value);
        }
    })
}

/// One man for each byte of a data object, with a low and a high bit changed.
fn each_byte(tag: u32, bytes: usize) -> Vec<(String, Man)> {
    let bits = (0..bytes).flat_map(|byte| [byte * 8, byte * 8 + 7]);
    bits.map(|bit| (format!("byte {} bit {}", bit / 8 + 1, 8 - bit % 8), Man::new().flip(tag, bit))).collect()
}

/// A11: certificates and signatures that are not what they seem.
pub(super) fn malleable() -> Vec<Attack> {
    let record = [0x57, 0x5A, 0x5F24, 0x5F25, 0x8C, 0x8E, 0x9F07, 0x9F0D, 0x9F0E, 0x9F0F, 0x9F42, 0x9F4A];
    let record = record.map(|tag: u32| (format!("{tag:X}"), Man::new().flip(tag, 7)));
    let one = |man| vec![(String::new(), man)];
    let earlier = earlier_tap("mastercard-credit");
    let (_, earlier) = earlier.into_iter().find(|(command, _)| command.starts_with(&GENERATE_AC)).unwrap();
    vec![
        credit("A11.20", Stops, "CDA signature: every byte changed", each_byte(0x9F4B, 128)),
        credit("A11.21", Stops, "issuer certificate: every byte changed", each_byte(0x90, 176)),
        credit("A11.22", Stops, "ICC certificate: every byte changed", each_byte(0x9F46, 144)),
        credit("A11.23", Stops, "each object of the signed record changed", record.into_iter().collect()),
        credit(
            "A11.24",
            Stops,
            "Issuer Application Data under CDA: every byte changed",
            each_byte(0x9F10, 18),
        ),
        credit("A11.25", Stops, "transaction counter under CDA: every byte changed", each_byte(0x9F36, 2)),
        credit("A11.26", Stops, "the card is told 1.00 EUR", one(told(0, &[0, 0, 0, 0, 0x01, 0x00]))),
        credit(
            "A11.27",
            Stops,
            "the card is told another unpredictable number",
            one(told(25, &[1, 2, 3, 4])),
        ),
        credit(
            "A11.28",
            Stops,
            "GENERATE AC answered with an earlier transaction's answer",
            one(Man::new().answer(GENERATE_AC, move |answer| answer.clone_from(&earlier))),
        ),
    ]
}
