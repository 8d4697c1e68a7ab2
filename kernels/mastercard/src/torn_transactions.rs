//! Torn transactions (Book C-2, 3.7): the log of transactions whose cryptogram the card may have made but the reader
//! never saw.

use alloc::vec::Vec;
use core::fmt::Debug;

use tapkernel_core::data::{AcType, Database, Date, Time, tags};
use tapkernel_core::tlv::Tag;
use zeroize::Zeroizing;

use crate::data_exchange::data_objects;
use crate::dictionary::tags as mc;
use crate::procedures::prepare_generate_ac::CryptogramRequest;
use crate::tlv_database::TlvDatabase;

/// The port to the torn transaction log, which outlives transactions. It holds card data.
///
/// The log itself does nothing but keep records: how many and for how long is for the kernel (`DF811D`, and
/// [`Kernel2::clean`](crate::Kernel2::clean) with `DF811C`). One that is to last keeps them as
/// [`TornRecord::encode_list`] codes them, sealed.
pub trait TornTransactionLog: Debug + Send + Sync {
    /// The records, oldest first.
    fn records(&self) -> Vec<TornRecord>;

    /// Lets `change` alter the records, and keeps what it leaves. No other thread sees or alters them in between: a
    /// record that another tap writes at the same time must not be lost.
    fn update(&self, change: &mut dyn FnMut(&mut Vec<TornRecord>));
}

/// A log that keeps nothing: torn transactions cannot be recovered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoTornTransactionLog;

impl TornTransactionLog for NoTornTransactionLog {
    fn records(&self) -> Vec<TornRecord> {
        Vec::new()
    }

    fn update(&self, _change: &mut dyn FnMut(&mut Vec<TornRecord>)) {}
}

/// Torn Record `FF8101`: the data objects of a torn transaction (Book C-2, A.1.177).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TornRecord(pub Database);

/// The data objects of a record, as far as they are there.
pub(crate) const CONTENT: [Tag; 30] = [
    tags::AMOUNT_AUTHORISED_NUMERIC,
    tags::AMOUNT_OTHER_NUMERIC,
    tags::APPLICATION_PAN,
    tags::APPLICATION_PAN_SEQUENCE_NUMBER,
    mc::BALANCE_READ_BEFORE_GEN_AC,
    mc::CDOL1_RELATED_DATA,
    tags::CVM_RESULTS,
    mc::DRDOL_RELATED_DATA,
    mc::DS_SUMMARY_1,
    mc::IDS_STATUS,
    tags::IFD_SERIAL_NUMBER,
    mc::PDOL_RELATED_DATA,
    mc::REFERENCE_CONTROL_PARAMETER,
    tags::TERMINAL_CAPABILITIES,
    tags::TERMINAL_COUNTRY_CODE,
    tags::TERMINAL_TYPE,
    tags::TERMINAL_VERIFICATION_RESULTS,
    mc::TRANSACTION_CATEGORY_CODE,
    tags::TRANSACTION_CURRENCY_CODE,
    tags::TRANSACTION_DATE,
    tags::TRANSACTION_TIME,
    tags::TRANSACTION_TYPE,
    tags::UNPREDICTABLE_NUMBER,
    mc::TERMINAL_RELAY_RESISTANCE_ENTROPY,
    mc::DEVICE_RELAY_RESISTANCE_ENTROPY,
    mc::MIN_TIME_FOR_PROCESSING_RELAY_RESISTANCE_APDU,
    mc::MAX_TIME_FOR_PROCESSING_RELAY_RESISTANCE_APDU,
    mc::DEVICE_ESTIMATED_TRANSMISSION_TIME_FOR_RELAY_RESISTANCE_R_APDU,
    mc::MEASURED_RELAY_RESISTANCE_PROCESSING_TIME,
    mc::RRP_COUNTER,
];

