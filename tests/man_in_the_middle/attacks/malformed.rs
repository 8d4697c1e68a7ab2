//! A15: answers that are not as they should be, and status words that the card did not send.

use crate::attack::Book::{LetsThrough, Stops};
use crate::attack::{Attack, software};
use crate::man::{Man, READ_RECORD, SELECT};

const GPO: [u8; 2] = [0x80, 0xA8];
const AFL: u32 = 0x94;

fn locators() -> [(&'static str, &'static [u8]); 9] {
    [
        ("empty", &[]),
        ("no records of the keys", &[0x08, 1, 1, 1]),
        ("nothing signed", &[0x08, 1, 1, 0, 0x08, 2, 2, 0, 0x10, 1, 1, 0]),
        ("all signed", &[0x08, 1, 2, 2, 0x10, 1, 1, 1]),
        ("a record more", &[0x08, 1, 3, 1, 0x10, 1, 1, 0]),
        ("a record twice", &[0x08, 1, 2, 1, 0x08, 1, 1, 0, 0x10, 1, 1, 0]),
        ("other order", &[0x10, 1, 1, 0, 0x08, 1, 2, 1]),
        ("255 records", &[0x08, 1, 255, 0]),
        ("five bytes", &[0x08, 1, 1, 1, 0x08]),
    ]
}

fn data_object_lists() -> [(&'static str, &'static [u8]); 6] {
    [
        ("no TTQ", &[0x9F, 0x02, 0x06, 0x9F, 0x37, 0x04]),
        ("empty", &[]),
        ("TTQ of one byte", &[0x9F, 0x66, 0x01]),
        ("TTQ only", &[0x9F, 0x66, 0x04]),
        ("255 bytes of track 2", &[0x9F, 0x66, 0x04, 0x57, 0xFF]),
        ("cut in a tag", &[0x9F, 0x66, 0x04, 0x9F]),
    ]
}

/// Whatever the list was made, the card gets what it expects; the amount is small, no CVM is wanted.
fn question_of_the_man(command: &mut Vec<u8>) {
    if command.starts_with(&GPO) {
        let data = "25804000000000001000000000000000005600000000000978261121005A010201";
        *command = [&[0x80, 0xA8, 0, 0, 35, 0x83, 33][..], &hex::decode(data).unwrap(), &[0]].concat();
    }
}

fn forged(to: [u8; 2]) -> Vec<(String, Man)> {
    let words = [0x6985_u16, 0x6986, 0x6984, 0x6283, 0x6A82, 0x6700, 0x6300, 0x6100, 0x61FF, 0x6C00, 0x0000];
    let forge = |word: u16| move |answer: &mut Vec<u8>| *answer = word.to_be_bytes().to_vec();
    words.map(|word| (format!("{word:04X}"), Man::new().answer(to, forge(word)))).into_iter().collect()
}

fn changed(change: impl Fn(&mut Vec<u8>) + Copy + 'static) -> Vec<(String, Man)> {
    let men = [("SELECT", SELECT), ("GPO", GPO), ("READ RECORD", READ_RECORD)];
    men.map(|(name, to)| (name.to_owned(), Man::new().answer(to, change))).into_iter().collect()
}

pub(super) fn attacks() -> Vec<Attack> {
    let many = |name, what, men| Attack::many(name, software("visa-oda-online"), Stops, what, men);
    let locator = |(name, value): (&str, &'static [u8])| (name.to_owned(), Man::new().set(AFL, value));
    let list = |(name, value): (&str, &'static [u8])| {
        (name.to_owned(), Man::new().set(0x9F38, value).command(question_of_the_man))
    };
    let with_claim = |(name, man): (String, Man)| (name, man.claim().copy_of_claim());
    let both = |card, name, what| {
        let men = locators().map(locator).into_iter();
        Attack::many(name, software(card), Stops, what, men)
    };
    let doubled = [0x57, 0x9F26, 0x9F36, 0x9F10, 0x82, 0x9F6C, 0x9F69];
    vec![
        both("visa-oda-online", "A15.01", "AFL shortened, lengthened, malformed"),
        both("visa-offline", "A15.02", "the same on a card that would approve"),
        Attack::many(
            "A15.03",
            software("visa-oda-online"),
            LetsThrough,
            "PDOL changed in the FCI, the man asks the card himself",
            data_object_lists().map(list),
        ),
        many("A15.04", "GPO: status words forged", forged(GPO)),
        many("A15.05", "SELECT: status words forged", forged(SELECT)),
        many("A15.06", "READ RECORD: status words forged", forged(READ_RECORD)),
        many("A15.07", "answers cut in half", changed(|answer| answer.truncate(answer.len() / 2))),
        many("A15.08", "answers empty", changed(|answer| *answer = vec![0x90, 0x00])),
        many("A15.09", "answers of one byte", changed(|answer| answer.truncate(1))),
        many(
            "A15.10",
            "length of the template one more",
            changed(|answer| {
                if let Some(length) = answer.get_mut(1) {
                    *length = length.wrapping_add(1);
                }
            }),
        ),
        many(
            "A15.11",
            "template nested 200 deep",
            changed(|answer| {
                let nested = [[0x70, 0x7F], [0x77, 0x7F]].concat().repeat(60);
                *answer = [&nested[..], &[0x90, 0x00]].concat();
            }),
        ),
        many(
            "A15.12",
            "answers of 65,000 bytes",
            changed(|answer| {
                *answer = [&vec![0xFF; 65_000][..], &[0x90, 0x00]].concat();
            }),
        ),
        many("A15.13", "objects twice with another value", {
            doubled.map(|tag| (format!("{tag:X}"), Man::new().double(tag, &[0x42; 7]))).into_iter().collect()
        }),
        many("A15.14", "terminal's objects from the card", {
            let own = [0x9F02, 0x9F37, 0x9F66, 0x5F2A, 0x9C, 0x9A];
            let men = own.map(|tag| (format!("{tag:X}"), Man::new().double(tag, &[0; 4])));
            men.into_iter().map(with_claim).collect()
        }),
    ]
}
