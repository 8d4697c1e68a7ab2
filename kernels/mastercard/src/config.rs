//! The configuration of Kernel 2: data objects `DF81xx` and a few others that a profile gives with an activation, and
//! the values that the book gives them (Book C-2, A.1).

use alloc::vec::Vec;
use core::fmt;

use tapkernel_core::data::tags;
use tapkernel_core::tlv::Tag;
use zeroize::Zeroizing;

use crate::dictionary::tags as mc;
use crate::tlv_database::TlvDatabase;

/// The values of the book for what a profile leaves out.
///
/// The three Terminal Action Codes are 840000000C each, TAC-Denial too: a reader that leaves them at that declines every
/// card without CDA.
pub const DEFAULTS: &[(Tag, &[u8])] = &[
    (tags::APPLICATION_VERSION_NUMBER_TERMINAL, &[0x00, 0x02]),
    (tags::TERMINAL_COUNTRY_CODE, &[0x00, 0x00]),
    (tags::TERMINAL_TYPE, &[0x00]),
    (tags::TRANSACTION_TYPE, &[0x00]),
    (tags::ADDITIONAL_TERMINAL_CAPABILITIES, &[0; 5]),
    (mc::MAG_STRIPE_APPLICATION_VERSION_NUMBER_READER, &[0x00, 0x01]),
    (mc::MOBILE_SUPPORT_INDICATOR, &[0x01]),
    (mc::KERNEL_ID, &[0x02]),
    (mc::CARD_DATA_INPUT_CAPABILITY, &[0x00]),
    (mc::CVM_CAPABILITY_CVM_REQUIRED, &[0x00]),
    (mc::CVM_CAPABILITY_NO_CVM_REQUIRED, &[0x00]),
    (mc::DEFAULT_UDOL, &[0x9F, 0x6A, 0x04]),
    (mc::KERNEL_CONFIGURATION, &[0x00]),
    (mc::MAX_LIFETIME_OF_TORN_TRANSACTION_LOG_RECORD, &[0x01, 0x2C]),
    (mc::MAX_NUMBER_OF_TORN_TRANSACTION_LOG_RECORDS, &[0x00]),
    (mc::MAG_STRIPE_CVM_CAPABILITY_CVM_REQUIRED, &[0xF0]),
    (mc::SECURITY_CAPABILITY, &[0x00]),
    (mc::TERMINAL_ACTION_CODE_DEFAULT, &[0x84, 0x00, 0x00, 0x00, 0x0C]),
    (mc::TERMINAL_ACTION_CODE_DENIAL, &[0x84, 0x00, 0x00, 0x00, 0x0C]),
    (mc::TERMINAL_ACTION_CODE_ONLINE, &[0x84, 0x00, 0x00, 0x00, 0x0C]),
    (mc::READER_CONTACTLESS_FLOOR_LIMIT, &[0; 6]),
    (mc::READER_CONTACTLESS_TRANSACTION_LIMIT_NO_ON_DEVICE_CVM, &[0; 6]),
    (mc::READER_CONTACTLESS_TRANSACTION_LIMIT_ON_DEVICE_CVM, &[0; 6]),
    (mc::READER_CVM_REQUIRED_LIMIT, &[0; 6]),
    (mc::TIME_OUT_VALUE, &[0x01, 0xF4]),
    (mc::MAG_STRIPE_CVM_CAPABILITY_NO_CVM_REQUIRED, &[0xF0]),
    (mc::MESSAGE_HOLD_TIME, &[0x00, 0x00, 0x13]),
    (mc::HOLD_TIME_VALUE, &[0x0D]),
    (mc::PHONE_MESSAGE_TABLE, PHONE_MESSAGE_TABLE),
    (mc::MINIMUM_RELAY_RESISTANCE_GRACE_PERIOD, &[0x00, 0x14]),
    (mc::MAXIMUM_RELAY_RESISTANCE_GRACE_PERIOD, &[0x00, 0x32]),
    (mc::TERMINAL_EXPECTED_TRANSMISSION_TIME_FOR_RELAY_RESISTANCE_C_APDU, &[0x00, 0x12]),
    (mc::TERMINAL_EXPECTED_TRANSMISSION_TIME_FOR_RELAY_RESISTANCE_R_APDU, &[0x00, 0x18]),
    (mc::RELAY_RESISTANCE_ACCURACY_THRESHOLD, &[0x01, 0x2C]),
    (mc::RELAY_RESISTANCE_TRANSMISSION_TIME_MISMATCH_THRESHOLD, &[0x32]),
];

