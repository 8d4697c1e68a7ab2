//! Issuer scripts and their results.

use alloc::vec::{IntoIter, Vec};

use tapkernel_core::apdu::{CApdu, StatusWord};
use tapkernel_core::data::tags;
use tapkernel_core::tlv::{TlvError, TlvReader};

use crate::card_data::the_only;

/// An issuer script, template `71` or `72`, on its way to the card (EMV 4.4 Book 3, 10.10).
#[derive(Debug, Default)]
pub(crate) struct IssuerScript {
    /// Issuer Script Identifier `9F18`, zeros if there is none.
    identifier: [u8; 4],
    /// Issuer Script Commands `86`; `None` if the script cannot be read.
    commands: Option<IntoIter<CApdu>>,
    /// How many were sent.
    sent: u8,
    refused: bool,
}

/// How a script ended: the high nibble of its result (EMV 4.4 Book 4, A5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScriptOutcome {
    /// 0
    NotPerformed,
    /// 1: with the number of the command that failed.
    Failed(u8),
    /// 2
    Successful,
}

impl IssuerScript {
    /// Reads a template. A script that cannot be read keeps its place in the results.
    pub(crate) fn parse(template: &[u8]) -> Self {
        let Some(content) = the_only(template).map(|template| template.value) else { return Self::default() };
        let identifier = TlvReader::new(content)
            .flatten()
            .find(|object| object.tag == tags::ISSUER_SCRIPT_IDENTIFIER)
            .and_then(|object| object.value.try_into().ok());
        Self {
            identifier: identifier.unwrap_or_default(),
            commands: commands(content).ok().flatten().map(Vec::into_iter),
            ..Self::default()
        }
    }

    /// The next command for the card, or how the script ended.
    pub(crate) fn next_command(&mut self) -> Result<CApdu, ScriptOutcome> {
        if self.refused {
            return Err(ScriptOutcome::Failed(self.sent));
        }
        let commands = self.commands.as_mut().ok_or(ScriptOutcome::NotPerformed)?;
        let command = commands.next().ok_or(ScriptOutcome::Successful)?;
        self.sent = self.sent.saturating_add(1);
        Ok(command)
    }

    /// SW1 90, 62 and 63 go on; any other ends the script.
    pub(crate) fn answered(&mut self, status: StatusWord) {
        self.refused = !matches!(status.sw1(), 0x90 | 0x62 | 0x63);
    }

    /// Its five bytes in Issuer Script Results: outcome, number of the failed command (F from the fifteenth on),
    /// identifier.
    pub(crate) fn result(&self, outcome: ScriptOutcome) -> [u8; 5] {
        let first = match outcome {
            ScriptOutcome::NotPerformed => 0x00,
            ScriptOutcome::Failed(number) => 0x10 | number.min(0x0F),
            ScriptOutcome::Successful => 0x20,
        };
        let [a, b, c, d] = self.identifier;
        [first, a, b, c, d]
    }
}

/// All commands, or `None` if one is no command: then nothing of the script is sent.
fn commands(content: &[u8]) -> Result<Option<Vec<CApdu>>, TlvError> {
    let objects: Vec<_> = TlvReader::new(content).collect::<Result<_, _>>()?;
    let coded = objects.iter().filter(|object| object.tag == tags::ISSUER_SCRIPT_COMMAND);
    Ok(coded.map(|object| CApdu::issuer_script_command(object.value)).collect())
}
