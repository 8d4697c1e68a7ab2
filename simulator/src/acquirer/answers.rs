//! Which amounts are declined.
//!
//! "Cents" are the last two digits of the amount in minor units, whatever the currency: 1051 is 10.51 EUR, 1051 JPY and
//! 1.051 TND, and each is answered 51.

use tapkernel_core::data::Amount;

use super::ResponseCode;

/// Cents that are their own response code; the table of the module's documentation.
const CENTS: [u8; 17] = [5, 12, 14, 41, 43, 51, 54, 55, 57, 58, 61, 62, 65, 70, 75, 91, 96];

/// Cents that ask for 1A, which has no decimal digits: the same number in hexadecimal.
const CENTS_OF_1A: u8 = 0x1A;

/// The answer that the last two digits of the minor units ask for; `pin_verified` if the right PIN came with the
/// request.
pub(super) fn by_cents(amount: Amount, pin_verified: bool) -> ResponseCode {
    let cents = u8::try_from(amount.minor_units() % 100).unwrap_or_default();
    let code = match cents {
        CENTS_OF_1A => ResponseCode::AUTHENTICATION_WANTED,
        cents if CENTS.contains(&cents) => ResponseCode::from_number(cents),
        _ => ResponseCode::APPROVED,
    };
    if pin_verified && code.is_soft_decline() { ResponseCode::APPROVED } else { code }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_two_digits_decide_in_every_currency() {
        // 10.51 EUR, 1051 JPY, 1.051 TND; 51 of the smallest unit of each.
        for (minor_units, code) in [
            (1051, "51"),
            (51, "51"),
            (5100, "00"),
            (151, "51"),
            (510, "00"),
            (26, "1A"),
            (70, "70"),
            (91, "91"),
        ] {
            assert_eq!(by_cents(Amount::new(minor_units).unwrap(), false).to_string(), code, "{minor_units}");
        }
    }

    #[test]
    fn a_pin_turns_soft_declines_alone_into_approvals() {
        for cents in 0..100 {
            let amount = Amount::new(1000 + cents).unwrap();
            let (without, with) = (by_cents(amount, false), by_cents(amount, true));
            let soft = [26, 65, 70].contains(&cents);
            assert_eq!(without.is_soft_decline(), soft, "{cents}");
            assert_eq!(with, if soft { ResponseCode::APPROVED } else { without }, "{cents}");
        }
    }
}
