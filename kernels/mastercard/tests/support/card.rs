//! A software card of Kernel 2 with real keys: the simulator's, under a CA key of Mastercard's RID made for these tests.
//!
//! It keeps account of every cryptogram that it makes, which is what the tests of torn transactions look at.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use sha1::{Digest, Sha1};
use tapkernel_core::data::Rid;
use tapkernel_core::oda::{CaPublicKey, CaPublicKeys};
use tapkernel_simulator::pki::{
    PrivateKey, Serial, SignedDataFormat, icc_certificate, issuer_certificate, private_key,
    signed_dynamic_application_data,
};

use super::unhex;

pub(crate) const CA_KEY_INDEX: u8 = 0xF8;
const AIP_CDA: u8 = 0x11;
/// Files 2: record 1 is signed, then the certificates.
const AFL: &str = "10010301";
/// What CDOL1 asks for; the Unpredictable Number is at [`UN_IN_CDOL1`].
const CDOL1: &str = "9F02069F03069F1A0295055F2A029A039C019F37049F35019F34039F3303";
pub(crate) const UN_IN_CDOL1: usize = 25;
/// Amount, Unpredictable Number and counter.
const DRDOL: &str = "9F02069F37049F3602";

/// How the card differs from an ordinary one.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kind {
    /// It knows the relay resistance protocol.
    pub(crate) relay_resistance: bool,
    /// It has a DRDOL, and answers RECOVER AC.
    pub(crate) recovers: bool,
    /// It has a DRDOL but forgets: RECOVER AC is refused.
    pub(crate) forgets: bool,
    /// It asks for the amount in its PDOL.
    pub(crate) amount_in_pdol: bool,
    /// It signs over the ARQC that it answers a wish for a TC with.
    pub(crate) prefers_online: bool,
}

/// A cryptogram that the card has made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cryptogram {
    pub(crate) information: u8,
    pub(crate) cryptogram: [u8; 8],
    /// The reader's number that it is bound to.
    pub(crate) unpredictable_number: [u8; 4],
    response: Vec<u8>,
}

/// The card.
#[derive(Clone, Debug)]
pub(crate) struct Card {
    kind: Kind,
    counter: u16,
    pdol_values: Vec<u8>,
    /// Answer to EXCHANGE RELAY RESISTANCE DATA: entropy, least, most and transmission time.
    pub(crate) relay_data: [u8; 10],
    /// Changed in what is signed of the relay resistance data: a byte and its mask.
    pub(crate) altered: Option<(usize, u8)>,
    terminal_entropy: Option<[u8; 4]>,
    /// All that it ever made, AACs too.
    pub(crate) made: Vec<Cryptogram>,
    /// How many it had made each time that it refused RECOVER AC.
    pub(crate) refusals: Vec<usize>,
}

