//! Reading the policies.

use tapkernel_core::kernel::{
    AboveLimitWithoutCvm, BrandMismatch, OdaFailed, OdaUnknownKey, OfflineApproval, Policies,
    UnauthenticatedCdcvm,
};

use super::place::Place;
use super::values::word;

/// Reads the policies; what is not there has its strict value.
pub(super) fn read(place: &Place<'_>) -> Option<Policies> {
    let mut fields = place.fields()?;
    macro_rules! policy {
        ($name:literal, $policy:ident, $strict_word:literal $strict:ident) => {
            fields
                .optional($name)
                .and_then(|field| {
                    word(&field, &[("as_book", $policy::AsBook), ($strict_word, $policy::$strict)])
                })
                .unwrap_or_default()
        };
    }
    let policies = Policies {
        oda_failed: policy!("oda_failed", OdaFailed, "decline" Decline),
        oda_unknown_key: policy!("oda_unknown_key", OdaUnknownKey, "decline" Decline),
        above_limit_without_cvm: policy!("above_limit_without_cvm", AboveLimitWithoutCvm, "decline" Decline),
        unauthenticated_cdcvm: policy!("unauthenticated_cdcvm", UnauthenticatedCdcvm, "online_pin" OnlinePin),
        offline_approval: policy!("offline_approval", OfflineApproval, "never" Never),
        brand_mismatch: policy!("brand_mismatch", BrandMismatch, "decline" Decline),
    };
    fields.end();
    Some(policies)
}
