//! One track, and the positions of its discretionary data that the card's answer fills (Book C-2, 3.3 and A.1).

use alloc::vec::Vec;

use tapkernel_core::Secret;
use tapkernel_core::data::Track2EquivalentData;
use tapkernel_core::tlv::Tag;
use zeroize::Zeroizing;

use super::Checksum;
use crate::dictionary::tags as mc;
use crate::tlv_database::TlvDatabase;
use crate::track_2_patch::packed;

/// Where dynamic digits go. Bit 1 of a bitmap is the last digit of the discretionary data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Positions {
    /// PCVC3: digits of CVC3.
    pub(super) cvc3: u64,
    /// PUNATC: digits of the Unpredictable Number (Numeric) at the lower positions, of the ATC at the higher.
    pub(super) number_and_counter: u64,
    /// NATC: how many of those are for the ATC.
    pub(super) counter_digits: u32,
}

impl Positions {
    /// `9F62`, `9F63`, `9F64`.
    pub(super) fn of_track_1(db: &TlvDatabase) -> Option<Self> {
        Self::read(db, [mc::PCVC3_TRACK_1, mc::PUNATC_TRACK_1, mc::NATC_TRACK_1])
    }

    /// `9F65`, `9F66`, `9F67`.
    pub(super) fn of_track_2(db: &TlvDatabase) -> Option<Self> {
        Self::read(db, [mc::PCVC3_TRACK_2, mc::PUNATC_TRACK_2, mc::NATC_TRACK_2])
    }

    fn read(db: &TlvDatabase, [cvc3, number_and_counter, counter_digits]: [Tag; 3]) -> Option<Self> {
        let bitmap = |tag| Some(db.value(tag)?.iter().fold(0, |map, &byte| map << 8 | u64::from(byte)));
        Some(Self {
            cvc3: bitmap(cvc3)?,
            number_and_counter: bitmap(number_and_counter)?,
            counter_digits: u32::from(*db.value(counter_digits)?.first()?),
        })
    }

    /// nUN: how many digits of the Unpredictable Number have a place; `None` if the ATC wants more than there are.
    pub(super) const fn number_digits(&self) -> Option<u32> {
        self.number_and_counter.count_ones().checked_sub(self.counter_digits)
    }

    fn fit(&self, length: usize) -> bool {
        let beyond = u32::try_from(length).ok().and_then(|length| (u64::MAX).checked_shl(length));
        (self.cvc3 | self.number_and_counter) & beyond.unwrap_or(0) == 0
    }
}

/// How a digit stands in the track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    /// Track 1: a character each.
    Characters,
    /// Track 2: a nibble each.
    Nibbles,
}

/// A track with discretionary data that have a digit at each of its positions.
#[derive(Debug)]
pub(super) struct Track {
    coding: Coding,
    /// The whole track, a character or nibble each, without padding.
    symbols: Secret<Vec<u8>>,
    discretionary_length: usize,
    account: Secret<Vec<u8>>,
    pub(super) positions: Positions,
}

impl Track {
    /// Track 1 Data `56`, structure B: `B`, PAN, `^`, name, `^`, expiry YYMM, service code, discretionary data.
    pub(super) fn one(coded: &[u8], positions: Positions) -> Option<Self> {
        let mut fields = coded.strip_prefix(b"B")?.splitn(3, |&character| character == b'^');
        let (account, name, rest) = (fields.next()?, fields.next()?, fields.next()?);
        let (fixed, discretionary) = rest.split_at_checked(EXPIRY_AND_SERVICE_CODE)?;
        let digits = account.iter().chain(fixed).all(u8::is_ascii_digit);
        let characters = coded.iter().all(|character| matches!(character, b' '..=b'~'));
        let lengths = (8..=19).contains(&account.len()) && (2..=26).contains(&name.len());
        let account = account.iter().map(|digit| digit & 0x0F).collect();
        Self::new(Coding::Characters, coded.to_vec(), discretionary.len(), account, positions)
            .filter(|_| digits && characters && lengths)
    }

    /// Track 2 Data `9F6B`: PAN, separator D, expiry YYMM, service code, discretionary data, F where the number is odd.
    pub(super) fn two(coded: &[u8], positions: Positions) -> Option<Self> {
        let track = Track2EquivalentData::decode(coded).ok()?;
        let mut nibbles: Vec<u8> = coded.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]).collect();
        if nibbles.last() == Some(&0x0F) {
            nibbles.pop();
        }
        let account = track.pan().digits().collect();
        Self::new(Coding::Nibbles, nibbles, track.discretionary_data().count(), account, positions)
    }

    fn new(
        coding: Coding,
        symbols: Vec<u8>,
        discretionary_length: usize,
        account: Vec<u8>,
        positions: Positions,
    ) -> Option<Self> {
        let (symbols, account) = (Secret::new(symbols), Secret::new(account));
        let track = Self { coding, symbols, discretionary_length, account, positions };
        (discretionary_length > 0 && positions.fit(discretionary_length)).then_some(track)
    }

    /// The digits of the account number. Secret.
    pub(super) fn account(&self) -> &[u8] {
        self.account.expose()
    }

    /// The discretionary data as the card gave them, coded.
    pub(super) fn discretionary_data(&self) -> Zeroizing<Vec<u8>> {
        let symbols = self.symbols.expose();
        let from = symbols.len().saturating_sub(self.discretionary_length);
        self.coded(Zeroizing::new(symbols.get(from..).unwrap_or_default().to_vec()))
    }

    /// The track with the digits of `checksum` at their positions and nUN' at the last, coded.
    pub(super) fn with(&self, cvc3: u32, checksum: &Checksum) -> Zeroizing<Vec<u8>> {
        let zero = match self.coding {
            Coding::Characters => b'0',
            Coding::Nibbles => 0,
        };
        let mut symbols = Zeroizing::new(self.symbols.expose().clone());
        let mut cvc3 = digits(cvc3);
        let number_digits = self.positions.number_digits().unwrap_or_default();
        let number = digits(checksum.number).take(usize::try_from(number_digits).unwrap_or_default());
        let mut number_and_counter = number.chain(digits(checksum.counter));
        let places = symbols.iter_mut().rev().take(self.discretionary_length);
        for (place, symbol) in places.enumerate() {
            let wanted = |bitmap: u64| bitmap >> place & 1 == 1;
            if wanted(self.positions.cvc3) {
                *symbol = zero + cvc3.next().unwrap_or_default();
            }
            if wanted(self.positions.number_and_counter) {
                *symbol = zero + number_and_counter.next().unwrap_or_default();
            }
        }
        symbols.iter_mut().next_back().into_iter().for_each(|last| *last = zero + checksum.last_digit);
        self.coded(symbols)
    }

    fn coded(&self, symbols: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
        match self.coding {
            Coding::Characters => symbols,
            Coding::Nibbles => packed(symbols),
        }
    }
}

const EXPIRY_AND_SERVICE_CODE: usize = 7;

/// The decimal digits of a number, the last one first, then zeros without end.
fn digits(number: u32) -> impl Iterator<Item = u8> {
    let mut rest = number;
    core::iter::from_fn(move || {
        let [digit, ..] = (rest % 10).to_le_bytes();
        rest /= 10;
        Some(digit)
    })
}
