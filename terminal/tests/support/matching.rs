//! Which records a query asks for, by looking at each: what a journal with an index must give, too.

use tapkernel_terminal::journal::{Entry, Query, Record};

/// Whether the query asks for this record.
pub(crate) fn matches(record: &Record, query: &Query<'_>) -> bool {
    let begun = match &record.entry {
        Entry::Begun(begun) => Some(begun),
        _ => None,
    };
    match *query {
        Query::All => true,
        Query::After(sequence) => record.sequence > sequence,
        Query::Transaction(id) => record.transaction == Some(id),
        Query::Followers(id) => begun.is_some_and(|begun| begun.original == Some(id)),
        Query::Days(from, to) => begun.is_some() && (from..=to).contains(&record.day),
        Query::Batch(batch) => begun.is_some_and(|begun| begun.batch == batch),
        Query::Reference(name) => begun.is_some_and(|begun| begun.reference.as_deref() == Some(name)),
        Query::Stan(stan) => match &record.entry {
            Entry::Begun(begun) => begun.stan == stan,
            Entry::Sending(sending) => sending.stan == stan,
            _ => false,
        },
        Query::Kept(name) => matches!(&record.entry, Entry::Kept { name: kept, .. } if kept == name),
        _ => panic!("a query that this journal does not know"),
    }
}
