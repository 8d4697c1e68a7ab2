//! A5: authentication made to fail. A11: certificates and signatures that are not what they seem.

use super::each_bit;
use super::qualifiers::earlier_tap;
use crate::attack::Book::{LetsThrough, Stops};
use crate::attack::{Attack, software};
use crate::man::{Man, READ_RECORD, objects};

/// Everything that ODA needs of the card.
const ODA_OBJECTS: [u32; 10] = [0x8F, 0x90, 0x92, 0x9F32, 0x9F46, 0x9F47, 0x9F48, 0x9F4A, 0x9F4B, 0x9F69];

/// Asks the card to sign its online request, also for a reader that did not ask.
fn asked() -> Man {
    Man::new().question(0x9F66, |ttq| ttq[0] |= 0x01)
}

pub(super) fn key_and_data() -> Vec<Attack> {
    let every_index = |claim: bool| {
        (0..=255).map(move |index| {
            let man = asked().set(0x8F, &[index]);
            (format!("{index:02X}"), if claim { man.claim().copy_of_claim() } else { man })
        })
    };
    let each_dropped = |claim: bool| {
        ODA_OBJECTS.map(|tag| {
            let man = if claim { asked().claim().copy_of_claim() } else { asked() };
            (format!("{tag:X}"), man.drop_object(tag))
        })
    };
    let all_dropped = || ODA_OBJECTS.iter().fold(asked(), |man, tag| man.drop_object(*tag));
    let signing = || software("visa-oda-online");
    let many = |name, book, what, men: Vec<_>| Attack::many(name, signing(), book, what, men);
    vec![
        many("A5.01", LetsThrough, "CA key index: all 256", every_index(false).collect()),
        many("A5.02", LetsThrough, "CA key index: all 256, CDCVM claimed", every_index(true).collect()),
        many("A5.03", LetsThrough, "each object of ODA dropped", Vec::from(each_dropped(false))),
        many(
            "A5.04",
            LetsThrough,
            "each object of ODA dropped, CDCVM claimed",
            Vec::from(each_dropped(true)),
        ),
        many("A5.05", Stops, "all objects of ODA dropped", vec![("all".to_owned(), all_dropped())]),
        many(
            "A5.06",
            LetsThrough,
            "the same, CDCVM claimed",
            vec![("all".to_owned(), all_dropped().claim())],
        ),
        many("A5.07", LetsThrough, "AIP: every bit changed", each_bit(2, |bit| asked().flip(0x82, bit))),
        many(
            "A5.08",
            LetsThrough,
            "AIP without DDA, CDCVM claimed",
            vec![("0000".to_owned(), asked().set(0x82, &[0, 0]).claim().copy_of_claim())],
        ),
        Attack::one(
            "A5.09",
            software("visa-offline"),
            LetsThrough,
            "offline card, signature broken: asked to approve",
            asked().flip(0x9F4B, 100).object(0x9F6C, |ctq| ctq[0] |= 0x20),
        ),
        Attack::one(
            "A5.10",
            software("visa-unknown-ca"),
            LetsThrough,
            "unknown authority shown under the known index",
            asked().set(0x8F, &[0xFE]),
        ),
        Attack::one(
            "A5.11",
            software("visa-unknown-ca"),
            LetsThrough,
            "issuer of an authority that the reader does not know",
            asked(),
        ),
    ]
}

pub(super) fn malleable() -> Vec<Attack> {
    let each_byte = |tag: u32, step: usize, length: usize| {
        (0..length).step_by(step).map(move |at| (format!("byte {}", at + 1), asked().flip(tag, at * 8 + 3)))
    };
    let phone = earlier_tap("visa-debit-phone");
    let other = objects(&phone);
    let earlier = objects(&earlier_tap("visa-oda-online"));
    let exponent = |tag: u32| {
        [vec![1], vec![2], vec![], vec![0, 0, 3], vec![1, 0, 1]]
            .map(move |value| (format!("{value:02X?}"), asked().set(tag, &value)))
    };
    let many =
        |name, what, men: Vec<_>| Attack::many(name, software("visa-oda-online"), LetsThrough, what, men);
    let one = |name, what, man| Attack::one(name, software("visa-oda-online"), LetsThrough, what, man);
    let offline = |name, book, what, man| Attack::one(name, software("visa-offline"), book, what, man);
    vec![
        many("A11.01", "issuer certificate: every fourth byte", each_byte(0x90, 4, 176).collect()),
        many("A11.02", "ICC certificate: every fourth byte", each_byte(0x9F46, 4, 144).collect()),
        many("A11.03", "signature: every fourth byte", each_byte(0x9F4B, 4, 128).collect()),
        many("A11.04", "issuer key remainder: every byte", each_byte(0x92, 1, 4).collect()),
        many("A11.05", "ICC key remainder: every byte", each_byte(0x9F48, 1, 10).collect()),
        many("A11.06", "issuer key exponent", Vec::from(exponent(0x9F32))),
        many("A11.07", "ICC key exponent", Vec::from(exponent(0x9F47))),
        one("A11.08", "signature of an earlier tap", asked().set(0x9F4B, &earlier[&0x9F4B])),
        one(
            "A11.09",
            "signature and 9F69 of an earlier tap",
            asked().set(0x9F4B, &earlier[&0x9F4B]).set(0x9F69, &earlier[&0x9F69]),
        ),
        one("A11.10", "ICC certificate of another card", asked().set(0x9F46, &other[&0x9F46])),
        Attack::one(
            "A11.11",
            software("visa-oda-online"),
            Stops,
            "records of another card",
            asked().replay(READ_RECORD, &phone),
        ),
        one("A11.12", "expiry date in the signed record", asked().set(0x5F24, &[0x99, 0x12, 0x31])),
        one("A11.13", "tag list 9F4A of two tags", asked().set(0x9F4A, &[0x82, 0x94])),
        offline("A11.14", LetsThrough, "TC, signed record changed", asked().set(0x9F07, &[0xFF, 0xFF])),
        offline("A11.15", LetsThrough, "TC, signature of zeros", asked().set(0x9F4B, &[0; 128])),
        offline("A11.16", Stops, "TC, signature dropped", asked().drop_object(0x9F4B)),
        Attack::one(
            "A11.17",
            software("visa-expired"),
            LetsThrough,
            "expired card made young in 57 and 5F24",
            asked().set(0x5F24, &[0x30, 0x12, 0x31]).object(0x57, |track| {
                track[8] = 0xD3;
                track[9] = 0x01;
            }),
        ),
    ]
}
