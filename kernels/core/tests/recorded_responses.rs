//! What real test cards answered, read as TLV and as the structures of the data module.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

#[allow(dead_code, unreachable_pub)]
mod naive;

use std::path::Path;

use serde_json::Value;
use tapkernel_core::data::{
    ApplicationFileLocator, CvmList, DataObjectList, FileControlInformation, TagList, tags,
};
use tapkernel_core::tlv::{Limits, TlvReader, TlvWriter, Walk, first_duplicate};

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// Card, command and response data.
type Exchange = (String, Vec<u8>, Vec<u8>);

/// The exchanges that went well and whose response is TLV.
fn responses(path: &str) -> Option<Vec<Exchange>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    let cards: Value = serde_json::from_str(&std::fs::read_to_string(path).ok()?).unwrap();
    let exchanges =
        |card: &Value| ["exchanges", "apdus"].iter().find_map(|key| card[key].as_array().cloned());
    let mut all = Vec::new();
    for card in cards.as_array().unwrap() {
        let name = card["name"].as_str().unwrap();
        for exchange in exchanges(card).unwrap_or_default() {
            let (command, response) =
                (unhex(exchange["c"].as_str().unwrap()), unhex(exchange["r"].as_str().unwrap()));
            // One contact log has lost its order; its entries are no commands.
            let is_command = matches!(command[..2], [0x00, 0xA4 | 0xB2] | [0x80, 0xA8 | 0xAE | 0xCA]);
            if is_command && response.len() > 2 && response.ends_with(&[0x90, 0x00]) {
                all.push((name.to_owned(), command, response[..response.len() - 2].to_vec()));
            }
        }
    }
    Some(all)
}

/// Objects of each kind that were seen, so that a test that saw none fails.
#[derive(Debug, Default)]
struct Seen {
    responses: usize,
    dols: usize,
    afls: usize,
    cvm_lists: usize,
    directory_entries: usize,
}

fn read(name: &str, command: &[u8], data: &[u8], seen: &mut Seen) {
    let nodes: Vec<_> = Walk::new(data, Limits::R_APDU).collect::<Result<_, _>>().unwrap();
    let naive = naive::read(data, Limits::R_APDU, true);
    assert_eq!((nodes.len(), naive.fault), (naive.objects.len(), None), "{name}");
    assert_eq!(first_duplicate(data), Ok(None), "{name}");
    seen.responses += 1;
    for tlv in nodes.iter().map(|node| node.tlv) {
        match tlv.tag.coded() {
            0x8C | 0x8D | 0x9F38 | 0x9F49 | 0x97 => {
                assert!(!DataObjectList::parse(tlv.value).unwrap().is_empty());
                seen.dols += 1;
            }
            0x94 => {
                assert!(ApplicationFileLocator::parse(tlv.value).unwrap().record_count() > 0);
                seen.afls += 1;
            }
            0x8E => {
                assert!(!CvmList::parse(tlv.value).unwrap().is_empty());
                seen.cvm_lists += 1;
            }
            0x9F4A => assert_eq!(
                TagList::parse(tlv.value).unwrap().iter().next(),
                Some(tags::APPLICATION_INTERCHANGE_PROFILE)
            ),
            _ => {}
        }
    }
    if command[1] == 0xA4 {
        let fci = FileControlInformation::parse(data).unwrap();
        assert_eq!((fci.name.is_empty(), fci.first_repeated()), (false, Ok(None)));
        seen.directory_entries +=
            fci.directory().map(Result::unwrap).filter(|entry| entry.adf_name.is_some()).count();
    }
}

/// These cards use the shortest lengths and no padding, so that writing gives back what they sent.
fn written_again(level: TlvReader<'_>) -> Vec<u8> {
    let mut writer = TlvWriter::new();
    for object in level.map(Result::unwrap) {
        if object.tag.is_constructed() {
            writer.append(object.tag, &written_again(object.children())).unwrap();
        } else {
            writer.append(object.tag, object.value).unwrap();
        }
    }
    writer.into_bytes()
}

#[test]
fn cards_whose_authentication_is_tested() {
    let mut seen = Seen::default();
    for (name, command, data) in responses("test-vectors/oda/recorded_cards.json").unwrap() {
        read(&name, &command, &data, &mut seen);
        assert_eq!(written_again(TlvReader::new(&data)), data, "{name}");
    }
    assert!(seen.responses > 20 && seen.dols > 5 && seen.afls > 2 && seen.cvm_lists > 2, "{seen:?}");
    assert!(seen.directory_entries > 2, "{seen:?}");
}

#[test]
fn all_recorded_cards() {
    let Some(responses) = responses("../shared/vectors/transcripts/test-cards.json") else {
        eprintln!("skipped: the transcripts are not beside the repository");
        return;
    };
    let mut seen = Seen::default();
    for (name, command, data) in &responses {
        read(name, command, data, &mut seen);
    }
    assert_eq!(seen.responses, responses.len());
    assert!(seen.responses > 80, "{seen:?}");
}
