//! Issues the certificates of all software cards from the committed keys, and writes them and the public key of the
//! certification authority into `keys/`.

use std::error::Error;
use std::fs;

use sha1::{Digest, Sha1};
use tapkernel_simulator::card::certificates;
use tapkernel_simulator::pki::{CaKeyFragment, private_key};

/// Visa's RID; certification needs one that Kernel 3 looks up.
const RID: [u8; 5] = [0xA0, 0, 0, 0, 0x03];
/// An index that no published Visa key has.
const INDEX: u8 = 0xFE;

fn main() -> Result<(), Box<dyn Error>> {
    let keys = concat!(env!("CARGO_MANIFEST_DIR"), "/keys");
    let ca = private_key("visa-ca").ok_or("keys/private-keys.json has no visa-ca")?;
    let (modulus, exponent) = (ca.modulus(), ca.public_exponent());
    let checksum = Sha1::digest([&RID, [INDEX].as_slice(), &modulus, exponent].concat());
    let fragment = CaKeyFragment {
        rid: hex(&RID),
        index: hex(&[INDEX]),
        modulus: hex(&modulus),
        exponent: hex(exponent),
        expiry: "2035-12-31".to_owned(),
        checksum: hex(&checksum),
    };
    fs::write(format!("{keys}/ca-public-key.json"), serde_json::to_string_pretty(&fragment)? + "\n")?;
    fs::write(format!("{keys}/certificates.json"), serde_json::to_string_pretty(&certificates()?)? + "\n")?;
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
