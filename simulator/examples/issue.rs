//! Issues the certificates of all software cards from the committed keys, and writes them and the public keys of the
//! certification authorities into `keys/`.

use std::error::Error;
use std::fs;

use sha1::{Digest, Sha1};
use tapkernel_simulator::card::certificates;
use tapkernel_simulator::pki::{CaKeyFragment, private_key};

/// The schemes' RIDs, which kernels look keys up by, and for each the name of our authority and an index that no
/// published key of the scheme has.
const AUTHORITIES: [([u8; 5], &str, u8); 2] =
    [([0xA0, 0, 0, 0, 0x03], "visa-ca", 0xFE), ([0xA0, 0, 0, 0, 0x04], "mastercard-ca", 0xEE)];

fn main() -> Result<(), Box<dyn Error>> {
    let keys = concat!(env!("CARGO_MANIFEST_DIR"), "/keys");
    let fragments = AUTHORITIES.map(|(rid, name, index)| fragment(rid, name, index));
    let fragments: Vec<_> = fragments.into_iter().collect::<Option<_>>().ok_or("a key is missing")?;
    fs::write(format!("{keys}/ca-public-keys.json"), serde_json::to_string_pretty(&fragments)? + "\n")?;
    fs::write(format!("{keys}/certificates.json"), serde_json::to_string_pretty(&certificates()?)? + "\n")?;
    Ok(())
}

fn fragment(rid: [u8; 5], name: &str, index: u8) -> Option<CaKeyFragment> {
    let ca = private_key(name)?;
    let (modulus, exponent) = (ca.modulus(), ca.public_exponent());
    let checksum = Sha1::digest([&rid, [index].as_slice(), &modulus, exponent].concat());
    Some(CaKeyFragment {
        rid: hex(&rid),
        index: hex(&[index]),
        modulus: hex(&modulus),
        exponent: hex(exponent),
        expiry: "2035-12-31".to_owned(),
        checksum: hex(&checksum),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
