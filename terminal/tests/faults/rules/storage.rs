//! R13 to R15, R17, R21, R22: what is kept, and what it is worth when it is damaged.

use std::path::{Path, PathBuf};

use tapkernel_terminal::acquirer::link::TcpConnector;
use tapkernel_terminal::books::Verdict;
use tapkernel_terminal::journal::sqlite::{SqliteJournal, SqliteSettings};
use tapkernel_terminal::journal::{Health, Journal, Order as Direction, Query, Record, SharedJournal};
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::receipt::ReceiptCopy;
use tapkernel_terminal::rules::Rules;
use tapkernel_terminal::terminal::OpenError;

use super::{at_every_append, recovered, try_to_pay, verdict};
use crate::books::transactions;
use crate::shop::{Behaviour, Shop, eur};
use crate::wire::Fault;

const BARE: SqliteSettings = SqliteSettings { reserve: 0, limit: None };
const WAIT: std::time::Duration = std::time::Duration::from_secs(1);

/// The files of a journal in SQLite after a few transactions, and its records.
fn journal(name: &str) -> (PathBuf, Vec<Record>) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("faults").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("journal");
    let mut shop = Shop::euros();
    let shared = SharedJournal::new(SqliteJournal::open(&path, &BARE).unwrap());
    let mut terminal = shop.try_open_with(shared.clone(), shop.wire.clone(), WAIT).unwrap();
    for amount in [1000, 1051, 4100] {
        let _ = shop.pay(&mut terminal, &Order::purchase(eur(amount)));
    }
    let records = shared.records(Query::All).unwrap();
    drop((terminal, shared));
    (path, records)
}

/// What is left of a damaged journal: its health, and the records that it still gives.
fn left(path: &Path) -> Option<(Health, Vec<Record>)> {
    let journal = SqliteJournal::open(path, &BARE).ok()?;
    let mut records = Vec::new();
    let _ = journal.read(Query::All, Direction::Forward, &mut |record| {
        records.push(record);
        std::ops::ControlFlow::Continue(())
    });
    Some((journal.health().clone(), records))
}

/// Damages a copy of the journal and holds what is left of it against what was written: a part from the beginning if the
/// damage is seen, else everything.
fn damaged(path: &Path, whole: &[Record], damage: impl FnOnce(&mut Vec<u8>), what: &str) -> bool {
    let copy = path.with_file_name("copy").join("journal");
    std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
    for ending in ["", ".head", "-wal"] {
        let [from, to] = [path, &copy].map(|path| PathBuf::from(format!("{}{ending}", path.display())));
        let _ = std::fs::remove_file(&to);
        if from.exists() {
            std::fs::copy(from, to).unwrap();
        }
    }
    let mut bytes = std::fs::read(&copy).unwrap();
    damage(&mut bytes);
    std::fs::write(&copy, bytes).unwrap();
    let Some((health, records)) = left(&copy) else { return true };
    assert!(whole.starts_with(&records), "{what}: a record was invented");
    if health == Health::Sound {
        assert_eq!(records, whole, "{what}: a record was lost, and nobody noticed");
        return false;
    }
    let shop = Shop::euros();
    let shared = SharedJournal::new(SqliteJournal::open(&copy, &BARE).unwrap());
    let opened = shop.try_open_with(shared, TcpConnector::new("127.0.0.1:9".to_owned()), WAIT);
    assert!(matches!(opened, Err(OpenError::Journal(_))), "{what}: sales are taken");
    true
}

#[test]
fn r13_a_truncated_journal_is_noticed_and_nothing_is_invented() {
    let (path, whole) = journal("truncated");
    let length = std::fs::metadata(&path).unwrap().len() as usize;
    assert!(length > 10_000);
    for to in (0..length).step_by(length / 29) {
        assert!(damaged(&path, &whole, |bytes| bytes.truncate(to), &format!("{to} of {length}")), "{to}");
    }
}

#[test]
fn r14_a_flipped_bit_is_noticed_or_was_no_record() {
    let (path, whole) = journal("flipped");
    let length = std::fs::metadata(&path).unwrap().len() as usize;
    let mut noticed = 0;
    for at in (0..length).step_by(length / 61) {
        let flip = |bytes: &mut Vec<u8>| bytes[at] ^= 1 << (at % 8);
        noticed += usize::from(damaged(&path, &whole, flip, &format!("bit in byte {at}")));
    }
    assert!(noticed > 5, "{noticed}");
}

#[test]
fn r15_a_receipt_is_made_of_the_record_alone_and_has_no_account_number() {
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    for amount in [1000, 1051, 4100] {
        let result = shop.pay(&mut terminal, &Order::purchase(eur(amount)));
        let receipt = terminal.receipt(result.transaction(), None).unwrap();
        drop(terminal);
        terminal = shop.open();
        let read = terminal.reports().transaction(result.transaction().stan()).unwrap().unwrap();
        let again = terminal.receipt(&read, None).unwrap();
        assert_eq!(again, receipt);
        let text = format!("{again:?}");
        let digits = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
        // An AID has 13, an account number 16.
        assert!(digits.unwrap() <= 13, "{text}");
        assert!(again.as_duplicate().is_duplicate);
        for copy in [ReceiptCopy::Merchant, ReceiptCopy::Customer] {
            assert_eq!(again.as_copy(copy).copy, Some(copy));
        }
    }
}

#[test]
fn r21_every_result_reaches_the_app_at_least_once() {
    let mut later = 0;
    for faults in [vec![], vec![Fault::Silent], vec![Fault::Silent, Fault::Lost]] {
        at_every_append(
            &Rules::default(),
            |_, _| {},
            |shop, terminal| {
                faults.iter().for_each(|fault| shop.wire.push(*fault));
                let _ = try_to_pay(shop, terminal, &Order::purchase(eur(1000)));
            },
            |shop| {
                // The app got whatever it got, and died with it.
                let terminal = recovered(shop);
                let begun = transactions(&shop.disk.records());
                for transaction in &begun {
                    let waiting = terminal.undelivered();
                    let found = waiting.iter().find(|result| result.transaction().id == transaction.id);
                    let found = found.expect("nobody is told");
                    assert_ne!(verdict(found), Verdict::Unknown);
                    later += 1;
                }
                // Again after a restart, until it says that it has it; then no more.
                let mut terminal = shop.open();
                assert_eq!(terminal.undelivered().len(), begun.len());
                begun.iter().for_each(|transaction| terminal.delivered(transaction.id).unwrap());
                assert_eq!(terminal.undelivered(), []);
                assert_eq!(shop.open().undelivered(), []);
            },
        );
    }
    assert!(later > 20);
}

/// The seeded runs show that nothing panics; here, that what is kept in memory does not grow with the journal.
#[test]
fn r22_no_panic_bounded_memory() {
    let mut shop = Shop::euros();
    let mut terminal = shop.open();
    let mut most = 0;
    for round in 0..120 {
        let behaviour = match round % 3 {
            0 => Behaviour::default(),
            1 => Behaviour { leaves_at: Some(3), ..Behaviour::with("visa-declining") },
            _ => Behaviour::with("visa-credit"),
        };
        let _ = shop.run(&mut terminal, &Order::purchase(eur(100 + round)), &behaviour).unwrap();
        if round % 40 == 39 {
            terminal.settle().unwrap();
            assert_eq!(terminal.books().totals().postings().count(), 0);
        }
        most = most.max(terminal.books().unfinished().count());
    }
    assert!(most <= 2, "{most} transactions are kept in memory");
    assert!(shop.disk.len() > 300);
    recovered(&shop);
}
