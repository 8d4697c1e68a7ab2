//! Every query, against a list that is filtered.

use std::ops::ControlFlow;

use proptest::collection::vec;
use proptest::prelude::*;
use tapkernel_core::data::Date;
use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::journal::sqlite::SqliteJournal;
use tapkernel_terminal::journal::{
    Begun, Entry, Health, Journal, NewRecord, Order, Query, Record, SharedJournal, TransactionId,
};

use crate::rig::{all, journal, new_record, open, read, sales, written};

fn begun(record: &Record) -> Option<&Begun> {
    match &record.entry {
        Entry::Begun(begun) => Some(begun),
        _ => None,
    }
}

/// The naive formulation of every query.
fn is_meant(query: &Query<'_>, record: &Record) -> bool {
    let begun = begun(record);
    match query {
        Query::All => true,
        Query::After(sequence) => record.sequence > *sequence,
        Query::Transaction(id) => record.transaction == Some(*id),
        Query::Followers(id) => begun.is_some_and(|begun| begun.original == Some(*id)),
        Query::Days(from, to) => begun.is_some() && (*from..=*to).contains(&record.day),
        Query::Batch(batch) => begun.is_some_and(|begun| begun.batch == *batch),
        Query::Reference(reference) => {
            begun.is_some_and(|begun| begun.reference.as_deref() == Some(*reference))
        }
        Query::Stan(stan) => match &record.entry {
            Entry::Begun(begun) => begun.stan == *stan,
            Entry::Sending(sending) => sending.stan == *stan,
            _ => false,
        },
        Query::Kept(wanted) => matches!(&record.entry, Entry::Kept { name, .. } if name == wanted),
        _ => panic!("a query that this test does not know"),
    }
}

fn check(journal: &SqliteJournal, records: &[Record]) {
    let day = |day| Date::new(2026, 11, day).unwrap();
    let mut queries = vec![Query::All, Query::After(0), Query::After(3), Query::After(u64::MAX)];
    queries.extend([Query::Reference(""), Query::Reference("a"), Query::Kept(""), Query::Kept("b")]);
    queries.extend([Query::Days(day(1), day(1)), Query::Days(day(2), day(4)), Query::Days(day(4), day(2))]);
    for number in 1..8 {
        let id = TransactionId(number);
        queries.extend([Query::Transaction(id), Query::Followers(id)]);
        queries.extend([Query::Batch(number as u32), Query::Stan(Stan::new(number as u32).unwrap())]);
    }
    queries.extend(
        records.iter().filter_map(begun).filter_map(|b| b.reference.as_deref()).map(Query::Reference),
    );
    for query in queries {
        let mut expected: Vec<_> =
            records.iter().filter(|record| is_meant(&query, record)).cloned().collect();
        assert_eq!(read(journal, query.clone(), Order::Forward).unwrap(), expected, "{query:?}");
        expected.reverse();
        assert_eq!(read(journal, query.clone(), Order::Backward).unwrap(), expected, "{query:?}");
    }
}

fn append(journal: &mut SqliteJournal, batches: &[Vec<NewRecord>]) -> Vec<Record> {
    let mut expected = Vec::new();
    for batch in batches {
        let first = expected.len() as u64 + 1;
        assert_eq!(journal.append(batch), Ok(first));
        expected.extend((first..).zip(batch).map(|(sequence, new)| written(sequence, new)));
    }
    expected
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// What was appended is what is read, by every query, in both orders.
    #[test]
    fn read_what_was_written(batches in vec(vec(new_record(), 0..5), 0..8)) {
        let mut journal = SqliteJournal::in_memory().unwrap();
        let expected = append(&mut journal, &batches);
        check(&journal, &expected);
        prop_assert_eq!(journal.health(), &Health::Sound);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Also after the file was closed and opened, and while it is read by somebody else.
    #[test]
    fn read_what_was_written_before(batches in vec(vec(new_record(), 0..5), 0..8)) {
        let (path, mut journal) = journal("before");
        let expected = append(&mut journal, &batches);
        let reader = SqliteJournal::open_read_only(&path).unwrap();
        check(&reader, &expected);
        drop((journal, reader));
        let journal = open(&path);
        prop_assert_eq!(journal.health(), &Health::Sound);
        check(&journal, &expected);
    }
}

#[test]
fn stop_when_they_are_told() {
    let mut journal = SqliteJournal::in_memory().unwrap();
    journal.append(&sales(3)).unwrap();
    let mut seen = Vec::new();
    let two = &mut |record: Record| {
        seen.push(record.sequence);
        if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    journal.read(Query::All, Order::Backward, two).unwrap();
    assert_eq!(seen, [15, 14]);
}

#[test]
fn shared_journal_finds_the_latest_of_a_name() {
    let journal = SharedJournal::new(SqliteJournal::in_memory().unwrap());
    let mut record = sales(1).remove(0);
    assert_eq!(journal.kept("a"), Ok(None));
    for (name, value) in [("a", "01"), ("b", "02"), ("a", "03FF"), ("b", "")] {
        record.entry = Entry::Kept { name: name.to_owned(), value: value.to_owned() };
        record.sealed = (value.is_empty()).then(|| vec![7]);
        journal.append(std::slice::from_ref(&record)).unwrap();
    }
    assert_eq!(journal.kept("a"), Ok(Some(vec![3, 0xFF])));
    assert_eq!(journal.kept("b"), Ok(Some(vec![7])));
    assert_eq!(journal.kept("c"), Ok(None));
}

/// An entry that would be read as another one is not written, and the journal goes on.
#[test]
fn what_cannot_be_spelled_is_not_written() {
    let mut journal = SqliteJournal::in_memory().unwrap();
    let mut record = sales(1).remove(0);
    record.entry = Entry::OfNewerVersion { kind: "kept".into(), payload: "{}".into() };
    let refused = journal.append(&[sales(1).remove(0), record]);
    assert_eq!(refused, Err(tapkernel_terminal::journal::JournalError::Unwritable));
    assert_eq!(all(&journal), []);
    assert_eq!(journal.append(&sales(1)), Ok(1));
}
