//! What is kept in the journal by name.

use std::fs;
use std::sync::Arc;

use tapkernel_core::Secret;
use tapkernel_core::data::{Database, Date, tags};
use tapkernel_terminal::journal::kept::{KeptError, KeptKeyCounter, KeptPeople, KeptTornTransactions};
use tapkernel_terminal::journal::sqlite::SqliteJournal;
use tapkernel_terminal::journal::{Entry, Health, SharedJournal};
use tapkernel_terminal::moment::Moment;
use tapkernel_terminal::people::{PeopleStore, PersonRecord};
use tapkernel_terminal::pin::{CounterFailed, KeyCounter};
use tapkernel_terminal::tapkernel::mastercard::{TornRecord, TornTransactionLog};
use tapkernel_terminal::vault::{KeyFileVault, OsRandomBytes, VaultError};

use crate::rig::{beside, folder, journal, open};

fn now() -> (Moment, Date) {
    (Moment::parse("2026-11-22 10:00:00").unwrap(), Date::new(2026, 11, 22).unwrap())
}

fn vault(key: u8) -> KeyFileVault {
    KeyFileVault::from_secret(&Secret::new(std::array::from_fn(|at| at as u8 ^ key)), OsRandomBytes)
}

fn person(tries: u8) -> PersonRecord {
    let mut bytes = vec![0; 104];
    bytes[..4].copy_from_slice(&[1, 1, 0, tries]);
    PersonRecord::decode(&bytes).unwrap()
}

fn torn(pan: &[u8]) -> TornRecord {
    let mut data = Database::new();
    data.insert(tags::APPLICATION_PAN, pan);
    data.insert(tags::UNPREDICTABLE_NUMBER, &[1, 2, 3, 4]);
    TornRecord(data)
}

/// As after a power cut: from the files, with nothing left in memory.
fn reopened(journal: SharedJournal, path: &std::path::Path) -> SharedJournal {
    drop(journal);
    SharedJournal::new(open(path))
}

#[test]
fn a_key_counter_lasts_and_never_goes_back() {
    let (path, journal) = journal("kept-counter");
    let mut journal = SharedJournal::new(journal);
    let counter = |journal: &SharedJournal, key| KeptKeyCounter::new(journal.clone(), key, now);
    assert_eq!(counter(&journal, "FFFF").last(), Ok(0));
    for value in [1, 2, 0x1F_FFFF, u32::MAX] {
        assert_eq!(counter(&journal, "FFFF").keep(value), Ok(()));
        journal = reopened(journal, &path);
        assert_eq!(counter(&journal, "FFFF").last(), Ok(value));
        assert_eq!(counter(&journal, "FFFF").keep(value - 1), Err(CounterFailed));
    }
    assert_eq!(counter(&journal, "EEEE").last(), Ok(0), "another key");
}

#[test]
fn a_counter_that_is_not_one_is_not_used() {
    let journal = SharedJournal::new(SqliteJournal::in_memory().unwrap());
    let (at, day) = now();
    let entry = Entry::Kept { name: "key-counter/FFFF".into(), value: "01".into() };
    let record = tapkernel_terminal::journal::NewRecord { transaction: None, at, day, entry, sealed: None };
    journal.append(&[record]).unwrap();
    let mut counter = KeptKeyCounter::new(journal, "FFFF", now);
    assert_eq!((counter.last(), counter.keep(5)), (Err(CounterFailed), Err(CounterFailed)));
}

#[test]
fn people_last_and_are_sealed() {
    let (path, journal) = journal("kept-people");
    let journal = SharedJournal::new(journal);
    let mut people = KeptPeople::new(journal.clone(), vault(1), now);
    assert_eq!(people.load("anna"), Ok(None));
    for tries in 0..6 {
        people.save("anna", &person(tries)).unwrap();
        people.save("ben", &person(9)).unwrap();
        assert_eq!(people.load("anna"), Ok(Some(person(tries))));
    }
    drop(people);
    let journal = reopened(journal, &path);
    assert_eq!(KeptPeople::new(journal.clone(), vault(1), now).load("anna"), Ok(Some(person(5))));
    assert!(KeptPeople::new(journal.clone(), vault(2), now).load("anna").is_err(), "another key");
    // A blob that is sealed for one person opens for no other.
    let mut stolen = journal.last(tapkernel_terminal::journal::Query::Kept("person/ben")).unwrap().unwrap();
    stolen.entry = Entry::Kept { name: "person/anna".into(), value: String::new() };
    let (at, day) = now();
    let Entry::Kept { .. } = stolen.entry else { unreachable!() };
    let record = tapkernel_terminal::journal::NewRecord {
        transaction: None,
        at,
        day,
        entry: stolen.entry,
        sealed: stolen.sealed,
    };
    journal.append(&[record]).unwrap();
    assert!(KeptPeople::new(journal, vault(1), now).load("anna").is_err());
}

#[test]
fn torn_transactions_last_and_are_sealed() {
    let (path, journal) = journal("kept-torn");
    let mut journal = SharedJournal::new(journal);
    let pan = [0x54, 0x13, 0x33, 0x90, 0x00, 0x00, 0x15, 0x13];
    let log = KeptTornTransactions::open(journal.clone(), vault(1), now).unwrap();
    assert_eq!(log.records(), []);
    log.update(&mut |records| records.extend([torn(&pan), torn(&[0x52; 8])]));
    log.update(&mut |_| {});
    assert_eq!(
        journal.records(tapkernel_terminal::journal::Query::All).unwrap().len(),
        1,
        "no change, no record"
    );
    drop(log);
    journal = reopened(journal, &path);
    let log: Arc<dyn TornTransactionLog> =
        Arc::new(KeptTornTransactions::open(journal.clone(), vault(1), now).unwrap());
    assert_eq!(log.records(), [torn(&pan), torn(&[0x52; 8])]);
    log.update(&mut |records| drop(records.remove(0)));
    drop(log);
    let again = KeptTornTransactions::open(journal.clone(), vault(1), now).unwrap();
    assert_eq!((again.records(), again.failure()), (vec![torn(&[0x52; 8])], None));
    let refused = KeptTornTransactions::open(journal.clone(), vault(2), now).err();
    assert_eq!(refused, Some(KeptError::Vault(VaultError::OtherKey)));
    for ending in ["", "-wal", ".head"] {
        let bytes = fs::read(beside(&path, ending)).unwrap_or_default();
        assert!(!bytes.windows(8).any(|window| window == pan), "card data in JOURNAL{ending}");
    }
}

/// What could not be written is told, kept in memory, and written with the next change.
#[test]
fn a_torn_transaction_that_is_not_kept_is_told() {
    let path = folder("kept-fails").join("journal");
    drop(open(&path));
    let journal = SharedJournal::new(SqliteJournal::open_read_only(&path).unwrap());
    assert!(matches!(journal.health(), Health::ReadOnly(_)));
    let log = KeptTornTransactions::open(journal.clone(), vault(1), now).unwrap();
    log.update(&mut |records| records.push(torn(&[0x54; 8])));
    assert!(matches!(log.failure(), Some(KeptError::Journal(_))));
    assert_eq!(log.records(), [torn(&[0x54; 8])]);
    assert!(KeptPeople::new(journal.clone(), vault(1), now).save("anna", &person(0)).is_err());
    assert_eq!(KeptKeyCounter::new(journal, "FFFF", now).keep(1), Err(CounterFailed));
}
