//! What happens at which amount, found out by pre-processing, not by reading the rules again.

use serde::Serialize;
use tapkernel_core::data::{Amount, Hex, KernelId, TransactionType};
use tapkernel_core::kernel::OfflineApproval;

use super::fate::{Fate, Limits, limits_of};
use super::rules::TRANSACTION_TYPES;
use super::{Profile, ProfileCurrency, Stage};
use crate::entry_point::Combination;

/// What a profile does at which amount. Serialisable; amounts are text with the currency's decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The profile's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its checksum ([`Profile::checksum`]) in hexadecimal.
    pub checksum: String,
    /// Its stage.
    pub stage: Stage,
    /// Whether an approval by the card alone is let through: policy `offline_approval` is `as_book`.
    pub offline_approval: bool,
    /// Applications that are treated alike, by currency and transaction type.
    pub transactions: Vec<Treatment>,
}

/// How applications of one scheme are treated for one transaction type and currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Treatment {
    /// The scheme, as the profile calls it.
    pub scheme: String,
    /// Kernel Identifier in hexadecimal.
    pub kernel: String,
    /// The AIDs in hexadecimal.
    pub aids: Vec<String>,
    /// Letters of the currency.
    pub currency: String,
    /// `purchase`, `cashback`, `cash`, `cash_disbursement` or `refund`.
    #[serde(rename = "type")]
    pub transaction_type: String,
    /// Only for cards whose Program ID `9F5A` begins like this (hexadecimal); `None`: for all others.
    pub program_id: Option<String>,
    /// Only for cards that verify, or do not verify, the cardholder on the device; `None`: it makes no difference.
    pub on_device_cvm: Option<bool>,
    /// The least amount that is accepted; `None` if none is.
    pub accepted_from: Option<String>,
    /// The greatest amount that is accepted; `None` if any is, or none.
    pub accepted_to: Option<String>,
    /// From which amount on a CVM is required: the PIN, or verification on the cardholder's device; `None`: never.
    pub pin_from: Option<String>,
    /// From which amount on, zero aside, the card must ask for an online authorisation; `None`: never.
    pub online_from: Option<String>,
    /// All amounts from zero on, without gap or overlap; neighbours differ.
    pub intervals: Vec<Interval>,
}

/// Amounts that are treated alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Interval {
    /// The least amount.
    pub from: String,
    /// The greatest amount; `None`: there is no greater one.
    pub to: Option<String>,
    /// Whether it is accepted (Contactless Application Not Allowed is 0); if not, nothing below is true.
    pub accepted: bool,
    /// A CVM is required: Reader CVM Required Limit Exceeded.
    pub pin: bool,
    /// An online authorisation is required: TTQ byte 2, bit 8; without TTQ, Reader Contactless Floor Limit Exceeded. In
    /// Kernel 2 also by the type of the terminal, and not for the floor limit if TAC-Online does not name it.
    pub online: bool,
    /// Status Check Requested.
    pub status_check: bool,
    /// Zero Amount.
    pub zero_amount: bool,
}

impl Profile {
    /// What happens at which amount, per scheme, currency and transaction type, and per Program ID where there are
    /// Dynamic Reader Limits; from the compiled limits, so that it also holds after [`Profile::with_terminal_data`].
    pub fn explain(&self) -> Explanation {
        let mut transactions = Vec::new();
        for currency in self.currencies() {
            for &(word, kind) in TRANSACTION_TYPES {
                transactions.extend(self.treatments(currency, word, kind));
            }
        }
        Explanation {
            name: self.name().to_owned(),
            version: self.version().to_owned(),
            checksum: Hex(&self.checksum()).to_string(),
            stage: self.stage(),
            offline_approval: self.policies().offline_approval == OfflineApproval::AsBook,
            transactions,
        }
    }

