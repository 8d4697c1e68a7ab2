//! What the issuers know of their cards.

use std::sync::{Arc, OnceLock};

use tapkernel_core::Secret;
use tapkernel_core::data::{Database, Date, tags};

use super::version::Scheme;
use crate::card::personalisations;
use crate::crypto::TdesKey;
use crate::pki::{issuer_integrity_key, issuer_master_key};

/// One card as its issuer knows it.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) pan: Secret<String>,
    pub(super) pin: Secret<String>,
    pub(super) expires: Date,
    pub(super) scheme: Scheme,
    pub(super) master_key: TdesKey,
    /// For a card that can be updated: the master key of script commands, and what to write after an approval.
    pub(super) update: Option<(TdesKey, Database)>,
}

/// The accounts of all software cards, read once.
pub(super) fn accounts() -> Arc<[Account]> {
    static ACCOUNTS: OnceLock<Arc<[Account]>> = OnceLock::new();
    Arc::clone(ACCOUNTS.get_or_init(|| read().into()))
}

fn read() -> Vec<Account> {
    let cards = personalisations().unwrap_or_default();
    let applications = cards.iter().flat_map(|card| card.applications.iter().map(move |a| (card, a)));
    applications
        .filter_map(|(card, application)| {
            let expires = application.objects.get(tags::APPLICATION_EXPIRATION_DATE)?;
            Some(Account {
                pan: Secret::new(application.pan().ok()?),
                pin: card.pin.clone(),
                expires: Date::decode(tags::APPLICATION_EXPIRATION_DATE, expires).ok()?,
                scheme: Scheme::of(&application.behaviour),
                master_key: issuer_master_key(&application.issuer)?,
                update: application.issuer_update.as_ref().and_then(|update| {
                    Some((issuer_integrity_key(&application.issuer)?, update.put_data.clone()))
                }),
            })
        })
        .collect()
}
