//! What a compiled profile does at which amount, found out by asking it.

use serde::Serialize;
use tapkernel::core::data::{Amount, KernelId, TransactionType};
use tapkernel::core::kernel::{PreProcessing, ReaderLimits};
use tapkernel::entry_point::Combination;
use tapkernel::profile::{Profile, ProfileCurrency};

/// What happens at which amount, for applications that are treated alike. Amounts have the currency's decimals.
#[derive(Debug, Serialize)]
pub(crate) struct Limits {
    currency: String,
    #[serde(rename = "type")]
    transaction_type: &'static str,
    /// The kernel, in hexadecimal.
    kernel: String,
    aids: Vec<String>,
    /// The least amount that is accepted; `null` if none is.
    accepted_from: Option<String>,
    /// The greatest amount that is accepted; `null` for no limit.
    accepted_to: Option<String>,
    /// From which amount on a PIN, or verification on the cardholder's device, is asked for; `null` for never.
    pin_from: Option<String>,
    /// From which amount on the card must ask for online authorisation; `null` for never.
    online_from: Option<String>,
}

const TYPES: &[(&str, TransactionType)] = &[
    ("purchase", TransactionType::Purchase),
    ("cashback", TransactionType::Cashback),
    ("cash", TransactionType::Cash),
    ("cash_disbursement", TransactionType::CashDisbursement),
    ("refund", TransactionType::Refund),
];

impl Limits {
    /// All of a profile, by currency and transaction type.
    pub(crate) fn of(profile: &Profile) -> Vec<Self> {
        let mut all = Vec::new();
        for currency in profile.currencies() {
            for &(word, transaction_type) in TYPES {
                let combinations = profile.combinations(transaction_type, currency.currency());
                let combinations = combinations.iter().flat_map(|combinations| combinations.iter());
                all.extend(alike(combinations).into_iter().map(|group| Self::new(currency, word, &group)));
            }
        }
        all
    }

    fn new(currency: &ProfileCurrency, transaction_type: &'static str, group: &Group<'_>) -> Self {
        let asked = Asked { limits: group.limits, currency };
        let written = |amount: Option<Amount>| amount.map(|amount| currency.write_amount(amount));
        let within = |amount: Option<Amount>| amount.filter(|amount| asked.pre_process(*amount).is_some());
        let beyond = asked.first(|done| done.is_none());
        let least = [Some(Amount::ZERO), Amount::new(1)].into_iter().find_map(within);
        Self {
            currency: currency.letters().to_owned(),
            transaction_type,
            kernel: group.kernel.to_string(),
            aids: group.aids.clone(),
            accepted_from: written(least),
            accepted_to: written(beyond.and_then(|beyond| Amount::new(beyond.minor_units().checked_sub(1)?))),
            pin_from: written(within(
                asked.first(|done| done.is_none_or(|done| done.indicators.cvm_required_limit_exceeded)),
            )),
            online_from: written(within(
                asked.first(|done| done.is_none_or(|done| done.indicators.floor_limit_exceeded)),
            )),
        }
    }

    /// For people.
    pub(crate) fn lines(&self) -> Vec<String> {
        let Self { currency, transaction_type, kernel, .. } = self;
        let accepted = match (&self.accepted_from, &self.accepted_to) {
            (None, _) => "no amount is accepted".to_owned(),
            (Some(from), Some(to)) => format!("accepted from {from} to {to}"),
            (Some(from), None) => format!("accepted from {from}"),
        };
        let from = |amount: &Option<String>| match amount {
            Some(amount) => format!("from {amount}"),
            None => "never".to_owned(),
        };
        vec![
            format!("{transaction_type} in {currency}, kernel {kernel}, AIDs {}", self.aids.join(" ")),
            format!("  {accepted}"),
            format!("  PIN or verification on the device: {}", from(&self.pin_from)),
            format!("  online for the amount: {}", from(&self.online_from)),
        ]
    }
}

/// Limits that can be asked.
struct Asked<'a> {
    limits: &'a ReaderLimits,
    currency: &'a ProfileCurrency,
}

impl Asked<'_> {
    fn pre_process(&self, amount: Amount) -> Option<PreProcessing> {
        self.limits.pre_process(amount, self.currency.currency())
    }

    /// The least amount above zero for which `holds`, if it holds for all greater ones too.
    fn first(&self, holds: impl Fn(Option<PreProcessing>) -> bool) -> Option<Amount> {
        let at = |minor_units| Amount::new(minor_units).is_some_and(|amount| holds(self.pre_process(amount)));
        let (mut below, mut from) = (0, Amount::MAX.minor_units());
        if !at(from) {
            return None;
        }
        while from - below > 1 {
            let middle = below + (from - below) / 2;
            *(if at(middle) { &mut from } else { &mut below }) = middle;
        }
        Amount::new(from)
    }
}

/// Applications of one kernel with the same limits.
struct Group<'a> {
    kernel: KernelId,
    limits: &'a ReaderLimits,
    aids: Vec<String>,
}

fn alike<'a>(combinations: impl Iterator<Item = &'a Combination>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for combination in combinations {
        let aid = combination.aid.to_string();
        let same = |group: &&mut Group<'a>| {
            (group.kernel, group.limits) == (combination.kernel, &combination.limits)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.aids.push(aid),
            None => groups.push(Group {
                kernel: combination.kernel,
                limits: &combination.limits,
                aids: vec![aid],
            }),
        }
    }
    groups
}
