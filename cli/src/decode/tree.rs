//! BER-TLV as a tree.

use tapkernel::core::data::{ApplicationFileLocator, DataObjectList, Dictionaries, tags};
use tapkernel::core::tlv::{Limits, Node as Object, Tag, Walk};

use super::{Node, Problem};

/// What is read of one input; the rest of it is a problem.
const LIMITS: Limits = Limits { depth: 12, ..Limits::DEFAULT };

/// The data objects of `bytes`, which start `offset` bytes into the input, up to the first that cannot be read.
pub(super) fn read(
    dictionaries: &Dictionaries<'_>,
    bytes: &[u8],
    offset: usize,
) -> (Vec<Node>, Option<Problem>) {
    let mut roots = Vec::new();
    for object in Walk::new(bytes, LIMITS) {
        match object {
            Ok(Object { depth, tlv }) => {
                let node = Node::new(dictionaries, tlv.tag, tlv.value, offset + tlv.offset);
                place(&mut roots, depth, node);
            }
            Err(error) => {
                let problem = Problem { offset: offset + error.offset, message: error.fault.to_string() };
                return (roots, Some(problem));
            }
        }
    }
    (roots, None)
}

/// Puts a data object `depth` levels down, into the last one of each level.
fn place(list: &mut Vec<Node>, depth: usize, node: Node) {
    match list.last_mut() {
        Some(around) if depth > 0 => place(&mut around.children, depth - 1, node),
        _ => list.push(node),
    }
}

/// Cuts `value` into the data objects that stand in it one after the other without tags, `lengths` long; the last
/// takes the rest where its length is `None`. `None` if they do not fit.
pub(super) fn cut(
    dictionaries: &Dictionaries<'_>,
    value: &[u8],
    offset: usize,
    lengths: impl IntoIterator<Item = (Tag, Option<usize>)>,
) -> Option<Vec<Node>> {
    let (mut rest, mut nodes) = (value, Vec::new());
    for (tag, length) in lengths {
        let at = offset + value.len() - rest.len();
        let (own, after) = rest.split_at_checked(length.unwrap_or(rest.len()))?;
        nodes.push(Node::new(dictionaries, tag, own, at));
        rest = after;
    }
    rest.is_empty().then_some(nodes)
}

/// The values that a DOL asked for.
pub(super) fn by_dol(
    dictionaries: &Dictionaries<'_>,
    dol: &[u8],
    value: &[u8],
    offset: usize,
) -> Option<Vec<Node>> {
    let dol = DataObjectList::parse(dol).ok()?;
    cut(dictionaries, value, offset, dol.iter().map(|entry| (entry.tag, Some(usize::from(entry.length)))))
}

/// Format 1 of the answer to GET PROCESSING OPTIONS: AIP and AFL (Book 3, 6.5.8.4).
pub(super) fn processing_options(
    dictionaries: &Dictionaries<'_>,
    value: &[u8],
    offset: usize,
) -> Option<Vec<Node>> {
    let lengths = [(tags::APPLICATION_INTERCHANGE_PROFILE, Some(2)), (tags::APPLICATION_FILE_LOCATOR, None)];
    let locator = value.get(2..).filter(|locator| !locator.is_empty())?;
    ApplicationFileLocator::parse(locator).ok()?;
    cut(dictionaries, value, offset, lengths)
}

/// Format 1 of the answer to EXCHANGE RELAY RESISTANCE DATA: the device's entropy, least and most time, transmission
/// time (Book C-2, 5.3).
pub(super) fn relay_resistance_data(
    dictionaries: &Dictionaries<'_>,
    value: &[u8],
    offset: usize,
) -> Option<Vec<Node>> {
    let lengths = [(0xDF8302, 4), (0xDF8303, 2), (0xDF8304, 2), (0xDF8305, 2)];
    cut(dictionaries, value, offset, lengths.map(|(tag, length)| (Tag::new(tag), Some(length))))
}

/// Format 1 of the answer to GENERATE AC: CID, ATC, cryptogram and, if any, Issuer Application Data
/// (Book 3, 6.5.5.4).
pub(super) fn application_cryptogram(
    dictionaries: &Dictionaries<'_>,
    value: &[u8],
    offset: usize,
) -> Option<Vec<Node>> {
    let lengths = [
        (tags::CRYPTOGRAM_INFORMATION_DATA, Some(1)),
        (tags::APPLICATION_TRANSACTION_COUNTER, Some(2)),
        (tags::APPLICATION_CRYPTOGRAM, Some(8)),
        (tags::ISSUER_APPLICATION_DATA, None),
    ];
    let count = if value.len() == 11 { 3 } else { 4 };
    (11..=43)
        .contains(&value.len())
        .then(|| cut(dictionaries, value, offset, lengths.into_iter().take(count)))?
}
