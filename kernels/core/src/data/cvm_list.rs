//! Cardholder Verification Method List.

use nom::number::complete::{be_u8, be_u32};

use super::parsing::{Parsed, add_up, against};
use super::{ListError, ListFault};

/// Cardholder Verification Method List `8E`: b, 10 to 252 bytes (EMV 4.4 Book 3, 10.5 and C3): two amounts, then rules
/// in order of the issuer's preference.
///
/// Checked as a whole when parsed; borrows the list; allocates nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CvmList<'a> {
    amount_x: u32,
    amount_y: u32,
    rules: &'a [u8],
}

impl<'a> CvmList<'a> {
    /// The most bytes a list may have.
    pub const MAX_LENGTH: usize = 252;

    /// Reads a list. One without rules is read too; the books treat it like a missing one.
    ///
    /// # Errors
    ///
    /// [`ListFault::CutShort`] below the eight bytes of the amounts or inside a rule, [`ListFault::TooLong`].
    pub fn parse(list: &'a [u8]) -> Result<Self, ListError> {
        if list.len() > Self::MAX_LENGTH {
            return Err(ListError { fault: ListFault::TooLong, offset: Self::MAX_LENGTH });
        }
        let (rules, (amount_x, amount_y)) = amounts(list).map_err(|error| against(list, error))?;
        add_up(rules, rule, |_| 1, (Self::MAX_LENGTH, ListFault::TooLong))
            .map_err(|error| ListError { offset: list.len() - rules.len() + error.offset, ..error })?;
        Ok(Self { amount_x, amount_y, rules })
    }

    /// Amount X, in minor units of the application currency `9F42`.
    pub const fn amount_x(&self) -> u32 {
        self.amount_x
    }

    /// Amount Y, in minor units of the application currency `9F42`.
    pub const fn amount_y(&self) -> u32 {
        self.amount_y
    }

    /// Whether there is no rule.
    pub const fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules, in order.
    pub fn rules(&self) -> impl Iterator<Item = CvmRule> + Clone + use<'a> {
        self.rules.chunks_exact(2).filter_map(|coded| rule(coded).ok()).map(|(_, rule)| rule)
    }
}

/// One rule of a [`CvmList`]: CVM Code and CVM Condition Code (C3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CvmRule {
    /// CVM Code, byte 1.
    pub code: u8,
    /// CVM Condition Code, byte 2.
    pub condition_code: u8,
}

impl CvmRule {
    /// The method to try.
    pub const fn method(self) -> CvmMethod {
        match self.code & 0x3F {
            0x00 => CvmMethod::FailCvmProcessing,
            0x01 => CvmMethod::PlaintextPinByIcc,
            0x02 => CvmMethod::EncipheredPinOnline,
            0x03 => CvmMethod::PlaintextPinByIccAndSignature,
            0x04 => CvmMethod::EncipheredPinByIcc,
            0x05 => CvmMethod::EncipheredPinByIccAndSignature,
            0x1E => CvmMethod::Signature,
            0x1F => CvmMethod::NoCvm,
            other => CvmMethod::Other(other),
        }
    }

    /// Whether the next rule applies when this method is not successful (bit 7); else CVM processing fails.
    pub const fn continues_when_unsuccessful(self) -> bool {
        self.code & 0x40 != 0
    }

    /// When the rule applies.
    pub const fn condition(self) -> CvmCondition {
        match self.condition_code {
            0x00 => CvmCondition::Always,
            0x01 => CvmCondition::UnattendedCash,
            0x02 => CvmCondition::NotCashNorCashback,
            0x03 => CvmCondition::TerminalSupportsCvm,
            0x04 => CvmCondition::ManualCash,
            0x05 => CvmCondition::PurchaseWithCashback,
            0x06 => CvmCondition::UnderX,
            0x07 => CvmCondition::OverX,
            0x08 => CvmCondition::UnderY,
            0x09 => CvmCondition::OverY,
            other => CvmCondition::Other(other),
        }
    }
}

/// A method of cardholder verification: bits 6 to 1 of the CVM Code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CvmMethod {
    /// 00: cardholder verification fails.
    FailCvmProcessing,
    /// 01
    PlaintextPinByIcc,
    /// 02
    EncipheredPinOnline,
    /// 03
    PlaintextPinByIccAndSignature,
    /// 04
    EncipheredPinByIcc,
    /// 05
    EncipheredPinByIccAndSignature,
    /// 1E: signature on paper.
    Signature,
    /// 1F
    NoCvm,
    /// Any other: biometrics, reserved for EMV, for a scheme or for issuers. Not a method that this crate performs.
    Other(u8),
}

/// When a rule of a CVM List applies: the CVM Condition Code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CvmCondition {
    /// 00
    Always,
    /// 01
    UnattendedCash,
    /// 02: neither unattended cash, nor manual cash, nor purchase with cashback.
    NotCashNorCashback,
    /// 03
    TerminalSupportsCvm,
    /// 04
    ManualCash,
    /// 05
    PurchaseWithCashback,
    /// 06: in the application currency and under Amount X.
    UnderX,
    /// 07: in the application currency and over Amount X.
    OverX,
    /// 08: in the application currency and under Amount Y.
    UnderY,
    /// 09: in the application currency and over Amount Y.
    OverY,
    /// Any other: reserved for EMV or for schemes. A rule with it does not apply.
    Other(u8),
}

fn amounts(input: &[u8]) -> Parsed<'_, (u32, u32)> {
    let (rest, x) = be_u32(input)?;
    let (rest, y) = be_u32(rest)?;
    Ok((rest, (x, y)))
}

fn rule(input: &[u8]) -> Parsed<'_, CvmRule> {
    let (rest, code) = be_u8(input)?;
    let (rest, condition_code) = be_u8(rest)?;
    Ok((rest, CvmRule { code, condition_code }))
}
