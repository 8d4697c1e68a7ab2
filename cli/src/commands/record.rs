//! `tap record`.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use serde_json::{Map, Value, json};
use tapkernel::drive::blocking;
use tapkernel::profile::Profile;
use tapkernel::random::OsRandom;
use tapkernel::reader::{FinalOutcome, Reader, Screen, Tap};
use tapkernel::transcript::{Recorder, Report, Transcript};

use super::replay;
use crate::exit::{Exit, Failure};
use crate::field::Source;
use crate::output::Output;
use crate::till::{Kind, Messages, Order, Progress};
use crate::{clock, profiles};

const ABOUT: &str = "\
One tap, up to the kernel's outcome: no issuer is asked, no PIN. The file is a transcript for `tap replay` and `tap decode`.
Account numbers keep their first six and last four digits, tracks and names are hidden, and so are the card's certificates,
from which the account number could be read: offline data authentication of a masked recording cannot be verified, and the
recording says so. --unmasked keeps every byte, for test cards.";

#[derive(clap::Args)]
#[command(after_help = ABOUT, group = clap::ArgGroup::new("from").args(["reader", "card"]).required(true))]
pub(crate) struct Arguments {
    /// Where the transcript goes; a file that is there is replaced.
    file: String,
    #[command(flatten)]
    source: Source,
    /// Keep account numbers, tracks, names and certificates.
    #[arg(long)]
    unmasked: bool,
    /// What the card is asked to pay, with the currency's decimals.
    #[arg(long, default_value = "1.00", allow_negative_numbers = true)]
    amount: String,
    /// The cash part of a cashback.
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    other: Option<String>,
    /// Currency, ISO 4217 letters or number.
    #[arg(long, value_name = "CODE", default_value = "EUR")]
    currency: String,
    /// Transaction type.
    #[arg(long = "type", value_enum, default_value_t = Kind::Purchase)]
    kind: Kind,
    /// Built-in profile, or file.
    #[arg(long, value_name = "NAME|FILE", default_value = "softpos-eur")]
    profile: String,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    let profile = profiles::find("--profile", &arguments.profile)?;
    let at = clock::now(&profile.terminal().time_zone)?;
    let texts = (arguments.amount.as_str(), arguments.other.as_deref(), arguments.currency.as_str());
    let order = Order::new(&profile, arguments.kind, texts)?;
    let (transcript, outcome) = arguments.tap(profile, &order.tap(at), output)?;
    let recording = Recording::new(transcript, &outcome, arguments.unmasked);
    write(&arguments.file, &recording.transcript, arguments.unmasked)?;
    Ok(recording.tell(&arguments.file, output))
}

impl Arguments {
    /// The tap: the transcript in the clear, and how it ended.
    fn tap(
        &self,
        profile: Profile,
        tap: &Tap,
        output: Output,
    ) -> Result<(Transcript, FinalOutcome), Failure> {
        let recorder = Recorder::new();
        let numbers = recorder.numbers(OsRandom::default());
        let mut reader = Reader::new(profile, tapkernel::kernels(), numbers)
            .map_err(|error| Failure::bad_input("--profile", error.to_string()))?;
        let mut field = self.source.open()?;
        let progress = Progress::new(false);
        let mut messages = Messages::new(output, &progress);
        let show = |screen: &Screen| messages.request(screen);
        let ended = blocking(&mut reader, &mut recorder.card(&mut field), tap.clone(), show)
            .map_err(|error| Failure::unknown("transport", error.to_string()))?;
        let transcript = recorder.transcript(&name(&self.file), self.profile_value()?, tap);
        Ok((transcript, ended.outcome().clone()))
    }

    /// The profile as a transcript names it: its document, so that the recording needs no other file. TOML has no place in
    /// JSON, so it is named by its path.
    fn profile_value(&self) -> Result<Value, Failure> {
        let name = &self.profile;
        if Profile::built_in(name).is_some() {
            return Ok(json!(name));
        }
        let text = crate::input::file("--profile", name)?;
        let document = serde_json::from_str(&text).ok();
        let path = || std::path::absolute(name).unwrap_or_else(|_| name.into());
        Ok(document.unwrap_or_else(|| json!(path())))
    }
}

