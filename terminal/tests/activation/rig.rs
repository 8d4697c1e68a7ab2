//! An acquirer that signs, and what it signs.

use std::time::Duration;

use tapkernel_core::Secret;
use tapkernel_terminal::activation::{
    AcquirerKey, AcquirerKeys, AcquirerSigningKey, Activation, ActivationCode, ActivationError, Active,
    KeyUse, ProfileInUse, ProfileState, SignedProfile, ToSign,
};

pub(crate) const NOW: Duration = Duration::from_secs(1_795_305_600);
pub(crate) const CODE: &str = "7KQ4-M2XW-9D3T";
pub(crate) const SOFTPOS: &str = include_str!("../../../src/profile/built_in/softpos-eur.json");

pub(crate) fn signer(secret: u8) -> AcquirerSigningKey {
    AcquirerSigningKey::new(&Secret::new([secret; 32]))
}

pub(crate) fn public(secret: u8, key_use: KeyUse) -> AcquirerKey {
    signer(secret).public(key_use).unwrap()
}

/// Key 1 is for production, key 2 for tests.
pub(crate) fn keys() -> AcquirerKeys {
    AcquirerKeys::new([public(1, KeyUse::Production), public(2, KeyUse::Test)])
}

pub(crate) fn code(typed: &str) -> ActivationCode {
    ActivationCode::new(typed).unwrap()
}

/// The profile as it would go into a shop.
pub(crate) fn for_shops() -> String {
    let mut document: serde_json::Value = serde_json::from_str(SOFTPOS).unwrap();
    document["stage"] = "production".into();
    for scheme in document["schemes"].as_array_mut().unwrap() {
        scheme["ca_keys"] = serde_json::json!([]);
    }
    document.to_string()
}

/// An update in state Test with this serial.
pub(crate) fn update(serial: u64) -> ToSign<'static> {
    ToSign {
        serial,
        state: ProfileState::Test,
        terminal_id: "TM000016",
        not_before: NOW,
        code: None,
        profile: SOFTPOS,
    }
}

pub(crate) fn sign(wanted: &ToSign<'_>) -> SignedProfile {
    signer(1).sign(wanted).unwrap()
}

pub(crate) fn active(serial: u64, state: ProfileState) -> Active {
    Active { serial, state, terminal_id: "TM000016".to_owned() }
}

/// Activates over `active`, without a code.
pub(crate) fn over(document: &SignedProfile, active: &Active) -> Result<ProfileInUse, ActivationError> {
    let activation = Activation { code: None, terminal_id: None, active: Some(active), now: NOW };
    document.activate(&keys(), &activation)
}
