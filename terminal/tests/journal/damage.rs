//! R13 and R14: damage is detected, nothing is invented.
//!
//! `TAPKERNEL_JOURNAL_FLIPS=N` draws N wrong bits for each file.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::journal::sqlite::SqliteJournal;
use tapkernel_terminal::journal::{Health, Journal, JournalError, Order, Query, Record, TransactionId};

use crate::rig::{Draws, all, beside, copy, folder, journal, number, open, read, sale, sales};

/// A journal as a clean end leaves it: everything in the database.
fn closed(test: &str) -> (PathBuf, Vec<Record>) {
    let (path, mut journal) = journal(test);
    (0..4).for_each(|number| assert!(journal.append(&sale(number)).is_ok()));
    let records = all(&journal);
    assert_eq!(records.len(), 20);
    (path, records)
}

/// A journal as a power cut leaves it: half in the database, half in the log.
fn cut_off(test: &str) -> (PathBuf, Vec<Record>) {
    let path = folder(test).join("journal");
    let mut journal = open(&path);
    journal.append(&sales(2)).unwrap();
    drop(journal);
    let mut journal = open(&path);
    (2..4).for_each(|number| assert!(journal.append(&sale(number)).is_ok()));
    let cut = folder(&format!("{test}-cut")).join("journal");
    copy(&path, &cut);
    (cut, all(&journal))
}

/// True if the damage is detected, false if it does no harm. Anything else fails.
fn is_detected(journal: Result<SqliteJournal, JournalError>, records: &[Record], what: &str) -> bool {
    let journal = match journal {
        Err(JournalError::Opening(_)) => return true,
        journal => journal.unwrap_or_else(|error| panic!("{what}: {error}")),
    };
    let reading = read(&journal, Query::All, Order::Forward);
    if let Health::Damaged(damage) = journal.health() {
        let intact = reading.unwrap_or_default();
        assert!(intact.len() as u64 <= damage.intact, "{what}: {damage:?}");
        assert_eq!(intact, records[..intact.len()], "{what}");
        for record in &intact {
            let found = read(&journal, Query::Transaction(record.transaction.unwrap()), Order::Forward);
            assert!(found.unwrap().contains(record), "{what}: whole, and not found");
        }
        return true;
    }
    assert_eq!(reading.as_deref(), Ok(records), "{what}: {:?}", journal.health());
    // Nor does an index hide one.
    for sale in 0..4 {
        let id = TransactionId(sale * 5 + 1);
        let stan = Stan::new(sale as u32 + 1).unwrap();
        let reference = format!("order-{sale}");
        assert_eq!(read(&journal, Query::Transaction(id), Order::Forward).unwrap().len(), 5, "{what}");
        assert_eq!(read(&journal, Query::Stan(stan), Order::Forward).unwrap().len(), 2, "{what}");
        assert_eq!(read(&journal, Query::Reference(&reference), Order::Forward).unwrap().len(), 1, "{what}");
    }
    let day = records[0].day;
    assert_eq!(read(&journal, Query::Days(day, day), Order::Forward).unwrap().len(), 4, "{what}");
    assert_eq!(read(&journal, Query::Batch(1), Order::Backward).unwrap().len(), 4, "{what}");
    false
}

/// Damages the file with this ending in every way that is drawn, and opens the journal for reading after each.
fn damaged(
    path: &Path,
    records: &[Record],
    ending: &str,
    ways: impl Iterator<Item = (String, Box<dyn FnOnce(&mut Vec<u8>)>)>,
) -> [usize; 2] {
    let file = beside(path, ending);
    let whole = fs::read(&file).unwrap();
    let mut count = [0, 0];
    for (way, damage) in ways {
        let mut content = whole.clone();
        damage(&mut content);
        fs::write(&file, content).unwrap();
        let _ = fs::remove_file(beside(path, "-shm"));
        let what = format!("JOURNAL{ending}: {way}");
        count[usize::from(is_detected(SqliteJournal::open_read_only(path), records, &what))] += 1;
    }
    fs::write(&file, whole).unwrap();
    println!("JOURNAL{ending}: {} damaged, {} detected, the rest harmless", count[0] + count[1], count[1]);
    count
}

