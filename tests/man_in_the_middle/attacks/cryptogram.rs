//! A3: an offline approval with another cryptogram. A10: the cryptogram's type.

use super::each_bit;
use super::qualifiers::earlier_tap;
use crate::attack::Book::{LetsThrough, Stops};
use crate::attack::{Attack, software};
use crate::man::{Man, objects};

pub(super) fn offline() -> Vec<Attack> {
    let offline = || software("visa-offline");
    let earlier = objects(&earlier_tap("visa-offline"));
    vec![
        Attack::one(
            "A3.01",
            offline(),
            LetsThrough,
            "TC replaced by eight zeros",
            Man::new().set(0x9F26, &[0; 8]),
        ),
        Attack::many(
            "A3.02",
            software("visa-credit"),
            LetsThrough,
            "cryptogram: every bit changed",
            each_bit(8, |bit| Man::new().flip(0x9F26, bit)),
        ),
        Attack::one(
            "A3.03",
            offline(),
            LetsThrough,
            "TC of an earlier transaction",
            Man::new().set(0x9F26, &earlier[&0x9F26]),
        ),
        Attack::many(
            "A3.04",
            offline(),
            LetsThrough,
            "transaction counter: every bit changed",
            each_bit(2, |bit| Man::new().flip(0x9F36, bit)),
        ),
    ]
}

/// The Card Verification Results say this type: 0 AAC, 1 TC, 2 ARQC.
fn type_in_results(man: Man, kind: u8) -> Man {
    man.object(0x9F10, move |value| {
        if let Some(byte) = value.get_mut(4) {
            *byte = *byte & 0xCF | kind << 4;
        }
    })
}

pub(super) fn types() -> Vec<Attack> {
    let both = |cid: u8, kind| type_in_results(Man::new().add(0x9F27, &[cid]), kind);
    let results = |kind| type_in_results(Man::new(), kind);
    let one = |name, card, what, man| Attack::one(name, software(card), Stops, what, man);
    let bites = |name, card, what, man| Attack::one(name, software(card), LetsThrough, what, man);
    let every_cid = |card: &'static str, name, what| {
        let men = (0..=255).map(|cid| (format!("{cid:02X}"), Man::new().add(0x9F27, &[cid])));
        Attack::many(name, software(card), Stops, what, men)
    };
    vec![
        every_cid("visa-oda-online", "A10.01", "CID of an ARQC: all 256 values"),
        every_cid("visa-declining", "A10.02", "CID of an AAC: all 256 values"),
        one("A10.03", "visa-oda-online", "ARQC called TC, CID and results", both(0x40, 1)),
        one("A10.04", "visa-oda-online", "ARQC called AAC, CID and results", both(0x00, 0)),
        bites("A10.05", "visa-credit", "no CID; results say TC", results(1)),
        one("A10.06", "visa-credit", "no CID; results say AAC", results(0)),
        one("A10.07", "visa-credit", "no CID; results say RFU", results(3)),
        one("A10.08", "visa-declining", "AAC called ARQC, CID and results", both(0x80, 2)),
        one("A10.09", "visa-declining", "AAC called TC, CID and results", both(0x40, 1)),
        one("A10.10", "visa-declining", "no CID; results of an AAC say ARQC", results(2)),
        bites("A10.11", "visa-offline", "TC called ARQC, CID and results", both(0x80, 2)),
        one("A10.12", "visa-offline", "TC called AAC, CID and results", both(0x00, 0)),
        one("A10.13", "visa-oda-online", "results dropped", Man::new().drop_object(0x9F10)),
    ]
}