/// The transcript's name: that of its file.
fn name(file: &str) -> String {
    Path::new(file).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// What goes into the file.
struct Recording {
    transcript: Transcript,
    masked: bool,
    /// How the tap ended.
    ended: Map<String, Value>,
    /// How the recording ends when it is run.
    replay: Report,
}

impl Recording {
    /// Runs what was recorded, to see that it runs: in the clear as the tap itself, masked to whatever outcome.
    fn new(mut transcript: Transcript, outcome: &FinalOutcome, unmasked: bool) -> Self {
        let profiles = |name: &str| replay::profile(Path::new(""), name);
        let ended = expectation(outcome);
        if unmasked {
            transcript.note = "recorded by tap record --unmasked".to_owned();
            transcript.expect = ended.clone();
        } else {
            transcript = transcript.masked();
        }
        let replay = transcript.run(&profiles, tapkernel::kernels(), None);
        if !unmasked {
            transcript.note = note(outcome);
            transcript.expect = replayed(&replay);
        }
        Self { transcript, masked: !unmasked, ended, replay }
    }

    fn tell(&self, file: &str, output: Output) -> Exit {
        let exchanges = self.transcript.exchanges.len();
        let word = |key: &str| self.ended.get(key).and_then(Value::as_str).unwrap_or("none").to_owned();
        let oda = self.ended.get("oda").cloned().unwrap_or_default();
        output.line(format!("{file}: {exchanges} exchanges, {}, CVM {}", word("outcome"), word("cvm")));
        if self.masked {
            output.line(&self.transcript.note);
        }
        if let Some(mismatch) = &self.replay.mismatch {
            output.aside(format!("tap: the recording does not run as the tap did: {mismatch}"));
        }
        output.document(&json!({
            "file": file, "masked": self.masked, "exchanges": exchanges, "match": self.transcript.compare,
            "outcome": word("outcome"), "cvm": word("cvm"), "kernel": self.ended.get("kernel"),
            "aid": self.ended.get("aid"), "oda": oda, "note": self.transcript.note,
            "replay": { "ok": self.replay.ok, "mismatch": self.replay.mismatch, "outcome": self.replay.outcome },
        }));
        if self.replay.ok { Exit::Done } else { Exit::Unmet }
    }
}

fn note(outcome: &FinalOutcome) -> String {
    let (oda, parameters) = (&outcome.oda, &outcome.parameters);
    format!(
        "masked by tap record: offline data authentication cannot be verified in a replay; in the tap it was {} {}, and the \
         outcome was {}",
        oda.method, oda.result, parameters.outcome
    )
}

/// What a replay of the very same bytes must come to.
fn expectation(outcome: &FinalOutcome) -> Map<String, Value> {
    let (oda, parameters) = (&outcome.oda, &outcome.parameters);
    let text = |value: Option<String>| value.map_or(Value::Null, Value::String);
    [
        ("outcome", json!(parameters.outcome.to_string())),
        ("cvm", json!(parameters.cvm.to_string())),
        ("kernel", text(outcome.kernel.map(|kernel| kernel.to_string()))),
        ("aid", text(outcome.aid.map(|aid| aid.to_string()))),
        (
            "oda",
            json!({
                "method": oda.method.to_string(), "result": oda.result.to_string(),
                "reason": oda.reason.map(|reason| reason.to_string()),
            }),
        ),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

/// What the masked bytes came to.
fn replayed(report: &Report) -> Map<String, Value> {
    let Ok(Value::Object(all)) = serde_json::to_value(report) else { return Map::new() };
    let keys = ["outcome", "cvm", "kernel", "aid", "oda"];
    if !report.ok {
        return Map::new();
    }
    all.into_iter().filter(|(key, _)| keys.contains(&key.as_str())).collect()
}

/// Nobody but its owner may read a recording in the clear.
fn write(file: &str, transcript: &Transcript, unmasked: bool) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::bad_input("FILE", format!("{file}: {error}"));
    let text = serde_json::to_string_pretty(transcript).map_err(|error| failed(&error))?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if unmasked {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let _ = unmasked;
    let written = options.open(file).and_then(|mut file| writeln!(file, "{text}"));
    written.map_err(|error| failed(&error))
}
