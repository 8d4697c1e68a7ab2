//! The tracks against a second formulation, which thinks in strings of digits and lists of positions.
#![allow(clippy::cast_possible_truncation)]

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use proptest::prelude::*;
use tapkernel_core::data::tags;
use tapkernel_core::tlv::Tag;

use super::{FailedMagStripeCounter, Tracks};
use crate::dictionary::tags as mc;
use crate::tlv_database::TlvDatabase;

const HEAD_1: &str = "B5413339000001513^SMITH/JOHN^4912101";
const HEAD_2: &str = "5413339000001513D4912101";

/// A track as the card personalises it: the discretionary data, PCVC3, PUNATC, NATC.
#[derive(Clone, Debug)]
struct Card {
    digits: String,
    pcvc3: u64,
    punatc: u64,
    natc: u8,
}

/// The positions of a bitmap, counted from the right beginning at 1, the leftmost first.
fn positions(bitmap: u64) -> Vec<usize> {
    format!("{bitmap:064b}").char_indices().filter(|(_, bit)| *bit == '1').map(|(at, _)| 64 - at).collect()
}

/// The last `count` digits of a number, zeros in front.
fn last_digits(number: u32, count: usize) -> String {
    let digits = format!("{number:0100}");
    digits[digits.len() - count..].into()
}

fn put(digits: &str, places: &[usize], values: &str) -> String {
    assert_eq!(places.len(), values.len());
    let mut all: Vec<char> = digits.chars().collect();
    let length = all.len();
    places.iter().zip(values.chars()).for_each(|(place, value)| all[length - place] = value);
    all.into_iter().collect()
}

/// The digits that the card's answer makes of the discretionary data; `None` if the positions cannot be used.
fn naive(card: &Card, cvc3: u16, number: &str, counter: u16, last: u8) -> Option<String> {
    let (cvc3_places, places) = (positions(card.pcvc3), positions(card.punatc));
    let inside = cvc3_places.iter().chain(&places).all(|place| *place <= card.digits.len());
    let counter_places = places.get(..card.natc.into())?;
    let number_places = places.get(card.natc.into()..)?;
    if !inside || number_places.len() > 8 || card.digits.is_empty() {
        return None;
    }
    let digits = put(&card.digits, &cvc3_places, &last_digits(cvc3.into(), cvc3_places.len()));
    let digits = put(&digits, number_places, &number[8 - number_places.len()..]);
    let digits = put(&digits, counter_places, &last_digits(counter.into(), counter_places.len()));
    Some(format!("{}{last}", &digits[..digits.len() - 1]))
}

fn nibbles(text: &str) -> Vec<u8> {
    let even = if text.len() % 2 == 1 { format!("{text}F") } else { text.into() };
    (0..even.len()).step_by(2).map(|at| u8::from_str_radix(&even[at..at + 2], 16).unwrap()).collect()
}

fn give(db: &mut TlvDatabase, tags: [Tag; 4], track: &[u8], card: &Card, bytes: usize) {
    db.set(tags[0], track);
    db.set(tags[1], &card.pcvc3.to_be_bytes()[8 - bytes..]);
    db.set(tags[2], &card.punatc.to_be_bytes()[8 - bytes..]);
    db.set(tags[3], &[card.natc]);
}

fn database(two: &Card, one: Option<&Card>) -> TlvDatabase {
    let mut db = TlvDatabase::default();
    let of_two = [mc::TRACK_2_DATA, mc::PCVC3_TRACK_2, mc::PUNATC_TRACK_2, mc::NATC_TRACK_2];
    give(&mut db, of_two, &nibbles(&format!("{HEAD_2}{}", two.digits)), two, 2);
    if let Some(one) = one {
        let of_one = [tags::TRACK_1_DATA, mc::PCVC3_TRACK_1, mc::PUNATC_TRACK_1, mc::NATC_TRACK_1];
        give(&mut db, of_one, format!("{HEAD_1}{}", one.digits).as_bytes(), one, 6);
    }
    db
}

/// A card whose bitmaps have about as many positions as real ones, some of them beyond the track.
fn card(most: usize) -> impl Strategy<Value = Card> {
    let places = || proptest::collection::vec(0..most, 0..9);
    let map = |places: Vec<usize>| places.into_iter().fold(0_u64, |map, place| map | 1 << place);
    let digits = proptest::collection::vec(0_u8..10, most.saturating_sub(3)..=most);
    (digits, places(), places(), 0_u8..9).prop_map(move |(digits, pcvc3, punatc, natc)| Card {
        digits: digits.iter().map(|digit| char::from(b'0' + digit)).collect(),
        pcvc3: map(pcvc3),
        punatc: map(punatc),
        natc,
    })
}

