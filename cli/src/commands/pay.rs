//! `tap pay`.

use tapkernel::profile::Profile;
use tapkernel::random::OsRandom;
use tapkernel::reader::Reader;

use super::cards;
use crate::clock::{self, Moment};
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::payment::{Answer, Kind, Messages, Order, Pin, Presented, Progress, conclude, present};
use crate::{pcsc, profiles, recorded};

const ABOUT: &str = "\
The software acquirer answers by the cents of the amount, for example .51 insufficient funds; all others are approved.
The PIN is asked for only when the outcome says Online PIN, after the card was read; of the software cards it is 1234.
There is no journal yet: the STAN is the time of day.";

#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Arguments {
    /// What is to be paid, with the currency's decimals: 41.00
    #[arg(allow_negative_numbers = true)]
    amount: String,
    /// Currency, ISO 4217 letters or number.
    #[arg(long, value_name = "CODE", default_value = "EUR")]
    currency: String,
    /// Software card, one of `tap cards`.
    #[arg(long, value_name = "NAME", default_value = "visa-credit", conflicts_with = "transcript")]
    card: String,
    /// A card in a reader: pcsc for the first one, pcsc:NAME for that with NAME in its name.
    #[arg(long, value_name = "pcsc[:NAME]", conflicts_with_all = ["card", "transcript"])]
    reader: Option<String>,
    /// Play the card from a transcript; commands are compared by their headers.
    #[arg(long, value_name = "FILE")]
    transcript: Option<String>,
    /// The transcript of this name in the file; the first one otherwise.
    #[arg(long, requires = "transcript")]
    name: Option<String>,
    /// The PIN, in case it is asked for; without it the terminal asks.
    #[arg(long, value_name = "DIGITS")]
    pin: Option<String>,
    /// Built-in profile, or file.
    #[arg(long, value_name = "NAME|FILE", default_value = "softpos-eur")]
    profile: String,
    /// Transaction type.
    #[arg(long = "type", value_enum, default_value_t = Kind::Purchase)]
    kind: Kind,
    /// The cash part of a cashback.
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    other: Option<String>,
}

pub(crate) fn run(arguments: Arguments, output: Output) -> Result<Exit, Failure> {
    let profile = profiles::find("--profile", &arguments.profile)?;
    let at = clock::now(&profile.terminal().time_zone)?;
    let texts = (arguments.amount.as_str(), arguments.other.as_deref(), arguments.currency.as_str());
    let order = Order::new(&profile, arguments.kind, texts, at)?;
    let presented = arguments.presented(at)?;
    let pin = Pin::new(arguments.pin)?;
    pay(&profile, &order, presented, pin, output)
}

impl Arguments {
    fn presented(&self, at: Moment) -> Result<Presented, Failure> {
        if let Some(file) = &self.transcript {
            return recorded::card(file, self.name.as_deref()).map(Presented::Recorded);
        }
        if let Some(reader) = &self.reader {
            return pcsc::card(reader);
        }
        let seed = u64::from(at.trace_number()) << 32 | u64::from(at.nanosecond);
        cards::find("--card", &self.card, seed).map(|card| Presented::Software(Box::new(card)))
    }
}

fn pay(
    profile: &Profile,
    order: &Order,
    presented: Presented,
    pin: Pin,
    output: Output,
) -> Result<Exit, Failure> {
    let progress = Progress::new(output.is_watched());
    let mut messages = Messages::new(output, &progress);
    let mut reader = Reader::new(profile.clone(), tapkernel::kernels(), OsRandom::default())
        .map_err(|error| Failure::bad_input("--profile", error.to_string()))?;
    let ended = present(&mut reader, presented, order, &mut messages, &progress)?;
    let verdict = conclude(&ended, order, pin, &mut messages)?;
    let answer = Answer::new(profile, order, ended.outcome(), &verdict, output.language);
    output.line("");
    output.line(answer.receipt());
    if let Some(detail) = answer.detail() {
        output.aside(format!("tap: {}: {detail}", ended.outcome().parameters.outcome));
    }
    output.document(&answer.with_messages(messages.into_list()));
    Ok(Exit::Done)
}