/// The book's Phone Message Table `DF8131`: rows of mask (3), value (3), message, status; the last matches always.
const PHONE_MESSAGE_TABLE: &[u8] = &[
    0x00, 0x00, 0x01, 0x00, 0x00, 0x01, 0x20, 0x00, //
    0x00, 0x08, 0x00, 0x00, 0x08, 0x00, 0x20, 0x00, //
    0x00, 0x04, 0x00, 0x00, 0x04, 0x00, 0x20, 0x00, //
    0x00, 0x01, 0x00, 0x00, 0x01, 0x00, 0x20, 0x00, //
    0x00, 0x02, 0x00, 0x00, 0x02, 0x00, 0x20, 0x00, //
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x07, 0x00,
];

tapkernel_core::bit_field! {
    /// Kernel 2 Options: `DF8F11`, b, one byte, proprietary to this kernel; absent means 00. No card gets it.
    ///
    /// The first bit is for readers whose transport cannot tell times of 100 µs: the relay resistance protocol runs, its
    /// data are checked inside the CDA signature and the times reported, but no time is judged. The second is the
    /// reading of some Kernel 8 implementations, in which a card that gives no transmission time is not tested for
    /// accuracy either; the book tests it (Book C-2 v2.11, SR1). The third is the book's rule for RECOVER AC, which looks
    /// at the card only; without it a torn transaction is recovered only for the same amounts, currency and type, so that
    /// no sale is paid with the cryptogram of another.
    Kernel2Options: mc::KERNEL_2_OPTIONS, 1 bytes;

    1 8 RELAY_RESISTANCE_TIMES_NOT_JUDGED "Relay resistance times are reported, not judged";
    1 7 NO_ACCURACY_TEST_WITHOUT_TRANSMISSION_TIME "No accuracy test when the device gives no transmission time";
    1 6 RECOVER_ANY_TRANSACTION "RECOVER AC for any torn transaction of the card";
}

impl Kernel2Options {
    /// Takes the options out of the terminal's data objects, so that no card can ask for them.
    pub(crate) fn take(db: &mut TlvDatabase) -> Self {
        let options = db.get(mc::KERNEL_2_OPTIONS).and_then(|value| Self::decode(value).ok());
        db.remove(mc::KERNEL_2_OPTIONS);
        options.unwrap_or_default()
    }
}

/// Co-badged PAN Prefixes: `DF8F12`, cn 20 each, proprietary to this kernel; no card gets it. First digits of accounts
/// that another scheme is known to issue and that Mastercard's applications may have all the same (policy
/// `brand_mismatch`); ten bytes each, filled up with `F`.
#[derive(Default)]
pub(crate) struct CoBadgedPrefixes(Zeroizing<Vec<u8>>);

impl CoBadgedPrefixes {
    /// Takes the list out of the terminal's data objects, so that no card can ask for it.
    pub(crate) fn take(db: &mut TlvDatabase) -> Self {
        let list = db.get(mc::CO_BADGED_PAN_PREFIXES).unwrap_or_default().to_vec();
        db.remove(mc::CO_BADGED_PAN_PREFIXES);
        Self(Zeroizing::new(list))
    }

    /// Whether the account begins with one of them.
    pub(crate) fn cover(&self, account: impl Iterator<Item = u8> + Clone) -> bool {
        self.0.chunks_exact(10).any(|entry| {
            let count = digits(entry).count();
            count > 0 && digits(entry).eq(account.clone().take(count))
        })
    }
}

impl fmt::Debug for CoBadgedPrefixes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CoBadgedPrefixes({} entries)", self.0.chunks_exact(10).count())
    }
}

fn digits(entry: &[u8]) -> impl Iterator<Item = u8> {
    entry.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]).take_while(|&nibble| nibble < 10)
}

/// Gives every configuration data object that is absent the value of the book.
pub(crate) fn complete(db: &mut TlvDatabase) {
    for &(tag, value) in DEFAULTS {
        if !db.is_present(tag) {
            db.set(tag, value);
        }
    }
}
