//! The card of a case.

use std::collections::BTreeMap;
use std::time::Duration;

use tapkernel::core::outcome::L1Error;

use super::case::Card;
use crate::bench::{application, directory, hex};

const PPSE: &str = "00A404000E325041592E5359532E444446303100";

pub(super) enum Answer {
    Bytes(Vec<u8>),
    Error(L1Error),
}

/// Answers SELECT as the case has it.
pub(super) struct Player {
    card: Card,
    pub(super) takes: Duration,
    asked: BTreeMap<String, usize>,
}

impl Player {
    pub(super) fn new(card: &Card) -> Self {
        Self {
            takes: Duration::from_millis(card.takes.unwrap_or(1)),
            card: card.clone(),
            asked: BTreeMap::new(),
        }
    }

    pub(super) fn answer(&mut self, command: &str) -> Answer {
        let name = &command[10..command.len() - 2];
        let scripted = if command == PPSE { Some(&self.card.ppse) } else { self.card.select.get(name) };
        if let Some(answers) = scripted.filter(|answers| !answers.is_empty()) {
            let number = self.asked.entry(name.to_owned()).or_default();
            let answer = &answers[(*number).min(answers.len() - 1)];
            *number += 1;
            match answer.as_str() {
                "time-out" => return Answer::Error(L1Error::TimeOut),
                "transmission" => return Answer::Error(L1Error::Transmission),
                "protocol" => return Answer::Error(L1Error::Protocol),
                "usual" => {}
                bytes => return Answer::Bytes(hex(bytes)),
            }
        }
        Answer::Bytes(self.usual(command, name))
    }

    fn usual(&self, command: &str, name: &str) -> Vec<u8> {
        if command == PPSE {
            let entries: Vec<_> = self.card.directory.iter().map(String::as_str).collect();
            return directory(&entries);
        }
        match self.card.pdol.get(name).map(String::as_str) {
            Some("-") => {
                let length = name.len() / 2;
                hex(&format!("6F{:02X} 84{length:02X}{name} A500 9000", length + 4))
            }
            pdol => application(name, pdol.unwrap_or("9F6604")),
        }
    }
}
