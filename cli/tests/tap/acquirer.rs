//! `tap acquirer serve`, as a process of its own.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tapkernel::core::data::{Amount, Currency, Database, Date, Money, Time, tags};
use tapkernel_simulator::host::mac_key;
use tapkernel_terminal::acquirer::iso8583::{Dialect, Frame, LengthHeader};
use tapkernel_terminal::acquirer::link::TcpConnector;
use tapkernel_terminal::acquirer::{
    Acquirer, AcquirerSettings, Advice, AdviceKind, CardData, Delivery, EntryMode, Iso8583Acquirer,
    JournalRefused, MessageAuthentication, MessageJournal, Outgoing, ParameterRequest, Stan, Trace, Unknown,
    Wait,
};

use crate::{Written, tap};

/// A server that ends with the value.
pub(crate) struct Serving(Child, pub(crate) String);

impl Serving {
    pub(crate) fn new(arguments: &[&str]) -> Self {
        Self::with(arguments, Stdio::inherit())
    }

    fn with(arguments: &[&str], stderr: Stdio) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tap"))
            .args(["acquirer", "serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit(' ').next().unwrap().to_owned();
        Self(child, address)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct NoJournal;

impl MessageJournal for NoJournal {
    fn before_send(&mut self, _: &Outgoing<'_>) -> Result<(), JournalRefused> {
        Ok(())
    }
}

fn trace(stan: u32) -> Trace {
    let (date, time) = (Date::new(2026, 11, 21).unwrap(), Time::new(12, 0, 0).unwrap());
    Trace { stan: Stan::new(stan).unwrap(), date, time, batch: 1 }
}

fn settings(dialect: Dialect, length: LengthHeader) -> AcquirerSettings {
    AcquirerSettings::new(dialect, Frame { length, tpdu: None }, "TM000016", "MERCHANT").unwrap()
}

fn acquirer(
    serving: &Serving,
    dialect: Dialect,
    length: LengthHeader,
    mac: MessageAuthentication,
) -> Iso8583Acquirer {
    let settings = settings(dialect, length);
    let wait = Wait { connect: Duration::from_secs(5), answer: Duration::from_secs(2) };
    let settings = settings.with_authentication(mac).with_wait(wait);
    Iso8583Acquirer::new(settings, TcpConnector::new(serving.1.clone()))
}

#[test]
fn answers_echo_and_parameters_in_bcd() {
    let parameters = Written::new("parameters", br#"{"batch":1}"#);
    let serving = Serving::new(&["--mac", "--parameters", parameters.path()]);
    let mac = MessageAuthentication::AnsiX919(mac_key());
    let mut host = acquirer(&serving, Dialect::bcd(), LengthHeader::Binary, mac);
    assert!(host.echo(trace(1), &mut NoJournal).answer().unwrap().response_code.is_approved());
    let request = ParameterRequest { trace: trace(2), block: 1 };
    assert_eq!(host.download_parameters(&request, &mut NoJournal).answer().unwrap().data, br#"{"batch":1}"#);
}

#[test]
fn goes_wrong_on_demand_in_ascii() {
    let serving =
        Serving::new(&["--coding", "ascii", "--length", "ascii", "--fault", "garbage", "--fault", "none"]);
    let mut host = acquirer(&serving, Dialect::ascii(), LengthHeader::Ascii, MessageAuthentication::None);
    assert_eq!(host.echo(trace(1), &mut NoJournal), Delivery::Unknown(Unknown::Garbage));
    assert!(host.echo(trace(2), &mut NoJournal).answer().is_some());
}

fn card() -> CardData {
    let mut record = Database::new();
    let track_2 = [0x47, 0x61, 0x73, 0x90, 0x01, 0x01, 0x00, 0x36, 0xD3, 0x01, 0x22, 0x01, 0x1F];
    record.insert(tags::TRACK_2_EQUIVALENT_DATA, &track_2);
    CardData::from_data_record(&record, EntryMode::ContactlessChip).unwrap()
}

/// An approval that the terminal gave offline: booked without asking anyone.
fn advice(
    stan: u32,
    (amount, currency, exponent): (u64, u16, u8),
    card: &CardData,
    repeat: bool,
) -> Advice<'_> {
    let currency = Currency::new(currency, exponent).unwrap();
    let money = Money { amount: Amount::new(amount).unwrap(), currency };
    Advice { trace: trace(stan), kind: AdviceKind::OfflineApproval, money, card, original: None, repeat }
}

#[test]
fn its_ledger_outlives_it_and_can_be_read() {
    let file = Written::new("ledger.jsonl", b"");
    let serve = || Serving::new(&["--ledger", file.path()]);
    let speak = |serving: &Serving| {
        acquirer(serving, Dialect::bcd(), LengthHeader::Binary, MessageAuthentication::None)
    };
    let (card, sales) = (card(), [(1051, 978, 2), (1051, 392, 0), (1051, 788, 3), (949, 978, 2)]);
    let mut answers = Vec::new();
    for (stan, sale) in (1..).zip(sales) {
        // Each by a server of its own, which is then killed.
        let serving = serve();
        answers.push(speak(&serving).advise(&advice(stan, sale, &card, false), &mut NoJournal).answer());
    }
    let serving = serve();
    let mut host = speak(&serving);
    for ((stan, sale), first) in (1..).zip(sales).zip(answers) {
        assert!(first.is_some());
        let repeat = host.advise(&advice(stan, sale, &card, true), &mut NoJournal).answer();
        assert_eq!(repeat, first, "{stan}");
    }
    // While it is in use.
    let books = tap(&["acquirer", "ledger", file.path(), "--json"]).json();
    let sums: Vec<_> = books["totals"].as_array().unwrap().iter().map(totals).collect();
    assert_eq!(sums, [(392, 1, 1051, 1051), (788, 1, 1051, 1051), (978, 2, 2000, 2000)]);
    let lines = books["lines"].as_array().unwrap();
    assert_eq!((lines.len(), &lines[3]["stan"], &lines[3]["standing"]), (4, &4.into(), &true.into()));
    assert_eq!((&lines[3]["kind"], &lines[3]["response_code"]), (&"debit".into(), &"00".into()));
    let text = tap(&["acquirer", "ledger", file.path()]).stdout;
    for part in ["debit of 10.51 EUR", "debit of 1051 JPY", "debit of 1.051 TND", "net 20.00 EUR"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for shown in [text, books.to_string(), std::fs::read_to_string(file.path()).unwrap()] {
        assert!(!shown.contains("73900101"), "{shown}");
    }
}

fn totals(total: &serde_json::Value) -> (u64, u64, u64, i64) {
    let number = |value: &serde_json::Value| value.as_u64().unwrap();
    assert_eq!((&total["terminal"], &total["batch"]), (&"TM000016".into(), &1.into()));
    let (count, sum) = (number(&total["debits"]["count"]), number(&total["debits"]["sum"]));
    (number(&total["currency"]), count, sum, total["net"].as_i64().unwrap())
}

#[test]
fn faults_are_drawn_and_told_to_those_who_debug() {
    let told = |seed: &str| {
        let mut serving = Serving::with(
            &["--fault-rate", "60", "--fault-seed", seed, "--debug", "--fault", "none"],
            Stdio::piped(),
        );
        let mut host = acquirer(&serving, Dialect::bcd(), LengthHeader::Binary, MessageAuthentication::None);
        assert!(host.echo(trace(1), &mut NoJournal).answer().is_some());
        for stan in 2..12 {
            let wait = Wait { connect: Duration::from_secs(5), answer: Duration::from_millis(100) };
            let impatient = settings(Dialect::bcd(), LengthHeader::Binary).with_wait(wait);
            let mut host = Iso8583Acquirer::new(impatient, TcpConnector::new(serving.1.clone()));
            let _ = host.echo(trace(stan), &mut NoJournal);
        }
        let mut told = String::new();
        let _ = serving.0.kill();
        serving.0.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        told
    };
    let first = told("5");
    assert!(
        first.lines().count() > 2 && first.lines().all(|line| line.starts_with("tap: fault: ")),
        "{first}"
    );
    assert_eq!(told("5"), first);
}

#[test]
fn what_it_refuses() {
    for (arguments, field) in [
        (vec!["--listen", "0.0.0.0:0"], "--listen"),
        (vec!["--listen", "nowhere"], "--listen"),
        (vec!["--fault", "explode"], "--fault"),
        (vec!["--fault-rate", "101"], "--fault-rate"),
        (vec!["--ledger", "/no/such/folder/file"], "--ledger"),
        (vec!["--ledger", env!("CARGO_MANIFEST_DIR")], "--ledger"),
        (vec!["--parameters", "/no/such/file"], "--parameters"),
    ] {
        let ran = tap(&[["acquirer", "serve", "--json"].as_slice(), &arguments].concat());
        assert_eq!(
            (ran.status, ran.json()["error"]["field"].as_str()),
            (2, Some(field)),
            "{}",
            ran.everything()
        );
    }
}

#[test]
fn what_is_no_ledger() {
    let list = Written::new("list", b"a shopping list\n");
    for path in [list.path(), "/no/such/file"] {
        let ran = tap(&["acquirer", "ledger", path, "--json"]);
        assert_eq!((ran.status, ran.json()["error"]["field"].as_str()), (2, Some("FILE")), "{path}");
    }
}
