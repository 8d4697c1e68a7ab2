//! Recorded cards: the answers of a transcript, in order and to the recorded commands only.

use serde::Deserialize;

use super::card::hex;
use super::{Answer, Answers, unhex};

#[derive(Clone, Deserialize)]
pub(crate) struct Recorded {
    pub(crate) name: String,
    exchanges: Vec<Exchange>,
    #[serde(skip)]
    next: usize,
}

#[derive(Clone, Deserialize)]
struct Exchange {
    c: String,
    r: String,
}

/// The recording with this name.
pub(crate) fn recorded(name: &str) -> Recorded {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../test-vectors/recorded/test-cards.json");
    let cards: Vec<Recorded> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut card = cards.into_iter().find(|card| card.name == name).unwrap();
    card.next = card.exchanges.iter().position(|exchange| exchange.c.starts_with("80A8")).unwrap();
    card
}

impl Recorded {
    pub(crate) fn is_finished(&self) -> bool {
        self.next == self.exchanges.len()
    }

    /// The recorded answers from GET PROCESSING OPTIONS on.
    pub(crate) fn answers(&self) -> Vec<Vec<u8>> {
        self.exchanges.iter().skip(self.next).map(|exchange| unhex(&exchange.r)).collect()
    }

    /// The same card with another answer in place of number `number` of [`Recorded::answers`].
    pub(crate) fn answering(&self, number: usize, bytes: &[u8]) -> Self {
        let mut card = self.clone();
        card.exchanges[self.next + number].r = hex(bytes);
        card
    }
}

impl Answers for Recorded {
    fn fci(&self) -> Vec<u8> {
        let select = self.exchanges.iter().find(|exchange| exchange.c.starts_with("00A4040007")).unwrap();
        unhex(select.r.strip_suffix("9000").unwrap())
    }

    fn answer(&mut self, command: &[u8]) -> Answer {
        let exchange = &self.exchanges[self.next];
        assert_eq!(command, unhex(&exchange.c), "{}: command {}", self.name, self.next);
        self.next += 1;
        Answer::Bytes(unhex(&exchange.r))
    }
}
