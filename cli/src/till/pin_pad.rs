//! The PIN pad in software, with the test key of the software acquirer.

use tapkernel::core::data::Date;
use tapkernel::profile::Profile;
use tapkernel_simulator::host::pin_key;
use tapkernel_terminal::journal::SharedJournal;
use tapkernel_terminal::journal::kept::KeptKeyCounter;
use tapkernel_terminal::moment::Moment;
use tapkernel_terminal::pin::{DukptPinPad, PinPad};
use tapkernel_terminal::vault::{OsRandomBytes, RandomBytes};

use super::Pins;
use crate::exit::Failure;

/// The PIN pad of this terminal: DUKPT, under AES where the acquirer takes blocks of format 4.
pub(super) fn pin_pad(
    profile: &Profile,
    use_aes: bool,
    pins: &Pins,
    dating: impl Fn() -> (Moment, Date) + Send + 'static,
    journal: &SharedJournal,
) -> Result<impl PinPad + Send + 'static, Failure> {
    let digits: String = profile.terminal().id.chars().filter(char::is_ascii_digit).collect();
    let device: u32 = digits.parse().unwrap_or_default();
    let key = pin_key(device, use_aes).ok_or_else(|| Failure::unknown("PIN", "there is no key"))?;
    let name = format!("{device}-{}", if use_aes { "aes" } else { "tdes" });
    let counter = KeptKeyCounter::new(journal.clone(), &name, dating);
    let random = || {
        let mut bytes = [0; 8];
        OsRandomBytes.fill(&mut bytes).ok().map(|()| bytes)
    };
    Ok(DukptPinPad::new(key, pins.clone(), counter, random))
}
