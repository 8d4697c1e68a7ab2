//! The man in the middle: rewrites what goes to the card and what comes back.

use std::collections::BTreeMap;
use std::time::Duration;

use tapkernel::core::tlv::{Tag, TlvReader, TlvWriter};

use crate::software_tap::Between;

type ToCard = Box<dyn Fn(&mut Vec<u8>)>;
type ToReader = Box<dyn Fn(&[u8], &mut Vec<u8>)>;

/// What he does, one thing after the other.
#[derive(Default)]
pub(crate) struct Man {
    to_card: Vec<ToCard>,
    to_reader: Vec<ToReader>,
    /// Commands (CLA INS) that he answers himself, at once.
    at_once: Vec<[u8; 2]>,
}

impl Between for Man {
    fn to_card(&self, command: &mut Vec<u8>) {
        self.to_card.iter().for_each(|change| change(command));
    }

    fn to_reader(&self, command: &[u8], answer: &mut Vec<u8>) {
        self.to_reader.iter().for_each(|change| change(command, answer));
    }

    fn delay(&self, command: &[u8], delay: Duration) -> Duration {
        if self.at_once.iter().any(|own| command.starts_with(own)) { Duration::ZERO } else { delay }
    }
}

/// The PDOL of the software cards: where each data object of the terminal stands behind `83` and its length.
const PDOL: [(u32, usize); 9] = [
    (0x9F66, 4),
    (0x9F02, 6),
    (0x9F03, 6),
    (0x9F1A, 2),
    (0x95, 5),
    (0x5F2A, 2),
    (0x9A, 3),
    (0x9C, 1),
    (0x9F37, 4),
];

const GET_PROCESSING_OPTIONS: [u8; 2] = [0x80, 0xA8];
pub(crate) const GENERATE_AC: [u8; 2] = [0x80, 0xAE];
pub(crate) const EXCHANGE_RELAY_RESISTANCE_DATA: [u8; 2] = [0x80, 0xEA];
pub(crate) const COMPUTE_CRYPTOGRAPHIC_CHECKSUM: [u8; 2] = [0x80, 0x2A];
pub(crate) const READ_RECORD: [u8; 2] = [0x00, 0xB2];
pub(crate) const SELECT: [u8; 2] = [0x00, 0xA4];

impl Man {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Changes the command before the card sees it.
    pub(crate) fn command(mut self, change: impl Fn(&mut Vec<u8>) + 'static) -> Self {
        self.to_card.push(Box::new(change));
        self
    }

    /// Changes the answers to commands that begin so, before the reader sees them.
    pub(crate) fn answer(mut self, to: [u8; 2], change: impl Fn(&mut Vec<u8>) + 'static) -> Self {
        self.to_reader.push(Box::new(move |command, answer| {
            if command.starts_with(&to) {
                change(answer);
            }
        }));
        self
    }

    /// Answers commands that begin so himself: the reader does not wait for the card.
    pub(crate) fn at_once(mut self, to: [u8; 2], change: impl Fn(&mut Vec<u8>) + 'static) -> Self {
        self.at_once.push(to);
        self.answer(to, change)
    }

    pub(crate) fn answer_to_gpo(self, change: impl Fn(&mut Vec<u8>) + 'static) -> Self {
        self.answer(GET_PROCESSING_OPTIONS, change)
    }

    /// Changes what GET PROCESSING OPTIONS tells the card of the terminal's data object.
    pub(crate) fn question(self, tag: u32, change: impl Fn(&mut [u8]) + 'static) -> Self {
        self.command(move |command| {
            if command.starts_with(&GET_PROCESSING_OPTIONS) {
                let before = PDOL.iter().take_while(|(own, _)| *own != tag).map(|(_, length)| length);
                let from = 7 + before.sum::<usize>();
                let length = PDOL.iter().find(|(own, _)| *own == tag).unwrap().1;
                change(&mut command[from..from + length]);
            }
        })
    }

    /// Changes the value of the card's data object, wherever it comes.
    pub(crate) fn object(mut self, tag: u32, change: impl Fn(&mut Vec<u8>) + 'static) -> Self {
        self.to_reader.push(Box::new(move |_, answer| {
            rewrite(answer, &|own, mut value| {
                if own == Tag::new(tag) {
                    change(&mut value);
                }
                vec![(own, value)]
            });
        }));
        self
    }

    pub(crate) fn set(self, tag: u32, value: &[u8]) -> Self {
        let value = value.to_vec();
        self.object(tag, move |own| own.clone_from(&value))
    }

