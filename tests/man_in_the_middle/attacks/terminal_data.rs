//! A6 and A7: what the terminal tells the card, on its way there.

use tapkernel_simulator::card::{Personalisation, SoftwareCard};

use super::each_bit;
use super::qualifiers::earlier_tap;
use crate::attack::Book::{LetsThrough, Stops};
use crate::attack::{Attack, software};
use crate::man::Man;

const TTQ: u32 = 0x9F66;

/// A phone in transit mode: it answers without its holder, and claims nothing.
fn locked_phone() -> SoftwareCard {
    let file = include_str!("../../../simulator/cards/visa-debit-phone.json");
    let file = file.replace(r#""consumer_device_cvm": true"#, r#""consumer_device_cvm": false"#);
    SoftwareCard::new(Personalisation::from_json(&file).unwrap(), 1).unwrap()
}

fn flip_question(man: Man, tag: u32, bit: usize) -> Man {
    man.question(tag, move |value| value[bit / 8] ^= 0x80 >> (bit % 8))
}

/// The card is told that no CVM and no online cryptogram are required.
fn nothing_required(man: Man) -> Man {
    man.question(TTQ, |ttq| ttq[1] &= 0x3F)
}

fn no_cvm_required(man: Man) -> Man {
    man.question(TTQ, |ttq| ttq[1] &= 0xBF)
}

pub(super) fn attacks() -> Vec<Attack> {
    let mut attacks = transit();
    attacks.extend(first_contact());
    attacks
}

fn transit() -> Vec<Attack> {
    let each_ttq_bit = |claim: bool| {
        each_bit(4, move |bit| {
            let man = if claim { Man::new().claim().copy_of_claim() } else { Man::new() };
            flip_question(man, TTQ, bit)
        })
    };
    let unlocked = |man: Man| no_cvm_required(man.claim().copy_of_claim());
    let oda_asked = |man: Man| man.question(TTQ, |ttq| ttq[0] |= 0x01);
    let one = |name, book, what, man| Attack::one(name, locked_phone(), book, what, man);
    vec![
        one("A6.01", LetsThrough, "locked phone: no CVM wanted, claim and copy", unlocked(Man::new())),
        one("A6.02", LetsThrough, "the same, ODA for online asked of it", oda_asked(unlocked(Man::new()))),
        one("A6.03", LetsThrough, "the same, 9F4B and 9F69 dropped", {
            unlocked(Man::new()).drop_object(0x9F4B).drop_object(0x9F69)
        }),
        one("A6.04", Stops, "locked phone: no CVM wanted, nothing claimed", no_cvm_required(Man::new())),
        Attack::many(
            "A6.05",
            locked_phone(),
            LetsThrough,
            "locked phone: every TTQ bit, claimed",
            each_ttq_bit(true),
        ),
        Attack::many("A6.06", software("visa-credit"), Stops, "TTQ: every bit changed", each_ttq_bit(false)),
        Attack::many(
            "A6.07",
            software("visa-debit-phone"),
            Stops,
            "phone, TTQ: every bit",
            each_ttq_bit(false),
        ),
        Attack::many(
            "A6.08",
            software("visa-offline"),
            Stops,
            "offline card, TTQ: every bit",
            each_ttq_bit(false),
        ),
        one("A6.09", Stops, "TTQ of zeros", Man::new().question(TTQ, |ttq| ttq.fill(0))),
        one("A6.10", Stops, "TTQ of ones", Man::new().question(TTQ, |ttq| ttq.fill(0xFF))),
    ]
}

fn first_contact() -> Vec<Attack> {
    let card = || software("visa-credit");
    let one = |name, book, what, man| Attack::one(name, card(), book, what, man);
    let small = |man: Man| man.question(0x9F02, |amount| amount.copy_from_slice(&[0, 0, 0, 0, 0x10, 0x00]));
    let other_number = |man: Man| man.question(0x9F37, |number| number.fill(0xAA));
    let earlier = earlier_tap("visa-credit");
    let phone = earlier_tap("visa-debit-phone");
    let gpo = [0x80, 0xA8];
    let records = [0x00, 0xB2];
    vec![
        one("A7.01", Stops, "TTQ: no CVM wanted", no_cvm_required(Man::new())),
        one("A7.02", Stops, "TTQ: no CVM wanted; CTQ claims CDCVM", no_cvm_required(Man::new().claim())),
        Attack::one(
            "A7.03",
            software("visa-oda-online"),
            LetsThrough,
            "TTQ: no CVM wanted; claim, 9F69 dropped",
            no_cvm_required(Man::new().claim().drop_object(0x9F69)),
        ),
        one("A7.04", Stops, "TTQ: nothing required, the card approves", nothing_required(Man::new())),
        one(
            "A7.05",
            Stops,
            "TTQ: nothing required; claim and copy on a TC",
            nothing_required(Man::new().claim().copy_of_claim()),
        ),
        one("A7.06", LetsThrough, "a small amount shown to the card", small(Man::new())),
        one(
            "A7.07",
            LetsThrough,
            "the same, claim, 9F69 dropped",
            small(Man::new().claim().drop_object(0x9F69)),
        ),
        one(
            "A7.08",
            LetsThrough,
            "another currency shown to the card",
            Man::new().question(0x5F2A, |c| c.fill(0x08)),
        ),
        one("A7.09", Stops, "a refund shown to the card", Man::new().question(0x9C, |t| t[0] = 0x20)),
        one("A7.10", LetsThrough, "another unpredictable number shown to the card", other_number(Man::new())),
        one("A7.11", LetsThrough, "pre-play: GPO answer of an earlier tap", Man::new().replay(gpo, &earlier)),
        one("A7.12", LetsThrough, "GPO answer and records of a phone's earlier tap", {
            Man::new().replay(gpo, &phone).replay(records, &phone)
        }),
        one("A7.13", LetsThrough, "the same, signature dropped", {
            Man::new().replay(gpo, &phone).replay(records, &phone).drop_object(0x9F4B)
        }),
    ]
}
