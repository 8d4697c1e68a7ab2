//! What earlier inputs tell about later ones.

use tapkernel::core::data::{Dictionaries, tags};
use tapkernel::core::tlv::Tag;

use super::command::{Command, DATA, Ins};
use super::{Node, Problem, tree};

/// What a recorded tap has told so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// The command whose answer comes next.
    pub(super) asked: Option<Ins>,
    /// The lists that the card gave since its application was selected, by tag.
    lists: Vec<(&'static str, Vec<u8>)>,
    /// Commands GENERATE AC since then.
    cryptograms: usize,
}

const LISTS: &[&str] = &["9F38", "8C", "8D", "9F49", "9F51", "9F69"];

/// What DDOL a terminal has for a card without one: the Unpredictable Number.
const DEFAULT_DDOL: &[u8] = &[0x9F, 0x37, 0x04];

/// The same of mag-stripe mode: the Unpredictable Number (Numeric).
const DEFAULT_UDOL: &[u8] = &[0x9F, 0x6A, 0x04];

/// What EXCHANGE RELAY RESISTANCE DATA carries, as if it were a list: the Terminal Relay Resistance Entropy.
const RELAY_RESISTANCE_DATA: &[u8] = &[0xDF, 0x83, 0x01, 0x04];

impl Context {
    /// Takes note of a command.
    pub(super) fn sent(&mut self, ins: Ins) {
        match ins {
            Ins::Select => *self = Self::default(),
            Ins::GenerateAc => self.cryptograms += 1,
            _ => {}
        }
        self.asked = Some(ins);
    }

    /// Takes note of the lists among what a card answered.
    pub(super) fn answered(&mut self, nodes: &[Node]) {
        for node in nodes {
            if let Some(tag) = LISTS.iter().find(|tag| **tag == node.tag) {
                self.lists.retain(|(known, _)| known != tag);
                self.lists.extend(crate::hex::read(&node.value).ok().map(|value| (*tag, value)));
            }
            self.answered(&node.children);
        }
    }

    fn list(&self, tag: &str) -> Option<&[u8]> {
        self.lists.iter().find(|(known, _)| *known == tag).map(|(_, value)| value.as_slice())
    }

    /// The DOL that the data of a command follow.
    fn dol(&self, ins: Ins) -> Option<&[u8]> {
        match ins {
            Ins::GetProcessingOptions => self.list("9F38"),
            Ins::GenerateAc if self.cryptograms <= 1 => self.list("8C"),
            Ins::GenerateAc => self.list("8D"),
            Ins::InternalAuthenticate => self.list("9F49").or(Some(DEFAULT_DDOL)),
            Ins::ComputeCryptographicChecksum => self.list("9F69").or(Some(DEFAULT_UDOL)),
            Ins::RecoverAc => self.list("9F51"),
            Ins::ExchangeRelayResistanceData => Some(RELAY_RESISTANCE_DATA),
            _ => None,
        }
    }

    /// The data of a command.
    pub(super) fn command_data(
        &self,
        dictionaries: &Dictionaries<'_>,
        command: &Command<'_>,
    ) -> (Vec<Node>, Option<Problem>) {
        let data = command.data;
        match command.ins {
            Ins::Select if command.p1 == 0x04 => (vec![name(dictionaries, data)], None),
            Ins::GetProcessingOptions => self.processing_options(dictionaries, data),
            ins => (self.by_dol(dictionaries, ins, data, DATA).unwrap_or_default(), None),
        }
    }

    fn by_dol(
        &self,
        dictionaries: &Dictionaries<'_>,
        ins: Ins,
        value: &[u8],
        offset: usize,
    ) -> Option<Vec<Node>> {
        tree::by_dol(dictionaries, self.dol(ins)?, value, offset).filter(|nodes| !nodes.is_empty())
    }

    /// Command Template 83 with the values of the PDOL in it.
    fn processing_options(
        &self,
        dictionaries: &Dictionaries<'_>,
        data: &[u8],
    ) -> (Vec<Node>, Option<Problem>) {
        let (mut nodes, problem) = tree::read(dictionaries, data, DATA);
        if let [template] = nodes.as_mut_slice() {
            let offset = DATA + data.len() - template.length;
            let value = data.get(data.len() - template.length..).unwrap_or_default();
            let values = self.by_dol(dictionaries, Ins::GetProcessingOptions, value, offset);
            template.children = values.unwrap_or_default();
        }
        (nodes, problem)
    }
}

/// The name in a SELECT command: DF Name 84, readable where it is text.
fn name(dictionaries: &Dictionaries<'_>, value: &[u8]) -> Node {
    let mut node = Node::new(dictionaries, tags::DEDICATED_FILE_NAME, value, DATA);
    if value.iter().all(|byte| matches!(byte, 0x20..=0x7E)) {
        node.meaning = vec![String::from_utf8_lossy(value).into_owned()];
    }
    node
}

/// What a template of format 1 holds, by the command that it answers; without one, by its length.
pub(super) fn format_1(
    dictionaries: &Dictionaries<'_>,
    asked: Option<Ins>,
    value: &[u8],
    offset: usize,
) -> Option<Vec<Node>> {
    let whole = |tag: Tag| Some(vec![Node::new(dictionaries, tag, value, offset)]);
    match asked {
        Some(Ins::GetProcessingOptions) => tree::processing_options(dictionaries, value, offset),
        Some(Ins::ExchangeRelayResistanceData) => tree::relay_resistance_data(dictionaries, value, offset),
        Some(Ins::GenerateAc | Ins::RecoverAc) => tree::application_cryptogram(dictionaries, value, offset),
        Some(Ins::InternalAuthenticate) => whole(tags::SIGNED_DYNAMIC_APPLICATION_DATA),
        Some(_) => None,
        None => tree::processing_options(dictionaries, value, offset)
            .or_else(|| tree::application_cryptogram(dictionaries, value, offset)),
    }
}
