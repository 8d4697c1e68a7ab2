//! `tap acquirer serve`.

use std::fs;
use std::io::{Write, stderr};
use std::net::{TcpListener, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;
use tapkernel_simulator::host::{Fault, FaultSchedule, Faults, Host, Server, ServerSettings, TlsIdentity};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::speaking::Speaking;

const ABOUT: &str = "\
Answers ISO 8583:1987 until it is ended. It knows the software cards and keeps a ledger of its own: in memory, or with
--ledger in a file of JSON Lines without card numbers, which it takes over when it starts; a message is in the file before
its answer leaves. With port 0 the system chooses one; the first line, or with --json the document, says which. It answers
whoever reaches it, so it listens on loopback only.

Purchases and pre-authorisations that pass every check are answered by the last two digits of the amount in minor units,
whatever the currency: 10.51 EUR, 1051 JPY and 1.051 TND are all answered 51. 05 12 14 41 43 51 54 55 57 58 61 62 75 91 96
are answered with that code; 65, 70 and 26 (which is 1A in hexadecimal) with the soft declines 65, 70 and 1A, approved when
the same cryptogram comes again with the right PIN; everything else is approved, for the whole amount. A wrong PIN is
answered 55; after three in a row every request of that card with a PIN is answered 75.";

/// The longest time of a fault that `--fault-rate` draws.
const LONGEST: Duration = Duration::from_secs(2);

#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Arguments {
    /// Where to listen; loopback only.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8583")]
    listen: String,
    #[command(flatten)]
    speaking: Speaking,
    /// Speak TLS: certificate chain and private key, PEM.
    #[arg(long, value_names = ["CERTIFICATES", "KEY"], num_args = 2)]
    tls: Option<Vec<PathBuf>>,
    /// What terminals download as parameters.
    #[arg(long, value_name = "FILE")]
    parameters: Option<PathBuf>,
    /// Keep the books in this file, and take over what it holds.
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// What goes wrong with the next messages, in order: none, close, lost, delayed:MILLISECONDS, late:MILLISECONDS, twice,
    /// never, garbage, forged, drop-reading:BYTES, drop-writing:BYTES.
    #[arg(long, value_name = "FAULT")]
    fault: Vec<Fault>,
    /// After those, what goes wrong is drawn: so many messages of a hundred meet a fault. Answers are forged with --mac only.
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=100))]
    fault_rate: u8,
    /// Draw the same faults with the same number.
    #[arg(long, value_name = "N", default_value_t = 1)]
    fault_seed: u64,
    /// Say on standard error which fault a message meets.
    #[arg(long)]
    debug: bool,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    let listener = listener(&arguments.listen)?;
    let server = Server::start(listener, arguments.host()?, arguments.settings()?)
        .map_err(|error| Failure::bad_input("--tls", error.to_string()))?;
    arguments.go_wrong(server.faults());
    let address = server.address().to_string();
    output.line(format!("the software acquirer listens on {address}"));
    output.document(&json!({ "listening": address }));
    let _ = std::io::stdout().flush();
    server.wait();
    Err(Failure::unknown("--listen", "the listener failed"))
}

/// Only loopback: the server believes whoever reaches it.
fn listener(text: &str) -> Result<TcpListener, Failure> {
    let wrong = |message: String| Failure::bad_input("--listen", message);
    let addresses = text.to_socket_addrs().map_err(|_| wrong(format!("{text:?} is no ADDRESS:PORT")))?;
    let addresses: Vec<_> = addresses.filter(|address| address.ip().is_loopback()).collect();
    if addresses.is_empty() {
        return Err(wrong(format!("{text:?} is not on loopback; use 127.0.0.1:PORT")));
    }
    TcpListener::bind(addresses.as_slice()).map_err(|error| wrong(error.to_string()))
}

fn read(path: &PathBuf, field: &str) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::bad_input(field, format!("{}: {error}", path.display())))
}

impl Arguments {
    fn host(&self) -> Result<Host, Failure> {
        let parameters = match &self.parameters {
            Some(path) => read(path, "--parameters")?,
            None => b"{}".to_vec(),
        };
        let Some(path) = &self.ledger else { return Ok(Host::new(parameters)) };
        Host::kept_in(path, parameters)
            .map_err(|error| Failure::bad_input("--ledger", format!("{}: {error}", path.display())))
    }

    fn go_wrong(&self, faults: &Faults) {
        self.fault.iter().for_each(|fault| faults.push(*fault));
        if self.fault_rate > 0 {
            let (seed, percent) = (self.fault_seed, self.fault_rate);
            faults.follow(FaultSchedule { seed, percent, longest: LONGEST, forged: self.speaking.mac });
        }
        if self.debug {
            faults.tell(|fault| {
                let _ = writeln!(stderr(), "tap: fault: {fault}");
            });
        }
    }

    fn settings(&self) -> Result<ServerSettings, Failure> {
        Ok(ServerSettings {
            dialect: self.speaking.dialect(),
            frame: self.speaking.frame(),
            authentication: self.speaking.authentication(),
            tls: self.tls_identity()?,
        })
    }

    fn tls_identity(&self) -> Result<Option<TlsIdentity>, Failure> {
        let Some([certificates, key]) = self.tls.as_deref() else { return Ok(None) };
        let pem = |path| {
            String::from_utf8(read(path, "--tls")?)
                .map_err(|_| Failure::bad_input("--tls", "PEM is text, and this is not"))
        };
        Ok(Some(TlsIdentity { certificates: pem(certificates)?, key: pem(key)? }))
    }
}
