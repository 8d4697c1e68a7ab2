//! The shop: profile, journal, vault, clock; and the terminal in it.

use std::path::{Path, PathBuf};

use tapkernel::core::Secret;
use tapkernel::core::data::Date;
use tapkernel::profile::Profile;
use tapkernel_terminal::acquirer::{Acquirer, Stan};
use tapkernel_terminal::books::Transaction;
use tapkernel_terminal::clock::TerminalClock;
use tapkernel_terminal::journal::sqlite::{SqliteJournal, SqliteSettings};
use tapkernel_terminal::journal::{Query, SharedJournal};
use tapkernel_terminal::moment::Moment;
use tapkernel_terminal::rules::Rules;
use tapkernel_terminal::terminal::{Ports, Reports, Terminal};
use tapkernel_terminal::vault::{KeyFileVault, OsRandomBytes, RandomBytes, VaultError};

use super::failure::{journal_failed, open_failed};
use super::place::beside;
use super::{Kept, Pins, Place, Progress, pin_pad};
use crate::clock::Clock;
use crate::exit::Failure;
use crate::profiles;
use crate::speaking::Speaking;

/// What a command needs of the shop.
pub(crate) struct Shop {
    pub(crate) profile: Profile,
    pub(crate) journal: SharedJournal,
    pub(crate) clock: Clock,
    path: Option<PathBuf>,
    key: Key,
}

/// A look into the journal.
pub(crate) struct Look {
    pub(crate) profile: Profile,
    pub(crate) reports: Reports,
    pub(crate) clock: Clock,
}

impl Look {
    /// The transaction with this number.
    pub(crate) fn transaction(&self, stan: Stan) -> Result<Transaction, Failure> {
        let found = self.reports.transaction(stan).map_err(|error| journal_failed(&error))?;
        let missing = || format!("there is no transaction {:06}", stan.number());
        found.ok_or_else(|| Failure::bad_input("STAN", missing()))
    }
}

/// Where the vault's key is.
enum Key {
    File(PathBuf),
    /// In memory, as the journal is.
    Memory(Secret<[u8; 32]>),
}

impl Shop {
    /// Opens journal and vault for writing.
    pub(crate) fn open(place: &Place) -> Result<Self, Failure> {
        let profile = profiles::find("--profile", &place.profile)?;
        let clock = Clock::new(&profile.terminal().time_zone)?;
        let (journal, key) = match &place.journal {
            Some(path) => kept(path)?,
            None => in_memory()?,
        };
        Ok(Self { profile, journal: SharedJournal::new(journal), clock, path: place.journal.clone(), key })
    }

    /// A look into the journal, also into a damaged one or one that another process writes.
    pub(crate) fn look(kept: &Kept) -> Result<Look, Failure> {
        let profile = profiles::find("--profile", &kept.profile)?;
        let clock = Clock::new(&profile.terminal().time_zone)?;
        kept.exists()?;
        let journal = SqliteJournal::open_read_only(&kept.journal).map_err(|error| journal_failed(&error))?;
        Ok(Look { profile, reports: Reports::new(SharedJournal::new(journal)), clock })
    }

    pub(crate) fn vault(&self) -> Result<KeyFileVault, Failure> {
        match &self.key {
            Key::File(path) => KeyFileVault::open(path).map_err(|error| vault_failed(path, error)),
            Key::Memory(secret) => Ok(KeyFileVault::from_secret(secret, OsRandomBytes)),
        }
    }

    /// How the profile wants the terminal run.
    pub(crate) fn rules(&self) -> Rules {
        Rules::of_profile(&self.profile)
    }

    /// The terminal, on the line that the options name.
    pub(crate) fn terminal(&self, place: &Place, pins: &Pins, rules: Rules) -> Result<Terminal, Failure> {
        let acquirer = place.line.acquirer(&self.profile, self.path.as_deref())?;
        self.terminal_on(acquirer, place.line.speaking, pins, rules)
    }

    /// The same for what needs no PIN.
    pub(crate) fn terminal_without_pins(&self, place: &Place) -> Result<Terminal, Failure> {
        let pins = Pins::new(Vec::new(), &Progress::new(false))?;
        self.terminal(place, &pins, self.rules())
    }

    /// The terminal, with this acquirer. What was interrupted before comes to its verdict here, as far as that goes without
    /// the acquirer.
    pub(crate) fn terminal_on(
        &self,
        acquirer: impl Acquirer + Send + 'static,
        speaking: Speaking,
        pins: &Pins,
        rules: Rules,
    ) -> Result<Terminal, Failure> {
        let pad =
            pin_pad::pin_pad(&self.profile, speaking.has_format_4(), pins, self.dating(), &self.journal)?;
        let ports = Ports::new(self.journal.clone(), acquirer, pad, self.vault()?, self.clock.clone());
        Terminal::open(self.profile.clone(), rules, ports).map_err(|error| open_failed(&error))
    }

    /// What the clock says, and the business date, for what is kept beside transactions: that of the last record, which only
    /// a transaction moves on.
    pub(crate) fn dating(&self) -> impl Fn() -> (Moment, Date) + Send + use<> {
        let (clock, journal) = (self.clock.clone(), self.journal.clone());
        move || {
            let now = clock.now();
            let last = journal.last(Query::All).ok().flatten();
            (now, last.map_or(now.date, |record| record.day))
        }
    }
}

/// The journal in a file, and its key. The key is made first, so that no journal is ever without one.
fn kept(path: &Path) -> Result<(SqliteJournal, Key), Failure> {
    let key = beside(path, "key");
    let vault = if path.exists() { KeyFileVault::open(&key) } else { KeyFileVault::open_or_create(&key) };
    vault.map_err(|error| vault_failed(&key, error))?;
    let journal =
        SqliteJournal::open(path, &SqliteSettings::default()).map_err(|error| journal_failed(&error))?;
    Ok((journal, Key::File(key)))
}

fn in_memory() -> Result<(SqliteJournal, Key), Failure> {
    let mut secret = [0; 32];
    OsRandomBytes.fill(&mut secret).map_err(|error| Failure::unknown("random", error.to_string()))?;
    let journal = SqliteJournal::in_memory().map_err(|error| journal_failed(&error))?;
    Ok((journal, Key::Memory(Secret::new(secret))))
}

fn vault_failed(path: &Path, error: VaultError) -> Failure {
    Failure::bad_input("--journal", format!("{}: {error}", path.display()))
}
