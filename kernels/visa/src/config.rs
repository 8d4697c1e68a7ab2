//! The options and lists of Kernel 3, as a profile gives them with an activation.

use alloc::vec::Vec;
use core::fmt;

use tapkernel_core::data::{Database, FormatError, Pan};
use tapkernel_core::tlv::Tag;
use zeroize::Zeroizing;

use crate::dictionary::tags as visa;
use crate::dynamic_reader_limits::DynamicReaderLimits;

tapkernel_core::bit_field! {
    /// Kernel 3 Options: `DF8F01`, b, one byte, proprietary to this kernel; absent means 00.
    ///
    /// The implementation options of Book C-3 that are no bits of the TTQ. Offline data authentication for online
    /// authorisations is in force together with TTQ byte 1, bit 1: then its data objects are mandatory (5.4.2.1) and
    /// its failure has the consequences of 5.6. Without it a signature that the card sends is still verified and
    /// reported. The ATM check applies where the Terminal Type is that of an ATM.
    Kernel3Options: visa::KERNEL_3_OPTIONS, 1 bytes;

    1 8 DISPLAY_AVAILABLE_OFFLINE_SPENDING_AMOUNT "Display Available Offline Spending Amount";
    1 7 MANUAL_CASH_CHECK "Application Usage Control check for manual cash";
    1 6 CASHBACK_CHECK "Application Usage Control check for cashback";
    1 5 ATM_CHECK "ATM offline check";
    1 4 EXCEPTION_FILE "Exception file enabled";
    1 3 ODA_FOR_ONLINE "Offline data authentication for online authorisations";
}

/// The data objects of this kernel's configuration, which no card gets.
const OWN: [Tag; 4] =
    [visa::KERNEL_3_OPTIONS, visa::EXCEPTION_FILE, visa::CO_BADGED_PAN_PREFIXES, visa::DYNAMIC_READER_LIMITS];

/// What the profile says to Kernel 3. It leaves the database, so that no card can ask for it.
#[derive(Debug, Default)]
pub(crate) struct Configuration {
    pub(crate) options: Kernel3Options,
    exception_file: AccountList,
    co_badged: AccountList,
    dynamic_reader_limits: Vec<u8>,
}

impl Configuration {
    /// Takes the kernel's configuration out of the terminal's data objects.
    pub(crate) fn take(data: &mut Database) -> Self {
        let options = data.get(visa::KERNEL_3_OPTIONS).and_then(|value| Kernel3Options::decode(value).ok());
        let configuration = Self {
            options: options.unwrap_or_default(),
            exception_file: AccountList::new(data.get(visa::EXCEPTION_FILE)),
            co_badged: AccountList::new(data.get(visa::CO_BADGED_PAN_PREFIXES)),
            dynamic_reader_limits: data.get(visa::DYNAMIC_READER_LIMITS).unwrap_or_default().to_vec(),
        };
        for tag in OWN {
            data.remove(tag);
        }
        configuration
    }

    /// Whether the reader looks into the Exception File and finds this account there.
    pub(crate) fn is_listed(&self, pan: &Pan) -> bool {
        self.options.has(Kernel3Options::EXCEPTION_FILE)
            && self.exception_file.entries().any(|entry| digits(entry).eq(pan.digits()))
    }

    /// Whether the profile lists the first digits of the account as co-badged.
    pub(crate) fn is_co_badged(&self, pan: &Pan) -> bool {
        self.co_badged.entries().any(|entry| {
            let count = digits(entry).count();
            count > 0 && digits(entry).eq(pan.digits().take(count))
        })
    }

    /// The Dynamic Reader Limits for a card with this Program ID `9F5A`: of all sets that are for it, that with the
    /// longest Program ID, and of equal ones the first. None means the limits of the Combination.
    pub(crate) fn limits_for(&self, program_id: &[u8]) -> Result<Option<DynamicReaderLimits>, FormatError> {
        let sets = DynamicReaderLimits::decode_all(&self.dynamic_reader_limits)?;
        let fitting = sets.into_iter().rev().filter(|set| set.is_for(program_id));
        Ok(fitting.max_by_key(|set| set.program_id().len()))
    }

    pub(crate) fn displays_offline_spending_amount(&self) -> bool {
        self.options.has(Kernel3Options::DISPLAY_AVAILABLE_OFFLINE_SPENDING_AMOUNT)
    }
}

/// Account numbers or their first digits, cn 20 each: ten bytes, filled up with `F`.
#[derive(Default)]
struct AccountList(Zeroizing<Vec<u8>>);

impl AccountList {
    fn new(value: Option<&[u8]>) -> Self {
        Self(Zeroizing::new(value.unwrap_or_default().to_vec()))
    }

    fn entries(&self) -> impl Iterator<Item = &[u8]> {
        self.0.chunks_exact(10)
    }
}

impl fmt::Debug for AccountList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountList({} entries)", self.entries().count())
    }
}

fn digits(entry: &[u8]) -> impl Iterator<Item = u8> {
    entry.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]).take_while(|&nibble| nibble < 10)
}
