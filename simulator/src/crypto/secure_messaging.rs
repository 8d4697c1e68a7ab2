//! The MAC on the issuer's script commands (EMV 4.4 Book 2, part 9, format 2; Visa's session keys).

use super::{CryptogramVersion, Padding, TdesKey, common_session_key_of, retail_mac};

/// The session key of script MACs: the card's integrity key with counter and inverted counter exclusive-ored into its
/// halves for versions 10, 17 and 18; the common session key of the Application Cryptogram for 22.
pub fn integrity_session_key(
    version: CryptogramVersion,
    integrity_key: &TdesKey,
    counter: [u8; 2],
    cryptogram: [u8; 8],
) -> TdesKey {
    match version {
        CryptogramVersion::Cvn22 => common_session_key_of(integrity_key, cryptogram),
        CryptogramVersion::Cvn10 | CryptogramVersion::Cvn17 | CryptogramVersion::Cvn18 => {
            let ([high, low], [not_high, not_low]) = (counter, counter.map(|byte| !byte));
            integrity_key.xor([0, 0, 0, 0, 0, 0, high, low, 0, 0, 0, 0, 0, 0, not_high, not_low])
        }
    }
}

/// The MAC of a script command, eight bytes: over CLA INS P1 P2 Lc (the MAC counted), the Application Transaction
/// Counter, the Application Cryptogram of the transaction, and the command's plain data.
pub fn command_mac(
    session_key: &TdesKey,
    header: [u8; 5],
    counter: [u8; 2],
    cryptogram: [u8; 8],
    data: &[u8],
) -> [u8; 8] {
    let covered = [header.as_slice(), &counter, &cryptogram, data].concat();
    retail_mac(session_key, Padding::OneBit, &covered)
}
