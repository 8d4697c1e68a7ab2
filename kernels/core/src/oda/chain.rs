//! From the CA key to the card's key, over the data objects that the card sent.

use super::{
    CaPublicKey, CaPublicKeys, IccCertificate, IccPublicKey, IssuerCertificate, IssuerPublicKey, OdaReason,
    StaticDataToBeAuthenticated,
};
use crate::data::{Database, Date, Pan, Rid, Track2EquivalentData, tags};

/// Recovers the issuer's public key from `8F`, `90`, `92` and `9F32` (Book 2, 5.2 and 5.3).
///
/// `rid` is that of the application selected, `date` the transaction date. The PAN is that of `5A` or, if there
/// is none, that of `57`.
///
/// # Errors
///
/// [`OdaReason::DataMissing`], [`OdaReason::UnknownCaKey`], [`OdaReason::CaKeyExpired`], or the first check of
/// the certificate that fails.
pub fn recover_issuer_key(
    data: &Database,
    keys: &CaPublicKeys,
    rid: Rid,
    date: Date,
) -> Result<IssuerPublicKey, OdaReason> {
    let certificate = IssuerCertificate::from_database(data).ok_or(OdaReason::DataMissing)?;
    let pan = pan(data)?;
    let ca = ca_key(data, keys, rid, date)?;
    certificate.recover(ca, keys, &pan, date)
}

/// Recovers the card's public key: as [`recover_issuer_key`], then `9F46`, `9F47` and `9F48` over the static data
/// (Book 2, 6.2 to 6.4).
///
/// # Errors
///
/// As [`recover_issuer_key`], or the first check of the ICC certificate that fails.
pub fn recover_icc_key(
    data: &Database,
    keys: &CaPublicKeys,
    rid: Rid,
    static_data: &StaticDataToBeAuthenticated,
    date: Date,
) -> Result<IccPublicKey, OdaReason> {
    let certificate = IccCertificate::from_database(data).ok_or(OdaReason::DataMissing)?;
    let issuer = recover_issuer_key(data, keys, rid, date)?;
    certificate.recover(&issuer, static_data, &pan(data)?, date)
}

fn ca_key<'a>(
    data: &Database,
    keys: &'a CaPublicKeys,
    rid: Rid,
    date: Date,
) -> Result<&'a CaPublicKey, OdaReason> {
    let Some(&[index]) = data.get(tags::CA_PUBLIC_KEY_INDEX) else { return Err(OdaReason::DataMissing) };
    let key = keys.find(rid, index).ok_or(OdaReason::UnknownCaKey)?;
    if key.is_expired(date) { Err(OdaReason::CaKeyExpired) } else { Ok(key) }
}

fn pan(data: &Database) -> Result<Pan, OdaReason> {
    let value = |tag| data.get(tag).filter(|value| !value.is_empty());
    let pan = match (value(tags::APPLICATION_PAN), value(tags::TRACK_2_EQUIVALENT_DATA)) {
        (Some(pan), _) => Pan::decode(tags::APPLICATION_PAN, pan),
        (None, Some(track_2)) => Track2EquivalentData::decode(track_2).map(|track_2| track_2.pan().clone()),
        (None, None) => return Err(OdaReason::DataMissing),
    };
    pan.map_err(|_| OdaReason::PanFormat)
}
