//! Opening: everything is verified before anything is written.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::anchor::{self, Anchor, Anchored};
use super::append::keep_as_it_is;
use super::chain::GENESIS;
use super::error::{is_busy, is_cramped, is_not_open, said};
use super::files::{self, Files, failed};
use super::lock::Lock;
use super::reserve::Reserve;
use super::verify::{Walk, integrity, walk};
use super::{SqliteJournal, SqliteSettings, schema};
use crate::journal::{Damage, Health, JournalError};

const NEWER: &str = "a newer version of this library wrote it";
const NONE: &str = "there is no journal";
const FOR_READING: &str = "it was opened for reading";

/// What was found in a database.
enum Content {
    /// Nothing: it was never begun, or that was cut short.
    Nothing,
    /// Records.
    Records(Walk, Health),
}

impl SqliteJournal {
    /// Opens a journal for writing, and makes it if there is none at `path`.
    ///
    /// A damaged one is opened too: [`Journal::health`](crate::journal::Journal::health) says what is wrong, what is whole
    /// can be read, nothing is written.
    ///
    /// # Errors
    ///
    /// [`JournalError::Busy`] if another one has it open for writing, [`JournalError::Full`] if the disk has not even room
    /// for the files that SQLite opens, [`JournalError::Opening`] if there is no such folder
    /// or it may not be used.
    pub fn open(path: &Path, settings: &SqliteSettings) -> Result<Self, JournalError> {
        let files = Files::of(path);
        match Self::open_files(&files, settings) {
            // Opening takes space too, and what was begun must be finished.
            Err(JournalError::Full) if std::fs::remove_file(&files.reserve).is_ok() => {
                Self::open_files(&files, settings)
            }
            opened => opened,
        }
    }

