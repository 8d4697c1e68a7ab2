//! One writer, many readers.

use std::fs;

use tapkernel_terminal::journal::sqlite::SqliteJournal;
use tapkernel_terminal::journal::{Health, Journal, JournalError, Order, Query};

use crate::rig::{BARE, all, beside, folder, journal, open, read, sale, sales};

#[test]
fn a_second_writer_is_refused_until_the_first_is_gone() {
    let (path, mut first) = journal("second-writer");
    first.append(&sales(1)).unwrap();
    assert_eq!(SqliteJournal::open(&path, &BARE).unwrap_err(), JournalError::Busy);
    assert_eq!(first.append(&sale(1)), Ok(6));
    drop(first);
    assert_eq!(open(&path).append(&sale(2)), Ok(11));
}

#[test]
fn a_reader_sees_what_the_writer_appends_and_writes_nothing() {
    let (path, mut writer) = journal("reader");
    writer.append(&sales(2)).unwrap();
    let mut reader = SqliteJournal::open_read_only(&path).unwrap();
    assert!(matches!(reader.health(), Health::ReadOnly(_)));
    assert_eq!(all(&reader), all(&writer));
    writer.append(&sale(2)).unwrap();
    assert_eq!(all(&reader).len(), 15);
    assert!(matches!(reader.append(&sale(3)), Err(JournalError::ReadOnly(_))));
    assert!(matches!(reader.room(), Err(JournalError::ReadOnly(_))));
    // The writer cannot move its log into the database as long as somebody reads, so it leaves that to the next one.
    drop(writer);
    assert_eq!(read(&reader, Query::After(14), Order::Forward).unwrap().len(), 1);
    drop(reader);
    assert!(beside(&path, "-wal").exists());
    drop(open(&path));
    assert!(!beside(&path, "-wal").exists());
    assert_eq!(all(&SqliteJournal::open_read_only(&path).unwrap()).len(), 15);
}

/// From a folder in which SQLite cannot make the log's index.
#[test]
fn a_file_alone_is_read() {
    let (path, mut writer) = journal("alone");
    writer.append(&sales(2)).unwrap();
    drop(writer);
    let kept = folder("alone-kept").join("a #copy?.of%it");
    fs::copy(&path, &kept).unwrap();
    fs::copy(beside(&path, ".head"), beside(&kept, ".head")).unwrap();
    assert_eq!(all(&SqliteJournal::open_read_only(&kept).unwrap()).len(), 10);
}

#[test]
fn what_is_not_there_is_not_read() {
    let path = folder("nothing").join("journal");
    assert!(matches!(SqliteJournal::open_read_only(&path), Err(JournalError::Opening(_))));
    let none = path.join("no").join("folder");
    assert!(matches!(SqliteJournal::open(&none, &BARE), Err(JournalError::Opening(_))));
    // Reading makes no files.
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 0);
}

#[cfg(unix)]
#[test]
fn only_its_owner_reads_it() {
    use std::os::unix::fs::PermissionsExt;
    let path = folder("mode").join("journal");
    let mut journal = SqliteJournal::open(&path, &Default::default()).unwrap();
    journal.append(&sales(1)).unwrap();
    let files: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().map(Result::unwrap).collect();
    // The database, its log and the log's index, the anchor, the lock, the reserve.
    assert_eq!(files.len(), 6);
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
}
