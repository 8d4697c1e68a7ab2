//! Track 1 Data and Track 2 Data of a transaction (Book C-2, S7, S13 and S14).

use tapkernel_core::data::tags;

use super::track::{Positions, Track};
use crate::config::CoBadgedPrefixes;
use crate::dictionary::tags as mc;
use crate::procedures::hardening::of_other_scheme;
use crate::tlv_database::TlvDatabase;

/// The tracks of the card, checked in S7: their positions are there, fit, and agree in nUN.
#[derive(Debug)]
pub(crate) struct Tracks {
    one: Option<Track>,
    two: Track,
    /// nUN: how many digits of the Unpredictable Number (Numeric) are used.
    number_digits: u8,
}

/// What goes into both tracks, beside the CVC3 that each has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checksum {
    /// Unpredictable Number (Numeric) `9F6A`.
    pub(crate) number: u32,
    /// Application Transaction Counter `9F36`.
    pub(crate) counter: u32,
    /// nUN'.
    pub(crate) last_digit: u8,
}

impl Tracks {
    /// The most digits that `9F6A` has.
    const MOST_DIGITS: u32 = 8;

    /// Reads the tracks; `None` if they or their positions cannot be used. Track 1 may be absent.
    pub(crate) fn read(db: &TlvDatabase) -> Option<Self> {
        let two = Track::two(db.value(mc::TRACK_2_DATA)?, Positions::of_track_2(db)?)?;
        let number_digits = two.positions.number_digits().filter(|&digits| digits <= Self::MOST_DIGITS)?;
        let one = match db.value(tags::TRACK_1_DATA) {
            Some(coded) => Some(Track::one(coded, Positions::of_track_1(db)?)?),
            None => None,
        };
        let agree = one.iter().all(|one| one.positions.number_digits() == Some(number_digits));
        let number_digits = u8::try_from(number_digits).ok()?;
        agree.then_some(Self { one, two, number_digits })
    }

    /// nUN, 0 to 8.
    pub(crate) const fn number_digits(&self) -> u8 {
        self.number_digits
    }

    /// Whether there is a track 1.
    pub(crate) const fn has_track_1(&self) -> bool {
        self.one.is_some()
    }

    /// Whether the tracks name different accounts, or one that another scheme is known to issue and the profile does not
    /// list as co-badged.
    pub(crate) fn other_brand(&self, co_badged: &CoBadgedPrefixes) -> bool {
        let contradict = self.one.as_ref().is_some_and(|one| one.account() != self.two.account());
        contradict || of_other_scheme(self.two.account().iter().copied(), co_badged)
    }

    /// DD Card (Track 1) `DF812A` and DD Card (Track 2) `DF812B`: the discretionary data as the card gave them.
    pub(crate) fn keep_discretionary_data(&self, db: &mut TlvDatabase) {
        if let Some(one) = &self.one {
            db.set(mc::DD_CARD_TRACK_1, &one.discretionary_data());
        }
        db.set(mc::DD_CARD_TRACK_2, &self.two.discretionary_data());
    }

    /// Writes CVC3, Unpredictable Number, ATC and nUN' into `56` and `9F6B`.
    pub(crate) fn build(&self, last_digit: u8, db: &mut TlvDatabase) {
        let digits = db.value(mc::UNPREDICTABLE_NUMBER_NUMERIC).unwrap_or_default().iter();
        let digits = digits.flat_map(|byte| [byte >> 4, byte & 0x0F]);
        let checksum = Checksum {
            number: digits.fold(0, |number, digit| number * 10 + u32::from(digit)),
            counter: db.number(tags::APPLICATION_TRANSACTION_COUNTER),
            last_digit,
        };
        if let Some(one) = &self.one {
            let track = one.with(db.number(mc::CVC3_TRACK_1), &checksum);
            db.set(tags::TRACK_1_DATA, &track);
        }
        let track = self.two.with(db.number(mc::CVC3_TRACK_2), &checksum);
        db.set(mc::TRACK_2_DATA, &track);
    }
}
