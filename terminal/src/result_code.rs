//! Stable numbers for what a transaction can come to.

use crate::books::Verdict;
use crate::receipt::Reason;

/// A stable number for what a transaction came to, with an English text and what to do. Numbers are never used again for
/// something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResultCode(pub u16);

/// Number, text, what to do.
type Row = (u16, &'static str, &'static str);

const APPROVED: Row = (0, "approved", "hand over goods and receipt");
const UNKNOWN: Row = (
    200,
    "no answer, and it is not known whether money moved",
    "keep the goods; recover when the line is back",
);
const ISSUER: Row = (100, "declined by the issuer", "ask for another card or another way to pay");
const ISSUER_FUNDS: Row = (101, "insufficient funds", "ask for another card");
const ISSUER_LIMIT: Row = (102, "over the card's limit", "ask for another card or a lower amount");
const ISSUER_PIN: Row = (103, "wrong PIN", "ask for another card, or try once more");
const ISSUER_PIN_TRIES: Row = (104, "PIN tries exceeded", "ask for another card");
const ISSUER_EXPIRED: Row = (105, "expired card", "ask for another card");
const ISSUER_NOT_PERMITTED: Row = (106, "not permitted for this card", "ask for another card");
const ISSUER_VERIFY: Row =
    (107, "the issuer wants the cardholder verified", "try again with the PIN, or by chip");
const ISSUER_AWAY: Row = (108, "the issuer cannot be reached", "try again later");
const ISSUER_FAULT: Row = (109, "system fault at the issuer", "try again later");

/// Reasons without a response code.
const ROWS: &[(Reason, Row)] = &[
    (Reason::CardOrTerminal, (120, "declined by card or terminal", "ask for another card")),
    (
        Reason::NotAuthentic,
        (121, "the card is not authentic", "do not try again; ask for another way to pay"),
    ),
    (Reason::AnotherInterface, (122, "not for contactless", "use another terminal, or ask for another card")),
    (Reason::NotProcessed, (123, "the card could not be processed", "try again, hold the card still")),
    (Reason::PinCancelled, (124, "no PIN was given", "try again")),
    (Reason::Cancelled, (125, "cancelled", "nothing was charged")),
    (Reason::NoCard, (126, "no card was presented in time", "try again")),
    (Reason::OtherCard, (127, "not the card of the original", "present the card that was used first")),
    (
        Reason::AcquirerNotReached,
        (140, "the acquirer cannot be reached", "nothing was charged; check the line"),
    ),
    (Reason::Reversed, (141, "no answer; undone", "nothing was charged; try again")),
    (Reason::Interrupted, (142, "the terminal was interrupted", "nothing was charged; try again")),
    (
        Reason::PartialApproval,
        (143, "only a part was approved; undone", "nothing was charged; ask for another card"),
    ),
];

impl ResultCode {
    /// The number of a verdict.
    pub fn of(verdict: Verdict) -> Self {
        Self(row(verdict).0)
    }

    /// All numbers with their texts and what to do.
    pub fn all() -> impl Iterator<Item = (Self, &'static str, &'static str)> {
        let issuer = [
            ISSUER,
            ISSUER_FUNDS,
            ISSUER_LIMIT,
            ISSUER_PIN,
            ISSUER_PIN_TRIES,
            ISSUER_EXPIRED,
            ISSUER_NOT_PERMITTED,
            ISSUER_VERIFY,
            ISSUER_AWAY,
            ISSUER_FAULT,
        ];
        let others = ROWS.iter().map(|(_, row)| *row);
        let all = [APPROVED].into_iter().chain(issuer).chain(others).chain([UNKNOWN]);
        all.map(|(number, text, advice)| (Self(number), text, advice))
    }

    /// In English.
    pub fn text(self) -> &'static str {
        Self::all().find(|(code, ..)| *code == self).map_or("", |(_, text, _)| text)
    }

    /// What to do, in English.
    pub fn what_to_do(self) -> &'static str {
        Self::all().find(|(code, ..)| *code == self).map_or("", |(.., advice)| advice)
    }
}

fn row(verdict: Verdict) -> Row {
    match verdict {
        Verdict::Approved => APPROVED,
        Verdict::Unknown => UNKNOWN,
        Verdict::Declined(Reason::Issuer(code)) => match &code.0 {
            b"51" => ISSUER_FUNDS,
            b"61" => ISSUER_LIMIT,
            b"55" => ISSUER_PIN,
            b"75" => ISSUER_PIN_TRIES,
            b"54" => ISSUER_EXPIRED,
            b"57" | b"58" | b"62" => ISSUER_NOT_PERMITTED,
            b"65" | b"1A" | b"70" => ISSUER_VERIFY,
            b"91" => ISSUER_AWAY,
            b"96" => ISSUER_FAULT,
            _ => ISSUER,
        },
        Verdict::Declined(reason) => {
            ROWS.iter().find(|(known, _)| *known == reason).map_or(ISSUER, |(_, row)| *row)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_are_used_once_and_all_have_texts() {
        let numbers: BTreeSet<_> = ResultCode::all().map(|(code, ..)| code).collect();
        assert_eq!(numbers.len(), ResultCode::all().count());
        assert!(ResultCode::all().all(|(code, text, advice)| code.text() == text && !advice.is_empty()));
    }
}
