//! The committed keys, by name.

use std::collections::BTreeMap;

use super::PrivateKey;
use crate::crypto::TdesKey;
use crate::hex;

const PRIVATE_KEYS: &str = include_str!("../../keys/private-keys.json");
const SYMMETRIC_KEYS: &str = include_str!("../../keys/symmetric-keys.json");
const CA_PUBLIC_KEYS: &str = include_str!("../../keys/ca-public-keys.json");

#[derive(serde::Deserialize)]
struct Numbers {
    modulus: String,
    public_exponent: String,
    private_exponent: String,
}

/// The private key with this name: `visa-ca`, `visa-ca-unlisted`, `visa-issuer`, `visa-icc`, and the same of
/// `mastercard`.
pub fn private_key(name: &str) -> Option<PrivateKey> {
    let mut keys: BTreeMap<String, Numbers> = serde_json::from_str(PRIVATE_KEYS).ok()?;
    let key = keys.remove(name)?;
    let number = |text: &str| hex::decode(text);
    Some(PrivateKey::new(
        &number(&key.modulus)?,
        &number(&key.public_exponent)?,
        &number(&key.private_exponent)?,
    ))
}

/// The symmetric key with this name: an issuer's name and `-cryptogram` for the master key of its application
/// cryptograms, `-integrity` for that of its script commands, `-cvc3` for that of mag-stripe mode; `acquirer-pin` for PIN
/// blocks.
pub fn symmetric_key(name: &str) -> Option<TdesKey> {
    let keys: BTreeMap<String, String> = serde_json::from_str(SYMMETRIC_KEYS).ok()?;
    Some(TdesKey::new(hex::decode(keys.get(name)?)?.try_into().ok()?))
}

/// The master key of an issuer's application cryptograms, by the issuer's name: `visa-issuer`.
pub fn issuer_master_key(issuer: &str) -> Option<TdesKey> {
    symmetric_key(&format!("{issuer}-cryptogram"))
}

/// The master key of an issuer's script commands, by the issuer's name.
pub fn issuer_integrity_key(issuer: &str) -> Option<TdesKey> {
    symmetric_key(&format!("{issuer}-integrity"))
}

/// The master key of an issuer's CVC3 codes, by the issuer's name; not every issuer has one.
pub fn issuer_cvc3_key(issuer: &str) -> Option<TdesKey> {
    symmetric_key(&format!("{issuer}-cvc3"))
}

/// A public key of the simulator's certification authorities, as a reader's profile wants it. All in hexadecimal,
/// the expiry date as YYYY-MM-DD.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CaKeyFragment {
    /// Registered Application Provider Identifier.
    pub rid: String,
    /// Certification Authority Public Key Index.
    pub index: String,
    /// The modulus.
    pub modulus: String,
    /// The exponent.
    pub exponent: String,
    /// The last day on which the key may be used.
    pub expiry: String,
    /// SHA-1 over RID, index, modulus and exponent.
    pub checksum: String,
}

/// The CA keys that readers must know to authenticate the simulator's cards, one for each scheme. Empty never happens
/// with the committed file; a test holds it.
pub fn ca_public_keys() -> Vec<CaKeyFragment> {
    serde_json::from_str(CA_PUBLIC_KEYS).unwrap_or_default()
}

/// The one of them with this Registered Application Provider Identifier, in hexadecimal.
pub fn ca_public_key(rid: &str) -> Option<CaKeyFragment> {
    ca_public_keys().into_iter().find(|key| key.rid == rid)
}
