//! Bytes spelled out: commands, responses, data objects.

mod command;
mod context;
pub(crate) mod family;
mod node;
mod status;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod transcript;
mod tree;

use serde::Serialize;
use tapkernel::core::apdu::{RApdu, StatusWord};
use tapkernel::core::data::{Dictionaries, Hex};

pub(crate) use command::CommandText;
pub(crate) use node::Node;
pub(crate) use status::StatusText;
pub(crate) use transcript::transcripts;

use command::Command;
use context::Context;

/// One input, spelled out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Decoded {
    /// Where it stands, if there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<String>,
    /// What it is.
    pub(crate) kind: Kind,
    /// The command, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) command: Option<CommandText>,
    /// The status word of a response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<StatusText>,
    /// The data where they are no data objects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) data: Option<String>,
    /// The data objects.
    pub(crate) tree: Vec<Node>,
    /// What could not be read.
    pub(crate) errors: Vec<Problem>,
}

/// What an input is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) enum Kind {
    /// A command.
    #[serde(rename = "C-APDU")]
    Command,
    /// A response.
    #[serde(rename = "R-APDU")]
    Response,
    /// Data objects alone.
    #[default]
    #[serde(rename = "BER-TLV")]
    DataObjects,
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    /// Where, in bytes from the start of the input.
    pub(crate) offset: usize,
    /// What.
    pub(crate) message: String,
}

/// Spells out inputs, one after the other; what a card told earlier helps with what comes later.
#[derive(Debug)]
pub(crate) struct Decoder<'a> {
    dictionaries: Dictionaries<'a>,
    context: Context,
}

impl<'a> Decoder<'a> {
    pub(crate) fn new(dictionaries: Dictionaries<'a>) -> Self {
        Self { dictionaries, context: Context::default() }
    }

    /// Any input. Whether it is a command, a response or data objects is told from its bytes: a command has a known
    /// header and the length that its Lc says; a response ends in a status word and the rest can be read.
    pub(crate) fn any(&mut self, bytes: &[u8]) -> Decoded {
        if let Some(command) = Command::parse(bytes) {
            return self.command(&command);
        }
        if let Ok(response) = RApdu::parse(bytes) {
            if self.reads_as_response(&response, bytes) {
                return self.response(&response);
            }
        }
        let (tree, problem) = tree::read(&self.dictionaries, bytes, 0);
        let mut decoded = Decoded { tree, errors: problem.into_iter().collect(), ..Decoded::default() };
        self.open_format_1(&mut decoded.tree, bytes, 0);
        if decoded.tree.is_empty() && decoded.errors.is_empty() {
            decoded.errors.push(Problem { offset: 0, message: "padding 00 and no data object".to_owned() });
        }
        self.context.answered(&decoded.tree);
        decoded
    }

    /// What is written down as the answer of a card: a response, unless it is a command that stands in the wrong place.
    pub(crate) fn answer(&mut self, bytes: &[u8]) -> Decoded {
        match (Command::parse(bytes), RApdu::parse(bytes)) {
            (Some(command), Ok(response)) if !status::is_status(response.status) => self.command(&command),
            (_, Ok(response)) => self.response(&response),
            (_, Err(error)) => {
                let errors = vec![Problem { offset: 0, message: error.to_string() }];
                Decoded { kind: Kind::Response, errors, ..Decoded::default() }
            }
        }
    }

    /// 9000 could as well be an empty Issuer Public Key Certificate: here it never is.
    fn reads_as_response(&self, response: &RApdu<'_>, bytes: &[u8]) -> bool {
        let reads = |bytes| tree::read(&self.dictionaries, bytes, 0).1.is_none();
        status::is_status(response.status)
            && reads(response.data)
            && (response.status == StatusWord::OK || response.data.is_empty() || !reads(bytes))
    }

    fn command(&mut self, command: &Command<'_>) -> Decoded {
        self.context.sent(command.ins);
        let (tree, problem) = self.context.command_data(&self.dictionaries, command);
        let bare = tree.is_empty() && !command.data.is_empty();
        Decoded {
            kind: Kind::Command,
            command: Some(command.text()),
            data: bare.then(|| Hex(command.data).to_string()),
            tree,
            errors: problem.into_iter().collect(),
            ..Decoded::default()
        }
    }

    fn response(&mut self, response: &RApdu<'_>) -> Decoded {
        let asked = self.context.asked;
        let bare = asked == Some(command::Ins::GetChallenge);
        let (mut tree, problem) =
            if bare { (Vec::new(), None) } else { tree::read(&self.dictionaries, response.data, 0) };
        self.open_format_1(&mut tree, response.data, 0);
        self.context.answered(&tree);
        let bare = tree.is_empty() && !response.data.is_empty();
        Decoded {
            kind: Kind::Response,
            status: Some(response.status.into()),
            data: bare.then(|| Hex(response.data).to_string()),
            tree,
            errors: problem.into_iter().collect(),
            ..Decoded::default()
        }
    }

    /// Spells out Response Message Template Format 1, whose value has no tags.
    fn open_format_1(&self, tree: &mut [Node], bytes: &[u8], offset: usize) {
        if let [template] = tree {
            if template.tag == "80" {
                let at = bytes.len().saturating_sub(template.length);
                let value = bytes.get(at..).unwrap_or_default();
                let asked = self.context.asked;
                template.children =
                    context::format_1(&self.dictionaries, asked, value, offset + at).unwrap_or_default();
            }
        }
    }
}
