//! What one transaction is about.

use super::{Amount, Currency, Database, Date, Time, tags};

/// Transaction Type `9C`: n 2, the first two digits of the ISO 8583:1987 processing code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TransactionType {
    /// 00: goods and services.
    Purchase,
    /// 01: cash withdrawal.
    Cash,
    /// 09: purchase with cashback.
    Cashback,
    /// 17: cash disbursement at a counter.
    CashDisbursement,
    /// 20: refund.
    Refund,
}

impl TransactionType {
    /// The coded form.
    pub const fn code(self) -> u8 {
        match self {
            Self::Purchase => 0x00,
            Self::Cash => 0x01,
            Self::Cashback => 0x09,
            Self::CashDisbursement => 0x17,
            Self::Refund => 0x20,
        }
    }

    /// The type with this code, if it is one that a contactless reader knows.
    pub const fn from_code(code: u8) -> Option<Self> {
        match code {
            0x00 => Some(Self::Purchase),
            0x01 => Some(Self::Cash),
            0x09 => Some(Self::Cashback),
            0x17 => Some(Self::CashDisbursement),
            0x20 => Some(Self::Refund),
            _ => None,
        }
    }

    /// Whether the cardholder gets cash only.
    pub const fn is_cash(self) -> bool {
        matches!(self, Self::Cash | Self::CashDisbursement)
    }
}

/// Unpredictable Number `9F37`: b, four bytes, a fresh one for each kernel activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnpredictableNumber(pub [u8; 4]);

/// The data of one transaction, fixed before the field goes on (Book A, 5.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransactionData {
    /// Amount, Authorised `9F02`: the total, cashback included.
    pub amount: Amount,
    /// Amount, Other `9F03`: the cashback part.
    pub amount_other: Amount,
    /// Transaction Currency Code `5F2A` and Exponent `5F36`.
    pub currency: Currency,
    /// Transaction Type `9C`.
    pub transaction_type: TransactionType,
    /// Transaction Date `9A`, local.
    pub date: Date,
    /// Transaction Time `9F21`, local.
    pub time: Time,
}

impl TransactionData {
    /// Writes the transaction's data objects into `database`.
    pub fn write_to(&self, database: &mut Database) {
        database.insert(tags::AMOUNT_AUTHORISED_NUMERIC, &self.amount.encode());
        database.insert(tags::AMOUNT_OTHER_NUMERIC, &self.amount_other.encode());
        database.insert(tags::TRANSACTION_CURRENCY_CODE, &self.currency.encode_code());
        database.insert(tags::TRANSACTION_CURRENCY_EXPONENT, &[self.currency.exponent()]);
        database.insert(tags::TRANSACTION_TYPE, &[self.transaction_type.code()]);
        database.insert(tags::TRANSACTION_DATE, &self.date.encode());
        database.insert(tags::TRANSACTION_TIME, &self.time.encode());
    }
}
