//! One tap of a software card on Kernel 2.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{
    Aid, Amount, Currency, Database, Date, Rid, Time, TransactionData, TransactionType, UnpredictableNumber,
};
use tapkernel_core::kernel::{
    Activation, Kernel, KernelConclusion, Output, Policies, PreProcessing, ReaderLimits, Selection, Signal,
};
use tapkernel_core::oda::{CaPublicKey, CaPublicKeys};
use tapkernel_core::outcome::L1Error;
use tapkernel_core::time::Instant;
use tapkernel_core::tlv::{Limits, Tag, Walk};
use tapkernel_mastercard::{Kernel2, TornRecord, TornTransactionLog};
use tapkernel_simulator::card::SoftwareCard;
use tapkernel_simulator::pki::ca_public_key;

/// Amounts below and above the CVM limit of the reader.
pub(crate) const BELOW: u64 = 1000;
pub(crate) const ABOVE: u64 = 4100;

pub(crate) fn vec(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

pub(crate) fn tag(text: &str) -> Tag {
    text.parse().unwrap()
}

/// The reader's data objects: EMV mode, on-device CVM and relay resistance, a terminal that can be online and offline
/// and has no contacts, PIN above 40.00, every TVR bit of the relay resistance protocol a reason to go online.
const TERMINAL: &[(&str, &str)] = &[
    ("9F03", "000000000000"),
    ("9F1A", "0250"),
    ("9F1D", "6C00000000000000"),
    ("9F21", "120000"),
    ("9F33", "000000"),
    ("9F35", "22"),
    ("9F40", "6000F0A001"),
    ("5F2A", "0978"),
    ("5F36", "02"),
    ("9A", "261121"),
    ("9C", "00"),
    ("DF8117", "00"),
    ("DF8118", "40"),
    ("DF8119", "08"),
    ("DF811B", "B0"),
    ("DF811D", "02"),
    ("DF811F", "08"),
    ("DF8120", "F45084800C"),
    ("DF8121", "0000000000"),
    ("DF8122", "F45084800C"),
    ("DF8123", "000000999999"),
    ("DF8124", "000000999999"),
    ("DF8125", "000000999999"),
    ("DF8126", "000000004000"),
];

/// A torn transaction log in memory.
#[derive(Debug, Default)]
pub(crate) struct MemoryLog(Mutex<Vec<TornRecord>>);

impl TornTransactionLog for MemoryLog {
    fn records(&self) -> Vec<TornRecord> {
        self.0.lock().unwrap().clone()
    }

    fn update(&self, change: &mut dyn FnMut(&mut Vec<TornRecord>)) {
        change(&mut self.0.lock().unwrap());
    }
}

/// A reader with Kernel 2 only.
pub(crate) struct Reader {
    objects: Vec<(String, String)>,
    policies: Policies,
    pub(crate) log: Arc<MemoryLog>,
}

/// What a tap came to.
pub(crate) struct Tap {
    pub(crate) conclusion: KernelConclusion,
    /// INS of every command of the kernel.
    pub(crate) instructions: Vec<u8>,
    /// Message identifiers shown before and with the outcome.
    pub(crate) messages: Vec<String>,
    pub(crate) data: Database,
}

impl Reader {
    pub(crate) fn as_book() -> Self {
        let objects = TERMINAL.iter().map(|(tag, value)| ((*tag).to_owned(), (*value).to_owned()));
        Self { objects: objects.collect(), policies: Policies::AS_BOOK, log: Arc::default() }
    }

    pub(crate) fn with_policies(self, policies: Policies) -> Self {
        Self { policies, ..self }
    }

    pub(crate) fn with(mut self, tag: &str, value: &str) -> Self {
        self.objects.push((tag.to_owned(), value.to_owned()));
        self
    }

    /// A purchase of `amount` cents; the field goes off at its end.
    pub(crate) fn tap(&self, card: &mut SoftwareCard, amount: u64) -> Tap {
        let mut tap = self.run(card, amount);
        card.field_off();
        let parameters = &tap.conclusion.parameters;
        let shown = [parameters.ui_on_outcome, parameters.ui_on_restart].into_iter().flatten();
        tap.messages.extend(shown.filter_map(|ui| ui.message).map(message));
        tap
    }

    fn run(&self, card: &mut SoftwareCard, amount: u64) -> Tap {
        let directory = card.answer(b"\x00\xA4\x04\x00\x0E2PAY.SYS.DDF01\x00");
        let aid = aid_in(&directory);
        let select = [&[0x00, 0xA4, 0x04, 0x00, u8::try_from(aid.len()).unwrap()], &aid[..], &[0]].concat();
        let fci = card.answer(&select);
        let (fci, status) = fci.split_at(fci.len() - 2);
        assert_eq!(status, [0x90, 0x00]);
        let mut now = Instant::from_micros(1_000_000);
        let mut kernel = Kernel2::new(self.log.clone()).activate(self.activation(&aid, fci, amount), now);
        let (mut instructions, mut messages, mut drawn) = (Vec::new(), Vec::new(), 0);
        let conclusion = loop {
            match kernel.poll().expect("the kernel waits for nothing") {
                Output::Ca(command) => {
                    instructions.push(command.as_bytes()[1]);
                    let reaction = card.react(command.as_bytes());
                    let elapsed = Duration::from_millis(1) + reaction.delay;
                    now = now + elapsed;
                    match &reaction.answer {
                        Some(rapdu) => kernel.handle(Signal::Ra { rapdu, elapsed }, now),
                        None => kernel.handle(Signal::L1Rsp(L1Error::TimeOut), now),
                    }
                }
                Output::UnpredictableNumber => {
                    drawn += 1;
                    let number = UnpredictableNumber([0xE0, 0, 0, drawn]);
                    kernel.handle(Signal::UnpredictableNumber(number), now);
                }
                Output::Msg(request) => messages.extend(request.message.map(message)),
                Output::Out(conclusion) => break *conclusion,
                other => panic!("{other:?}"),
            }
        };
        Tap { conclusion, instructions, messages, data: kernel.database().clone() }
    }

    fn activation(&self, aid: &[u8], fci: &[u8], amount: u64) -> Activation {
        let mut data = Database::new();
        for (name, value) in &self.objects {
            data.insert(tag(name), &vec(value));
        }
        data.insert(tag("9F02"), &vec(&format!("{amount:012}")));
        data.insert(tag("9F37"), &[0x5A, 0x01, 0x02, 0x03]);
        let aid = Aid::new(aid).unwrap();
        Activation {
            transaction: TransactionData {
                amount: Amount::new(amount).unwrap(),
                amount_other: Amount::ZERO,
                currency: Currency::new(978, 2).unwrap(),
                transaction_type: TransactionType::Purchase,
                date: Date::new(2026, 11, 21).unwrap(),
                time: Time::new(12, 0, 0).unwrap(),
            },
            restart: false,
            selection: Some(Selection { aid, adf_name: aid, fci: fci.to_vec(), status: StatusWord::OK }),
            pre_processing: PreProcessing::default(),
            limits: ReaderLimits::default(),
            data,
            policies: self.policies,
            ca_public_keys: ca_keys(),
            online_response: None,
            previous: None,
        }
    }
}

/// The first ADF Name of the directory.
fn aid_in(directory: &[u8]) -> Vec<u8> {
    let nodes = Walk::new(&directory[..directory.len() - 2], Limits::R_APDU).map(|node| node.unwrap().tlv);
    nodes.filter(|tlv| tlv.tag == tag("4F")).map(|tlv| tlv.value.to_vec()).next().unwrap()
}

fn ca_keys() -> Arc<CaPublicKeys> {
    let key = ca_public_key("A000000004").unwrap();
    let (index, checksum) = (vec(&key.index)[0], vec(&key.checksum).try_into().unwrap());
    let (modulus, exponent, expiry) = (vec(&key.modulus), vec(&key.exponent), Date::new(2035, 12, 31));
    let key = CaPublicKey::new(Rid::MASTERCARD, index, &modulus, &exponent, expiry, checksum);
    Arc::new(CaPublicKeys::new(vec![key.unwrap()], vec![]).unwrap())
}

fn message(identifier: tapkernel_core::outcome::MessageIdentifier) -> String {
    format!("{:02X}", identifier.code())
}

/// `Online Request, Online PIN, CDA verified`.
pub(crate) fn ended(tap: &Tap) -> String {
    let KernelConclusion { parameters, oda, .. } = &tap.conclusion;
    format!("{}, {}, {} {}", parameters.outcome, parameters.cvm, oda.method, oda.result)
}