fn build(db: &mut TlvDatabase, tracks: &Tracks, cvc3: [u16; 2], number: &str, counter: u16, last: u8) {
    db.set(mc::CVC3_TRACK_1, &cvc3[0].to_be_bytes());
    db.set(mc::CVC3_TRACK_2, &cvc3[1].to_be_bytes());
    db.set(mc::UNPREDICTABLE_NUMBER_NUMERIC, &nibbles(number));
    db.set(tags::APPLICATION_TRANSACTION_COUNTER, &counter.to_be_bytes());
    tracks.build(last, db);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    /// Track 2 alone: read as the other formulation reads it, built as it builds it.
    #[test]
    fn track_2_agrees(
        card in card(13), cvc3: u16, counter: u16, number in 0_u32..100_000_000, last in 0_u8..10,
    ) {
        let number = format!("{number:08}");
        let wanted = naive(&card, cvc3, &number, counter, last);
        let mut db = database(&card, None);
        let tracks = Tracks::read(&db);
        prop_assert_eq!(tracks.is_some(), wanted.is_some());
        if let (Some(tracks), Some(wanted)) = (tracks, wanted) {
            prop_assert_eq!(u32::from(tracks.number_digits()), card.punatc.count_ones() - u32::from(card.natc));
            build(&mut db, &tracks, [0, cvc3], &number, counter, last);
            let track = nibbles(&format!("{HEAD_2}{wanted}"));
            prop_assert_eq!(db.get(mc::TRACK_2_DATA), Some(&track[..]));
        }
    }

    /// Both tracks, with CVC3 and NATC of their own.
    #[test]
    fn both_tracks_agree(
        two in card(13), one in card(40), cvc3: [u16; 2], counter: u16, number in 0_u32..100_000_000, last in 0_u8..10,
    ) {
        let number = format!("{number:08}");
        // As in most cards, nUN is made the same; a NATC that cannot make it so stays as it is.
        let digits_of_two = two.punatc.count_ones().checked_sub(two.natc.into());
        let natc = digits_of_two.and_then(|digits| one.punatc.count_ones().checked_sub(digits));
        let one = Card { natc: natc.map_or(one.natc, |natc| natc as u8), ..one };
        let wanted = (
            naive(&one, cvc3[0], &number, counter, last).filter(|_| natc.is_some()),
            naive(&two, cvc3[1], &number, counter, last),
        );
        let mut db = database(&two, Some(&one));
        let tracks = Tracks::read(&db);
        prop_assert_eq!(tracks.is_some(), wanted.0.is_some() && wanted.1.is_some());
        if let (Some(tracks), (Some(one), Some(two))) = (tracks, wanted) {
            build(&mut db, &tracks, cvc3, &number, counter, last);
            let track_2 = nibbles(&format!("{HEAD_2}{two}"));
            prop_assert_eq!(db.get(mc::TRACK_2_DATA), Some(&track_2[..]));
            let track_1 = format!("{HEAD_1}{one}");
            prop_assert_eq!(db.get(tags::TRACK_1_DATA), Some(track_1.as_bytes()));
        }
    }

    /// Any byte of both tracks changed, any bitmaps: read or refused, and what is read keeps its length.
    #[test]
    fn damaged_tracks_are_survived(
        at in 0_usize..54, byte: u8, maps: [u64; 4], natc: [u8; 2], cvc3: [u16; 2], counter: u16, fitting: bool,
    ) {
        let card = |length: usize, map: usize| {
            let mask = if fitting { (1 << length) - 1 } else { u64::MAX };
            let (pcvc3, punatc) = (maps[map] & mask, maps[map + 1] & mask & maps[map] << 1);
            let natc = if fitting { punatc.count_ones() as u8 } else { natc[map / 2] };
            Card { digits: "0".repeat(length), pcvc3, punatc, natc }
        };
        let mut db = database(&card(13, 0), Some(&card(19, 2)));
        for tag in [mc::TRACK_2_DATA, tags::TRACK_1_DATA] {
            let mut track = db.get(tag).unwrap().to_vec();
            track.iter_mut().skip(at).take(1).for_each(|changed| *changed = byte);
            db.set(tag, &track);
        }
        let lengths = [mc::TRACK_2_DATA, tags::TRACK_1_DATA].map(|tag| db.get(tag).unwrap().len());
        if let Some(tracks) = Tracks::read(&db) {
            build(&mut db, &tracks, cvc3, "12345678", counter, 9);
            let built = [mc::TRACK_2_DATA, tags::TRACK_1_DATA].map(|tag| db.get(tag).unwrap().len());
            prop_assert_eq!(built, lengths);
        }
    }
}

/// Waits from 300 ms to 9.6 s, each twice the one before; a checksum begins anew.
#[test]
fn waits() {
    let counter = FailedMagStripeCounter::default();
    let waits: Vec<_> = (0..8).map(|_| counter.fail().as_millis()).collect();
    assert_eq!(waits, [300, 600, 1200, 2400, 4800, 9600, 9600, 9600]);
    counter.reset();
    assert_eq!(counter.fail().as_millis(), 300);
}
