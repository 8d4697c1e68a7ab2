//! The files of a journal.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::journal::JournalError;

/// Where everything is.
#[derive(Clone, Debug)]
pub(super) struct Files {
    /// The database.
    pub(super) database: PathBuf,
    /// Its write-ahead log, which belongs to it.
    pub(super) log: PathBuf,
    /// The anchor.
    pub(super) anchor: PathBuf,
    /// What the writer locks.
    pub(super) lock: PathBuf,
    /// Space that is kept for the end of a transaction.
    pub(super) reserve: PathBuf,
}

impl Files {
    pub(super) fn of(path: &Path) -> Self {
        let beside = |suffix: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            PathBuf::from(name)
        };
        Self {
            database: path.to_owned(),
            log: beside("-wal"),
            anchor: beside(".head"),
            lock: beside(".lock"),
            reserve: beside(".reserve"),
        }
    }
}

/// How long a file is; 0 if there is none.
pub(super) fn length(path: &Path) -> io::Result<u64> {
    match path.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        found => found.map(|found| found.len()),
    }
}

/// Makes a file that only its owner can read.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes such a file unless there is one. An existing one is not even opened: closing it would take SQLite's locks away.
pub(super) fn ensure(path: &Path) -> io::Result<()> {
    match create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        created => created.map(drop),
    }
}

/// Makes the names in the folder of `path` last.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != OsStr::new("")).unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// What the operating system says, without the name of a file.
pub(super) fn failed(error: io::Error) -> JournalError {
    JournalError::Opening(error.kind().to_string())
}
