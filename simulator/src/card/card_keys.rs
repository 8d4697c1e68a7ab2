//! The secrets of one application.

use super::{Application, PersonalisationError};
use crate::crypto::{TdesKey, card_key};
use crate::pki::{PrivateKey, issuer_cvc3_key, issuer_integrity_key, issuer_master_key, private_key};

/// What an application signs and computes its cryptograms with.
#[derive(Clone, Debug)]
pub(super) struct CardKeys {
    pub(super) cryptogram: TdesKey,
    /// For the MAC of script commands.
    pub(super) integrity: TdesKey,
    pub(super) signature: Option<PrivateKey>,
    /// For CVC3, if the issuer has a key for that.
    pub(super) cvc3: Option<TdesKey>,
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
        let integrity = issuer_integrity_key(&application.issuer);
        let integrity = integrity.ok_or_else(|| unknown(&application.issuer))?;
        let (pan, number) = (application.pan()?, application.pan_sequence_number());
        let own = |master: &TdesKey| card_key(master, &pan, number);
        let cvc3 = issuer_cvc3_key(&application.issuer).map(|master| own(&master));
        Ok(Self { cryptogram: own(&master), integrity: own(&integrity), signature, cvc3 })
    }
}
