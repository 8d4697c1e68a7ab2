//! Raw records for an audit, and the chain verified from them alone.

use proptest::collection::vec;
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tapkernel_terminal::journal::sqlite::{ExportError, ExportForm, SqliteJournal};
use tapkernel_terminal::journal::{Health, Journal};

use crate::rig::{journal, new_record, open, sale, sales};

fn exported(journal: &SqliteJournal, form: ExportForm) -> String {
    let mut bytes = Vec::new();
    journal.export(form, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A reader of RFC 4180 on its own: rows of cells; `None` for a cell with nothing in it.
fn cells(csv: &str) -> Vec<Vec<Option<String>>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), None::<String>, false);
    let mut characters = csv.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if !quoted => {
                quoted = true;
                cell.get_or_insert_default();
            }
            '"' if characters.peek() == Some(&'"') => {
                characters.next();
                cell.get_or_insert_default().push('"');
            }
            '"' => quoted = false,
            ',' if !quoted => row.push(cell.take()),
            '\n' if !quoted => {
                row.push(cell.take());
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            other => cell.get_or_insert_default().push(other),
        }
    }
    rows
}

/// The chain as the documentation of the module has it, from the cells of an export.
fn is_chained(rows: &[Vec<Option<String>>]) -> bool {
    let mut previous = vec![0; 32];
    rows.iter().all(|row| {
        let stated = [12, 13].map(|column| hex::decode(row[column].as_ref().unwrap()).unwrap());
        let follows = stated[0] == previous;
        previous = hash_of(row);
        follows && stated[1] == previous
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn is_the_whole_journal_in_both_forms(records in vec(new_record(), 0..12)) {
        let mut journal = SqliteJournal::in_memory().unwrap();
        journal.append(&records).unwrap();
        let mut rows = cells(&exported(&journal, ExportForm::Csv));
        let heading: Vec<String> = rows.remove(0).into_iter().flatten().collect();
        prop_assert_eq!(rows.len(), records.len());
        prop_assert!(is_chained(&rows));
        if let Some(first) = rows.first_mut() {
            first[2] = Some("x".into());
            prop_assert!(!is_chained(&rows), "a test that cannot fail");
            rows[0][2] = Some(records[0].at.to_string());
        }
        let lines = exported(&journal, ExportForm::JsonLines);
        prop_assert_eq!(lines.lines().count(), records.len());
        for ((line, row), new) in lines.lines().zip(&rows).zip(&records) {
            let object: Value = serde_json::from_str(line).unwrap();
            prop_assert_eq!(&object["record"], &serde_json::to_value(&new.entry).unwrap());
            for (name, cell) in heading.iter().zip(row).filter(|(name, _)| *name != "record") {
                let text = match &object[name] {
                    Value::Null => None,
                    Value::String(text) => Some(text.clone()),
                    number => Some(number.to_string()),
                };
                prop_assert_eq!(&text, cell, "{}", name);
            }
        }
    }
}

/// An output that takes no more.
struct Closed;

impl std::io::Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn says_when_it_cannot_be_written() {
    let mut journal = SqliteJournal::in_memory().unwrap();
    journal.append(&sales(2)).unwrap();
    let failed = Err(ExportError::Output(std::io::ErrorKind::BrokenPipe));
    assert_eq!(journal.export(ExportForm::Csv, &mut Closed), failed);
    assert_eq!(journal.export(ExportForm::JsonLines, &mut Closed), failed);
    assert_eq!(journal.health(), &Health::Sound);
}

#[test]
fn of_a_damaged_journal_is_what_is_whole() {
    let (path, mut writer) = journal("export-damaged");
    writer.append(&sales(3)).unwrap();
    drop(writer);
    let sql = "UPDATE records SET day = '2030-01-01' WHERE sequence = 8";
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let journal = open(&path);
    assert!(matches!(journal.health(), Health::Damaged(damage) if damage.intact == 7));
    let rows = cells(&exported(&journal, ExportForm::Csv));
    assert_eq!(rows.len(), 1 + 7);
    assert!(is_chained(&rows[1..]));
    assert_eq!(exported(&journal, ExportForm::JsonLines).lines().count(), 7);
}

/// A kind that this version does not know: read, exported as it stands, and nothing is written after it.
#[test]
fn has_what_a_newer_version_wrote() {
    let (path, mut writer) = journal("export-newer");
    writer.append(&sale(0)).unwrap();
    drop(writer);
    let rows = cells(&exported(&open(&path), ExportForm::Csv));
    let mut row = rows[5].clone();
    row[0] = Some("6".into());
    row[4] = Some("tipped".into());
    row[10] = Some("{\"entry\":\"tipped\",\"amount\":\"100\"}".into());
    row[12] = row[13].take();
    row[13] = Some("00".into());
    let hash = hash_of(&row);
    let sql = "INSERT INTO records SELECT 6, \"transaction\", at, day, 'tipped', stan, batch, original, reference, name, ?1, \
               sealed, hash, ?2 FROM records WHERE sequence = 5";
    Connection::open(&path).unwrap().execute(sql, (&row[10], &hash)).unwrap();
    let mut journal = open(&path);
    assert_eq!(journal.health(), &Health::ReadOnly("a newer version of this library wrote it"));
    assert!(journal.append(&sale(1)).is_err());
    let lines = exported(&journal, ExportForm::JsonLines);
    assert!(lines.lines().last().unwrap().contains("\"record\":{\"entry\":\"tipped\",\"amount\":\"100\"},"));
    let tapkernel_terminal::journal::Entry::OfNewerVersion { kind, payload } =
        crate::rig::all(&journal).remove(5).entry
    else {
        panic!("it was taken for something that this version knows")
    };
    assert_eq!((kind.as_str(), Some(payload)), ("tipped", row[10].clone()));
}

/// The hash of a row, as the documentation of the module has it.
fn hash_of(row: &[Option<String>]) -> Vec<u8> {
    let mut bytes = b"tapkernel journal record 1\0".to_vec();
    bytes.extend(hex::decode(row[12].as_ref().unwrap()).unwrap());
    for (column, cell) in row[..12].iter().enumerate() {
        match (column, cell) {
            (_, None) => bytes.push(0),
            (0 | 1 | 5 | 6 | 7, Some(number)) => {
                bytes.push(1);
                bytes.extend(number.parse::<i64>().unwrap().to_be_bytes());
            }
            (11, Some(hash)) => {
                bytes.push(3);
                bytes.extend(hex::decode(hash).unwrap());
            }
            (_, Some(text)) => {
                bytes.push(2);
                bytes.extend((text.len() as u64).to_be_bytes());
                bytes.extend(text.as_bytes());
            }
        }
    }
    Sha256::digest(&bytes).to_vec()
}