impl Card {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            counter: 0,
            pdol_values: vec![],
            relay_data: [0x11, 0x22, 0x33, 0x44, 0x00, 0x0A, 0x00, 0xFA, 0x00, 0x14],
            altered: None,
            terminal_entropy: None,
            made: vec![],
            refusals: vec![],
        }
    }

    /// The answer to SELECT, without the status word.
    pub(crate) fn fci(&self) -> Vec<u8> {
        let pdol = if self.kind.amount_in_pdol { "9F02069F1A029F3704" } else { "9F1A029F3704" };
        let proprietary = [tlv("50", b"MASTERCARD"), tlv("9F38", &unhex(pdol))].concat();
        tlv("6F", &[tlv("84", &unhex(super::activation::AID)), tlv("A5", &proprietary)].concat())
    }

    /// The answer to a command, with its status word.
    pub(crate) fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        let data = command.get(5..command.len().saturating_sub(1)).unwrap_or_default();
        match command[1] {
            0xA8 => self.processing_options(data),
            0xEA => self.relay_resistance(data),
            0xB2 => self.record(command[2]),
            0xCA if command[2..4] == [0x9F, 0x70] => ok(tlv("9F70", &[0xAA, 0xBB])),
            0xAE => self.generate_ac(command[2], data),
            0xD0 => self.recover_ac(data),
            _ => vec![0x6A, 0x88],
        }
    }

    fn processing_options(&mut self, data: &[u8]) -> Vec<u8> {
        self.counter += 1;
        self.terminal_entropy = None;
        self.pdol_values = data[2..].to_vec();
        let profile = [AIP_CDA, 0x80 | u8::from(self.kind.relay_resistance)];
        ok(tlv("77", &[tlv("82", &profile), tlv("94", &unhex(AFL))].concat()))
    }

    fn relay_resistance(&mut self, data: &[u8]) -> Vec<u8> {
        self.terminal_entropy = data.try_into().ok();
        ok(tlv("80", &self.relay_data))
    }

    fn record(&self, number: u8) -> Vec<u8> {
        let objects = match number {
            1 => signed_record(self.has_drdol()),
            2 => CERTIFICATES.issuer.clone(),
            _ => CERTIFICATES.of_card(self.kind.relay_resistance, self.has_drdol()),
        };
        ok(tlv("70", &objects))
    }

    fn has_drdol(&self) -> bool {
        self.kind.recovers || self.kind.forgets
    }

    fn generate_ac(&mut self, parameter: u8, data: &[u8]) -> Vec<u8> {
        let wanted = parameter & 0xC0;
        let information = if wanted == 0x40 && self.kind.prefers_online { 0x80 } else { wanted };
        let cryptogram: [u8; 8] = hash(&[&self.counter.to_be_bytes(), data])[..8].try_into().unwrap();
        let counter = tlv("9F36", &self.counter.to_be_bytes());
        let issuer_data = tlv("9F10", &unhex("0110A00003220000000000000000000000FF"));
        let mut objects = [tlv("9F27", &[information]), counter];
        let proof = if parameter & 0x10 == 0 {
            tlv("9F26", &cryptogram)
        } else {
            let covered = [&objects[0][..], &objects[1], &issuer_data].concat();
            let transaction = hash(&[&self.pdol_values, data, &covered]);
            self.signature(information, cryptogram, &transaction, data)
        };
        let response = ok(tlv("77", &[std::mem::take(&mut objects).concat(), proof, issuer_data].concat()));
        let unpredictable_number = data[UN_IN_CDOL1..UN_IN_CDOL1 + 4].try_into().unwrap();
        self.made.push(Cryptogram {
            information,
            cryptogram,
            unpredictable_number,
            response: response.clone(),
        });
        response
    }

    fn signature(&self, information: u8, cryptogram: [u8; 8], transaction: &[u8], data: &[u8]) -> Vec<u8> {
        let number = [&[8][..], &u64::from(self.counter).to_be_bytes()].concat();
        let mut dynamic = [&number[..], &[information], &cryptogram, transaction].concat();
        if let Some(entropy) = self.terminal_entropy {
            let mut exchanged = [&entropy[..], &self.relay_data].concat();
            if let Some((at, mask)) = self.altered {
                exchanged[at] ^= mask;
            }
            dynamic.extend(exchanged);
        }
        tlv("9F4B", &signed(&dynamic, &data[UN_IN_CDOL1..UN_IN_CDOL1 + 4]))
    }

    fn recover_ac(&mut self, data: &[u8]) -> Vec<u8> {
        let last = self.made.last().filter(|last| last.unpredictable_number == data[6..10]);
        match last {
            Some(last) if self.kind.recovers => last.response.clone(),
            _ => {
                self.refusals.push(self.made.len());
                vec![0x69, 0x85]
            }
        }
    }
}

/// Signing takes long, and tests sign the same often.
fn signed(dynamic: &[u8], number: &[u8]) -> Vec<u8> {
    static SIGNATURES: LazyLock<Mutex<HashMap<Vec<u8>, Vec<u8>>>> = LazyLock::new(Mutex::default);
    let mut signatures = SIGNATURES.lock().unwrap();
    let sign =
        || signed_dynamic_application_data(&key("visa-icc"), SignedDataFormat::Dynamic, dynamic, number);
    signatures.entry([dynamic, number].concat()).or_insert_with(sign).clone()
}

