//! A2: the Card Transaction Qualifiers, and what is beside them, on their way to the reader.

use super::each_bit;
use crate::attack::Book::{LetsThrough, Stops};
use crate::attack::{Attack, software};
use crate::man::Man;
use crate::software_tap::{Genuine, Honest, LIMIT, PinRule, pay, profile};

/// What a phone that has verified its holder answers to the same terminal, some time before.
pub(super) fn earlier_tap(card: &str) -> Genuine {
    let acquirer = tapkernel_simulator::acquirer::SoftwareAcquirer::new();
    let softpos = profile("softpos-eur", PinRule::Above);
    pay(&softpos, &software(card), &Honest, LIMIT - 100, "0000", &acquirer).genuine
}

fn value(of: &Genuine, tag: u32) -> Vec<u8> {
    crate::man::objects(of)[&tag].clone()
}

pub(super) fn attacks() -> Vec<Attack> {
    let mut attacks = claims_on_a_signing_card();
    attacks.extend(claims_on_other_cards());
    attacks.extend(other_changes());
    attacks
}

/// The claim with every way to deal with the copy and the signature.
fn claims_on_a_signing_card() -> Vec<Attack> {
    let credit = || software("visa-credit");
    let phone = earlier_tap("visa-debit-phone");
    let one = |name, book, what, man| Attack::one(name, credit(), book, what, man);
    let claim = || Man::new().claim();
    let replayed = claim().set(0x9F69, &value(&phone, 0x9F69)).add(0x9F4B, &value(&phone, 0x9F4B));
    vec![
        one("A2.01", Stops, "CTQ: PIN bit cleared", Man::new().set(0x9F6C, &[0x20, 0x00])),
        one("A2.02", Stops, "CTQ: CDCVM claimed, 9F69 as it is", claim()),
        one("A2.03", LetsThrough, "CTQ: CDCVM claimed, copy in 9F69 changed too", claim().copy_of_claim()),
        one("A2.04", LetsThrough, "CTQ: CDCVM claimed, 9F69 dropped", claim().drop_object(0x9F69)),
        one(
            "A2.05",
            LetsThrough,
            "CTQ: CDCVM claimed, 9F69 and 9F4B dropped",
            claim().drop_object(0x9F69).drop_object(0x9F4B),
        ),
        one(
            "A2.06",
            LetsThrough,
            "CTQ: CDCVM claimed, copy changed, 9F4B dropped",
            claim().copy_of_claim().drop_object(0x9F4B),
        ),
        one(
            "A2.07",
            Stops,
            "CTQ: CDCVM claimed, 9F69 cut to five bytes",
            claim().object(0x9F69, |value| value.truncate(5)),
        ),
        one(
            "A2.08",
            LetsThrough,
            "CTQ: CDCVM claimed, 9F69 of version 00",
            claim().copy_of_claim().object(0x9F69, |value| value[0] = 0),
        ),
        one("A2.09", LetsThrough, "CTQ: CDCVM claimed, 9F69 and 9F4B of a phone's earlier tap", replayed),
    ]
}

fn claims_on_other_cards() -> Vec<Attack> {
    let claim = || Man::new().claim();
    let on = |name, card, what, man| Attack::one(name, software(card), LetsThrough, what, man);
    vec![
        on("A2.10", "visa-no-oda", "card without ODA: CDCVM claimed", claim()),
        on("A2.11", "visa-oda-online", "card that signs 95: claim and copy", claim().copy_of_claim()),
        on(
            "A2.12",
            "visa-online-pin",
            "card that always wants the PIN: claim and copy",
            claim().copy_of_claim(),
        ),
        on("A2.13", "visa-unknown-ca", "unknown CA key: claim and copy", claim().copy_of_claim()),
        on("A2.14", "visa-issuer-update", "card with issuer update: claim and copy", claim().copy_of_claim()),
    ]
}

fn other_changes() -> Vec<Attack> {
    let credit = || software("visa-credit");
    let one = |name, book, what, man| Attack::one(name, credit(), book, what, man);
    let many = |name, book, what, men| Attack::many(name, credit(), book, what, men);
    let claimed = |bit, tag| Man::new().claim().copy_of_claim().flip(tag, bit);
    vec![
        many("A2.15", Stops, "CTQ: every bit changed", each_bit(2, |bit| Man::new().flip(0x9F6C, bit))),
        many(
            "A2.16",
            LetsThrough,
            "9F69: every bit changed",
            each_bit(7, |bit| Man::new().flip(0x9F69, bit)),
        ),
        many(
            "A2.17",
            LetsThrough,
            "claim and copy, every bit of 9F6E",
            each_bit(4, |bit| claimed(bit, 0x9F6E)),
        ),
        many(
            "A2.18",
            LetsThrough,
            "claim and copy, every bit of 9F10",
            each_bit(7, |bit| claimed(bit, 0x9F10)),
        ),
        one("A2.19", Stops, "CTQ dropped", Man::new().drop_object(0x9F6C)),
        one("A2.20", Stops, "CTQ of zeros", Man::new().set(0x9F6C, &[0, 0])),
        one("A2.21", Stops, "CTQ: signature in the place of the PIN", Man::new().set(0x9F6C, &[0x40, 0x00])),
        one("A2.22", Stops, "CTQ twice, the second with the claim", Man::new().double(0x9F6C, &[0x00, 0x80])),
        one("A2.23", Stops, "CTQ of one byte", Man::new().set(0x9F6C, &[0x80])),
        one("A2.24", Stops, "CTQ of three bytes", Man::new().set(0x9F6C, &[0x00, 0x80, 0x00])),
    ]
}
