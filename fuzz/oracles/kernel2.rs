//! What must hold for the bytes of a `kernel2` case: a setup byte, the answer to SELECT, and signals, whatever a card and
//! a terminal may say in whatever order.
//!
//! Shared by the fuzz target and by the test that replays the corpus. One byte a signal: its low half says which, as
//! [`signal`] reads it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{
    Aid, Amount, Currency, Database, Date, Rid, Time, TransactionData, TransactionType, UnpredictableNumber,
};
use tapkernel_core::kernel::{
    Activation, ActiveKernel, Kernel, KernelConclusion, Output, Policies, PreProcessing, ReaderLimits,
    Selection, Signal,
};
use tapkernel_core::oda::{CaPublicKey, CaPublicKeys, OdaResult};
use tapkernel_core::outcome::{L1Error, Outcome};
use tapkernel_core::time::Instant;
use tapkernel_core::tlv::{Tag, TlvReader};
use tapkernel_mastercard::{Kernel2, TornRecord, TornTransactionLog};

/// The terminal of the vectors.
const TERMINAL: &[(u32, &str)] = &[
    (0x9F02, "000000001000"),
    (0x9F03, "000000000000"),
    (0x9F1A, "0250"),
    (0x9F21, "120000"),
    (0x9F35, "22"),
    (0x9F37, "ABABABAB"),
    (0x9F40, "6000F0A001"),
    (0x5F2A, "0978"),
    (0x9A, "251121"),
    (0x9C, "00"),
    (0xDF8118, "60"),
    (0xDF8119, "08"),
    (0xDF811B, "B0"),
    (0xDF811F, "08"),
    (0xDF8120, "0000000000"),
    (0xDF8121, "0000000000"),
    (0xDF8122, "0000000000"),
    (0xDF8123, "000000010000"),
    (0xDF8124, "000000030000"),
    (0xDF8125, "000000050000"),
    (0xDF8126, "000000005000"),
];

/// Objects that neither card nor terminal may change during the transaction.
const FIXED: [u32; 10] =
    [0x9F1A, 0x9F35, 0x9F40, 0xDF811B, 0xDF8120, 0xDF8121, 0xDF8122, 0xDF8123, 0xDF8124, 0xDF8126];

/// A torn transaction of the vectors' card.
const TORN: &[(u32, &str)] = &[
    (0x9F02, "000000001000"),
    (0x9F03, "000000000000"),
    (0x5F2A, "0978"),
    (0x9C, "00"),
    (0x9A, "251121"),
    (0x9F21, "120000"),
    (0x9F37, "11111111"),
    (0x95, "0000000001"),
    (0x5A, "5413339000001513"),
    (0x5F34, "01"),
    (0xDF8107, "0000000010000000000000000250000000000109782511210011111111221F0302000808"),
    (0xDF8111, "8306025011111111"),
    (0xDF8113, "000000001000111111110000"),
    (0xDF8114, "50"),
];

/// Panics if the kernel breaks a promise.
pub(crate) fn check(input: &[u8]) {
    let mut rest = input;
    let setup = take(&mut rest, 1).first().copied().unwrap_or_default();
    let length = take(&mut rest, 1).first().copied().unwrap_or_default();
    let fci = take(&mut rest, usize::from(length));
    let mut case = Case::new(setup, fci);
    while !rest.is_empty() && case.conclusion.is_none() {
        signal(&mut case, &mut rest);
    }
    case.end();
}

/// One signal off the front.
fn signal(case: &mut Case, rest: &mut &[u8]) {
    let [op] = *take(rest, 1) else { return };
    match op & 0x0F {
        kind @ 0..=4 => {
            let length = take(rest, 1).first().copied().unwrap_or_default();
            let body = take(rest, usize::from(length));
            case.answer(&wrapped(kind, body));
        }
        5 => case.answer(take(rest, 2)),
        6 => case.tell(Signal::L1Rsp(
            [L1Error::TimeOut, L1Error::Transmission, L1Error::Protocol][usize::from(op >> 4) % 3],
        )),
        7 => case.tell(Signal::Stop),
        8 => case.tell(Signal::Timeout),
        9 => case.tell(Signal::UnpredictableNumber(UnpredictableNumber([op; 4]))),
        10 => {
            let length = take(rest, 1).first().copied().unwrap_or_default();
            let objects = TlvReader::new(take(rest, usize::from(length))).map_while(Result::ok);
            let data: Database = objects.map(|object| (object.tag, object.value)).collect();
            case.tell(Signal::Det(&data));
        }
        _ => case.now = case.now + Duration::from_millis(u64::from(op)),
    }
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> &'a [u8] {
    let (taken, left) = rest.split_at(length.min(rest.len()));
    *rest = left;
    taken
}

