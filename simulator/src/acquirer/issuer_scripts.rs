//! What the issuer writes to the card at a second tap.

use tapkernel_core::data::{Database, tags};
use tapkernel_core::tlv::{Tag, TlvWriter};

use crate::crypto::{TdesKey, command_mac};

/// The keys and numbers of the transaction that a script belongs to.
pub(super) struct ScriptKeys {
    pub(super) session_key: TdesKey,
    pub(super) counter: [u8; 2],
    pub(super) cryptogram: [u8; 8],
}

/// Issuer Script Template 1 `71`: APPLICATION BLOCK.
pub(super) fn block(keys: &ScriptKeys) -> Vec<u8> {
    script(0x71, *b"BLCK", &[keys.command([0x84, 0x1E, 0x00, 0x00], &[])])
}

/// Issuer Script Template 2 `72`: PUT DATA for each data object.
pub(super) fn put_data(keys: &ScriptKeys, objects: &Database) -> Vec<u8> {
    let command = |(tag, value): (Tag, &[u8])| {
        // PUT DATA names tags of two bytes; one of a single byte has 00 before it.
        let [.., p1, p2] = tag.coded().to_be_bytes();
        keys.command([0x04, 0xDA, p1, p2], value)
    };
    script(0x72, *b"DATA", &objects.iter().map(command).collect::<Vec<_>>())
}

impl ScriptKeys {
    /// The command with its MAC.
    fn command(&self, [class, instruction, p1, p2]: [u8; 4], data: &[u8]) -> Vec<u8> {
        let length = u8::try_from(data.len() + 8).unwrap_or(u8::MAX);
        let header = [class, instruction, p1, p2, length];
        let mac = command_mac(&self.session_key, header, self.counter, self.cryptogram, data);
        [header.as_slice(), data, &mac].concat()
    }
}

/// A template with Issuer Script Identifier `9F18` and a Command `86` for each (EMV 4.4 Book 3, 10.10).
fn script(template: u32, identifier: [u8; 4], commands: &[Vec<u8>]) -> Vec<u8> {
    let mut content = TlvWriter::new();
    // The values are shorter than 256 bytes, so that none is refused.
    let _ = content.append(tags::ISSUER_SCRIPT_IDENTIFIER, &identifier);
    for command in commands {
        let _ = content.append(tags::ISSUER_SCRIPT_COMMAND, command);
    }
    let mut script = TlvWriter::new();
    let _ = script.append(Tag::new(template), &content.into_bytes());
    script.into_bytes()
}
