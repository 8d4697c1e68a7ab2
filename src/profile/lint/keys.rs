//! CA public keys.

use tapkernel_core::data::Date;
use tapkernel_core::kernel::OdaUnknownKey;

use crate::profile::document::Document;
use crate::profile::known_test_keys::is_known_test_key;
use crate::profile::schemes::Scheme;
use crate::profile::{Problem, Stage};

pub(super) fn lint(document: &Document, today: Date) -> Vec<Problem> {
    let mut problems = Vec::new();
    for scheme in &document.schemes {
        problems.extend(expired(scheme, today));
        problems.extend(foreign(scheme));
        problems.extend(unmarked(document, scheme));
        problems.extend(without_keys(document, scheme));
    }
    problems
}

fn expired(scheme: &Scheme, today: Date) -> impl Iterator<Item = Problem> {
    scheme.ca_keys.iter().filter_map(move |known| {
        let day = known.key.expiry().filter(|_| known.key.is_expired(today))?;
        let day = format!("{}-{:02}-{:02}", day.year(), day.month(), day.day());
        let text = format!("expired on {day}: remove it or take the scheme's newest list");
        Some(Problem::warning(&known.path, text))
    })
}

/// Keys under a RID that no application of the scheme has.
fn foreign(scheme: &Scheme) -> impl Iterator<Item = Problem> {
    scheme.ca_keys.iter().filter_map(|known| {
        let rid = known.key.rid();
        let text = format!("has RID {rid}, and no AID of the scheme has: correct `rid` or move the key");
        scheme.aids.iter().all(|aid| aid.rid() != rid).then(|| Problem::warning(&known.path, text))
    })
}

/// Known test keys that do not say so: on the way into production they would be found late.
fn unmarked(document: &Document, scheme: &Scheme) -> Vec<Problem> {
    let is_test = document.stage == Stage::Test;
    let keys = scheme.ca_keys.iter().filter(|known| is_test && !known.test);
    let known = keys.filter(|known| is_known_test_key(&known.checksum));
    let text = "is a published test key: say `\"test\": true`, or remove it";
    known.map(|known| Problem::warning(&known.path, text)).collect()
}

fn without_keys(document: &Document, scheme: &Scheme) -> Option<Problem> {
    if !scheme.ca_keys.is_empty() {
        return None;
    }
    let text = if document.policies.oda_unknown_key == OdaUnknownKey::AsBook {
        "has no CA key: no signature of a card can be verified; add the scheme's keys under `ca_keys`"
    } else {
        "has no CA key: policy `oda_unknown_key` declines every card that is signed; add them under `ca_keys`"
    };
    Some(Problem::warning(&scheme.path, text))
}