    pub(crate) fn flip(self, tag: u32, bit: usize) -> Self {
        self.object(tag, move |value| {
            if let Some(byte) = value.get_mut(bit / 8) {
                *byte ^= 0x80 >> (bit % 8);
            }
        })
    }

    pub(crate) fn drop_object(mut self, tag: u32) -> Self {
        self.to_reader.push(Box::new(move |_, answer| {
            rewrite(answer, &|own, value| if own == Tag::new(tag) { vec![] } else { vec![(own, value)] });
        }));
        self
    }

    /// Adds a data object to the answer to GET PROCESSING OPTIONS; one of that name is replaced.
    pub(crate) fn add(self, tag: u32, value: &[u8]) -> Self {
        let value = value.to_vec();
        self.drop_object(tag).answer_to_gpo(move |answer| append(answer, tag, &value))
    }

    /// Adds it beside the one that is there.
    pub(crate) fn double(self, tag: u32, value: &[u8]) -> Self {
        let value = value.to_vec();
        self.answer_to_gpo(move |answer| append(answer, tag, &value))
    }

    /// Answers with what another card, or an earlier transaction, said to the same command (CLA INS P1 P2).
    pub(crate) fn replay(mut self, to: [u8; 2], earlier: &[(Vec<u8>, Vec<u8>)]) -> Self {
        let answers: BTreeMap<Vec<u8>, Vec<u8>> = earlier
            .iter()
            .filter(|(command, _)| command.starts_with(&to))
            .map(|(command, answer)| (command[..4].to_vec(), answer.clone()))
            .collect();
        self.to_reader.push(Box::new(move |command, answer| {
            if let Some(earlier) = answers.get(&command[..4]) {
                answer.clone_from(earlier);
            }
        }));
        self
    }
}

/// The answers since the application was last selected.
pub(crate) fn last_tap(answers: &[(Vec<u8>, Vec<u8>)]) -> &[(Vec<u8>, Vec<u8>)] {
    let from = answers.iter().rposition(|(command, _)| command.starts_with(&SELECT)).unwrap_or_default();
    &answers[from..]
}

/// Status word 9000 and something before it.
fn successful(answer: &[u8]) -> Option<&[u8]> {
    answer.strip_suffix(&[0x90, 0x00]).filter(|data| !data.is_empty())
}

/// Rewrites every primitive data object of an answer, on all levels.
fn rewrite(answer: &mut Vec<u8>, change: &dyn Fn(Tag, Vec<u8>) -> Vec<(Tag, Vec<u8>)>) {
    if let Some(data) = successful(answer) {
        if let Some(mut changed) = level(data, change) {
            changed.extend([0x90, 0x00]);
            *answer = changed;
        }
    }
}

fn level(data: &[u8], change: &dyn Fn(Tag, Vec<u8>) -> Vec<(Tag, Vec<u8>)>) -> Option<Vec<u8>> {
    let mut writer = TlvWriter::new();
    for object in TlvReader::new(data) {
        let object = object.ok()?;
        let objects = if object.tag.is_constructed() {
            vec![(object.tag, level(object.value, change)?)]
        } else {
            change(object.tag, object.value.to_vec())
        };
        objects.iter().for_each(|(tag, value)| writer.append(*tag, value).unwrap());
    }
    Some(writer.into_bytes())
}

fn append(answer: &mut Vec<u8>, tag: u32, value: &[u8]) {
    let Some(data) = successful(answer) else { return };
    let Some(Ok(template)) = TlvReader::new(data).next() else { return };
    let mut object = TlvWriter::new();
    object.append(Tag::new(tag), value).unwrap();
    let mut whole = TlvWriter::new();
    whole.append(template.tag, &[template.value, object.as_bytes()].concat()).unwrap();
    *answer = [whole.as_bytes(), &[0x90, 0x00]].concat();
}

/// All primitive data objects of the answers; of a tag that came again, the latest.
pub(crate) fn objects(answers: &[(Vec<u8>, Vec<u8>)]) -> BTreeMap<u32, Vec<u8>> {
    fn take(data: &[u8], found: &mut BTreeMap<u32, Vec<u8>>) {
        for object in TlvReader::new(data).flatten() {
            if object.tag.is_constructed() {
                take(object.value, found);
            } else {
                found.insert(object.tag.coded(), object.value.to_vec());
            }
        }
    }
    let mut found = BTreeMap::new();
    answers.iter().filter_map(|(_, answer)| successful(answer)).for_each(|data| take(data, &mut found));
    found
}
