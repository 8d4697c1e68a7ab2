//! How the journal's entries spell the field's types. For `#[serde(with = ...)]`.

/// A module with `serialize` and `deserialize` for a type that is written as a string.
macro_rules! as_text {
    ($module:ident, $type:ty, $write:expr, $read:expr) => {
        pub(super) mod $module {
            #[allow(unused_imports)]
            use super::*;
            use serde::de::Error;
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            pub(in crate::journal) fn serialize<S: Serializer>(
                value: &$type,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                let write: fn(&$type) -> String = $write;
                write(value).serialize(to)
            }

            pub(in crate::journal) fn deserialize<'de, D: Deserializer<'de>>(
                from: D,
            ) -> Result<$type, D::Error> {
                let text = String::deserialize(from)?;
                let read: fn(&str) -> Option<$type> = $read;
                read(&text).ok_or_else(|| D::Error::custom(concat!("no ", stringify!($module))))
            }
        }
    };
}

use tapkernel::core::data::{Aid, Amount, Currency, KernelId, MaskedPan, Money};
use tapkernel::core::outcome::Cvm;

use crate::acquirer::iso8583::MessageType;
use crate::acquirer::{EntryMode, ResponseCode, ReversalReason, Stan};
use crate::moment::Moment;
use crate::receipt::Reason;
use crate::transaction_kind::TransactionKind;
use crate::vault::CardToken;

as_text!(moment, Moment, |moment| moment.to_string(), Moment::parse);
as_text!(kind, TransactionKind, |kind| kind.word().to_owned(), TransactionKind::of_word);
as_text!(stan, Stan, |stan| format!("{:06}", stan.number()), |text| Stan::new(text.parse().ok()?));
as_text!(amount, Amount, |amount| amount.minor_units().to_string(), |text| Amount::new(text.parse().ok()?));
as_text!(money, Money, |money| written(*money), read_money);
as_text!(token, CardToken, |token| token.to_string(), CardToken::from_hex);
as_text!(last_four, MaskedPan, |pan| digits(pan.last_four()), |text| {
    let digits: [u8; 4] = text.as_bytes().try_into().ok()?;
    MaskedPan::of_last_four(digits.map(|digit| digit.wrapping_sub(b'0')))
});
as_text!(
    kernel,
    Option<KernelId>,
    |kernel| kernel.map(|kernel| kernel.to_string()).unwrap_or_default(),
    |text| match text {
        "" => Some(None),
        text => u32::from_str_radix(text, 16).ok().map(|id| Some(KernelId(id))),
    }
);
as_text!(aid, Option<Aid>, |aid| aid.as_ref().map(|aid| hex(aid.as_bytes())).unwrap_or_default(), |text| {
    match text {
        "" => Some(None),
        text => Aid::new(&unhex(text)?).ok().map(Some),
    }
});
as_text!(entry_mode, EntryMode, |mode| word(ENTRY_MODES, mode), |text| named(ENTRY_MODES, text));
as_text!(cvm, Cvm, |cvm| cvm.to_string(), |text| CVMS.into_iter().find(|cvm| cvm.to_string() == text));
as_text!(
    message_type,
    MessageType,
    |message_type| message_type.digits().iter().copied().map(char::from).collect(),
    |text| MessageType::new(text.as_bytes().try_into().ok()?)
);
as_text!(response_code, ResponseCode, |code| code.to_string(), response_code_of);
as_text!(reversal_reason, ReversalReason, |reason| word(REVERSAL_REASONS, reason), |text| named(
    REVERSAL_REASONS,
    text
));
as_text!(reason, Reason, |reason| reason_word(*reason), reason_of);

const ENTRY_MODES: &[(&str, EntryMode)] = &[
    ("contactless-chip", EntryMode::ContactlessChip),
    ("contactless-mag-stripe", EntryMode::ContactlessMagStripe),
];

const CVMS: [Cvm; 5] =
    [Cvm::NotApplicable, Cvm::NoCvm, Cvm::ObtainSignature, Cvm::OnlinePin, Cvm::ConfirmationCodeVerified];

const REVERSAL_REASONS: &[(&str, ReversalReason)] = &[
    ("timed-out", ReversalReason::TimedOut),
    ("malfunction", ReversalReason::Malfunction),
    ("cancelled", ReversalReason::Cancelled),
    ("void", ReversalReason::Void),
];

/// Reasons without a response code.
const REASONS: &[(&str, Reason)] = &[
    ("card-or-terminal", Reason::CardOrTerminal),
    ("not-authentic", Reason::NotAuthentic),
    ("another-interface", Reason::AnotherInterface),
    ("not-processed", Reason::NotProcessed),
    ("pin-cancelled", Reason::PinCancelled),
    ("cancelled", Reason::Cancelled),
    ("no-card", Reason::NoCard),
    ("other-card", Reason::OtherCard),
    ("acquirer-not-reached", Reason::AcquirerNotReached),
    ("reversed", Reason::Reversed),
    ("interrupted", Reason::Interrupted),
    ("partial-approval", Reason::PartialApproval),
];

/// What stands before the response code of the issuer's reason.
const ISSUER: &str = "issuer-";

/// Two characters, one for each byte that the host sent, whichever that were.
fn response_code_of(text: &str) -> Option<ResponseCode> {
    let bytes: Option<Vec<u8>> =
        text.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect();
    bytes?.try_into().ok().map(ResponseCode)
}

fn reason_word(reason: Reason) -> String {
    match reason {
        Reason::Issuer(code) => format!("{ISSUER}{code}"),
        other => word(REASONS, &other),
    }
}

fn reason_of(text: &str) -> Option<Reason> {
    match text.strip_prefix(ISSUER) {
        Some(code) => response_code_of(code).map(Reason::Issuer),
        None => named(REASONS, text),
    }
}

fn word<T: PartialEq>(words: &[(&str, T)], value: &T) -> String {
    words.iter().find(|(_, known)| known == value).map_or_else(String::new, |(word, _)| (*word).to_owned())
}

fn named<T: Copy>(words: &[(&str, T)], text: &str) -> Option<T> {
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
}

/// `978.2:4100`: currency, exponent, minor units.
fn written(money: Money) -> String {
    let (currency, amount) = (money.currency, money.amount);
    format!("{:03}.{}:{}", currency.code(), currency.exponent(), amount.minor_units())
}

fn read_money(text: &str) -> Option<Money> {
    let (currency, amount) = text.split_once(':')?;
    let (code, exponent) = currency.split_once('.')?;
    let currency = Currency::new(code.parse().ok()?, exponent.parse().ok()?)?;
    Some(Money { amount: Amount::new(amount.parse().ok()?)?, currency })
}

fn digits(digits: [u8; 4]) -> String {
    digits.iter().map(|digit| char::from(b'0' + digit)).collect()
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Hexadecimal digits as bytes.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() % 2 != 0 {
        return None;
    }
    let pairs = text.as_bytes().chunks_exact(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
