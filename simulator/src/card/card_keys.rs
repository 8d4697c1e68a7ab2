//! The secrets of one application.

use super::{Application, PersonalisationError};
use crate::crypto::{TdesKey, card_key};
use crate::pki::{PrivateKey, issuer_master_key, private_key};

/// What an application signs and computes its cryptograms with.
#[derive(Clone, Debug)]
pub(super) struct CardKeys {
    pub(super) cryptogram: TdesKey,
    pub(super) signature: Option<PrivateKey>,
}

impl CardKeys {
    /// The keys that the application names; the cryptogram key is derived from the issuer's.
    pub(super) fn of(application: &Application) -> Result<Self, PersonalisationError> {
        let unknown = |name: &str| PersonalisationError::UnknownKey(name.to_owned());
        let master = issuer_master_key(&application.issuer).ok_or_else(|| unknown(&application.issuer))?;
        let signature = match &application.icc_key {
            Some(name) => Some(private_key(name).ok_or_else(|| unknown(name))?),
            None => None,
        };
        let cryptogram = card_key(&master, &application.pan()?, application.pan_sequence_number());
        Ok(Self { cryptogram, signature })
    }
}
