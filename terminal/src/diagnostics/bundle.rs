//! The document.

use std::collections::BTreeMap;

use serde::Serialize;
use tapkernel::core::data::{Date, Time};
use tapkernel::reader::Versions;

use super::{DiagnosticsSources, ErrorRecord, redact};
use crate::activation::ProfileInUse;
use crate::environment::EnvironmentReport;

/// The errors that are kept.
const ERRORS: usize = 50;
/// The characters that are kept of a text.
const CHARACTERS: usize = 300;
/// The greatest number that is shown: shorter than an account number.
const GREATEST: u64 = 9_999_999;

#[derive(Serialize)]
struct Bundle<'a> {
    form: &'static str,
    made: Option<String>,
    app: App,
    library: Library,
    profile: Option<Profile>,
    environment: Option<&'a EnvironmentReport>,
    journal: BTreeMap<&'static str, u64>,
    errors: Vec<Entry>,
}

#[derive(Serialize)]
struct App {
    name: String,
    version: String,
    device: String,
    system: String,
}

#[derive(Serialize)]
struct Library {
    tapkernel_terminal: &'static str,
    tapkernel: Option<String>,
    kernels: Vec<Kernel>,
}

#[derive(Serialize)]
struct Kernel {
    kernel: String,
    version: String,
}

#[derive(Serialize)]
struct Profile {
    name: String,
    version: String,
    checksum: String,
    stage: &'static str,
    state: &'static str,
    serial: Option<u64>,
    terminal_id: String,
}

#[derive(Serialize)]
struct Entry {
    at: String,
    code: u64,
    text: String,
}

/// One JSON document for a support ticket; the [module](super) lists its fields.
pub fn diagnostics(sources: &DiagnosticsSources<'_>) -> String {
    let skipped = sources.errors.len().saturating_sub(ERRORS);
    let bundle = Bundle {
        form: "tapkernel-diagnostics-1",
        made: sources.now.map(moment),
        app: App {
            name: text(sources.app),
            version: text(sources.app_version),
            device: text(sources.device),
            system: text(sources.system),
        },
        library: library(sources.versions),
        profile: sources.profile.map(profile),
        environment: sources.environment,
        journal: sources.journal.iter().map(|&(name, count)| (name, count.min(GREATEST))).collect(),
        errors: sources.errors.iter().skip(skipped).map(entry).collect(),
    };
    // A struct of texts and numbers has always a form in JSON.
    serde_json::to_string_pretty(&bundle).unwrap_or_default()
}

fn library(versions: Option<&Versions>) -> Library {
    let kernels = versions.map_or(&[][..], |versions| versions.kernels.as_slice());
    let kernel = |known: &tapkernel::reader::KernelVersion| Kernel {
        kernel: text(&known.kernel),
        version: text(&known.version),
    };
    Library {
        tapkernel_terminal: env!("CARGO_PKG_VERSION"),
        tapkernel: versions.map(|versions| text(&versions.library)),
        kernels: kernels.iter().map(kernel).collect(),
    }
}

fn profile(in_use: &ProfileInUse) -> Profile {
    let profile = in_use.profile();
    Profile {
        name: text(profile.name()),
        version: text(profile.version()),
        checksum: hex::encode_upper(profile.checksum()),
        stage: profile.stage().word(),
        state: in_use.state().word(),
        serial: in_use.active().map(|active| active.serial.min(GREATEST)),
        // Eight characters by the rules of profiles, and what support asks for first.
        terminal_id: profile.terminal().id.clone(),
    }
}

fn entry(error: &ErrorRecord<'_>) -> Entry {
    Entry { at: moment(error.at), code: GREATEST.min(error.code.into()), text: text(error.text) }
}

/// Redacted first and then cut, so that no cut hides half of what is looked for.
fn text(said: &str) -> String {
    redact(said).chars().take(CHARACTERS).collect()
}

fn moment((date, time): (Date, Time)) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}
