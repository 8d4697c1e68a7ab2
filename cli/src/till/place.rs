//! Where the till stands: journal, profile, line.

use std::path::{Path, PathBuf};

use super::line::Line;
use crate::exit::Failure;

/// What every payment takes.
#[derive(clap::Args)]
pub(crate) struct Place {
    /// The journal: a SQLite file, made if there is none, with the key of its vault in FILE.key. Without it nothing is kept.
    #[arg(long, value_name = "FILE")]
    pub(super) journal: Option<PathBuf>,
    /// Built-in profile, or file.
    #[arg(long, value_name = "NAME|FILE", default_value = "softpos-eur")]
    pub(super) profile: String,
    #[command(flatten)]
    pub(super) line: Line,
}

/// What a look into the journal takes.
#[derive(clap::Args)]
pub(crate) struct Kept {
    /// The journal.
    #[arg(long, value_name = "FILE")]
    pub(super) journal: PathBuf,
    /// Built-in profile, or file.
    #[arg(long, value_name = "NAME|FILE", default_value = "softpos-eur")]
    pub(super) profile: String,
}

impl Place {
    pub(crate) const fn new(journal: PathBuf, profile: String, line: Line) -> Self {
        Self { journal: Some(journal), profile, line }
    }

    /// The same with another journal.
    pub(crate) fn with(&self, journal: PathBuf) -> Self {
        Self { journal: Some(journal), profile: self.profile.clone(), line: self.line.clone() }
    }

    /// For a command that makes no sense without a journal; it may be a new one.
    pub(crate) fn with_journal(&self) -> Result<(), Failure> {
        match &self.journal {
            Some(_) => Ok(()),
            None => Err(Failure::bad_input("--journal", "give --journal FILE: it is kept there")),
        }
    }

    /// For a command that follows an earlier one: there must be a journal, and it must be there.
    pub(crate) fn of_earlier(&self) -> Result<(), Failure> {
        match &self.journal {
            Some(path) => exists(path),
            None => Err(Failure::bad_input("--journal", "give --journal FILE: what was paid is in it")),
        }
    }
}

impl Kept {
    pub(super) fn exists(&self) -> Result<(), Failure> {
        exists(&self.journal)
    }
}

fn exists(journal: &Path) -> Result<(), Failure> {
    match journal.is_file() || beside(journal, "head").is_file() {
        true => Ok(()),
        false => Err(Failure::bad_input("--journal", format!("{}: there is no journal", journal.display()))),
    }
}

/// `FILE.what`.
pub(super) fn beside(journal: &Path, what: &str) -> PathBuf {
    let mut name = journal.as_os_str().to_owned();
    name.push(".");
    name.push(what);
    name.into()
}
