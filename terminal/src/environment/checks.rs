//! The checks behind the table.

use std::time::Duration;

use tapkernel::core::data::Date;
use tapkernel::core::oda::CaPublicKey;

use super::{EnvironmentFacts, JournalCondition, Nfc, Requirements};
use crate::activation::{ProfileInUse, ProfileState};

/// What a check looks at.
pub(super) struct Subject<'a> {
    pub(super) facts: &'a EnvironmentFacts,
    pub(super) wanted: &'a Requirements,
    pub(super) profile: &'a ProfileInUse,
}

/// What a check finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is so.
    Met,
    /// It is not so; with the numbers, where there are any.
    Broken(Option<String>),
    /// The facts do not say.
    Unknown,
}

use Verdict::{Broken, Met, Unknown};

/// The longest command without extended length: header, Lc, 255 bytes, Le.
const SHORT_COMMAND: u32 = 261;

fn is(fact: Option<bool>) -> Verdict {
    match fact {
        None => Unknown,
        Some(true) => Met,
        Some(false) => Broken(None),
    }
}

fn is_not(fact: Option<bool>) -> Verdict {
    is(fact.map(|fact| !fact))
}

fn at_least(fact: Option<u64>, wanted: u64, unit: &str) -> Verdict {
    match fact {
        None => Unknown,
        Some(fact) if fact >= wanted => Met,
        Some(fact) => Broken(Some(format!("{fact} {unit}, wanted {wanted}"))),
    }
}

pub(super) fn nfc_present(at: &Subject<'_>) -> Verdict {
    is(at.facts.nfc.map(|nfc| nfc != Nfc::Missing))
}

pub(super) fn nfc_on(at: &Subject<'_>) -> Verdict {
    let there = at.facts.nfc.filter(|nfc| *nfc != Nfc::Missing);
    is(there.map(|nfc| nfc == Nfc::On))
}

pub(super) fn command_length(at: &Subject<'_>) -> Verdict {
    at_least(at.facts.longest_command.map(u64::from), SHORT_COMMAND.into(), "bytes")
}

pub(super) fn extended_length(at: &Subject<'_>) -> Verdict {
    if at.wanted.extended_length { is(at.facts.extended_length) } else { Met }
}

pub(super) fn operating_system(at: &Subject<'_>) -> Verdict {
    let Some(fact) = at.facts.operating_system else { return Unknown };
    let lowest = at.wanted.lowest_versions.iter().find(|lowest| lowest.system == fact.system);
    match lowest {
        Some(lowest) if fact.version < lowest.version => {
            Broken(Some(format!("{fact}, wanted {}", lowest.version)))
        }
        _ => Met,
    }
}

pub(super) fn security_patch(at: &Subject<'_>) -> Verdict {
    let Some(most) = at.wanted.security_patch_months else { return Met };
    let (Some(patch), Some(today)) = (at.facts.security_patch, at.facts.today) else { return Unknown };
    let age = months(today).saturating_sub(months(patch));
    if age <= most { Met } else { Broken(Some(format!("of {}", day(patch)))) }
}

pub(super) fn not_rooted(at: &Subject<'_>) -> Verdict {
    is_not(at.facts.rooted)
}

pub(super) fn no_emulator(at: &Subject<'_>) -> Verdict {
    is_not(at.facts.emulator)
}

pub(super) fn no_debugger(at: &Subject<'_>) -> Verdict {
    is_not(at.facts.debugger)
}

pub(super) fn release_build(at: &Subject<'_>) -> Verdict {
    is_not(at.facts.debuggable)
}

/// A clock that is before the app was built is wrong, whoever says that it is right.
pub(super) fn clock(at: &Subject<'_>) -> Verdict {
    match (at.facts.today, at.wanted.built, at.facts.clock_error) {
        (Some(today), Some(built), _) if today < built => {
            Broken(Some(format!("{} is in the past", day(today))))
        }
        (.., Some(error)) if error > at.wanted.clock_tolerance => Broken(Some(wrong_by(error))),
        (.., Some(_)) => Met,
        (.., None) => Unknown,
    }
}

fn wrong_by(error: Duration) -> String {
    match error.as_secs() {
        seconds @ 0..=86_400 => format!("{seconds} s wrong"),
        _ => "more than a day wrong".to_owned(),
    }
}

pub(super) fn free_disk(at: &Subject<'_>) -> Verdict {
    const MIB: u64 = 1 << 20;
    at_least(at.facts.free_disk.map(|free| free / MIB), at.wanted.free_disk.div_ceil(MIB), "MiB")
}

pub(super) fn journal(at: &Subject<'_>) -> Verdict {
    let text = match at.facts.journal {
        None => return Unknown,
        Some(JournalCondition::Writable) => return Met,
        Some(JournalCondition::ReadOnly) => "cannot be written",
        Some(JournalCondition::Full) => "full",
        Some(JournalCondition::Damaged) => "damaged",
    };
    Broken(Some(text.to_owned()))
}

pub(super) fn acquirer(at: &Subject<'_>) -> Verdict {
    is(at.facts.acquirer_answers)
}

pub(super) fn production(at: &Subject<'_>) -> Verdict {
    match at.profile.state() {
        ProfileState::Production => Met,
        state => Broken(Some(format!("{state}"))),
    }
}

pub(super) fn ca_keys_left(at: &Subject<'_>) -> Verdict {
    let keys = at.profile.profile().ca_public_keys();
    with_today(at, |today| {
        let is_left =
            |ended: &CaPublicKey| keys.iter().any(|key| key.rid() == ended.rid() && !key.is_expired(today));
        let without: Vec<_> = keys.iter().filter(|key| !is_left(key)).collect();
        named(&without)
    })
}

pub(super) fn ca_keys_valid(at: &Subject<'_>) -> Verdict {
    let keys = at.profile.profile().ca_public_keys();
    with_today(at, |today| named(&keys.iter().filter(|key| key.is_expired(today)).collect::<Vec<_>>()))
}

pub(super) fn ca_keys_soon(at: &Subject<'_>) -> Verdict {
    let keys = at.profile.profile().ca_public_keys();
    let last = |today| months(today).saturating_add(at.wanted.ca_key_months);
    let soon = |key: &&CaPublicKey, today| {
        !key.is_expired(today) && key.expiry().is_some_and(|expiry| months(expiry) <= last(today))
    };
    with_today(at, |today| named(&keys.iter().filter(|key| soon(key, today)).collect::<Vec<_>>()))
}

fn with_today(at: &Subject<'_>, check: impl Fn(Date) -> Verdict) -> Verdict {
    at.facts.today.map_or(Unknown, check)
}

/// Broken by these keys, if there are any: RID, index, last day.
fn named(keys: &[&CaPublicKey]) -> Verdict {
    let name = |key: &&CaPublicKey| {
        let until = key.expiry().map_or_else(String::new, |expiry| format!(" until {}", day(expiry)));
        format!("{} {:02X}{until}", key.rid(), key.index())
    };
    let names: Vec<_> = keys.iter().map(name).collect();
    if names.is_empty() { Met } else { Broken(Some(names.join(", "))) }
}

/// Months since the year 0.
fn months(date: Date) -> u16 {
    date.year().saturating_mul(12).saturating_add(date.month().into())
}

fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}
