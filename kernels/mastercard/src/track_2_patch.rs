//! What relay resistance leaves in track 2 when no signature carries it (Book C-2, S910, part B).

use alloc::vec::Vec;

use tapkernel_core::data::{Track2EquivalentData, tags};
use zeroize::Zeroizing;

use crate::dictionary::tags as mc;
use crate::tlv_database::TlvDatabase;

/// Writes the result of the relay resistance protocol into the discretionary data of Track 2 Equivalent Data `57`: 13
/// digits, or 10 when the account number has more than 16.
///
/// From the left: the CA public key index if it is a digit, the RRP counter, five digits of the device's entropy,
/// three more of it when there is room, and the measured time in units of 1 ms up to 999.
pub(crate) fn patch(db: &mut TlvDatabase) {
    if let Some(patched) = patched(db) {
        db.set(tags::TRACK_2_EQUIVALENT_DATA, &patched);
    }
}

fn patched(db: &TlvDatabase) -> Option<Zeroizing<Vec<u8>>> {
    let coded = db.value(tags::TRACK_2_EQUIVALENT_DATA)?;
    let track = Track2EquivalentData::decode(coded).ok()?;
    let kept = track.pan().digit_count() + 1 + 4 + 3;
    let nibbles = coded.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    let mut digits: Zeroizing<Vec<u8>> = Zeroizing::new(nibbles.take(kept).collect());
    digits.extend(discretionary_digits(db, track.pan().digit_count() <= 16));
    Some(packed(digits))
}

/// Two digits in a byte, F after an odd number of them.
pub(crate) fn packed(mut digits: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if digits.len() % 2 == 1 {
        digits.push(0x0F);
    }
    let pairs = digits.chunks_exact(2);
    Zeroizing::new(pairs.map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

fn discretionary_digits(db: &TlvDatabase, room_for_13: bool) -> Vec<u8> {
    let index = Some(db.byte(tags::CA_PUBLIC_KEY_INDEX)).filter(|&index| index < 0x0A).unwrap_or_default();
    let entropy = db.value(mc::DEVICE_RELAY_RESISTANCE_ENTROPY).unwrap_or_default();
    let &[a, b, c, ..] = entropy else { return Vec::new() };
    let time = db.number(mc::MEASURED_RELAY_RESISTANCE_PROCESSING_TIME) / 10;
    let mut digits = alloc::vec![index, db.byte(mc::RRP_COUNTER) % 10];
    digits.extend(decimal::<5>(u32::from(u16::from_be_bytes([a, b]))));
    if room_for_13 {
        digits.extend(decimal::<3>(u32::from(c)));
    }
    digits.extend(decimal::<3>(time.min(999)));
    digits
}

/// The last `N` decimal digits, most significant first.
pub(crate) fn decimal<const N: usize>(number: u32) -> [u8; N] {
    let mut digits = [0; N];
    let mut rest = number;
    for digit in digits.iter_mut().rev() {
        let [low, ..] = (rest % 10).to_le_bytes();
        *digit = low;
        rest /= 10;
    }
    digits
}