type Way = (String, Box<dyn FnOnce(&mut Vec<u8>)>);

fn cut(at: usize) -> Way {
    (format!("cut at {at}"), Box::new(move |bytes| bytes.truncate(at)))
}

fn flip(at: usize, bit: usize) -> Way {
    (format!("bit {bit} of byte {at}"), Box::new(move |bytes| bytes[at] ^= 1 << bit))
}

/// At every sector, and at bytes that are drawn.
fn cuts(path: &Path, ending: &str, seed: u64) -> Vec<Way> {
    let length = fs::metadata(beside(path, ending)).unwrap().len() as usize;
    let mut draws = Draws(seed);
    let drawn: Vec<_> = (0..60).map(|_| draws.below(length)).collect();
    (0..length).step_by(512).chain(drawn).map(cut).collect()
}

fn flips(path: &Path, ending: &str, seed: u64, count: usize) -> Vec<Way> {
    let length = fs::metadata(beside(path, ending)).unwrap().len() as usize;
    let mut draws = Draws(seed);
    (0..count).map(|_| flip(draws.below(length), draws.below(8))).collect()
}

#[test]
fn r13_a_cut_database_is_detected() {
    let (path, records) = closed("cut-database");
    let [harmless, detected] = damaged(&path, &records, "", cuts(&path, "", 1).into_iter());
    assert_eq!(harmless, 0);
    assert!(detected > 100);
}

#[test]
fn r13_a_cut_log_is_detected() {
    let (path, records) = cut_off("cut-log");
    let [harmless, detected] = damaged(&path, &records, "-wal", cuts(&path, "-wal", 2).into_iter());
    assert_eq!(harmless, 0);
    assert!(detected > 80);
}

/// The database beneath a log that has newer pages of it.
#[test]
fn r13_a_cut_database_with_a_log_is_detected() {
    let (path, records) = cut_off("cut-database-with-log");
    let [_, detected] = damaged(&path, &records, "", cuts(&path, "", 3).into_iter());
    assert!(detected > 0);
}

#[test]
fn r13_a_cut_anchor_is_detected_or_harmless() {
    let (path, records) = closed("cut-anchor");
    let [harmless, detected] = damaged(&path, &records, ".head", (0..1024).map(cut));
    // As long as one slot is whole it says how far the journal had come.
    assert!(harmless > 0 && detected > 80, "{harmless}, {detected}");
}

#[test]
fn r14_wrong_bits_are_detected_or_harmless() {
    let count = number("TAPKERNEL_JOURNAL_FLIPS", 2500);
    let (path, records) = closed("flip-database");
    let [_, detected] = damaged(&path, &records, "", flips(&path, "", 4, count).into_iter());
    assert!(detected > count / 10);
    let every_bit = (0..1024).flat_map(|at| (0..8).map(move |bit| flip(at, bit)));
    let one_bit_each = every_bit.enumerate().filter(|(number, _)| number % 9 == 0).map(|(_, way)| way);
    damaged(&path, &records, ".head", one_bit_each);
}

/// Every bit of the header of the database, which says how to read all the rest.
#[test]
fn r14_wrong_bits_of_the_header_are_detected_or_harmless() {
    let (path, records) = closed("flip-header");
    let every_bit = (0..100).flat_map(|at| (0..8).map(move |bit| flip(at, bit)));
    let [_, detected] = damaged(&path, &records, "", every_bit);
    assert!(detected > 100);
}

#[test]
fn r14_wrong_bits_of_the_log_are_detected_or_harmless() {
    let count = number("TAPKERNEL_JOURNAL_FLIPS", 800);
    let (path, records) = cut_off("flip-log");
    let [_, detected] = damaged(&path, &records, "-wal", flips(&path, "-wal", 5, count).into_iter());
    assert!(detected > count / 10);
}

