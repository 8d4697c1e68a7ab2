//! What software cards sign verifies with `tapkernel_core::oda`, under the committed CA key.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod tap;

use tap::{TTQ, TTQ_ONLINE_PIN, Tap, tap, terminal, vec};
use tapkernel_core::data::{Amount, ApplicationFileLocator, Currency, Date, Rid, UnpredictableNumber, tags};
use tapkernel_core::oda::fdda::{FddaData, verify};
use tapkernel_core::oda::{
    CaPublicKey, CaPublicKeys, IccPublicKey, OdaReason, SignedDataFormat, SignedRecords, recover_icc_key,
};
use tapkernel_core::tlv::Tag;
use tapkernel_simulator::card::card;
use tapkernel_simulator::pki::ca_public_key;

fn ca_keys() -> CaPublicKeys {
    let key = ca_public_key("A000000003").unwrap();
    let (index, checksum) = (vec(&key.index)[0], vec(&key.checksum).try_into().unwrap());
    let expiry = Date::new(2035, 12, 31);
    let key = CaPublicKey::new(Rid::VISA, index, &vec(&key.modulus), &vec(&key.exponent), expiry, checksum);
    CaPublicKeys::new(vec![key.unwrap()], Vec::new()).unwrap()
}

fn icc_key(tap: &Tap, change: u8) -> Result<IccPublicKey, OdaReason> {
    let locator = tap.data.get(tags::APPLICATION_FILE_LOCATOR).unwrap();
    let mut records = SignedRecords::new();
    for (place, (signed, record)) in
        ApplicationFileLocator::parse(locator).unwrap().records().zip(&tap.records)
    {
        if *signed {
            let mut record = record.clone();
            *record.last_mut().unwrap() ^= change;
            records.add(place.sfi, &record);
        }
    }
    let date = Date::new(2026, 11, 21).unwrap();
    recover_icc_key(&tap.data, &ca_keys(), Rid::VISA, &records.complete(&tap.data)?, date)
}

fn fdda(tap: &Tap, key: &IccPublicKey, format: SignedDataFormat, amount: u64) -> Result<(), OdaReason> {
    let data = FddaData {
        unpredictable_number: UnpredictableNumber([1, 2, 3, 4]),
        amount: Amount::new(amount).unwrap(),
        currency: Currency::new(978, 2).unwrap(),
        card_authentication_related_data: tap.data.get(Tag::new(0x9F69)).unwrap(),
    };
    let signature = tap.data.get(tags::SIGNED_DYNAMIC_APPLICATION_DATA).unwrap();
    verify(key, signature, format, &data).map(|_| ())
}

#[test]
fn certificates_and_fdda() {
    for name in
        ["visa-credit", "visa-debit-phone", "visa-expired", "visa-offline", "visa-oda-online", "visa-several"]
    {
        for ttq in [TTQ, TTQ_ONLINE_PIN] {
            let tap = tap(&mut card(name, 1).unwrap(), &terminal(ttq, 4100));
            let approved = tap.data.get(tags::ISSUER_APPLICATION_DATA).unwrap()[4] == 0x90;
            let (right, wrong) = if approved {
                (SignedDataFormat::Offline, SignedDataFormat::OdaForOnline)
            } else {
                (SignedDataFormat::OdaForOnline, SignedDataFormat::Offline)
            };
            let key = icc_key(&tap, 0).unwrap();
            assert_eq!(fdda(&tap, &key, right, 4100), Ok(()), "{name} {ttq}");
            assert!(fdda(&tap, &key, wrong, 4100).is_err(), "{name} {ttq}");
            assert!(fdda(&tap, &key, right, 4101).is_err(), "{name} {ttq}");
            assert!(icc_key(&tap, 1).is_err(), "{name} {ttq}: signed record changed");
        }
    }
}

#[test]
fn unknown_authority() {
    let mut tap = tap(&mut card("visa-unknown-ca", 1).unwrap(), &terminal(TTQ, 4100));
    assert_eq!(icc_key(&tap, 0).unwrap_err(), OdaReason::UnknownCaKey);
    // Under the index of the known key its certificate does not recover.
    tap.data.insert(tags::CA_PUBLIC_KEY_INDEX, &[0xFE]);
    assert!(icc_key(&tap, 0).is_err());
}