/// What must be the same for a torn transaction to be this one.
const CARD: [Tag; 2] = [tags::APPLICATION_PAN, tags::APPLICATION_PAN_SEQUENCE_NUMBER];
const TRANSACTION: [Tag; 4] = [
    tags::AMOUNT_AUTHORISED_NUMERIC,
    tags::AMOUNT_OTHER_NUMERIC,
    tags::TRANSACTION_CURRENCY_CODE,
    tags::TRANSACTION_TYPE,
];

impl TornRecord {
    /// The record of the transaction in `db`, with the DRDOL Related Data of this moment.
    pub(crate) fn of(db: &mut TlvDatabase) -> Self {
        let drdol = db.get(mc::DRDOL).unwrap_or_default();
        if let Some(values) = db.fill(drdol) {
            db.set(mc::DRDOL_RELATED_DATA, &values);
        }
        Self(CONTENT.iter().filter_map(|&tag| db.get(tag).map(|value| (tag, value))).collect())
    }

    /// Whether it is of the card in `db`: the same account number and sequence number, or none on both sides; and,
    /// unless `any_transaction`, of the same amounts, currency and type.
    pub(crate) fn matches(&self, db: &TlvDatabase, any_transaction: bool) -> bool {
        let same = |tag: &Tag| self.0.get(*tag) == db.get(*tag);
        CARD.iter().all(same) && (any_transaction || TRANSACTION.iter().all(same))
    }

    /// Whether its cryptogram was asked for after the decisions of this tap: with the same CVM Results, and of a type that
    /// this tap, which asks for `ac_type`, takes. What a card shows at the second tap must not change what the first
    /// one was about.
    pub(crate) fn was_decided_as(&self, db: &TlvDatabase, ac_type: AcType) -> bool {
        let Some(&[asked]) = self.0.get(mc::REFERENCE_CONTROL_PARAMETER) else { return false };
        let this = CryptogramRequest { ac_type, cda: false };
        let allowed = this.allows(CryptogramRequest::of(asked).ac_type);
        allowed && self.0.get(tags::CVM_RESULTS) == db.get(tags::CVM_RESULTS)
    }

    /// The data objects that belong in a record. Whoever keeps the log may have put others in.
    pub(crate) fn content(&self) -> impl Iterator<Item = (Tag, &[u8])> {
        self.0.iter().filter(|(tag, _)| CONTENT.contains(tag))
    }

    /// The value of `FF8101` for these records, one after the other; [`TornRecord::decode_reported`] takes it apart.
    pub(crate) fn encode_all(records: &[Self]) -> Zeroizing<Vec<u8>> {
        data_objects(records.iter().flat_map(Self::content))
    }

    /// Seconds from its date and time to these; `None` if it has none or lies in the future.
    fn age(&self, date: Date, time: Time) -> Option<u64> {
        let own_date = Date::decode(tags::TRANSACTION_DATE, self.0.get(tags::TRANSACTION_DATE)?).ok()?;
        let own_time = Time::decode(self.0.get(tags::TRANSACTION_TIME)?).ok()?;
        seconds(date, time).checked_sub(seconds(own_date, own_time))
    }

    /// Whether it is older than `lifetime` seconds. One whose age cannot be told is.
    pub(crate) fn is_older(&self, lifetime: u64, date: Date, time: Time) -> bool {
        self.age(date, time).is_none_or(|age| age > lifetime)
    }
}

/// Seconds from the first day of 1950.
fn seconds(date: Date, time: Time) -> u64 {
    let years = u64::from(date.year()) - 1950;
    // 1952 is the first leap year, and every fourth year up to 2048 is one.
    let leap_days = (years + 1) / 4;
    let days = years * 365 + leap_days + days_before(date);
    let (hours, minutes) = (u64::from(time.hour()), u64::from(time.minute()));
    ((days * 24 + hours) * 60 + minutes) * 60 + u64::from(time.second())
}

/// Days of the year before this one.
fn days_before(date: Date) -> u64 {
    const BEFORE: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let month = usize::from(date.month());
    let before = month.checked_sub(1).and_then(|index| BEFORE.get(index)).copied().unwrap_or_default();
    let leap = date.year() % 4 == 0 && month > 2;
    before + u64::from(leap) + u64::from(date.day()) - 1
}