/// The same for the writer, which must neither go on with what is damaged nor change it.
#[test]
fn the_writer_leaves_damage_as_it_is() {
    let (path, records) = cut_off("writer");
    let tried = folder("writer-tried").join("journal");
    let mut draws = Draws(6);
    let mut detected = 0;
    for _ in 0..120 {
        copy(&path, &tried);
        let ending = ["", "-wal", ".head"][draws.below(3)];
        let file = beside(&tried, ending);
        let mut content = fs::read(&file).unwrap();
        let (at, bit) = (draws.below(content.len()), draws.below(9));
        if bit == 8 {
            content.truncate(at)
        } else {
            content[at] ^= 1 << bit
        }
        fs::write(&file, content).unwrap();
        let what = format!("JOURNAL{ending}, byte {at}, {bit}");
        let before = ["", "-wal", ".head"].map(|ending| fs::read(beside(&tried, ending)).ok());
        let opened = SqliteJournal::open(&tried, &crate::rig::BARE);
        let mut journal = opened.unwrap_or_else(|error| panic!("{what}: {error}"));
        if journal.health() == &Health::Sound {
            assert_eq!(all(&journal), records, "{what}");
            assert_eq!(journal.append(&sale(4)), Ok(21), "{what}");
            drop(journal);
            let again = open(&tried);
            assert_eq!((again.health(), all(&again).len()), (&Health::Sound, 25), "{what}");
            continue;
        }
        detected += 1;
        assert!(journal.append(&sale(4)).is_err() && journal.room().is_err(), "{what}");
        is_detected(Ok(journal), &records, &what);
        let after = ["", "-wal", ".head"].map(|ending| fs::read(beside(&tried, ending)).ok());
        assert!(before == after, "{what}: the files were changed");
    }
    println!("120 damaged, {detected} detected");
    assert!(detected > 30);
}

/// What somebody does who can write SQL.
#[test]
fn what_was_changed_with_sql_is_detected() {
    let ways = [
        ("UPDATE records SET payload = replace(payload, '4100', '4101') WHERE sequence = 6", 5),
        ("UPDATE records SET day = '2026-01-02' WHERE sequence = 11", 10),
        ("UPDATE records SET stan = NULL WHERE sequence = 3", 2),
        ("UPDATE records SET sealed = zeroblob(150) WHERE sequence = 7", 6),
        ("UPDATE records SET reference = NULL, name = reference WHERE sequence = 1", 0),
        ("UPDATE records SET sequence = -1 WHERE sequence = 4", 0),
        ("DELETE FROM records WHERE sequence = 9", 8),
        ("DELETE FROM records WHERE sequence > 15", 15),
        ("DELETE FROM records", 0),
        (
            "INSERT INTO records SELECT 21, \"transaction\", at, day, kind, stan, batch, original, reference, name, payload, \
          sealed, previous, hash FROM records WHERE sequence = 20",
            20,
        ),
        ("DROP INDEX by_stan", 20),
        ("PRAGMA application_id = 1", 20),
        ("PRAGMA user_version = 0", 20),
        (
            "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'stan IS', 'batch IS') WHERE name = 'by_stan'",
            20,
        ),
    ];
    for (sql, intact) in ways {
        let (path, records) = closed("sql");
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        let journal = open(&path);
        let Health::Damaged(damage) = journal.health() else { panic!("{sql}") };
        assert_eq!(damage.intact, intact, "{sql}: {damage}");
        assert!(is_detected(Ok(journal), &records, sql));
    }
}

/// An index that lacks a record hides it; that is found although the chain is whole.
#[test]
fn an_index_that_hides_a_record_is_detected() {
    let (path, records) = closed("index");
    let sql = "PRAGMA writable_schema = 1;
        UPDATE sqlite_schema SET sql = 'CREATE INDEX by_stan ON records (stan) WHERE stan > 2' WHERE name = 'by_stan'";
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch("REINDEX by_stan").unwrap();
    let sql = "PRAGMA writable_schema = 1;
        UPDATE sqlite_schema SET sql = 'CREATE INDEX by_stan ON records (stan) WHERE stan IS NOT NULL'
        WHERE name = 'by_stan'";
    connection.execute_batch(sql).unwrap();
    drop(connection);
    let journal = open(&path);
    let Health::Damaged(damage) = journal.health() else { panic!("{:?}", journal.health()) };
    assert_eq!((damage.what.as_str(), damage.intact), ("a page or an index is damaged", 20));
    assert!(is_detected(Ok(journal), &records, "index"));
}

