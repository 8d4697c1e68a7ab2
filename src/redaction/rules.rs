//! Which data objects are hidden, and how.

use tapkernel_core::Secret;
use tapkernel_core::data::{Dictionaries, tags};
use tapkernel_core::tlv::Tag;

use super::digits::{is_hidden, masked, nibbles, packed};

/// How a value is hidden. Its length stays, and as far as readers look at it, its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Account number, two digits a byte.
    Pan,
    /// Account number, separator `D`, expiry and service code, and what is hidden: other digits.
    Track2,
    /// The same as text, with a name.
    Track1,
    /// Digits, two a byte.
    Digits,
    /// Text.
    Text,
    /// Anything.
    Bytes,
}

/// Track 2 Data of Kernel 2; Visa has another meaning for the tag.
const TRACK_2_DATA: Tag = Tag::new(0x9F6B);
/// PAN and sequence number as Kernel 2's DS ID; Visa has another meaning for the tag.
const DS_ID: Tag = Tag::new(0x9F5E);
/// Nibbles and characters between an account number and the discretionary data.
const EXPIRY_AND_SERVICE_CODE: usize = 7;
const SEPARATOR: u8 = 0xD;

impl Rule {
    /// What is due to this data object; `None` if all may see it.
    pub(super) fn of(tag: Tag, value: &[u8]) -> Option<Self> {
        match tag {
            tags::APPLICATION_PAN => Some(Self::Pan),
            tags::TRACK_2_EQUIVALENT_DATA => Some(Self::Track2),
            TRACK_2_DATA if nibbles(value).iter().position(|nibble| *nibble == SEPARATOR) >= Some(8) => {
                Some(Self::Track2)
            }
            tags::TRACK_1_DATA => Some(Self::Track1),
            DS_ID | tags::TRACK_2_DISCRETIONARY_DATA => Some(Self::Digits),
            tags::CARDHOLDER_NAME
            | tags::CARDHOLDER_NAME_EXTENDED
            | tags::TRACK_1_DISCRETIONARY_DATA
            | tags::IBAN
            | tags::PAYMENT_ACCOUNT_REFERENCE => Some(Self::Text),
            tags::ICC_PUBLIC_KEY_CERTIFICATE
            | tags::ICC_PIN_ENCIPHERMENT_PUBLIC_KEY_CERTIFICATE
            | tags::ISSUER_PUBLIC_KEY_CERTIFICATE
            | tags::SIGNED_STATIC_APPLICATION_DATA => Some(Self::Bytes),
            other => Dictionaries::CORE.lookup(other).filter(|entry| entry.sensitive()).map(|_| Self::Bytes),
        }
    }

    /// What stands for `value`, of the same length.
    pub(super) fn mask(self, value: &[u8]) -> Vec<u8> {
        match self {
            Self::Pan => mask_digits(value, is_hidden),
            Self::Track2 => mask_track_2(value),
            Self::Track1 => mask_track_1(value),
            Self::Digits => mask_digits(value, |_, _| true),
            Self::Text => vec![b' '; value.len()],
            Self::Bytes => vec![0; value.len()],
        }
    }

    /// The account number in `value`, if it has one that is long enough to be looked for elsewhere.
    pub(super) fn pan(self, value: &[u8]) -> Option<Secret<Vec<u8>>> {
        let digits: Vec<u8> = match self {
            Self::Pan | Self::Track2 => {
                nibbles(value).into_iter().take_while(|nibble| *nibble < 10).collect()
            }
            Self::Track1 => {
                let number = value.iter().skip(1).take_while(|byte| byte.is_ascii_digit());
                number.map(|byte| byte - b'0').collect()
            }
            Self::Digits | Self::Text | Self::Bytes => return None,
        };
        (8..=19).contains(&digits.len()).then(|| Secret::new(digits))
    }
}

/// Digits for which `hidden(at, count)` holds become 0; padding stays.
fn mask_digits(value: &[u8], hidden: impl Fn(usize, usize) -> bool) -> Vec<u8> {
    let mut all = nibbles(value);
    let count = all.iter().rposition(|nibble| *nibble < 10).map_or(0, |last| last + 1);
    let digits = all.iter_mut().take(count).enumerate();
    digits.filter(|(at, _)| hidden(*at, count)).for_each(|(_, digit)| *digit = 0);
    packed(&all)
}

fn mask_track_2(value: &[u8]) -> Vec<u8> {
    let all = nibbles(value);
    let Some(separator) = all.iter().position(|nibble| *nibble == SEPARATOR) else {
        return mask_digits(value, is_hidden);
    };
    let (number, rest) = all.split_at(separator);
    let kept = 1 + EXPIRY_AND_SERVICE_CODE;
    let rest = rest.iter().enumerate();
    let rest = rest.map(|(at, &nibble)| if at >= kept && nibble < 10 { 0 } else { nibble });
    packed(&masked(number).into_iter().chain(rest).collect::<Vec<_>>())
}

/// `B`, account number, `^`, name, `^`, expiry, service code, discretionary data (ISO/IEC 7813).
fn mask_track_1(value: &[u8]) -> Vec<u8> {
    let mut fields = value.splitn(3, |byte| *byte == b'^');
    let (Some([b'B', number @ ..]), Some(name), Some(rest)) = (fields.next(), fields.next(), fields.next())
    else {
        return vec![b'0'; value.len()];
    };
    let hide = |(at, byte): (usize, &u8)| if is_hidden(at, number.len()) { b'0' } else { *byte };
    let number = number.iter().enumerate().map(hide);
    let kept = rest.iter().copied().take(EXPIRY_AND_SERVICE_CODE);
    let hidden = rest.iter().skip(EXPIRY_AND_SERVICE_CODE).map(|_| b'0');
    let name = name.iter().map(|_| b' ');
    let parts = [b'B'].into_iter().chain(number).chain([b'^']).chain(name).chain([b'^']);
    parts.chain(kept).chain(hidden).collect()
}
