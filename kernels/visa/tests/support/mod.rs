//! Shared by the kernel's tests: an activation to be varied, a driver, a card that signs.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation
)]

pub(crate) mod card;
pub(crate) mod keys;
pub(crate) mod recorded;

use std::sync::Arc;
use std::time::Duration;

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{
    Aid, Amount, Currency, Database, Date, Rid, TerminalTransactionQualifiers as Ttq, Time, TransactionData,
    TransactionType, tags,
};
use tapkernel_core::kernel::{
    Activation, ActiveKernel, Indicators, Kernel, KernelConclusion, Output, Policies, PreProcessing,
    ReaderLimits, Selection, Signal,
};
use tapkernel_core::oda::{CaPublicKey, CaPublicKeys};
use tapkernel_core::outcome::{L1Error, Outcome, UserInterfaceRequest};
use tapkernel_core::time::Instant;
use tapkernel_core::tlv::Tag;
use tapkernel_visa::Kernel3;

pub(crate) fn unhex(text: &str) -> Vec<u8> {
    assert_eq!(text.len() % 2, 0, "odd number of digits");
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

pub(crate) const AID: &str = "A0000000031010";
pub(crate) const UN: &str = "ABABABAB";

pub(crate) fn ca_key(rid: Rid, index: u8, modulus: &str, exponent: &str) -> CaPublicKey {
    use sha1::{Digest, Sha1};
    let (modulus, exponent) = (unhex(modulus), unhex(exponent));
    let checksum =
        Sha1::new().chain_update(rid.0).chain_update([index]).chain_update(&modulus).chain_update(&exponent);
    CaPublicKey::new(rid, index, &modulus, &exponent, None, checksum.finalize().into()).unwrap()
}

/// What the reader brings: a purchase of 2.00 on an online-capable reader that leaves the decision to the card.
#[derive(Clone)]
pub(crate) struct Reader {
    pub(crate) ttq: [u8; 4],
    pub(crate) amount: u64,
    pub(crate) amount_other: u64,
    pub(crate) kind: TransactionType,
    pub(crate) date: (u16, u8, u8),
    pub(crate) policies: Policies,
    pub(crate) keys: Vec<CaPublicKey>,
    pub(crate) aid: String,
    pub(crate) data: Vec<(u32, String)>,
    pub(crate) removed: Vec<u32>,
}

impl Reader {
    pub(crate) fn new() -> Self {
        Self {
            ttq: [0x24, 0x00, 0x40, 0x00],
            amount: 200,
            amount_other: 0,
            kind: TransactionType::Purchase,
            date: (2019, 8, 19),
            policies: Policies::AS_BOOK,
            keys: vec![ca_key(Rid::VISA, card::CA_INDEX, keys::CA_MODULUS, "03")],
            aid: AID.into(),
            data: vec![
                (0x9F1A, "0840".into()),
                (0x9F33, "A048C8".into()),
                (0x9F35, "21".into()),
                (0x9F39, "07".into()),
                (0x9F4E, "41".into()),
                (0x9F37, UN.into()),
            ],
            removed: vec![],
        }
    }

    pub(crate) fn strict() -> Self {
        Self { policies: Policies::default(), ..Self::new() }
    }

    pub(crate) fn ttq(mut self, hex: &str) -> Self {
        self.ttq = unhex(hex).try_into().unwrap();
        self
    }

    pub(crate) fn with(mut self, tag: u32, value: &str) -> Self {
        self.data.retain(|(known, _)| *known != tag);
        self.data.push((tag, value.into()));
        self
    }

    pub(crate) fn without(mut self, tag: u32) -> Self {
        self.removed.push(tag);
        self
    }

    fn transaction(&self) -> TransactionData {
        TransactionData {
            amount: Amount::new(self.amount).unwrap(),
            amount_other: Amount::new(self.amount_other).unwrap(),
            currency: Currency::new(840, 2).unwrap(),
            transaction_type: self.kind,
            date: Date::new(self.date.0, self.date.1, self.date.2).unwrap(),
            time: Time::new(12, 0, 0).unwrap(),
        }
    }

    pub(crate) fn activation(&self, fci: &[u8]) -> Activation {
        let mut data = Database::new();
        self.transaction().write_to(&mut data);
        self.data.iter().for_each(|(tag, value)| data.insert(Tag::new(*tag), &unhex(value)));
        self.removed.iter().for_each(|tag| data.remove(Tag::new(*tag)));
        let aid = Aid::new(&unhex(&self.aid)).unwrap();
        Activation {
            transaction: self.transaction(),
            restart: false,
            selection: Some(Selection { aid, adf_name: aid, fci: fci.to_vec(), status: StatusWord::OK }),
            pre_processing: PreProcessing { indicators: Indicators::default(), ttq: Some(Ttq(self.ttq)) },
            limits: ReaderLimits::default(),
            data,
            policies: self.policies,
            ca_public_keys: Arc::new(CaPublicKeys::new(self.keys.clone(), vec![]).unwrap()),
            previous: None,
            online_response: None,
        }
    }
}

/// What a card can do when it is asked.
pub(crate) enum Answer {
    Bytes(Vec<u8>),
    Error(L1Error),
    /// The terminal stops instead.
    Stop,
}

pub(crate) trait Answers {
    fn fci(&self) -> Vec<u8>;
    fn answer(&mut self, command: &[u8]) -> Answer;
}

/// Everything a run left.
pub(crate) struct Run {
    pub(crate) conclusion: KernelConclusion,
    pub(crate) messages: Vec<UserInterfaceRequest>,
    pub(crate) commands: Vec<Vec<u8>>,
    pub(crate) path: Vec<&'static str>,
    pub(crate) database: Database,
}

impl Run {
    pub(crate) fn outcome(&self) -> Outcome {
        self.conclusion.parameters.outcome
    }

    pub(crate) fn record(&self, tag: u32) -> Option<Vec<u8>> {
        self.conclusion.parameters.data_record.as_ref()?.get(Tag::new(tag)).map(<[u8]>::to_vec)
    }

    pub(crate) fn value(&self, tag: u32) -> Option<Vec<u8>> {
        self.database.get(Tag::new(tag)).map(<[u8]>::to_vec)
    }

    pub(crate) fn passed(&self, symbol: &str) -> bool {
        self.path.contains(&symbol)
    }
}

const NOW: Instant = Instant::from_micros(0);

/// Drives the kernel to its outcome, and sees to it that it then stays silent.
pub(crate) fn run(reader: &Reader, card: &mut dyn Answers) -> Run {
    run_activation(reader.activation(&card.fci()), card)
}

/// The same with an activation made elsewhere.
pub(crate) fn run_activation(activation: Activation, card: &mut dyn Answers) -> Run {
    let mut kernel = Kernel3.activate(activation, NOW);
    let (mut messages, mut commands) = (vec![], vec![]);
    let conclusion = loop {
        match kernel.poll().expect("the kernel is waiting for nothing") {
            Output::Ca(command) => {
                commands.push(command.as_bytes().to_vec());
                tell(&mut *kernel, card.answer(command.as_bytes()));
            }
            Output::Msg(message) => messages.push(message),
            Output::Out(conclusion) => break *conclusion,
            Output::Dek(_) => panic!("Kernel 3 has no data exchange"),
            Output::UnpredictableNumber => panic!("Kernel 3 draws no further numbers"),
        }
    };
    for answer in [Answer::Bytes(vec![0x90, 0x00]), Answer::Error(L1Error::TimeOut), Answer::Stop] {
        tell(&mut *kernel, answer);
        assert_eq!(kernel.poll(), None, "after the outcome the kernel says nothing");
    }
    let (path, database) = (kernel.path().to_vec(), kernel.database().clone());
    Run { conclusion, messages, commands, path, database }
}

fn tell(kernel: &mut dyn ActiveKernel, answer: Answer) {
    match answer {
        Answer::Bytes(rapdu) => kernel.handle(Signal::Ra { rapdu: &rapdu, elapsed: Duration::ZERO }, NOW),
        Answer::Error(error) => kernel.handle(Signal::L1Rsp(error), NOW),
        Answer::Stop => kernel.handle(Signal::Stop, NOW),
    }
}

pub(crate) fn value_of(database: &Database, tag: u32) -> Option<&[u8]> {
    database.get(Tag::new(tag))
}

pub(crate) const AFL: Tag = tags::APPLICATION_FILE_LOCATOR;