/// Damage that comes while the journal is open is found when it is read, and then no more is written.
#[test]
fn what_is_changed_meanwhile_is_detected_when_it_is_read() {
    let (path, records) = closed("meanwhile");
    let mut journal = open(&path);
    let sql = "UPDATE records SET payload = replace(payload, '4100', '4101') WHERE sequence = 6";
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    assert_eq!(read(&journal, Query::Transaction(TransactionId(1)), Order::Forward).unwrap().len(), 5);
    assert_eq!(journal.health(), &Health::Sound);
    let refused = read(&journal, Query::Stan(Stan::new(2).unwrap()), Order::Forward);
    assert!(matches!(refused, Err(JournalError::Damaged(_))), "{refused:?}");
    assert!(matches!(journal.health(), Health::Damaged(damage) if damage.intact == 5));
    assert!(matches!(journal.append(&sale(4)), Err(JournalError::Damaged(_))));
    assert_eq!(all(&journal), records[..5]);
}

#[test]
fn a_lost_anchor_or_database_is_detected() {
    for (ending, intact) in [(".head", 20), ("", 0)] {
        let (path, records) = closed("lost");
        fs::remove_file(beside(&path, ending)).unwrap();
        for journal in [SqliteJournal::open_read_only(&path).unwrap(), open(&path)] {
            assert!(matches!(journal.health(), Health::Damaged(damage) if damage.intact == intact));
            assert!(is_detected(Ok(journal), &records, ending));
        }
    }
}

/// An anchor of another journal, or of an earlier state of this one.
#[test]
fn an_anchor_behind_is_brought_forward_and_a_foreign_one_is_detected() {
    let (path, mut journal) = journal("behind");
    let anchor = beside(&path, ".head");
    journal.append(&sale(0)).unwrap();
    let behind = fs::read(&anchor).unwrap();
    journal.append(&sale(1)).unwrap();
    drop(journal);
    fs::write(&anchor, &behind).unwrap();
    assert_eq!(open(&path).health(), &Health::Sound);
    assert_ne!(fs::read(&anchor).unwrap(), behind);
    let (foreign, mut other) = crate::rig::journal("behind-foreign");
    other.append(&[sale(9), sale(8)].concat()).unwrap();
    drop(other);
    fs::copy(beside(&foreign, ".head"), &anchor).unwrap();
    assert!(matches!(open(&path).health(), Health::Damaged(damage) if damage.intact == 10));
}

/// A power cut while the journal is made leaves one that can be made.
#[test]
fn what_was_never_begun_is_begun() {
    let path = folder("begun").join("journal");
    fs::write(&path, b"").unwrap();
    assert!(matches!(SqliteJournal::open_read_only(&path), Err(JournalError::Opening(_))));
    fs::write(beside(&path, ".head.new"), b"half").unwrap();
    drop(open(&path));
    // The anchor was there, and nothing else.
    fs::write(&path, b"").unwrap();
    assert_eq!(open(&path).append(&sale(0)), Ok(1));
    // The database was in the mode with a log, and had no tables yet.
    let (other, untouched) = journal("begun-other");
    drop(untouched);
    fs::remove_file(&other).unwrap();
    let empty = Connection::open(&other).unwrap();
    empty.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    drop(empty);
    assert_eq!(open(&other).append(&sale(0)), Ok(1));
}

#[test]
fn a_newer_version_is_read_and_not_written() {
    let (path, records) = closed("newer");
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 2; CREATE TABLE more (x)").unwrap();
    let mut journal = open(&path);
    assert_eq!(journal.health(), &Health::ReadOnly("a newer version of this library wrote it"));
    assert!(matches!(journal.append(&sale(4)), Err(JournalError::ReadOnly(_))));
    assert_eq!(all(&journal), records);
}