fn key(name: &str) -> PrivateKey {
    private_key(name).unwrap()
}

fn hash(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().fold(Sha1::new(), |hash, part| hash.chain_update(part)).finalize().to_vec()
}

fn ok(mut data: Vec<u8>) -> Vec<u8> {
    data.extend([0x90, 0x00]);
    data
}

pub(crate) fn tlv(tag: &str, value: &[u8]) -> Vec<u8> {
    let length = match u8::try_from(value.len()).unwrap() {
        short @ ..=0x7F => vec![short],
        long => vec![0x81, long],
    };
    [unhex(tag), length, value.to_vec()].concat()
}

fn signed_record(drdol: bool) -> Vec<u8> {
    let mut objects = [
        tlv("57", &unhex("5413339000001513D49122010000000000")),
        tlv("5A", &unhex("5413339000001513")),
        unhex("5F2403491231 5F2503150101 5F28020250 5F340101".replace(' ', "").as_str()),
        tlv("8C", &unhex(CDOL1)),
        unhex("8E0E000000000000000042031E031F03 9F0702FFC0 9F08020002".replace(' ', "").as_str()),
        unhex("9F0D050000000000 9F0E050000000000 9F0F050000000000".replace(' ', "").as_str()),
        unhex("9F42020978 9F4A0182".replace(' ', "").as_str()),
    ]
    .concat();
    if drdol {
        objects.extend(tlv("9F51", &unhex(DRDOL)));
    }
    objects
}

/// What the records hold of the certificates.
struct Certificates {
    issuer: Vec<u8>,
    /// By relay resistance and DRDOL, which the signed data differ in.
    cards: Vec<Vec<u8>>,
}

static CERTIFICATES: LazyLock<Certificates> = LazyLock::new(|| {
    let issuer = issuer_certificate(
        &key("visa-ca"),
        &key("visa-issuer"),
        [0x54, 0x13, 0x33, 0xFF],
        [0x12, 0x49],
        Serial([0, 0, 1]),
    );
    let objects = [
        tlv("8F", &[CA_KEY_INDEX]),
        tlv("90", &issuer.certificate),
        tlv("92", &issuer.remainder),
        tlv("9F32", &issuer.exponent),
    ];
    let cards =
        [(false, false), (false, true), (true, false), (true, true)].map(|(relay, drdol)| card(relay, drdol));
    Certificates { issuer: objects.concat(), cards: cards.to_vec() }
});

impl Certificates {
    fn of_card(&self, relay_resistance: bool, drdol: bool) -> Vec<u8> {
        self.cards[usize::from(relay_resistance) * 2 + usize::from(drdol)].clone()
    }
}

fn card(relay_resistance: bool, drdol: bool) -> Vec<u8> {
    let static_data = [signed_record(drdol), vec![AIP_CDA, 0x80 | u8::from(relay_resistance)]].concat();
    let pan = unhex("5413339000001513FFFF").try_into().unwrap();
    let of_card = icc_certificate(
        &key("visa-issuer"),
        &key("visa-icc"),
        pan,
        [0x12, 0x49],
        Serial([0, 0, 2]),
        &static_data,
    );
    let remainder = if of_card.remainder.is_empty() { vec![] } else { tlv("9F48", &of_card.remainder) };
    [tlv("9F46", &of_card.certificate), remainder, tlv("9F47", &of_card.exponent)].concat()
}

/// The CA key of the card's issuer, as a reader knows it.
pub(crate) fn ca_public_keys() -> Arc<CaPublicKeys> {
    static KEYS: LazyLock<Arc<CaPublicKeys>> = LazyLock::new(|| {
        let ca = key("visa-ca");
        let (modulus, exponent) = (ca.modulus(), ca.public_exponent());
        let checksum = CaPublicKey::checksum(Rid::MASTERCARD, CA_KEY_INDEX, &modulus, exponent);
        let key =
            CaPublicKey::new(Rid::MASTERCARD, CA_KEY_INDEX, &modulus, exponent, None, checksum).unwrap();
        Arc::new(CaPublicKeys::new(vec![key], vec![]).unwrap())
    });
    Arc::clone(&KEYS)
}
