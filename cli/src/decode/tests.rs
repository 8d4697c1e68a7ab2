use super::*;

const RECORDED: &str = include_str!("../../../test-vectors/recorded/test-cards.json");

/// Tags in the recorded taps that are not the books' own nor Visa's: of Kernel 2, of UnionPay, of American Express, or
/// an issuer's.
const NOT_OF_THE_BOOKS: &[&str] = &[
    "9F28", "9F51", "9F5C", "9F5E", "9F61", "9F62", "9F65", "9F67", "9F6A", "9F6B", "9F7E", "DF02", "DF47",
    "DF4F",
];

fn visa() -> Dictionaries<'static> {
    Dictionaries::new(&[tapkernel::visa::dictionary::DICTIONARY])
}

fn recorded() -> Vec<serde_json::Value> {
    serde_json::from_str(RECORDED).unwrap()
}

fn exchanges(tap: &serde_json::Value) -> &Vec<serde_json::Value> {
    tap["exchanges"].as_array().or(tap["apdus"].as_array()).unwrap()
}

fn visit(nodes: &[Node], see: &mut impl FnMut(&Node)) {
    for node in nodes {
        see(node);
        visit(&node.children, see);
    }
}

#[test]
fn recorded_taps_have_no_unknown_tag_of_the_books() {
    let all = transcripts(RECORDED, visa()).unwrap();
    assert!(all.len() > 200, "{}", all.len());
    let (mut nodes, mut unnamed) = (0, std::collections::BTreeSet::new());
    for decoded in &all {
        assert_eq!(decoded.errors, [], "{:?}", decoded.at);
        visit(&decoded.tree, &mut |node| {
            nodes += 1;
            if node.name.is_none() {
                unnamed.insert(node.tag.clone());
            }
        });
    }
    assert!(nodes > 700, "{nodes}");
    assert_eq!(unnamed.iter().map(String::as_str).collect::<Vec<_>>(), NOT_OF_THE_BOOKS);
}

#[test]
fn every_command_of_the_recorded_taps_is_named() {
    let all = transcripts(RECORDED, visa()).unwrap();
    let commands: Vec<_> = all.iter().filter_map(|decoded| decoded.command.as_ref()).collect();
    let exchanges: usize = recorded().iter().map(|tap| exchanges(tap).len()).sum();
    // One recording is out of step: its first answer is missing, so its last exchange begins and ends with commands.
    assert_eq!((exchanges, commands.len()), (124, 125));
}

#[test]
fn nothing_that_is_read_or_cut_short_panics() {
    let all = |bytes: &[u8]| {
        let mut decoder = Decoder::new(visa());
        let answers = [decoder.any(bytes), decoder.answer(bytes), decoder.any(bytes)];
        answers.iter().map(|decoded| text::lines(decoded).len()).sum::<usize>()
    };
    all(&[]);
    for number in 0..=0xFFFF_u16 {
        let [a, b] = number.to_be_bytes();
        all(&[a, b]);
        all(&[0x80, a, b]);
    }
    for tap in recorded().iter().step_by(3) {
        for exchange in exchanges(tap) {
            let bytes = crate::hex::read(exchange["r"].as_str().unwrap()).unwrap_or_default();
            for end in 0..bytes.len() {
                all(&bytes[..end]);
            }
        }
    }
}

#[test]
fn nesting_ends_somewhere() {
    let mut bytes = vec![];
    for _ in 0..60 {
        let mut around = vec![0x70, u8::try_from(bytes.len()).unwrap()];
        around.append(&mut bytes);
        bytes = around;
    }
    let decoded = Decoder::new(visa()).any(&bytes);
    assert_eq!(decoded.errors.len(), 1);
    assert_eq!(decoded.errors[0].message, "data objects are nested too deep");
}

#[test]
fn values_follow_the_list_that_asked_for_them() {
    let mut decoder = Decoder::new(visa());
    let fci = crate::hex::read("6F 0F 84 02 A000 A5 09 9F38 06 9F6604 9F0206 9000").unwrap();
    assert_eq!(decoder.any(&fci).errors, []);
    let gpo = crate::hex::read("80A80000 0C 830A 25004000 000000004100 00").unwrap();
    let decoded = decoder.any(&gpo);
    let values: Vec<_> = decoded.tree[0]
        .children
        .iter()
        .map(|node| (node.tag.as_str(), node.offset, node.value.as_str()))
        .collect();
    assert_eq!(values, [("9F66", 7, "25004000"), ("9F02", 11, "000000004100")]);
    decoder.any(&crate::hex::read("00A40400 02 A000 00").unwrap());
    assert_eq!(decoder.any(&gpo).tree[0].children, [], "another application, another list");
}

#[test]
fn format_1_by_the_command_that_asked() {
    let tags = |decoded: &Decoded| -> Vec<String> {
        decoded.tree[0].children.iter().map(|node| node.tag.clone()).collect()
    };
    let bytes = |text| crate::hex::read(text).unwrap();
    let options = bytes("80 0E 7C00 08010300 10010501 20010100 9000");
    let cryptogram = bytes("80 0E 80 0006 B04398D218017BF9 070001 9000");
    for (command, answer, expected) in [
        ("80A8000002830000", &options, vec!["82", "94"]),
        ("80AE800000", &cryptogram, vec!["9F27", "9F36", "9F26", "9F10"]),
        ("008800000411223344 00", &cryptogram, vec!["9F4B"]),
        ("80CA9F3600", &cryptogram, vec![]),
    ] {
        let mut decoder = Decoder::new(visa());
        decoder.any(&bytes(command));
        assert_eq!(tags(&decoder.any(answer)), expected, "{command}");
    }
    assert_eq!(tags(&Decoder::new(visa()).any(&options)), ["82", "94"]);
    assert_eq!(tags(&Decoder::new(visa()).any(&cryptogram)), ["9F27", "9F36", "9F26", "9F10"]);
}