/// As it is; with 9000; as the value of 77, 70 or 80, with 9000.
fn wrapped(kind: u8, body: &[u8]) -> Vec<u8> {
    let template = |tag: u8| [&[tag, 0x81, u8::try_from(body.len()).unwrap()], body, &[0x90, 0x00]].concat();
    match kind {
        0 => body.to_vec(),
        1 => [body, &[0x90, 0x00]].concat(),
        2 => template(0x77),
        3 => template(0x70),
        _ => template(0x80),
    }
}

/// GENERATE AC, RECOVER AC, COMPUTE CRYPTOGRAPHIC CHECKSUM.
fn is_cryptogram(instruction: u8) -> bool {
    matches!(instruction, 0xAE | 0xD0 | 0x2A)
}

struct Case {
    kernel: Box<dyn ActiveKernel>,
    keys_known: bool,
    conclusion: Option<KernelConclusion>,
    /// Instructions of the commands sent.
    sent: Vec<u8>,
    now: Instant,
}

impl Case {
    fn new(setup: u8, fci: &[u8]) -> Self {
        let mut data = objects(TERMINAL);
        let has = |bit: u8| setup & bit != 0;
        let choices: [(u8, u32, &[u8]); 7] = [
            (0x01, 0x9F02, &[]),
            (0x02, 0xDF8110, &[]),
            (0x04, 0xDF8112, &[0x9F, 0x70, 0x5A]),
            (0x08, 0xDF811D, &[2]),
            (0x20, 0xDF811B, &[0x30]),
            (0x40, 0x9F35, &[0x21]),
            (0x40, 0x9C, &[0x20]),
        ];
        choices
            .iter()
            .filter(|choice| has(choice.0))
            .for_each(|(_, tag, value)| data.insert(Tag::new(*tag), value));
        let log = Log(Mutex::new(if has(0x08) { vec![TornRecord(objects(TORN))] } else { vec![] }));
        let policies = if has(0x10) { Policies::default() } else { Policies::AS_BOOK };
        let keys = if has(0x80) { CaPublicKeys::default() } else { ca_public_keys() };
        let now = Instant::from_micros(1);
        let kernel = Kernel2::new(Arc::new(log)).activate(activation(data, policies, keys, fci), now);
        let mut case = Self { kernel, keys_known: !has(0x80), conclusion: None, sent: vec![], now };
        case.listen();
        case
    }

    fn answer(&mut self, rapdu: &[u8]) {
        let elapsed = Duration::from_micros(4000);
        self.now = self.now + elapsed;
        self.tell(Signal::Ra { rapdu, elapsed });
    }

    fn tell(&mut self, signal: Signal<'_>) {
        let stop = matches!(signal, Signal::Stop);
        let cryptogram_asked_for = self.sent.iter().any(|sent| is_cryptogram(*sent));
        self.kernel.handle(signal, self.now);
        self.listen();
        assert!(
            !stop || !cryptogram_asked_for || self.conclusion.is_none(),
            "STOP after GENERATE AC is ignored"
        );
    }

    fn listen(&mut self) {
        let mut commands = 0;
        while let Some(output) = self.kernel.poll() {
            assert!(self.conclusion.is_none(), "nothing after the outcome");
            match output {
                Output::Ca(command) => {
                    commands += 1;
                    self.sent.push(command.as_bytes()[1]);
                }
                Output::Out(conclusion) => self.conclusion = Some(*conclusion),
                Output::Msg(_) | Output::Dek(_) | Output::UnpredictableNumber => {}
            }
        }
        assert!(commands <= 1, "one command at a time");
        self.check_commands();
    }

