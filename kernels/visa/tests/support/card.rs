//! A card that signs: keys and certificates made for the tests, every answer open to change.

use num_bigint::BigUint;
use sha1::{Digest, Sha1};

use super::keys::*;
use super::{AID, Answer, Answers, UN, unhex};

pub(crate) const CA_INDEX: u8 = 0x50;
pub(crate) const PAN: &str = "4761739001010010";

/// The data objects of a Visa card, as hex by tag; `None` leaves the object out.
#[derive(Clone)]
pub(crate) struct Card {
    pub(crate) fci: String,
    /// Objects of the answer to GET PROCESSING OPTIONS, in order.
    pub(crate) gpo: Vec<(u32, String)>,
    /// Content of the template of the records 1, 2, 3 of SFI 2; the first takes part in ODA.
    pub(crate) records: Vec<Vec<(u32, String)>>,
    /// Answers in place of the regular one, by number of the command.
    pub(crate) instead: Vec<(usize, Replacement)>,
    pub(crate) sent: usize,
}

#[derive(Clone)]
pub(crate) enum Replacement {
    Bytes(String),
    Error(tapkernel_core::outcome::L1Error),
    Stop,
}

/// An object with its tag and length.
pub(crate) fn tlv(tag: u32, value: &[u8]) -> Vec<u8> {
    let tag: Vec<u8> = tag.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let length = match value.len() {
        short @ 0..=0x7F => vec![short as u8],
        long => vec![0x81, long as u8],
    };
    [tag, length, value.to_vec()].concat()
}

