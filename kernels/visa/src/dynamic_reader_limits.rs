//! Dynamic Reader Limits: the reader's limits by the card's Program ID (Book C-3, 5.1).
//!
//! They come in the data object `DF8F04`, proprietary to this kernel: any number of sets, one after the other. A set is
//!
//! | bytes | format | holds |
//! |---|---|---|
//! | 1 | b | n, the length of the Program ID: 1 to 16 |
//! | n | b | Program ID, to which the beginning of the card's `9F5A` must be equal |
//! | 1 | b | switches, see [`Switches`] |
//! | 6 | n 12 | Reader Contactless Transaction Limit; zero if its switch is off |
//! | 6 | n 12 | Reader Contactless Floor Limit; zero if its switch is off |
//! | 6 | n 12 | Reader CVM Required Limit; zero if its switch is off |
//!
//! Amounts are in the currency of the Combination that the data object comes with. They mean what the limits of the
//! Entry Point mean: the transaction limit and the CVM limit are reached by an equal amount, the floor limit is not. A
//! switch that is off takes the check away, also where the Combination has a limit.

use alloc::vec::Vec;

use tapkernel_core::data::{Amount, FormatError, FormatFault, TerminalTransactionQualifiers as Ttq};
use tapkernel_core::kernel::ReaderLimits;

use crate::dictionary::tags as visa;

tapkernel_core::bit_field! {
    /// The switches of one set of `DF8F04`: which limits are there, and the flags of pre-processing.
    Switches: visa::DYNAMIC_READER_LIMITS, 1 bytes;

    1 8 TRANSACTION_LIMIT "Reader Contactless Transaction Limit is there";
    1 7 FLOOR_LIMIT "Reader Contactless Floor Limit is there";
    1 6 CVM_REQUIRED_LIMIT "Reader CVM Required Limit is there";
    1 5 STATUS_CHECK "Status check for one unit of the currency";
    1 4 ZERO_AMOUNT_NOT_ALLOWED "Zero amount is not allowed";
    1 3 ZERO_AMOUNT_ALLOWED_OFFLINE "Zero amount is allowed on an offline-only reader";
}

/// The limits for cards whose Program ID begins with [`DynamicReaderLimits::program_id`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DynamicReaderLimits {
    program_id: Vec<u8>,
    limits: ReaderLimits,
}

impl DynamicReaderLimits {
    /// Limits for a Program ID of 1 to 16 bytes. What a set has no place for is left out: TTQ and Terminal Floor Limit
    /// are the Combination's, and a flag that is absent becomes the value that it stands for.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`] for a Program ID of any other length.
    pub fn new(program_id: &[u8], limits: &ReaderLimits) -> Result<Self, FormatError> {
        if !matches!(program_id.len(), 1..=16) {
            return Err(fault(FormatFault::Length));
        }
        let flag = |flag: Option<bool>, otherwise| Some(flag.unwrap_or(otherwise));
        let limits = ReaderLimits {
            status_check_support: flag(limits.status_check_support, false),
            zero_amount_allowed: flag(limits.zero_amount_allowed, true),
            zero_amount_allowed_offline: flag(limits.zero_amount_allowed_offline, false),
            terminal_floor_limit: None,
            ttq: None,
            ..*limits
        };
        Ok(Self { program_id: program_id.to_vec(), limits })
    }

    /// The beginning of the Program IDs that the set is for.
    pub fn program_id(&self) -> &[u8] {
        &self.program_id
    }

    /// Whether the set is for a card with this Application Program Identifier `9F5A`.
    pub fn is_for(&self, card: &[u8]) -> bool {
        card.starts_with(&self.program_id)
    }

    /// The limits, with the TTQ as configured for the Combination.
    pub fn limits(&self, ttq: Option<Ttq>) -> ReaderLimits {
        ReaderLimits { ttq, ..self.limits }
    }

    /// Writes the set at the end of `coded`.
    pub fn encode(&self, coded: &mut Vec<u8>) {
        let limits = &self.limits;
        let amounts = [limits.transaction_limit, limits.floor_limit, limits.cvm_required_limit];
        let [transaction, floor, cvm] = amounts.map(|limit| limit.is_some());
        let switches = Switches::default()
            .with(Switches::TRANSACTION_LIMIT, transaction)
            .with(Switches::FLOOR_LIMIT, floor)
            .with(Switches::CVM_REQUIRED_LIMIT, cvm)
            .with(Switches::STATUS_CHECK, limits.status_check_support == Some(true))
            .with(Switches::ZERO_AMOUNT_NOT_ALLOWED, limits.zero_amount_allowed == Some(false))
            .with(Switches::ZERO_AMOUNT_ALLOWED_OFFLINE, limits.zero_amount_allowed_offline == Some(true));
        coded.extend(u8::try_from(self.program_id.len()));
        coded.extend_from_slice(&self.program_id);
        coded.extend_from_slice(&switches.0);
        amounts.iter().for_each(|limit| coded.extend_from_slice(&limit.unwrap_or_default().encode()));
    }

    /// Reads all sets of a value of `DF8F04`, in their order. Of those that [are for](Self::is_for) a card that with the
    /// longest Program ID counts, and of equal ones the first.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`] for a set that is cut short or a Program ID of no or more than 16 bytes,
    /// [`FormatFault::Digit`] for an amount with other than decimal digits.
    pub fn decode_all(mut value: &[u8]) -> Result<Vec<Self>, FormatError> {
        let mut sets = Vec::new();
        while let Some((length, rest)) = value.split_first() {
            let (set, rest) = Self::decode(usize::from(*length), rest)?;
            sets.push(set);
            value = rest;
        }
        Ok(sets)
    }

    fn decode(length: usize, value: &[u8]) -> Result<(Self, &[u8]), FormatError> {
        let short = || fault(FormatFault::Length);
        let (program_id, rest) = value.split_at_checked(length).ok_or_else(short)?;
        let (switches, rest) = rest.split_first_chunk::<1>().ok_or_else(short)?;
        let (amounts, rest) = rest.split_first_chunk::<18>().ok_or_else(short)?;
        let switches = Switches(*switches);
        let mut coded = amounts.chunks(6);
        let mut limit = |switch| {
            let amount = Amount::decode(visa::DYNAMIC_READER_LIMITS, coded.next().unwrap_or_default())?;
            Ok::<_, FormatError>(Some(amount).filter(|_| switches.has(switch)))
        };
        let limits = ReaderLimits {
            status_check_support: Some(switches.has(Switches::STATUS_CHECK)),
            zero_amount_allowed: Some(!switches.has(Switches::ZERO_AMOUNT_NOT_ALLOWED)),
            zero_amount_allowed_offline: Some(switches.has(Switches::ZERO_AMOUNT_ALLOWED_OFFLINE)),
            transaction_limit: limit(Switches::TRANSACTION_LIMIT)?,
            floor_limit: limit(Switches::FLOOR_LIMIT)?,
            cvm_required_limit: limit(Switches::CVM_REQUIRED_LIMIT)?,
            ..ReaderLimits::default()
        };
        Ok((Self::new(program_id, &limits)?, rest))
    }
}

const fn fault(fault: FormatFault) -> FormatError {
    FormatError::new(visa::DYNAMIC_READER_LIMITS, fault)
}