    fn check_commands(&self) {
        let count = |instruction| self.sent.iter().filter(|sent| **sent == instruction).count();
        assert!(
            count(0xAE) <= 1 && count(0xD0) <= 1 && count(0xEA) <= 3 && count(0xA8) <= 1 && count(0x2A) <= 1
        );
        if let Some(at) = self.sent.iter().position(|sent| is_cryptogram(*sent)) {
            assert!(
                matches!(self.sent[at..], [0xAE | 0xD0 | 0x2A] | [0xD0, 0xAE]),
                "nothing follows a cryptogram"
            );
        }
    }

    /// Whatever came before, the kernel ends when the card is lost or nothing comes in time.
    fn end(mut self) {
        let (lost, number) = (Signal::L1Rsp(L1Error::TimeOut), UnpredictableNumber([1; 4]));
        for signal in [lost, Signal::Timeout, Signal::UnpredictableNumber(number), lost, Signal::Timeout] {
            if self.conclusion.is_none() {
                self.now = self.kernel.deadline().unwrap_or(self.now);
                self.tell(signal);
            }
        }
        assert_eq!(self.kernel.deadline(), None);
        let conclusion = self.conclusion.expect("an end");
        let parameters = &conclusion.parameters;
        let taken = parameters.data_record.is_some();
        assert!(!taken || self.sent.iter().any(|sent| is_cryptogram(*sent)), "a cryptogram that nobody made");
        // A card without a checksum declines in mag-stripe mode; there is nothing to record then.
        let settled = matches!(parameters.outcome, Outcome::Approved | Outcome::OnlineRequest)
            || parameters.outcome == Outcome::Declined && !self.sent.contains(&0x2A);
        assert!(taken || !settled, "an answer without a cryptogram");
        assert!(self.keys_known || conclusion.oda.result != OdaResult::Verified, "verified without a key");
        assert!(parameters.discretionary_data.is_some());
        let given = |tag| TERMINAL.iter().find(|(known, _)| *known == tag).map(|(_, value)| unhex(value));
        for tag in FIXED.into_iter().filter(|tag| !matches!(tag, 0x9F35 | 0xDF811B)) {
            assert_eq!(
                self.kernel.database().get(Tag::new(tag)),
                given(tag).as_deref(),
                "{tag:X} is the reader's"
            );
        }
    }
}

#[derive(Debug)]
struct Log(Mutex<Vec<TornRecord>>);

impl TornTransactionLog for Log {
    fn records(&self) -> Vec<TornRecord> {
        self.0.lock().unwrap().clone()
    }

    fn update(&self, change: &mut dyn FnMut(&mut Vec<TornRecord>)) {
        change(&mut self.0.lock().unwrap());
    }
}

fn activation(data: Database, policies: Policies, keys: CaPublicKeys, fci: &[u8]) -> Activation {
    let aid = Aid::new(&unhex("A0000000041010")).unwrap();
    Activation {
        transaction: TransactionData {
            amount: Amount::new(1000).unwrap(),
            amount_other: Amount::ZERO,
            currency: Currency::new(978, 2).unwrap(),
            transaction_type: TransactionType::Purchase,
            date: Date::new(2025, 11, 21).unwrap(),
            time: Time::new(12, 0, 0).unwrap(),
        },
        restart: false,
        selection: Some(Selection { aid, adf_name: aid, fci: fci.to_vec(), status: StatusWord::OK }),
        pre_processing: PreProcessing::default(),
        limits: ReaderLimits::default(),
        data,
        policies,
        ca_public_keys: Arc::new(keys),
        online_response: None,
        previous: None,
    }
}

/// The key of the vectors' certification authority.
fn ca_public_keys() -> CaPublicKeys {
    let text = include_str!("../../test-vectors/kernel2/keys/ca_key.json");
    let field =
        |name: &str| text.split(&format!("\"{name}\": \"")).nth(1).unwrap().split('"').next().unwrap();
    let (index, modulus, exponent) =
        (unhex(field("index"))[0], unhex(field("modulus")), unhex(field("exponent")));
    let checksum = CaPublicKey::checksum(Rid::MASTERCARD, index, &modulus, &exponent);
    let key = CaPublicKey::new(Rid::MASTERCARD, index, &modulus, &exponent, None, checksum).unwrap();
    CaPublicKeys::new(vec![key], vec![]).unwrap()
}

fn objects(rows: &[(u32, &str)]) -> Database {
    let mut data = Database::new();
    rows.iter().for_each(|(tag, value)| data.insert(Tag::new(*tag), &unhex(value)));
    data
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
