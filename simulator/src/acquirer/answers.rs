//! Which amounts are declined.

use tapkernel_core::data::Amount;

use super::ResponseCode;

/// Cents that are their own response code; the table of the module's documentation.
const CENTS: [u8; 16] = [5, 12, 14, 41, 43, 51, 54, 55, 57, 58, 61, 62, 65, 75, 91, 96];

/// The answer that the last two digits of the minor units ask for; `pin_verified` if the right PIN came with the
/// request.
pub(super) fn by_cents(amount: Amount, pin_verified: bool) -> ResponseCode {
    let cents = u8::try_from(amount.minor_units() % 100).unwrap_or_default();
    match ResponseCode::from_number(cents) {
        ResponseCode::SOFT_DECLINE if pin_verified => ResponseCode::APPROVED,
        code if CENTS.contains(&cents) => code,
        _ => ResponseCode::APPROVED,
    }
}
