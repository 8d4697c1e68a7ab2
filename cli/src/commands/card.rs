//! `tap card serve`.

use std::io::Write;
use std::net::{SocketAddr, ToSocketAddrs};
use std::thread::sleep;
use std::time::Duration;

use serde_json::json;
use tapkernel_simulator::card::SoftwareCard;
use tapkernel_simulator::vpcd::{Left, insert};

use super::cards;
use crate::clock;
use crate::exit::{Exit, Failure};
use crate::output::Output;

const ABOUT: &str = "\
The card goes into the virtual reader of vsmartcard (Debian: vsmartcard-vpcd), where PC/SC programs meet it. After a tap,
and when it is torn, it leaves the reader for a moment and comes back. It waits for a reader that is not there yet.";

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Put a software card into a virtual PC/SC reader, until it is ended.
    Serve(Arguments),
}

#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Arguments {
    /// Software card, one of `tap cards`.
    name: String,
    /// Where the virtual reader listens; loopback only. Its second reader has port 35964.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:35963")]
    vpcd: String,
    /// The card leaves the field by itself at this command of its first tap: 1 is SELECT of the directory.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    torn_at: Option<u32>,
    /// How long the card is away after a tap.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 1000)]
    away: u64,
    /// End after so many taps, torn ones included.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    taps: Option<u32>,
}

/// Before a reader that is not there is looked for again.
const RETRY: Duration = Duration::from_millis(200);

pub(crate) fn run(command: Command, output: Output) -> Result<Exit, Failure> {
    let Command::Serve(arguments) = command;
    let reader = address(&arguments.vpcd)?;
    let mut card = arguments.card()?;
    output.line(format!("{} goes into the virtual reader at {reader}", arguments.name));
    output.document(&json!({ "card": arguments.name, "vpcd": reader.to_string() }));
    let _ = std::io::stdout().flush();
    let mut taps = 0;
    while arguments.taps.is_none_or(|wanted| taps < wanted) {
        match insert(&mut card, reader) {
            Ok(left @ (Left::AfterTap | Left::Torn)) => {
                taps += 1;
                output.aside(format!("tap {taps}: {}", told(left)));
                sleep(Duration::from_millis(arguments.away));
            }
            Ok(_) | Err(_) => sleep(RETRY),
        }
    }
    Ok(Exit::Done)
}

fn told(left: Left) -> &'static str {
    match left {
        Left::Torn => "the card was torn out of the field",
        _ => "the card left the field",
    }
}

/// Only loopback: the reader learns what the card says.
fn address(text: &str) -> Result<SocketAddr, Failure> {
    let wrong = |message: String| Failure::bad_input("--vpcd", message);
    let mut addresses = text.to_socket_addrs().map_err(|_| wrong(format!("{text:?} is no ADDRESS:PORT")))?;
    let loopback = addresses.find(|address| address.ip().is_loopback());
    loopback.ok_or_else(|| wrong(format!("{text:?} is not on loopback; use 127.0.0.1:PORT")))
}

impl Arguments {
    fn card(&self) -> Result<SoftwareCard, Failure> {
        let now = clock::now("UTC")?;
        let seed = now.seed();
        let card = cards::find("NAME", &self.name, seed)?;
        Ok(match self.torn_at {
            Some(command) => card.torn_at(command),
            None => card,
        })
    }
}
