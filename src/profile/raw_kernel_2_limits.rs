//! Reading raw limits of Kernel 2, which laboratories set beside or against the merchant's rules.

use tapkernel_core::data::Amount;

use super::place::{Fields, Place};
use super::raw_limits::by_currency;
use super::rules::amount;
use super::schemes::Surroundings;
use super::{Kernel2Limits, ProfileCurrency};

/// Limits that replace compiled ones.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kernel2Overrides {
    floor_limit: Option<Amount>,
    transaction_limit_no_on_device_cvm: Option<Amount>,
    transaction_limit_on_device_cvm: Option<Amount>,
    cvm_limit: Option<Amount>,
}

impl Kernel2Overrides {
    /// Puts the overrides in the place of what was compiled.
    pub(super) fn apply(&self, limits: &mut Kernel2Limits) {
        let put = |limit: &mut Amount, by: Option<Amount>| *limit = by.unwrap_or(*limit);
        put(&mut limits.floor_limit, self.floor_limit);
        put(&mut limits.transaction_limit_no_on_device_cvm, self.transaction_limit_no_on_device_cvm);
        put(&mut limits.transaction_limit_on_device_cvm, self.transaction_limit_on_device_cvm);
        put(&mut limits.cvm_required_limit, self.cvm_limit);
    }

    /// Whether there is a CVM limit among them.
    pub(super) const fn has_cvm_limit(&self) -> bool {
        self.cvm_limit.is_some()
    }
}

/// Reads raw limits, currency by currency.
pub(super) fn read(place: &Place<'_>, around: &Surroundings<'_>) -> Option<Vec<(String, Kernel2Overrides)>> {
    by_currency(place, around, limits)
}

fn limits(place: &Place<'_>, currency: &ProfileCurrency) -> Option<Kernel2Overrides> {
    let mut fields = place.fields()?;
    let mut limit = |name| limit(&mut fields, name, currency);
    let limits = Kernel2Overrides {
        floor_limit: limit("floor_limit"),
        transaction_limit_no_on_device_cvm: limit("transaction_limit_no_on_device_cvm"),
        transaction_limit_on_device_cvm: limit("transaction_limit_on_device_cvm"),
        cvm_limit: limit("cvm_limit"),
    };
    fields.end();
    Some(limits)
}

fn limit(fields: &mut Fields<'_>, name: &'static str, currency: &ProfileCurrency) -> Option<Amount> {
    fields.optional(name).and_then(|field| amount(&field, currency))
}
