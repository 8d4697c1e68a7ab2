//! A4: a card of another scheme behind a Visa application.

use tapkernel_simulator::card::{
    Personalisation, SoftwareCard, icc_certificate_objects, issuer_certificate_objects,
};

use crate::attack::Book::{LetsThrough, Stops};
use crate::attack::{Attack, software};
use crate::man::{Man, SELECT};

const VISA: [u8; 7] = [0xA0, 0, 0, 0, 0x03, 0x10, 0x10];
const ELECTRON: [u8; 7] = [0xA0, 0, 0, 0, 0x03, 0x20, 0x10];
const MASTERCARD: [u8; 7] = [0xA0, 0, 0, 0, 0x04, 0x10, 0x10];
const DOMESTIC: [u8; 7] = [0xA0, 0, 0, 0, 0x42, 0x10, 0x10];

/// A card like visa-credit with this account under Mastercard's name. `listed`: its issuer's certificate is by the CA
/// key that readers know for Visa, so that the signature is no obstacle; otherwise by one of Mastercard, index 05.
fn mastercard_image(pan: &str, listed: bool) -> SoftwareCard {
    let file = include_str!("../../../simulator/cards/visa-credit.json");
    let file = file.replace("4761739001010036", pan).replace("A0000000031010", "A0000000041010");
    let file = file.replace(r#""visa-credit""#, r#""mastercard-image""#);
    let mut image = Personalisation::from_json(&file).unwrap();
    let application = &mut image.applications[0];
    if !listed {
        application.certification_authority = Some("visa-ca-unlisted".to_owned());
        application.objects.insert(tapkernel::core::tlv::Tag::new(0x8F), &[0x05]);
    }
    for made in
        [issuer_certificate_objects(application).unwrap(), icc_certificate_objects(application).unwrap()]
    {
        made.iter().for_each(|(tag, value)| application.objects.insert(tag, value));
    }
    SoftwareCard::new(image, 1).unwrap()
}

fn replace(bytes: &mut [u8], from: &[u8; 7], to: &[u8; 7]) {
    for at in 0..bytes.len().saturating_sub(6) {
        if &bytes[at..at + 7] == from {
            bytes[at..at + 7].copy_from_slice(to);
        }
    }
}

/// The reader sees `shown` where the card has `real`.
fn renamed(real: [u8; 7], shown: [u8; 7]) -> Man {
    Man::new()
        .command(move |command| {
            if command.starts_with(&SELECT) {
                replace(command, &shown, &real);
            }
        })
        .answer(SELECT, move |answer| replace(answer, &real, &shown))
}

fn without_oda(man: Man) -> Man {
    man.drop_object(0x9F4B).drop_object(0x9F69)
}

pub(super) fn attacks() -> Vec<Attack> {
    let behind_visa = || renamed(MASTERCARD, VISA);
    let image = |listed| mastercard_image("5413330089010434", listed);
    let maestro = || mastercard_image("6759649826438453", true);
    let second_range = || mastercard_image("2223000048400011", true);
    let one = |name, card, book, what, man| Attack::one(name, card, book, what, man);
    vec![
        one("A4.01", image(true), LetsThrough, "Mastercard account behind Visa's AID", behind_visa()),
        one(
            "A4.02",
            image(false),
            LetsThrough,
            "the same, issuer certified under a Mastercard key",
            behind_visa(),
        ),
        one("A4.03", image(false), LetsThrough, "the same, ODA dropped", without_oda(behind_visa())),
        one(
            "A4.04",
            image(false),
            LetsThrough,
            "the same, ODA dropped, CDCVM claimed",
            without_oda(behind_visa()).claim(),
        ),
        one("A4.05", maestro(), LetsThrough, "Maestro account behind Visa's AID", without_oda(behind_visa())),
        one(
            "A4.06",
            second_range(),
            LetsThrough,
            "account of the range 2221 to 2720",
            without_oda(behind_visa()),
        ),
        one("A4.07", image(true), Stops, "name of the DF left as Mastercard's", name_in_directory_only()),
        one(
            "A4.08",
            software("visa-credit"),
            LetsThrough,
            "Visa card, track 2 of a Mastercard account, 5A dropped",
            Man::new().object(0x57, |track| foreign_track(track)).drop_object(0x5A),
        ),
        one(
            "A4.09",
            software("visa-credit"),
            Stops,
            "Visa card, track 2 of a Mastercard account, 5A as it is",
            Man::new().object(0x57, |track| foreign_track(track)),
        ),
        one("A4.10", software("visa-several"), Stops, "Electron shown as credit", renamed(ELECTRON, VISA)),
        one(
            "A4.11",
            software("visa-several"),
            Stops,
            "domestic application shown as Visa",
            renamed(DOMESTIC, VISA),
        ),
    ]
}

fn foreign_track(value: &mut [u8]) {
    value[..8].copy_from_slice(&[0x54, 0x13, 0x33, 0x00, 0x89, 0x01, 0x04, 0x34]);
}

/// The directory names Visa; the card selects its own application and says its own name.
fn name_in_directory_only() -> Man {
    Man::new()
        .command(|command| {
            if command.starts_with(&SELECT) {
                replace(command, &VISA, &MASTERCARD);
            }
        })
        .answer(SELECT, |answer| {
            if answer.windows(5).any(|name| name == b"2PAY.") {
                replace(answer, &MASTERCARD, &VISA);
            }
        })
}
