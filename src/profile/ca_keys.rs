//! Reading CA public keys.

use tapkernel_core::data::Rid;
use tapkernel_core::oda::{CaKeyError, CaPublicKey, RevokedCertificate};

use super::Stage;
use super::known_test_keys::is_known_test_key;
use super::place::Place;
use super::values::{bytes, date, hex};

/// A CA public key and where it stands.
#[derive(Clone, Debug)]
pub(super) struct CaKey {
    pub(super) key: CaPublicKey,
    pub(super) checksum: [u8; 20],
    /// Whether the document calls it a test key.
    pub(super) test: bool,
    pub(super) path: String,
}

/// Reads the keys of one scheme, whose RID those have that name none.
pub(super) fn read(place: &Place<'_>, scheme: Option<Rid>, stage: Stage) -> Option<Vec<CaKey>> {
    Some(place.list()?.iter().filter_map(|item| one(item, scheme, stage)).collect())
}

fn one(place: &Place<'_>, scheme: Option<Rid>, stage: Stage) -> Option<CaKey> {
    let mut fields = place.fields()?;
    let rid = match fields.optional("rid") {
        Some(field) => bytes(&field).map(Rid),
        None => scheme,
    };
    let index = fields.required("index").and_then(|field| bytes::<1>(&field));
    let modulus = fields.required("modulus").and_then(|field| hex(&field));
    let exponent = fields.required("exponent").and_then(|field| hex(&field));
    let checksum = fields.required("checksum").and_then(|field| bytes::<20>(&field));
    let test = fields.optional("test").and_then(|field| field.flag()).unwrap_or_default();
    let expiry_field = fields.required("expiry")?;
    let expiry = if expiry_field.is_none() { None } else { Some(date(&expiry_field)?) };
    fields.end();
    let (rid, [index], modulus, exponent, checksum) = (rid?, index?, modulus?, exponent?, checksum?);
    if expiry.is_none() && stage != Stage::Laboratory {
        expiry_field.refuse::<()>(
            "only a laboratory's key may have no expiry: give its last day, as in \"2030-12-31\"",
        );
    }
    if stage == Stage::Production && (test || is_known_test_key(&checksum)) {
        place.refuse::<()>("is a test key, which a production profile must not hold: remove it");
    }
    CaPublicKey::new(rid, index, &modulus, &exponent, expiry, checksum)
        .map_err(|error| refuse(place, error, &CaPublicKey::checksum(rid, index, &modulus, &exponent)))
        .ok()
        .map(|key| CaKey { key, checksum, test, path: place.path().to_owned() })
}

fn refuse(place: &Place<'_>, error: CaKeyError, computed: &[u8]) {
    match error {
        CaKeyError::Checksum => {
            let computed = tapkernel_core::data::Hex(computed);
            place.refuse::<()>(format_args!(
                "{error}; that would be {computed}: compare with the scheme's list"
            ))
        }
        _ => place.refuse(error),
    };
}

/// Reads the revocation list of one scheme.
pub(super) fn read_revoked(place: &Place<'_>, scheme: Option<Rid>) -> Option<Vec<RevokedCertificate>> {
    let one = |item: &Place<'_>| {
        let mut fields = item.fields()?;
        let rid = match fields.optional("rid") {
            Some(field) => bytes(&field).map(Rid),
            None => scheme,
        };
        let index = fields.required("index").and_then(|field| bytes::<1>(&field));
        let serial = fields.required("serial").and_then(|field| bytes::<3>(&field));
        fields.end();
        let [index] = index?;
        Some(RevokedCertificate { rid: rid?, index, serial: serial? })
    };
    Some(place.list()?.iter().filter_map(one).collect())
}
