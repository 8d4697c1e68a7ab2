//! What of the card goes into messages, and what is kept.

use tapkernel_terminal::acquirer::{CardData, EmvData, EntryMode, NoCardNumber};
use tapkernel_terminal::tapkernel::core::data::{Database, tags};
use tapkernel_terminal::tapkernel::core::tlv::{Tag, TlvReader};

use crate::rig::{tapped, visa};

#[test]
fn field_55_has_no_account_data() {
    let mut record = Database::new();
    record.insert(tags::TRACK_2_EQUIVALENT_DATA, &hex::decode("4761739001010036D24122011F").unwrap());
    for tag in [0x5A, 0x56, 0x57, 0x5F20, 0x5F24, 0x9F0B, 0x9F1F, 0x9F20, 0x9F6B, 0x9F26, 0x9F6E] {
        if tag != 0x57 {
            record.insert(Tag::new(tag), &[1, 2, 3, 4]);
        }
    }
    let data = CardData::from_data_record(&record, EntryMode::ContactlessChip).unwrap();
    assert_eq!(hex::encode_upper(data.field_55(false).expose()), "9F2604010203049F6E0401020304");
    assert_eq!(hex::encode_upper(data.field_55(true).expose()), "9F2604010203049F6E0401020384");
    assert!(!format!("{data:?}").contains("4761"));
}

#[test]
fn what_is_kept_reads_back() {
    let data = tapped(&mut visa(), 1000);
    let coded = data.encode();
    assert_eq!(CardData::decode(coded.expose()), Some(data));
    for cut in 0..coded.expose().len() {
        // Cut between two data objects it is still card data, of fewer objects.
        let _ = CardData::decode(&coded.expose()[..cut]);
    }
    assert_eq!(CardData::decode(&[0x07]), None);
    assert_eq!(CardData::decode(&[0x08, 0x57]), None);
    assert_eq!(CardData::from_data_record(&Database::new(), EntryMode::ContactlessChip), Err(NoCardNumber));
}

#[test]
fn the_issuers_answer() {
    let field = hex::decode("8A0230309108AABBCCDDEEFF0011710886068424000004AA7205860304DA0100").unwrap();
    let data = EmvData::decode(&field).unwrap();
    assert_eq!(data.objects.get(tags::AUTHORISATION_RESPONSE_CODE), Some(b"00".as_slice()));
    assert_eq!(data.scripts.len(), 2);
    assert!(data.scripts.iter().all(|script| TlvReader::new(script).count() == 1));
    assert_eq!(data.scripts[0][0], 0x71);
    assert_eq!(EmvData::decode(&[0x8A, 0x05, 0x30]), None);
}
