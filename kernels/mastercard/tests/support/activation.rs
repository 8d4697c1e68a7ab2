//! The terminal of the vectors: what `test-vectors/kernel2/README.md` says, with a vector's changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha1::{Digest, Sha1};
use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{
    Aid, Amount, Currency, Database, Date, Rid, Time, TransactionData, TransactionType,
};
use tapkernel_core::kernel::{Activation, Policies, PreProcessing, ReaderLimits, Selection};
use tapkernel_core::oda::{CaPublicKey, CaPublicKeys};

use super::vector::{self, In, Signal, Vector};
use super::{tag, unhex};

pub(crate) const AID: &str = "A0000000041010";

/// The terminal's data objects.
const TERMINAL: &[(&str, &str)] = &[
    ("9F02", "000000001000"),
    ("9F03", "000000000000"),
    ("9F1A", "0250"),
    ("9F1E", "3132333435363738"),
    ("9F21", "120000"),
    ("9F33", "000000"),
    ("9F35", "22"),
    ("9F37", "ABABABAB"),
    ("9F39", "07"),
    ("9F40", "6000F0A001"),
    ("5F2A", "0978"),
    ("5F36", "02"),
    ("9A", "251121"),
    ("9C", "00"),
    ("9F06", AID),
    ("DF8117", "00"),
    ("DF8118", "60"),
    ("DF8119", "08"),
    ("DF811B", "B0"),
    ("DF811F", "08"),
    ("DF8120", "0000000000"),
    ("DF8121", "0000000000"),
    ("DF8122", "0000000000"),
    ("DF8123", "000000010000"),
    ("DF8124", "000000030000"),
    ("DF8125", "000000050000"),
    ("DF8126", "000000005000"),
];

pub(crate) fn objects(by_tag: &BTreeMap<String, String>) -> Database {
    let mut data = Database::new();
    by_tag.iter().for_each(|(name, value)| data.insert(tag(name), &unhex(value)));
    data
}

pub(crate) fn ca_key(index: u8, modulus: &str, exponent: &str) -> CaPublicKey {
    let (modulus, exponent) = (unhex(modulus), unhex(exponent));
    let checksum = Sha1::new()
        .chain_update(Rid::MASTERCARD.0)
        .chain_update([index])
        .chain_update(&modulus)
        .chain_update(&exponent);
    CaPublicKey::new(Rid::MASTERCARD, index, &modulus, &exponent, None, checksum.finalize().into()).unwrap()
}

/// The key of the vectors' certification authority, as `ca_key.json` has it.
fn ca_keys() -> Arc<CaPublicKeys> {
    let key: BTreeMap<String, String> =
        serde_json::from_str(include_str!("../../../../test-vectors/kernel2/keys/ca_key.json")).unwrap();
    let index = u8::from_str_radix(&key["index"], 16).unwrap();
    Arc::new(CaPublicKeys::new(vec![ca_key(index, &key["modulus"], &key["exponent"])], vec![]).unwrap())
}

fn terminal(vector: &Vector) -> Database {
    let mut data = Database::new();
    TERMINAL.iter().for_each(|(name, value)| data.insert(tag(name), &unhex(value)));
    for (name, value) in &vector.terminal {
        match value {
            Some(value) => data.insert(tag(name), &unhex(value)),
            None => data.remove(tag(name)),
        }
    }
    data
}

/// The transaction as the Entry Point knows it; the kernel works with the data objects.
fn transaction() -> TransactionData {
    TransactionData {
        amount: Amount::new(1000).unwrap(),
        amount_other: Amount::ZERO,
        currency: Currency::new(978, 2).unwrap(),
        transaction_type: TransactionType::Purchase,
        date: Date::new(2025, 11, 21).unwrap(),
        time: Time::new(12, 0, 0).unwrap(),
    }
}

pub(crate) fn activation(vector: &Vector) -> Activation {
    let Some(Signal::In(In::Act { fci })) = vector.signals.first() else { panic!("{}: no ACT", vector.name) };
    let data = terminal(vector);
    let aid = Aid::new(&unhex(AID)).unwrap();
    Activation {
        transaction: transaction(),
        restart: false,
        selection: Some(Selection { aid, adf_name: aid, fci: unhex(fci), status: StatusWord::OK }),
        pre_processing: PreProcessing::default(),
        limits: ReaderLimits::default(),
        data,
        policies: match vector.policies {
            vector::Policies::AsBook => Policies::AS_BOOK,
            vector::Policies::Strict => Policies::default(),
        },
        ca_public_keys: ca_keys(),
        online_response: None,
        previous: None,
    }
}