    fn treatments(&self, currency: &ProfileCurrency, word: &str, kind: TransactionType) -> Vec<Treatment> {
        let mut groups: Vec<(Alike, Vec<String>)> = Vec::new();
        let combinations = self.combinations(kind, currency.currency());
        for combination in combinations.iter().flat_map(|combinations| combinations.iter()) {
            for of in limits_of(combination) {
                let (scheme, kernel) = (self.scheme_of(combination), combination.kernel);
                let alike = Alike { scheme, kernel, of };
                let aid = combination.aid.to_string();
                match groups.iter_mut().find(|(known, _)| *known == alike) {
                    Some((_, aids)) => aids.push(aid),
                    None => groups.push((alike, vec![aid])),
                }
            }
        }
        groups.into_iter().map(|(alike, aids)| alike.treatment(aids, currency, word)).collect()
    }

    fn scheme_of(&self, combination: &Combination) -> String {
        let mut schemes = self.0.document.schemes.iter();
        let found = schemes
            .find(|scheme| scheme.kernel == combination.kernel && scheme.aids.contains(&combination.aid));
        found.map(|scheme| scheme.name.clone()).unwrap_or_default()
    }
}

/// What applications have in common that are treated alike.
#[derive(PartialEq)]
struct Alike {
    scheme: String,
    kernel: KernelId,
    of: Limits,
}

impl Alike {
    fn treatment(self, aids: Vec<String>, currency: &ProfileCurrency, word: &str) -> Treatment {
        let intervals = intervals(&self.of, currency);
        let accepted = || intervals.iter().filter(|interval| interval.accepted);
        Treatment {
            scheme: self.scheme,
            kernel: self.kernel.to_string(),
            aids,
            currency: currency.letters().to_owned(),
            transaction_type: word.to_owned(),
            program_id: self.of.program_id,
            on_device_cvm: self.of.on_device_cvm,
            accepted_from: accepted().next().map(|interval| interval.from.clone()),
            accepted_to: accepted().next_back().and_then(|interval| interval.to.clone()),
            pin_from: last_run(&intervals, |interval| interval.pin),
            online_from: last_run(&intervals, |interval| interval.online && !interval.zero_amount),
            intervals,
        }
    }
}

/// The least amount from which on `holds` for all amounts that are accepted.
fn last_run(intervals: &[Interval], holds: impl Fn(&Interval) -> bool) -> Option<String> {
    let accepted = intervals.iter().rev().filter(|interval| interval.accepted);
    accepted.take_while(|interval| holds(interval)).last().map(|interval| interval.from.clone())
}

/// All amounts, cut where something may change, and put together where it did not.
fn intervals(of: &Limits, currency: &ProfileCurrency) -> Vec<Interval> {
    let unit = Amount::new(currency.currency().minor_units_per_unit());
    let named = of.amounts().chain(unit).chain([Amount::ZERO]);
    let near = named.flat_map(|amount| [Some(amount), next(amount)]);
    let mut cuts: Vec<Amount> = near.flatten().collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut found: Vec<(Amount, Fate)> = Vec::new();
    for cut in cuts {
        let fate = of.fate(cut, currency.currency());
        if found.last().is_none_or(|(_, before)| *before != fate) {
            found.push((cut, fate));
        }
    }
    let ends = found.iter().skip(1).map(|(from, _)| previous(*from)).chain([None]);
    found.iter().zip(ends).map(|((from, fate), to)| interval(*from, to, *fate, currency)).collect()
}

fn interval(from: Amount, to: Option<Amount>, fate: Fate, currency: &ProfileCurrency) -> Interval {
    let Fate { accepted, pin, online, status_check, zero_amount } = fate;
    Interval {
        from: currency.write_amount(from),
        to: to.map(|to| currency.write_amount(to)),
        accepted,
        pin,
        online,
        status_check,
        zero_amount,
    }
}

fn next(amount: Amount) -> Option<Amount> {
    Amount::new(amount.minor_units() + 1)
}

fn previous(amount: Amount) -> Option<Amount> {
    Amount::new(amount.minor_units().checked_sub(1)?)
}
