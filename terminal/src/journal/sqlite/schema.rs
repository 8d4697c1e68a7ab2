//! The tables of the file, and how an older one is brought forward.

use rusqlite::{Connection, Result};

/// `application_id` of the file: "TAPJ".
pub(super) const APPLICATION_ID: i32 = 0x5441_504A;

/// What makes version n + 1 of a file of version n. A step is never changed once it was released: another one follows.
///
/// The columns of `records` are what the chain is made over, so they stay as they are for ever. What a later version wants
/// to keep goes into the payload, or into another table.
pub(super) const STEPS: &[&str] = &["
CREATE TABLE records (
    sequence INTEGER PRIMARY KEY,
    \"transaction\" INTEGER,
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    stan INTEGER,
    batch INTEGER,
    original INTEGER,
    reference TEXT,
    name TEXT,
    payload TEXT NOT NULL,
    sealed BLOB,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL
);
CREATE INDEX by_transaction ON records (\"transaction\") WHERE \"transaction\" IS NOT NULL;
CREATE INDEX by_original ON records (original) WHERE original IS NOT NULL;
CREATE INDEX by_day ON records (day) WHERE kind = 'begun';
CREATE INDEX by_batch ON records (batch) WHERE batch IS NOT NULL;
CREATE INDEX by_reference ON records (reference) WHERE reference IS NOT NULL;
CREATE INDEX by_stan ON records (stan) WHERE stan IS NOT NULL;
CREATE INDEX by_name ON records (name) WHERE name IS NOT NULL;
"];

/// The version that a file is of; 0 if there is nothing in it.
pub(super) fn version(connection: &Connection) -> Result<usize> {
    let version: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(usize::try_from(version).unwrap_or(usize::MAX))
}

/// Whether it says that it is a journal.
pub(super) fn is_marked(connection: &Connection) -> Result<bool> {
    let mark: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(mark == APPLICATION_ID)
}

/// Brings a file forward by the steps that it lacks, all or none.
pub(super) fn migrate(connection: &mut Connection, steps: &[&str]) -> Result<()> {
    let from = version(connection)?;
    if from >= steps.len() {
        return Ok(());
    }
    let transaction = connection.transaction()?;
    steps.iter().skip(from).try_for_each(|step| transaction.execute_batch(step))?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", i32::try_from(steps.len()).unwrap_or(i32::MAX))?;
    transaction.commit()
}

/// Whether tables and indices are to the letter what the steps up to `version` make. An index with another condition
/// would hide records.
pub(super) fn is_intact(connection: &Connection, steps: &[&str], version: usize) -> Result<bool> {
    let mut fresh = Connection::open_in_memory()?;
    migrate(&mut fresh, steps.get(..version).unwrap_or(steps))?;
    Ok(statements(connection)? == statements(&fresh)?)
}

/// Type, name and statement of everything in the file, by name.
fn statements(connection: &Connection) -> Result<Vec<[Option<String>; 3]>> {
    let sql = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATER: &[&str] =
        &[STEPS[0], "CREATE TABLE notes (text TEXT)", "ALTER TABLE notes ADD COLUMN at TEXT"];

    #[test]
    fn an_older_file_is_brought_forward_and_keeps_its_records() {
        let mut file = Connection::open_in_memory().unwrap();
        migrate(&mut file, STEPS).unwrap();
        let record = "INSERT INTO records VALUES (1, NULL, 'a', 'd', 'k', 2, 3, 4, 'r', 'n', '{}', NULL, x'00', x'01')";
        file.execute_batch(record).unwrap();
        assert!(is_intact(&file, LATER, 1).unwrap());
        migrate(&mut file, LATER).unwrap();
        assert_eq!(version(&file), Ok(3));
        assert!(is_marked(&file).unwrap() && is_intact(&file, LATER, 3).unwrap());
        assert!(!is_intact(&file, STEPS, 1).unwrap(), "it has a table more");
        assert_eq!(file.query_row("SELECT name FROM records", [], |row| row.get(0)), Ok("n".to_owned()));
        // Once more changes nothing, and a step that fails changes nothing either.
        migrate(&mut file, LATER).unwrap();
        let wrong = [LATER, &["CREATE TABLE more (x)", "CREATE TABLE notes (text)"]].concat();
        migrate(&mut file, &wrong).unwrap_err();
        assert!(is_intact(&file, LATER, 3).unwrap());
        assert_eq!(version(&file), Ok(3));
    }

    #[test]
    fn another_index_is_noticed() {
        let mut file = Connection::open_in_memory().unwrap();
        migrate(&mut file, STEPS).unwrap();
        let other = "DROP INDEX by_stan; CREATE INDEX by_stan ON records (stan) WHERE stan > 5";
        file.execute_batch(other).unwrap();
        assert!(!is_intact(&file, STEPS, 1).unwrap());
    }
}
