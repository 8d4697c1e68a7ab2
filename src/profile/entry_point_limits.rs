//! Reading raw limits of the Entry Point, which laboratories set beside or against the merchant's rules.

use tapkernel_core::data::Amount;
use tapkernel_core::kernel::ReaderLimits;

use super::ProfileCurrency;
use super::place::{Fields, Place};
use super::raw_limits::by_currency;
use super::rules::amount;
use super::schemes::Surroundings;

/// Limits and flags that replace compiled ones: `None` leaves what was compiled, `Some(None)` takes it away.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LimitOverrides {
    transaction_limit: Option<Option<Amount>>,
    floor_limit: Option<Option<Amount>>,
    terminal_floor_limit: Option<Option<Amount>>,
    cvm_limit: Option<Option<Amount>>,
    status_check_support: Option<Option<bool>>,
    zero_amount_allowed: Option<Option<bool>>,
    zero_amount_allowed_offline: Option<Option<bool>>,
}

impl LimitOverrides {
    /// Puts the overrides in the place of what was compiled.
    pub(super) fn apply(&self, limits: &mut ReaderLimits) {
        let put = |limit: &mut Option<Amount>, by: Option<Option<Amount>>| *limit = by.unwrap_or(*limit);
        let put_flag = |flag: &mut Option<bool>, by: Option<Option<bool>>| *flag = by.unwrap_or(*flag);
        put(&mut limits.transaction_limit, self.transaction_limit);
        put(&mut limits.floor_limit, self.floor_limit);
        put(&mut limits.terminal_floor_limit, self.terminal_floor_limit);
        put(&mut limits.cvm_required_limit, self.cvm_limit);
        put_flag(&mut limits.status_check_support, self.status_check_support);
        put_flag(&mut limits.zero_amount_allowed, self.zero_amount_allowed);
        put_flag(&mut limits.zero_amount_allowed_offline, self.zero_amount_allowed_offline);
    }
}

/// Reads raw limits, currency by currency.
pub(super) fn read(place: &Place<'_>, around: &Surroundings<'_>) -> Option<Vec<(String, LimitOverrides)>> {
    by_currency(place, around, limits)
}

fn limits(place: &Place<'_>, currency: &ProfileCurrency) -> Option<LimitOverrides> {
    let mut fields = place.fields()?;
    let limits = LimitOverrides {
        transaction_limit: limit(&mut fields, "transaction_limit", currency),
        floor_limit: limit(&mut fields, "floor_limit", currency),
        terminal_floor_limit: limit(&mut fields, "terminal_floor_limit", currency),
        cvm_limit: limit(&mut fields, "cvm_limit", currency),
        status_check_support: flag(&mut fields, "status_check_support"),
        zero_amount_allowed: flag(&mut fields, "zero_amount_allowed"),
        zero_amount_allowed_offline: flag(&mut fields, "zero_amount_allowed_offline"),
    };
    fields.end();
    Some(limits)
}

fn limit(fields: &mut Fields<'_>, name: &'static str, currency: &ProfileCurrency) -> Option<Option<Amount>> {
    let field = fields.optional(name)?;
    if field.is_none() { Some(None) } else { amount(&field, currency).map(Some) }
}

fn flag(fields: &mut Fields<'_>, name: &'static str) -> Option<Option<bool>> {
    let field = fields.optional(name)?;
    if field.is_none() { Some(None) } else { field.flag().map(Some) }
}
