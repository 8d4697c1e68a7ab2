//! A1: a card that is far away, on Kernel 2. A9: mag-stripe mode in the place of EMV mode.
//!
//! A relay changes nothing, so that no signature notices it. What is tried here is to get past the protocol that measures
//! it: what was exchanged is under the CDA signature.

use super::each_bit;
use super::mastercard::without_action_codes;
use crate::attack::Book::{LetsThrough, Stops};
use crate::attack::{Attack, software};
use crate::man::{EXCHANGE_RELAY_RESISTANCE_DATA, Man};

/// The answer of somebody who is near: entropy of his own, times of his choice.
const NEAR: [u8; 14] = [0x80, 0x0A, 0x11, 0x22, 0x33, 0x44, 0x00, 0x00, 0xFF, 0xFF, 0x00, 0x18, 0x90, 0x00];

fn near() -> Man {
    Man::new().at_once(EXCHANGE_RELAY_RESISTANCE_DATA, |answer| *answer = NEAR.to_vec())
}

/// Max Time For Processing Relay Resistance APDU raised, the rest as the card says it.
fn patient() -> Man {
    Man::new().answer(EXCHANGE_RELAY_RESISTANCE_DATA, |answer| {
        if let Some(most) = answer.get_mut(8..10) {
            most.fill(0xFF);
        }
    })
}

pub(super) fn relay() -> Vec<Attack> {
    let far = || software("mastercard-relayed");
    let one = |name, book, what, man| Attack::one(name, far(), book, what, man);
    vec![
        one(
            "A1.01",
            Stops,
            "nothing is changed: `lab` judges the times and says so in the TVR, `softpos-eur` reports them",
            Man::new(),
        ),
        one("A1.02", Stops, "relay resistance answered by somebody near, at once", near()),
        one("A1.03", Stops, "the card's greatest time raised to FFFF", patient()),
        one("A1.04", Stops, "AIP without relay resistance", Man::new().set(0x82, &[0x19, 0x80])),
        one(
            "A1.05",
            Stops,
            "AIP without relay resistance and CDA: the host finds another AIP under the cryptogram",
            Man::new().set(0x82, &[0x18, 0x80]),
        ),
        one(
            "A1.06",
            LetsThrough,
            "the same, and the card's action codes say nothing: approved offline",
            without_action_codes(Man::new().set(0x82, &[0x18, 0x80])),
        ),
        Attack::many(
            "A1.07",
            far(),
            Stops,
            "AIP: every bit changed",
            each_bit(2, |bit| Man::new().flip(0x82, bit)),
        ),
    ]
}

pub(super) fn mag_stripe() -> Vec<Attack> {
    let clear = |man: Man| man.object(0x82, |aip| aip[1] &= 0x7F);
    vec![
        Attack::one("A9.01", software("mastercard-credit"), Stops, "AIP without EMV mode", clear(Man::new())),
        Attack::one(
            "A9.02",
            software("mastercard-credit"),
            Stops,
            "the same, with the AFL of mag-stripe mode",
            clear(Man::new()).set(0x94, &[0x08, 0x01, 0x01, 0x00]),
        ),
        Attack::one(
            "A9.03",
            software("mastercard-mag-stripe"),
            Stops,
            "a card that has mag-stripe mode only",
            Man::new(),
        ),
    ]
}
