//! Processing restrictions (Book C-3, 5.5).

use tapkernel_core::data::{
    AcType, ApplicationUsageControl as Auc, Bit, Date, Operator, TerminalType, TransactionType, tags,
};
use tapkernel_core::outcome::ErrorIndication;

use super::card_read_complete::CardAnswer;
use super::decision::Decision;
use crate::config::Kernel3Options;
use crate::context::Context;
use crate::exit::Exit;
use crate::qualifiers::CardTransactionQualifiers as Ctq;

/// Applies the requirements in their order.
pub(crate) fn perform(cx: &mut Context, card: &CardAnswer) -> Result<(), Exit> {
    let input = input(cx, card);
    for (symbol, requirement) in RESTRICTIONS {
        match requirement(&input) {
            Restriction::Pass => continue,
            Restriction::GoOnline => {
                cx.at(symbol);
                cx.require(Decision::Online);
            }
            Restriction::Decline => {
                cx.at(symbol);
                cx.require(Decision::Decline);
                return Err(Exit::Declined(ErrorIndication::default()));
            }
            Restriction::SwitchInterface => {
                cx.at(symbol);
                return Err(Exit::AnotherInterface);
            }
        }
    }
    Ok(())
}

fn input(cx: &Context, card: &CardAnswer) -> RestrictionsInput {
    let options = cx.configuration.options;
    RestrictionsInput {
        cryptogram: card.cryptogram,
        transaction_type: cx.transaction.transaction_type,
        ctq: cx.ctq().unwrap_or_default(),
        expired: expired(cx),
        listed: cx.configuration.is_listed(&card.pan),
        checks_manual_cash: options.has(Kernel3Options::MANUAL_CASH_CHECK),
        checks_cashback: options.has(Kernel3Options::CASHBACK_CHECK),
        checks_atm: options.has(Kernel3Options::ATM_CHECK) && is_atm(cx),
        usage: usage(cx),
    }
}

/// The last day is still good. An expiration date that is no date is none.
fn expired(cx: &Context) -> bool {
    let tag = tags::APPLICATION_EXPIRATION_DATE;
    let last_day = cx.db.get(tag).and_then(|value| Date::decode(tag, value).ok());
    last_day.is_none_or(|last_day| cx.transaction.date > last_day)
}

/// An unattended terminal under the control of a financial institution (EMV 4.4 Book 4, A1).
fn is_atm(cx: &Context) -> bool {
    let terminal_type = cx.db.get(tags::TERMINAL_TYPE).and_then(|value| TerminalType::decode(value).ok());
    terminal_type.is_some_and(|kind| kind.operator == Operator::FinancialInstitution && !kind.attended)
}

fn usage(cx: &Context) -> Option<(Auc, Place)> {
    let auc = Auc::decode(cx.db.get(tags::APPLICATION_USAGE_CONTROL)?).ok()?;
    let domestic = cx.db.get(tags::ISSUER_COUNTRY_CODE)? == cx.db.get(tags::TERMINAL_COUNTRY_CODE)?;
    Some((auc, if domestic { Place::Domestic } else { Place::International }))
}

/// All that the processing restrictions depend on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RestrictionsInput {
    /// The type of the cryptogram.
    pub(crate) cryptogram: AcType,
    /// `9C`.
    pub(crate) transaction_type: TransactionType,
    /// `9F6C`; no bit is set if the card did not send it.
    pub(crate) ctq: Ctq,
    /// Whether the application is expired at the transaction's date, or its expiration date is not known.
    pub(crate) expired: bool,
    /// Whether the PAN is in the Exception File, and the reader looks.
    pub(crate) listed: bool,
    /// Whether the reader checks the Application Usage Control for manual cash.
    pub(crate) checks_manual_cash: bool,
    /// Whether it does so for cashback.
    pub(crate) checks_cashback: bool,
    /// Whether the reader is an ATM and checks that the card is valid there.
    pub(crate) checks_atm: bool,
    /// `9F07`, and whether `5F28` is the terminal's country; `None` if either is missing.
    pub(crate) usage: Option<(Auc, Place)>,
}

/// Where the card is used, seen from its issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    Domestic,
    International,
}

/// What a restriction comes to; the first that is not `Pass` or `GoOnline` ends the phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Restriction {
    /// Nothing.
    Pass,
    /// Online Required by Reader.
    GoOnline,
    /// Decline Required by Reader.
    Decline,
    /// Try Another Interface.
    SwitchInterface,
}

/// A requirement, with the symbol that the path shows when it bites.
type Requirement = (&'static str, fn(&RestrictionsInput) -> Restriction);

/// The requirements in their order.
pub(super) const RESTRICTIONS: [Requirement; 5] = [
    ("5.5.1.1", application_expired),
    ("5.5.1.2", exception_file),
    ("5.5.1.3", manual_cash),
    ("5.5.1.4", cashback),
    ("5.5.1.5", atm),
];

/// 5.5.1.1. An ARQC of an expired card is the issuer's to judge.
fn application_expired(input: &RestrictionsInput) -> Restriction {
    match input.cryptogram {
        AcType::Tc if input.expired && input.ctq.has(Ctq::GO_ONLINE_IF_EXPIRED) => Restriction::GoOnline,
        AcType::Tc if input.expired => Restriction::Decline,
        _ => Restriction::Pass,
    }
}

/// 5.5.1.2.
fn exception_file(input: &RestrictionsInput) -> Restriction {
    match input.cryptogram {
        AcType::Tc if input.listed => Restriction::Decline,
        _ => Restriction::Pass,
    }
}

/// 5.5.1.3.
fn manual_cash(input: &RestrictionsInput) -> Restriction {
    let allowed = usage_allows(input, Auc::DOMESTIC_CASH, Auc::INTERNATIONAL_CASH);
    if !input.checks_manual_cash || !input.transaction_type.is_cash() || allowed {
        return Restriction::Pass;
    }
    switch_or_decline(input.ctq, Ctq::SWITCH_INTERFACE_FOR_CASH)
}

/// 5.5.1.4.
fn cashback(input: &RestrictionsInput) -> Restriction {
    let allowed = usage_allows(input, Auc::DOMESTIC_CASHBACK, Auc::INTERNATIONAL_CASHBACK);
    if !input.checks_cashback || input.transaction_type != TransactionType::Cashback || allowed {
        return Restriction::Pass;
    }
    switch_or_decline(input.ctq, Ctq::SWITCH_INTERFACE_FOR_CASHBACK)
}

/// 5.5.1.5. At an ATM only a card that says so is valid; one that is not follows its wish for cash.
fn atm(input: &RestrictionsInput) -> Restriction {
    if !input.checks_atm || !input.transaction_type.is_cash() || input.ctq.has(Ctq::VALID_FOR_ATM) {
        return Restriction::Pass;
    }
    switch_or_decline(input.ctq, Ctq::SWITCH_INTERFACE_FOR_CASH)
}

fn usage_allows(input: &RestrictionsInput, domestic: Bit, international: Bit) -> bool {
    match input.usage {
        Some((auc, Place::Domestic)) => auc.has(domestic),
        Some((auc, Place::International)) => auc.has(international),
        None => false,
    }
}

fn switch_or_decline(ctq: Ctq, wish: Bit) -> Restriction {
    if ctq.has(wish) { Restriction::SwitchInterface } else { Restriction::Decline }
}

#[cfg(test)]
mod tests;
