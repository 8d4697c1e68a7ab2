//! What must hold for the bytes of a `tlv` case. The first two bytes choose the limits.
//!
//! Shared by the fuzz target and by the test that replays the corpus; both have the naive parser as `crate::naive`.

use tapkernel_core::tlv::{Limits, Node, Tag, TlvReader, TlvWriter, Walk, WriteError, first_duplicate};

use crate::naive;

/// Panics if the crate reads `input` in another way than the rules say.
pub(crate) fn check(input: &[u8]) {
    let (limits, bytes) = match input {
        [a, b, bytes @ ..] => {
            let [depth, bytes_limit] = [usize::from(a % 8), usize::from(a >> 3) * 16];
            (Limits { depth, nodes: usize::from(*b), bytes: bytes_limit }, bytes)
        }
        short => (Limits::DEFAULT, short),
    };
    agrees(bytes, limits);
    agrees(bytes, Limits::DEFAULT);
    one_level(bytes);
    written_again(bytes);
}

fn agrees(bytes: &[u8], limits: Limits) {
    let expected = naive::read(bytes, limits, true);
    let read: Vec<_> = Walk::new(bytes, limits).collect();
    let fault = read.iter().find_map(|node| node.err()).map(|error| (error.fault, error.offset));
    assert_eq!(fault, expected.fault);
    assert_eq!(read.len(), expected.objects.len() + usize::from(fault.is_some()));
    for (Node { depth, tlv }, object) in read.iter().flatten().zip(&expected.objects) {
        assert_eq!((*depth, tlv.offset, tlv.value), (object.depth, object.offset, object.value.as_slice()));
        assert_eq!(coded(tlv.tag), object.tag);
        assert_eq!(&bytes[tlv.value_offset..tlv.end()], tlv.value);
        assert!(*depth < limits.depth.clamp(1, Limits::MAX_DEPTH));
    }
    assert!(expected.objects.len() <= limits.nodes);
    assert!(read.is_empty() || fault.is_some() || bytes.len() <= limits.bytes);
}

fn one_level(bytes: &[u8]) {
    let limits = Limits { bytes: usize::MAX, ..Limits::DEFAULT };
    let expected = naive::read(bytes, limits, false);
    let read: Vec<_> = TlvReader::new(bytes).flatten().map(|tlv| (tlv.offset, tlv.value.to_vec())).collect();
    assert_eq!(read, expected.objects.iter().map(|o| (o.offset, o.value.clone())).collect::<Vec<_>>());
    let duplicate = first_duplicate(bytes);
    match expected.fault {
        None if read.len() <= Limits::DEFAULT.nodes => {
            let tags: Vec<_> = expected.objects.iter().map(|o| &o.tag).collect();
            let repeated =
                (0..tags.len()).find(|&at| tags[..at].contains(&tags[at])).map(|at| tags[at].clone());
            assert_eq!(duplicate.map(|tag| tag.map(coded)), Ok(repeated));
        }
        // A duplicate may come before the fault; then it is what is reported.
        _ => assert!(duplicate != Ok(None)),
    }
}

/// Reading, writing and reading again gives the same objects, and the second writing the same bytes.
fn written_again(bytes: &[u8]) {
    let Ok(nodes) = Walk::new(bytes, Limits::DEFAULT).collect::<Result<Vec<_>, _>>() else { return };
    let once = write(TlvReader::new(bytes)).expect("what was read can be written");
    assert!(once.len() <= bytes.len());
    let again: Vec<_> =
        Walk::new(&once, Limits::DEFAULT).map(|node| node.expect("what was written can be read")).collect();
    assert_eq!(nodes.len(), again.len());
    for (first, second) in nodes.iter().zip(&again) {
        assert_eq!((first.depth, first.tlv.tag), (second.depth, second.tlv.tag));
        assert!(first.tlv.tag.is_constructed() || first.tlv.value == second.tlv.value);
    }
    assert_eq!(write(TlvReader::new(&once)).expect("written before"), once);
}

fn write(level: TlvReader<'_>) -> Result<Vec<u8>, WriteError> {
    fn content(level: TlvReader<'_>, writer: &mut TlvWriter) -> Result<(), WriteError> {
        for object in level {
            let object = object.expect("walked before");
            if object.tag.is_constructed() {
                writer.nest(object.tag, |inner| content(object.children(), inner))?;
            } else {
                writer.append(object.tag, object.value)?;
            }
        }
        Ok(())
    }
    let mut writer = TlvWriter::new();
    content(level, &mut writer)?;
    Ok(writer.into_bytes())
}

fn coded(tag: Tag) -> Vec<u8> {
    tag.to_be_bytes()[4 - tag.coded_len()..].to_vec()
}
