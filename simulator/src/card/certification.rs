//! The certificates of issuers and cards: made from the keys, committed as `keys/certificates.json`.

use std::collections::BTreeMap;

use tapkernel_core::data::{Database, tags};

use super::{Application, PersonalisationError, personalisations};
use crate::hex;
use crate::pki::{Certified, Serial, ca_public_key, icc_certificate, issuer_certificate, private_key};

const CERTIFICATES: &str = include_str!("../../keys/certificates.json");
/// Certificate Expiration Date, MMYY: December 2035.
const EXPIRY: [u8; 2] = [0x12, 0x35];

/// Data objects in hexadecimal by tag, by issuer or by card and application.
pub type CertificateFile = BTreeMap<String, BTreeMap<String, String>>;

/// Issues all certificates anew: what `keys/certificates.json` holds.
///
/// # Errors
///
/// [`PersonalisationError`] if a key or data object is missing.
pub fn certificates() -> Result<CertificateFile, PersonalisationError> {
    let mut file = CertificateFile::new();
    for card in personalisations()? {
        for application in card.applications.iter().filter(|application| application.icc_key.is_some()) {
            file.insert(issuer_entry(application), texts(&issuer_certificate_objects(application)?));
            file.insert(entry_name(&card.name, application), texts(&icc_certificate_objects(application)?));
        }
    }
    Ok(file)
}

/// What a terminal needs to recover the issuer's key: `8F`, `90`, `92`, `9F32`.
///
/// # Errors
///
/// [`PersonalisationError::UnknownKey`].
pub fn issuer_certificate_objects(application: &Application) -> Result<Database, PersonalisationError> {
    let pan = application.pan()?;
    let identifier = pan.get(..6).and_then(|digits| hex::decode(&format!("{digits}FF")));
    let identifier = identifier.and_then(|identifier| identifier.try_into().ok());
    let identifier = identifier.ok_or(PersonalisationError::DataObject(tags::APPLICATION_PAN))?;
    let authority = application
        .certification_authority
        .as_deref()
        .unwrap_or(application.behaviour.certification_authority());
    let certified = issuer_certificate(
        &key(authority)?,
        &key(&application.issuer)?,
        identifier,
        EXPIRY,
        Serial([0, 0, 1]),
    );
    let [certificate, remainder, exponent] = [
        tags::ISSUER_PUBLIC_KEY_CERTIFICATE,
        tags::ISSUER_PUBLIC_KEY_REMAINDER,
        tags::ISSUER_PUBLIC_KEY_EXPONENT,
    ];
    let mut objects = objects(&certified, [certificate, remainder, exponent]);
    let own = application.objects.get(tags::CA_PUBLIC_KEY_INDEX).map(<[u8]>::to_vec);
    let index =
        own.or_else(|| ca_public_key(application.behaviour.rid()).and_then(|key| hex::decode(&key.index)));
    objects.insert(
        tags::CA_PUBLIC_KEY_INDEX,
        &index.ok_or(PersonalisationError::DataObject(tags::CA_PUBLIC_KEY_INDEX))?,
    );
    Ok(objects)
}

/// What a terminal needs to recover the card's key: `9F46`, `9F48`, `9F47`. Nothing if the card cannot sign.
///
/// # Errors
///
/// [`PersonalisationError`] if a key or data object is missing.
pub fn icc_certificate_objects(application: &Application) -> Result<Database, PersonalisationError> {
    let Some(icc) = &application.icc_key else { return Ok(Database::new()) };
    let pan = hex::decode(&format!("{:F<20}", application.pan()?)).and_then(|pan| pan.try_into().ok());
    let certified = icc_certificate(
        &key(&application.issuer)?,
        &key(icc)?,
        pan.ok_or(PersonalisationError::DataObject(tags::APPLICATION_PAN))?,
        EXPIRY,
        Serial([0, 0, 2]),
        &application.static_data()?,
    );
    let [certificate, remainder, exponent] =
        [tags::ICC_PUBLIC_KEY_CERTIFICATE, tags::ICC_PUBLIC_KEY_REMAINDER, tags::ICC_PUBLIC_KEY_EXPONENT];
    Ok(objects(&certified, [certificate, remainder, exponent]))
}

/// Adds the committed certificates to the application's data objects. What the card file itself gives stays: a card
/// with a certificate of its own is a file, too.
pub(super) fn merge_certificates(card: &str, application: &mut Application) {
    let file: CertificateFile = serde_json::from_str(CERTIFICATES).unwrap_or_default();
    if application.icc_key.is_none() {
        return;
    }
    for name in [issuer_entry(application), entry_name(card, application)] {
        for (tag, value) in file.get(&name).into_iter().flatten() {
            if let (Ok(tag), Some(value)) = (tag.parse(), hex::decode(value)) {
                if !application.objects.is_present(tag) {
                    application.objects.insert(tag, &value);
                }
            }
        }
    }
}

/// An issuer has a certificate for each Issuer Identification Number, the first six digits of the card's number.
fn issuer_entry(application: &Application) -> String {
    let pan = application.pan().unwrap_or_default();
    let (issuer, number) = (&application.issuer, pan.get(..6).unwrap_or_default());
    match &application.certification_authority {
        Some(authority) => format!("{issuer} {number} under {authority}"),
        None => format!("{issuer} {number}"),
    }
}

fn entry_name(card: &str, application: &Application) -> String {
    format!("{card} {}", hex::encode(application.name()))
}

fn key(name: &str) -> Result<crate::pki::PrivateKey, PersonalisationError> {
    private_key(name).ok_or_else(|| PersonalisationError::UnknownKey(name.to_owned()))
}

fn objects(certified: &Certified, names: [tapkernel_core::tlv::Tag; 3]) -> Database {
    let values = [&certified.certificate, &certified.remainder, &certified.exponent];
    let present = names.into_iter().zip(values).filter(|(_, value)| !value.is_empty());
    present.map(|(tag, value)| (tag, value.as_slice())).collect()
}

fn texts(objects: &Database) -> BTreeMap<String, String> {
    objects.iter().map(|(tag, value)| (tag.to_string(), hex::encode(value))).collect()
}