fn content(objects: &[(u32, String)]) -> Vec<u8> {
    objects.iter().flat_map(|(tag, value)| tlv(*tag, &unhex(value))).collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

fn private(block: &[u8], exponent: &str, modulus: &str) -> Vec<u8> {
    let number = |bytes: &[u8]| BigUint::from_bytes_be(bytes);
    let signed = number(block).modpow(&number(&unhex(exponent)), &number(&unhex(modulus))).to_bytes_be();
    [vec![0; block.len() - signed.len()], signed].concat()
}

/// 6A, body, padding BB to the length of the key, hash over body, padding and `more`, BC; then the private operation.
fn sign(body: &[u8], more: &[u8], exponent: &str, modulus: &str) -> Vec<u8> {
    let mut inner = body.to_vec();
    inner.resize(modulus.len() / 2 - 22, 0xBB);
    let hash = Sha1::new().chain_update(&inner).chain_update(more).finalize();
    private(&[&[0x6A], &inner[..], &hash[..], &[0xBC]].concat(), exponent, modulus)
}

fn issuer_certificate() -> Vec<u8> {
    let key = unhex(ISSUER_MODULUS);
    let header = unhex("02476173FF1249000001");
    let body = [&header[..], &[0x01, 0x01, key.len() as u8, 0x01], &key].concat();
    sign(&body, &[0x03], CA_PRIVATE_EXPONENT, CA_MODULUS)
}

fn icc_certificate(static_data: &[u8]) -> Vec<u8> {
    let key = unhex(ICC_MODULUS);
    let header = unhex(&format!("04{PAN}FFFF1249000002"));
    let body = [&header[..], &[0x01, 0x01, key.len() as u8, 0x01], &key].concat();
    sign(&body, &[&[0x03], static_data].concat(), ISSUER_PRIVATE_EXPONENT, ISSUER_MODULUS)
}

fn replace(objects: &mut Vec<(u32, String)>, tag: u32, value: &str) {
    match objects.iter_mut().find(|(known, _)| *known == tag) {
        Some((_, known)) => *known = value.into(),
        None => objects.push((tag, value.into())),
    }
}

impl Card {
    /// Without signature: TC or ARQC in the answer to GET PROCESSING OPTIONS, no records.
    pub(crate) fn new(cid: &str) -> Self {
        let mut card = Self {
            fci: fci("9F66049F02065F2A029F3704"),
            gpo: vec![],
            records: vec![],
            instead: vec![],
            sent: 0,
        };
        for (tag, value) in [
            (0x82, "2000"),
            (0x9F36, "0015"),
            (0x9F26, "20261203C3227D26"),
            (0x9F10, "06011103A00000"),
            (0x57, "4761739001010010D49122011143882"),
            (0x9F27, cid),
            (0x9F6C, "0000"),
        ] {
            let odd = value.len() % 2 == 1;
            card = card.with(tag, &if odd { format!("{value}F") } else { value.into() });
        }
        card.records = vec![vec![(0x5F24, "491231".into()), (0x5F34, "01".into())]];
        card
    }

    /// A TC with a signature for an offline approval.
    pub(crate) fn tc() -> Self {
        Self::new("40").signing(0x05)
    }

    /// An ARQC with a signature for an online authorisation.
    pub(crate) fn arqc_signed() -> Self {
        Self::new("80").signing(0x95)
    }

    /// An ARQC without one.
    pub(crate) fn arqc() -> Self {
        Self::new("80")
    }

    /// Adds `5A`, keys and certificates, then the signature over what the card has in `9F69`, or a plain one.
    pub(crate) fn signing(self, format: u8) -> Self {
        self.signing_with(format, None)
    }

    /// The same over a `9F69` with `copy` as its copy of the CTQ.
    pub(crate) fn signing_with(mut self, format: u8, copy: Option<&str>) -> Self {
        let related = format!("0169C16C99{}", copy.unwrap_or(""));
        self.records[0].insert(0, (0x5A, PAN.into()));
        let mut static_data = content(&self.records[0]);
        if self.records[0].contains(&(0x9F4A, "82".into())) {
            static_data
                .extend(self.gpo.iter().filter(|(tag, _)| *tag == 0x82).flat_map(|(_, value)| unhex(value)));
        }
        self.records.push(vec![
            (0x8F, format!("{CA_INDEX:02X}")),
            (0x90, hex(&issuer_certificate())),
            (0x9F32, "03".into()),
        ]);
        self.records.push(vec![
            (0x9F46, hex(&icc_certificate(&static_data))),
            (0x9F47, "03".into()),
            (0x9F69, related.clone()),
        ]);
        let body = [&[format, 0x01, 0x03, 0x02, 0x00, 0x15][..]].concat();
        let more = [unhex(UN), unhex("000000000200"), unhex("0840"), unhex(&related)].concat();
        self.with(0x9F4B, &hex(&sign(&body, &more, ICC_PRIVATE_EXPONENT, ICC_MODULUS)))
    }

    /// Sets an object where it is, or adds it to the answer to GET PROCESSING OPTIONS.
    pub(crate) fn with(mut self, tag: u32, value: &str) -> Self {
        let known = |objects: &[(u32, String)]| objects.iter().position(|(known, _)| *known == tag);
        match self.records.iter_mut().find(|record| known(record).is_some()) {
            Some(record) => replace(record, tag, value),
            None => replace(&mut self.gpo, tag, value),
        }
        self
    }

    pub(crate) fn without(mut self, tag: u32) -> Self {
        self.gpo.retain(|(known, _)| *known != tag);
        self.records.iter_mut().for_each(|record| record.retain(|(known, _)| *known != tag));
        self
    }

    /// Adds an object to the first record, known or not.
    pub(crate) fn in_record(mut self, tag: u32, value: &str) -> Self {
        self.records[0].push((tag, value.into()));
        self
    }

    /// Adds an object to the answer to GET PROCESSING OPTIONS, known or not.
    pub(crate) fn in_gpo(mut self, tag: u32, value: &str) -> Self {
        self.gpo.push((tag, value.into()));
        self
    }

    pub(crate) fn answering(mut self, command: usize, bytes: &str) -> Self {
        self.instead.push((command, Replacement::Bytes(bytes.into())));
        self
    }

    pub(crate) fn failing(mut self, command: usize, replacement: Replacement) -> Self {
        self.instead.push((command, replacement));
        self
    }

    fn processing_options(&self) -> Vec<u8> {
        let mut objects = content(&self.gpo);
        let count = self.records.len() as u8;
        if count > 0 && !self.gpo.iter().any(|(tag, _)| *tag == 0x94) {
            objects.extend(tlv(0x94, &[0x10, 0x01, count, 0x01]));
        }
        tlv(0x77, &objects)
    }
}

/// An FCI with the PDOL.
pub(crate) fn fci(pdol: &str) -> String {
    let inner = [tlv(0x50, b"VISA"), tlv(0x9F38, &unhex(pdol))].concat();
    hex(&tlv(0x6F, &[tlv(0x84, &unhex(AID)), tlv(0xA5, &inner)].concat()))
}

impl Answers for Card {
    fn fci(&self) -> Vec<u8> {
        unhex(&self.fci)
    }

    fn answer(&mut self, command: &[u8]) -> Answer {
        self.sent += 1;
        match self.instead.iter().find(|(number, _)| *number == self.sent) {
            Some((_, Replacement::Bytes(bytes))) => return Answer::Bytes(unhex(bytes)),
            Some((_, Replacement::Error(error))) => return Answer::Error(*error),
            Some((_, Replacement::Stop)) => return Answer::Stop,
            None => {}
        }
        let data = match command[1] {
            0xA8 => self.processing_options(),
            0xB2 => tlv(0x70, &content(&self.records[usize::from(command[2]) - 1])),
            other => panic!("instruction {other:02X}"),
        };
        Answer::Bytes([&data[..], &[0x90, 0x00]].concat())
    }
}

/// What the card answers to GET PROCESSING OPTIONS and to READ RECORD for each of its records, as hex.
pub(crate) fn answers(card: &mut Card) -> Vec<String> {
    let commands =
        (0..=card.records.len()).map(|at| if at == 0 { [0x80, 0xA8, 0] } else { [0, 0xB2, at as u8] });
    let commands: Vec<_> = commands.collect();
    let answers = commands.iter().map(|command| match card.answer(command) {
        Answer::Bytes(bytes) => hex(&bytes),
        _ => panic!("a card without replacements answers"),
    });
    answers.collect()
}

/// The bytes under protection: `9F4B` in the answer to GPO, then whole records without the status word.
pub(crate) fn protected(number: usize, bytes: &[u8]) -> std::ops::Range<usize> {
    if number > 0 {
        return 0..bytes.len() - 2;
    }
    let tag = bytes.windows(2).position(|pair| pair == [0x9F, 0x4B]).unwrap();
    tag + 3..tag + 3 + usize::from(bytes[tag + 2])
}
