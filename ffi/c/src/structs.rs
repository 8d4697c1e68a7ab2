//! Small structures, and enumerations that only C has.

use tapkernel_facade::{Error, LocalTime, Transaction, TransactionType};

use crate::memory::Struct;

/// A flag that can be left unconfigured.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "C makes the values")]
#[repr(u8)]
pub enum tk_flag {
    /// Not configured.
    None = 0,
    /// Configured as no.
    No = 1,
    /// Configured as yes.
    Yes = 2,
}

/// The flag, or none. Numbers that are no flag count as not configured.
pub(crate) const fn flag(number: u8) -> Option<bool> {
    if number == tk_flag::Yes as u8 {
        Some(true)
    } else if number == tk_flag::No as u8 {
        Some(false)
    } else {
        None
    }
}

/// One transaction.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_transaction {
    /// TK_INIT.
    pub struct_size: u32,
    /// TK_INIT.
    pub version: u32,
    /// Amount, Authorised 9F02, in minor units: the total, cashback included.
    pub amount: u64,
    /// Amount, Other 9F03, in minor units: the cashback part.
    pub amount_other: u64,
    /// ISO 4217 numeric code.
    pub currency: u16,
    /// Local date: 1950 to 2049.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// From 1.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// tk_transaction_type: Transaction Type 9C.
    pub transaction_type: u8,
    /// Decimals of the minor unit, for an Entry Point without a profile; a session with one takes the profile's.
    pub currency_exponent: u8,
    /// Not 0: TK_STEP_TAG_CHOOSE asks when a card offers several applications.
    pub choice: u8,
}

// SAFETY: numbers only, size and version first.
unsafe impl Struct for tk_transaction {}

impl tk_transaction {
    pub(crate) const fn when(&self) -> LocalTime {
        LocalTime {
            year: self.year,
            month: self.month,
            day: self.day,
            hour: self.hour,
            minute: self.minute,
            second: self.second,
        }
    }

    pub(crate) fn read(&self) -> Result<Transaction, Error> {
        Ok(Transaction {
            transaction_type: known(TransactionType::from_number(self.transaction_type), "transaction_type")?,
            amount: self.amount,
            amount_other: self.amount_other,
            currency: self.currency,
            currency_exponent: self.currency_exponent,
            when: self.when(),
            choice: self.choice != 0,
        })
    }
}

/// The enumerator of a number of C.
pub(crate) fn known<T>(found: Option<T>, field: &str) -> Result<T, Error> {
    found.ok_or_else(|| {
        Error::new(tapkernel_facade::ErrorCode::BadArgument, format!("{field}: no such number"))
    })
}
