//! `tap acquirer serve`, as a process of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tapkernel::core::data::{Date, Time};
use tapkernel_simulator::host::mac_key;
use tapkernel_terminal::acquirer::iso8583::{Dialect, Frame, LengthHeader};
use tapkernel_terminal::acquirer::link::TcpConnector;
use tapkernel_terminal::acquirer::{
    Acquirer, AcquirerSettings, Delivery, Iso8583Acquirer, JournalRefused, MessageAuthentication,
    MessageJournal, Outgoing, ParameterRequest, Stan, Trace, Unknown, Wait,
};

use crate::{Written, tap};

/// A server that ends with the value.
struct Serving(Child, String);

impl Serving {
    fn new(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tap"))
            .args(["acquirer", "serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
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

fn acquirer(
    serving: &Serving,
    dialect: Dialect,
    length: LengthHeader,
    mac: MessageAuthentication,
) -> Iso8583Acquirer {
    let settings =
        AcquirerSettings::new(dialect, Frame { length, tpdu: None }, "TM000016", "MERCHANT").unwrap();
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

#[test]
fn what_it_refuses() {
    for (arguments, field) in [
        (vec!["--listen", "0.0.0.0:0"], "--listen"),
        (vec!["--listen", "nowhere"], "--listen"),
        (vec!["--fault", "explode"], "--fault"),
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
