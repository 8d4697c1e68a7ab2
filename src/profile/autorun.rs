//! Readers with a fixed amount: the Entry Point starts at B, without pre-processing (Book A, 5.1; Book B, 3.2).

use std::sync::Arc;

use tapkernel_core::data::{Money, TransactionType};

use super::compile::Table;
use super::currencies::CurrencyRules;
use super::place::{Fields, Place};
use super::rules::{self, TRANSACTION_TYPES};
use super::values::{shown, word};
use super::{Profile, ProfileCurrency};
use crate::entry_point::Combination;

/// One transaction that is the same for every card: an amount, its type, and Combinations to start at B with.
///
/// There is no pre-processing at Start B, so it was done when the profile was loaded: the TTQ of each Combination has
/// byte 2, bits 8 and 7 as the fixed amount needs them, and an application that does not allow the amount is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Autorun {
    /// The fixed amount.
    pub money: Money,
    /// The transaction type.
    pub transaction_type: TransactionType,
    /// The Combinations, never none.
    pub combinations: Arc<[Combination]>,
}

impl Profile {
    /// The transaction of a reader with a fixed amount, if the profile has one.
    pub fn autorun(&self) -> Option<&Autorun> {
        self.0.autorun.as_ref()
    }
}

/// `autorun` as it was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct AutorunRule {
    money: Money,
    kind: TransactionType,
}

/// Reads `autorun`, whose currency must be one of the profile's.
pub(super) fn read(place: &Place<'_>, currencies: &[CurrencyRules]) -> Option<AutorunRule> {
    let mut fields = place.fields()?;
    let currency = currency(&mut fields, currencies);
    let amount = fields.required("amount");
    let kind = fields.required("type").and_then(|field| word(&field, TRANSACTION_TYPES));
    fields.end();
    let currency = currency?;
    let amount = rules::amount(&amount?, currency)?;
    Some(AutorunRule { money: Money { amount, currency: currency.currency() }, kind: kind? })
}

fn currency<'a>(fields: &mut Fields<'_>, currencies: &'a [CurrencyRules]) -> Option<&'a ProfileCurrency> {
    let field = fields.required("currency")?;
    let letters = field.text()?;
    let known = currencies.iter().find(|known| known.currency.letters() == letters);
    known
        .map(|known| &known.currency)
        .or_else(|| field.refuse(format_args!("{} is none of the profile's currencies", shown(letters))))
}

impl AutorunRule {
    /// Pre-processes the amount for every Combination; `None` if none allows it.
    pub(super) fn compile(&self, table: &Table) -> Option<Autorun> {
        let Money { amount, currency } = self.money;
        let combinations: Arc<[Combination]> = table
            .get(&(self.kind, currency.code()))?
            .iter()
            .filter_map(|combination| combination.with_fixed_amount(amount, currency))
            .collect();
        (!combinations.is_empty()).then_some(Autorun {
            money: self.money,
            transaction_type: self.kind,
            combinations,
        })
    }
}
