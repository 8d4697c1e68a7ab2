//! What holds for all messages and all bytes.

use proptest::collection::vec;
use proptest::prelude::*;
use tapkernel_terminal::acquirer::iso8583::{FIELDS, Iso8583Fault, Message, MessageType};

use crate::messages::{dialect, dialects, message};

#[path = "../../../fuzz/oracles/iso8583.rs"]
mod oracle;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(message in message(), dialect in dialect()) {
        let coded = dialect.encode(&message).unwrap();
        prop_assert_eq!(dialect.decode(coded.expose()), Ok(message));
    }

    #[test]
    fn a_message_cut_anywhere_is_no_message(message in message(), dialect in dialect(), cut in 0usize..2000) {
        let coded = dialect.encode(&message).unwrap();
        let cut = cut % coded.expose().len();
        let error = dialect.decode(&coded.expose()[..cut]).unwrap_err();
        prop_assert_eq!(error.fault, Iso8583Fault::CutShort);
        prop_assert!(error.offset <= cut);
    }

    #[test]
    fn no_byte_may_follow(message in message(), dialect in dialect(), more: u8) {
        let mut coded = dialect.encode(&message).unwrap().expose().clone();
        coded.push(more);
        let error = dialect.decode(&coded).unwrap_err();
        prop_assert_eq!((error.fault, error.offset), (Iso8583Fault::LeftOver, coded.len() - 1));
    }

    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..300)) {
        oracle::check(&bytes);
    }

    #[test]
    fn messages_with_a_byte_changed(message in message(), dialect in dialect(), at: usize, with: u8) {
        let mut coded = dialect.encode(&message).unwrap().expose().clone();
        let at = at % coded.len();
        coded[at] = with;
        let number = (0..8).find(|choice| oracle::dialect(*choice) == dialect).unwrap();
        oracle::check(&[[number].as_slice(), &coded].concat());
    }
}

#[test]
fn a_value_that_does_not_fit_is_refused_with_its_field() {
    let mut seen = 0;
    for dialect in dialects() {
        for definition in FIELDS {
            let longer = Message::new(MessageType::FINANCIAL).with(definition.number, vec![b'1'; 1000]);
            let error = dialect.encode(&longer).unwrap_err();
            assert_eq!((error.fault, error.field), (Iso8583Fault::Length, definition.number));
            seen += 1;
        }
        for field in [0, 1, 65, 129, 255] {
            let error = dialect.encode(&Message::new(MessageType::FINANCIAL).with(field, "1")).unwrap_err();
            assert_eq!((error.fault, error.field), (Iso8583Fault::Unknown, field));
        }
    }
    assert_eq!(seen, 8 * 126);
}

#[test]
fn committed_corpus() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/corpus/iso8583");
    let (mut seen, mut read) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let input = std::fs::read(entry.unwrap().path()).unwrap();
        oracle::check(&input);
        seen += 1;
        read += usize::from(oracle::dialect(input[0]).decode(&input[1..]).is_ok());
    }
    assert!(seen >= 18 && read >= 16, "{seen} inputs, {read} of them messages");
}
