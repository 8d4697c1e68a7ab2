//! The log: lines on standard error.

use std::io::{Write, stderr};

use log::{LevelFilter, Log, Metadata, Record};

/// How much is logged.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Verbosity {
    /// Nothing
    Off,
    /// Errors
    Error,
    /// And what looks wrong
    Warn,
    /// And outcomes
    Info,
    /// And headers, lengths, status words
    Debug,
    /// And commands and answers, masked
    Trace,
}

struct Lines;

static LINES: Lines = Lines;

/// Logs up to this level.
pub(crate) fn start(verbosity: Verbosity) {
    log::set_max_level(match verbosity {
        Verbosity::Off => LevelFilter::Off,
        Verbosity::Error => LevelFilter::Error,
        Verbosity::Warn => LevelFilter::Warn,
        Verbosity::Info => LevelFilter::Info,
        Verbosity::Debug => LevelFilter::Debug,
        Verbosity::Trace => LevelFilter::Trace,
    });
    // It fails only when there is a log already.
    let _ = log::set_logger(&LINES);
}

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("tapkernel")
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let _ = writeln!(stderr(), "{:5} {}: {}", record.level(), record.target(), record.args());
        }
    }

    fn flush(&self) {}
}
