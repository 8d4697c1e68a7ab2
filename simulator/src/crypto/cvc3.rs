//! CVC3, the dynamic verification code of mag-stripe mode (Mastercard).

use super::{Padding, TdesKey, retail_mac};

/// CVC3 `9F61` or `9F60`, two bytes: `card_key` is derived from the issuer's key for CVC3, `track` is the static track
/// data of the card, `number` the Unpredictable Number (Numeric) `9F6A`.
pub fn cvc3(card_key: &TdesKey, track: &[u8], number: [u8; 4], counter: [u8; 2]) -> [u8; 2] {
    let [.., high, low] = retail_mac(card_key, Padding::OneBit, track);
    let ([a, b, c, d], [e, f]) = (number, counter);
    let [.., first, second] = card_key.encrypt([high, low, a, b, c, d, e, f]);
    [first, second]
}
