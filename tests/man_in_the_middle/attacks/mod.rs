//! The scripts, a file for the letters of the catalogue that belong together.

mod card_brand;
mod certificates;
mod cryptogram;
mod malformed;
mod mastercard;
mod qualifiers;
mod relay;
mod terminal_data;

use crate::attack::Attack;
use crate::man::Man;

pub(crate) fn all() -> Vec<Attack> {
    let mut all = relay::relay();
    all.extend(qualifiers::attacks());
    all.extend(cryptogram::offline());
    all.extend(card_brand::attacks());
    all.extend(certificates::key_and_data());
    all.extend(mastercard::failures());
    all.extend(terminal_data::attacks());
    all.extend(relay::mag_stripe());
    all.extend(cryptogram::types());
    all.extend(mastercard::types());
    all.extend(certificates::malleable());
    all.extend(mastercard::malleable());
    all.extend(malformed::attacks());
    all
}

/// Card Transaction Qualifiers that claim a consumer device CVM and want no PIN.
const CLAIM: [u8; 2] = [0x00, 0x80];

impl Man {
    /// The CTQ claims that the device verified its holder.
    fn claim(self) -> Self {
        self.set(0x9F6C, &CLAIM)
    }

    /// The copy of the CTQ in the Card Authentication Related Data says the same.
    fn copy_of_claim(self) -> Self {
        self.object(0x9F69, |value| {
            if let Some(copy) = value.get_mut(5..7) {
                copy.copy_from_slice(&CLAIM);
            }
        })
    }
}

/// One man for each bit of a data object of so many bytes.
fn each_bit(bytes: usize, man: impl Fn(usize) -> Man) -> Vec<(String, Man)> {
    (0..bytes * 8).map(|bit| (format!("byte {} bit {}", bit / 8 + 1, 8 - bit % 8), man(bit))).collect()
}