    fn open_files(files: &Files, settings: &SqliteSettings) -> Result<Self, JournalError> {
        let lock = Lock::take(&files.lock)?;
        let anchored = anchor::read(&files.anchor).map_err(failed)?;
        if let Some(lost) = lost(files, anchored).map_err(failed)? {
            return Ok(Self::unreadable(lost));
        }
        if anchored == Anchored::Missing && files::length(&files.database).map_err(failed)? == 0 {
            files::ensure(&files.database).map_err(failed)?;
            Anchor::create(&files.anchor).map_err(failed)?;
        }
        let anchored = anchor::read(&files.anchor).map_err(failed)?;
        let connection = connect(&files.database, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(opening)?;
        let mut journal = Self::examined(connection, anchored)?;
        journal._lock = Some(lock);
        journal.begin(files, settings)?;
        Ok(journal)
    }

    /// Opens a journal for reading, also while another process writes it. What is appended later is read too.
    ///
    /// # Errors
    ///
    /// [`JournalError::Opening`] if there is none.
    pub fn open_read_only(path: &Path) -> Result<Self, JournalError> {
        let files = Files::of(path);
        // First the anchor, then the records: the writer goes on meanwhile, and moves the anchor last.
        let anchored = anchor::read(&files.anchor).map_err(failed)?;
        if let Some(lost) = lost(&files, anchored).map_err(failed)? {
            return Ok(Self::unreadable(lost));
        }
        if files::length(&files.database).map_err(failed)? == 0 {
            return Err(JournalError::Opening(NONE.to_owned()));
        }
        let connection = connect_read_only(&files).map_err(opening)?;
        let mut journal = Self::examined(connection, anchored)?;
        journal.connection.as_ref().into_iter().for_each(keep_as_it_is);
        match journal.health {
            Health::Sound if journal.is_empty_file() => Err(JournalError::Opening(NONE.to_owned())),
            Health::Sound => {
                journal.health = Health::ReadOnly(FOR_READING);
                Ok(journal)
            }
            _ => Ok(journal),
        }
    }

    /// A journal in memory, for tests and demonstrations: it ends with the process.
    ///
    /// # Errors
    ///
    /// [`JournalError::Opening`] if there is no memory.
    pub fn in_memory() -> Result<Self, JournalError> {
        let mut connection = Connection::open_in_memory().map_err(opening)?;
        schema::migrate(&mut connection, schema::STEPS).map_err(opening)?;
        Ok(Self::of(Some(connection), Health::Sound))
    }

    fn of(connection: Option<Connection>, health: Health) -> Self {
        let found = std::cell::OnceCell::new();
        Self { connection, head: GENESIS, health, found, anchor: None, reserve: None, _lock: None }
    }

    /// A journal of which nothing is left that SQLite could read.
    fn unreadable(what: String) -> Self {
        Self::of(None, Health::Damaged(Damage { what, intact: 0 }))
    }

    /// Verifies everything; changes nothing.
    fn examined(connection: Connection, anchored: Anchored) -> Result<Self, JournalError> {
        match examine(&connection, anchored) {
            Ok(Content::Nothing) => Ok(Self::of(Some(connection), Health::Sound)),
            Ok(Content::Records(walk, health)) => {
                if health != Health::Sound {
                    keep_as_it_is(&connection);
                }
                Ok(Self { head: walk.head, ..Self::of(Some(connection), health) })
            }
            Err(error) if is_busy(&error) || is_cramped(&error) => Err(opening(error)),
            Err(error) => Ok(Self::unreadable(format!("SQLite cannot open it: {}", said(&error)))),
        }
    }

    fn is_empty_file(&self) -> bool {
        self.connection.as_ref().is_some_and(|connection| schema::version(connection) == Ok(0))
    }

    /// Makes a journal that was found sound ready for writing.
    fn begin(&mut self, files: &Files, settings: &SqliteSettings) -> Result<(), JournalError> {
        let (Health::Sound, Some(connection)) = (&self.health, &mut self.connection) else { return Ok(()) };
        if !prepare(connection).map_err(opening)? {
            return Err(JournalError::Busy);
        }
        let mut anchor = Anchor::open(&files.anchor).map_err(failed)?;
        anchor.write(&self.head).map_err(failed)?;
        self.anchor = Some(anchor);
        self.reserve = Some(Reserve::new(&files.reserve, *settings, connection).map_err(opening)?);
        Ok(())
    }
}

/// What is lost, if SQLite would take what is left for an empty database, and throw the log away.
fn lost(files: &Files, anchored: Anchored) -> std::io::Result<Option<String>> {
    if files::length(&files.database)? > 0 {
        return Ok(None);
    }
    let expected = match anchored {
        Anchored::At(head) => head.sequence > 0,
        Anchored::Broken => true,
        Anchored::Missing => false,
    };
    let lost = expected || files::length(&files.log)? > 0;
    Ok(lost.then(|| "the file is gone or empty, and there were records in it".to_owned()))
}

fn connect(path: &Path, mode: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    // Until it is known to be sound, closing it must not move anything either.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(connection)
}

/// A write-ahead log needs its index beside it, even for reading. Where the folder cannot be written, a journal that no
/// one has open is read as what it then is: a file that does not change.
fn connect_read_only(files: &Files) -> rusqlite::Result<Connection> {
    let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = connect(&files.database, read_only)?;
    let cannot = schema::version(&connection).is_err_and(|error| is_not_open(&error));
    if !cannot || files::length(&files.log).is_ok_and(|length| length > 0) {
        return Ok(connection);
    }
    let mut uri = "file:".to_owned();
    let path = files.database.as_os_str().as_encoded_bytes();
    path.iter().for_each(|&byte| match byte {
        b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => uri.push(byte.into()),
        _ => uri.push_str(&format!("%{byte:02X}")),
    });
    uri.push_str("?immutable=1");
    connect(Path::new(&uri), read_only | OpenFlags::SQLITE_OPEN_URI)
}

fn examine(connection: &Connection, anchored: Anchored) -> rusqlite::Result<Content> {
    for (name, value) in [("trusted_schema", false), ("cell_size_check", true)] {
        connection.pragma_update(None, name, value)?;
    }
    let version = schema::version(connection)?;
    let newer = version > schema::STEPS.len();
    let is_schema = newer || schema::is_intact(connection, schema::STEPS, version)?;
    if version == 0 && is_schema && anchored == Anchored::At(GENESIS) {
        return Ok(Content::Nothing);
    }
    let is_marked = schema::is_marked(connection)?;
    let walk = walk(connection, anchored);
    let other = (!is_marked || !is_schema).then(|| "its tables are not those of a journal".to_owned());
    let what = walk.broken.clone().or(other).or_else(|| integrity(connection));
    let health = match what {
        Some(what) => Health::Damaged(Damage { what, intact: walk.head.sequence }),
        None if newer || walk.newer => Health::ReadOnly(NEWER),
        None => Health::Sound,
    };
    Ok(Content::Records(walk, health))
}

/// Brings the tables forward, and turns the write-ahead log on. False if somebody still reads what is no longer the end.
fn prepare(connection: &mut Connection) -> rusqlite::Result<bool> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    schema::migrate(connection, schema::STEPS)?;
    // A log that was read may never have come to the disk: writing failed, and the process was started anew. Now it does.
    let is_blocked: bool = connection.query_row("PRAGMA wal_checkpoint(FULL)", [], |row| row.get(0))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(!is_blocked)
}

fn opening(error: rusqlite::Error) -> JournalError {
    match error {
        error if is_busy(&error) => JournalError::Busy,
        error if is_cramped(&error) => JournalError::Full,
        error => JournalError::Opening(said(&error).to_owned()),
    }
}
