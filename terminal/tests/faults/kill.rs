//! SIGKILL at every journal write and every message of every operation, with the journal in SQLite and a host behind TCP.
//!
//! `TAPKERNEL_KILLS=all cargo test -p tapkernel-terminal --test faults kill -- --nocapture` kills at every point; without
//! it at some, other ones for every operation.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tapkernel_simulator::host::{Server, ServerSettings};
use tapkernel_terminal::acquirer::link::{Connection, Connector, TcpConnector};
use tapkernel_terminal::journal::sqlite::{SqliteJournal, SqliteSettings};
use tapkernel_terminal::journal::{
    Health, Journal, JournalError, NewRecord, Order as Direction, Query, Record, Sequence, SharedJournal,
};
use tapkernel_terminal::operations::Order;
use tapkernel_terminal::sale::SaleResult;
use tapkernel_terminal::terminal::{SettleError, Terminal};

use crate::books::agree;
use crate::people::supervisor;
use crate::shop::{Shop, eur, host};
use crate::wire::{FRAME, authentication, dialect};

const BARE: SqliteSettings = SqliteSettings { reserve: 0, limit: None };
const WAIT: Duration = Duration::from_secs(20);

/// The points at which the child can be killed, counted. At one of them it says so and waits for its end.
#[derive(Clone)]
struct Points {
    passed: Arc<AtomicU64>,
    last: u64,
}

impl Points {
    fn pass(&self, what: &str) {
        if self.passed.fetch_add(1, Ordering::SeqCst) == self.last {
            println!("\nhere: {what}");
            std::thread::sleep(Duration::from_secs(600));
        }
    }
}

struct Watched<T> {
    inner: T,
    points: Points,
}

impl Journal for Watched<SqliteJournal> {
    fn health(&self) -> &Health {
        self.inner.health()
    }

    fn append(&mut self, records: &[NewRecord]) -> Result<Sequence, JournalError> {
        self.points.pass("before a record");
        let written = self.inner.append(records);
        self.points.pass("after a record");
        written
    }

    fn room(&mut self) -> Result<(), JournalError> {
        self.inner.room()
    }

    fn read(
        &self,
        query: Query<'_>,
        order: Direction,
        each: &mut dyn FnMut(Record) -> std::ops::ControlFlow<()>,
    ) -> Result<(), JournalError> {
        self.inner.read(query, order, each)
    }
}

impl Connector for Watched<TcpConnector> {
    fn connect(&mut self, deadline: Instant) -> io::Result<Box<dyn Connection>> {
        let inner = self.inner.connect(deadline)?;
        Ok(Box::new(Watched { inner, points: self.points.clone() }))
    }
}

impl Write for Watched<Box<dyn Connection>> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.points.pass("before a message");
        // In two parts, to be killed between them.
        let half = self.inner.write(&bytes[..bytes.len().div_ceil(2)])?;
        self.inner.flush()?;
        self.points.pass("in a message");
        Ok(half)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()?;
        self.points.pass("after a message");
        Ok(())
    }
}

impl Read for Watched<Box<dyn Connection>> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.points.pass("after an answer");
        Ok(read)
    }
}

impl Connection for Watched<Box<dyn Connection>> {
    fn set_deadline(&mut self, deadline: Instant) {
        self.inner.set_deadline(deadline);
    }

    fn bytes_taken(&self) -> u64 {
        self.inner.bytes_taken()
    }

    fn is_silent(&self) -> bool {
        self.inner.is_silent()
    }
}

/// Every operation, one after the other.
fn work(shop: &mut Shop, terminal: &mut Terminal) {
    let sue = supervisor();
    let mut pay = |terminal: &mut Terminal, order: &Order| {
        let result = shop.pay(terminal, order);
        assert!(result.is_approved(), "{result:?}");
        result.transaction().stan()
    };
    let approved = |result: SaleResult| assert!(result.is_approved(), "{result:?}");
    let paid = pay(terminal, &Order::purchase(eur(1000)));
    pay(terminal, &Order::void(paid, eur(1000)).allowed_by(sue));
    let paid = pay(terminal, &Order::purchase(eur(4100)).reference("with a PIN"));
    pay(terminal, &Order::purchase(eur(1065)));
    pay(terminal, &Order::refund(paid, eur(500)).allowed_by(sue));
    let held = pay(terminal, &Order::pre_authorisation(eur(2000)));
    approved(terminal.submit(&Order::increment(held, eur(300))).unwrap());
    approved(terminal.submit(&Order::completion(held, eur(2200))).unwrap());
    let held = pay(terminal, &Order::pre_authorisation(eur(3000)));
    approved(terminal.submit(&Order::cancellation(held)).unwrap());
    assert!(terminal.settle().unwrap().currencies[0].balanced);
}

/// The child: works until it is killed.
#[test]
fn child() {
    let (Some(path), Ok(address), Ok(last)) = (
        std::env::var_os("TAPKERNEL_KILL_JOURNAL"),
        std::env::var("TAPKERNEL_KILL_HOST"),
        std::env::var("TAPKERNEL_KILL_POINT"),
    ) else {
        return;
    };
    let points = Points { passed: Arc::default(), last: last.parse().unwrap() };
    let journal = SqliteJournal::open(Path::new(&path), &BARE).unwrap();
    let journal = SharedJournal::new(Watched { inner: journal, points: points.clone() });
    let connector = Watched { inner: TcpConnector::new(address), points: points.clone() };
    let mut shop = Shop::euros();
    let mut terminal = shop.try_open_with(journal, connector, WAIT).unwrap();
    work(&mut shop, &mut terminal);
    println!("\ndone after {} points", points.passed.load(Ordering::SeqCst));
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("kill").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn server() -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let settings =
        ServerSettings { dialect: dialect(), frame: FRAME, authentication: authentication(), tls: None };
    Server::start(listener, host(), settings).unwrap()
}

/// Lets a child work up to this point and kills it there. Answers where that was, or how many points there are.
fn kill_at(point: u64, path: &Path, address: SocketAddr) -> Result<String, u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::child", "--nocapture"])
        .env("TAPKERNEL_KILL_JOURNAL", path)
        .env("TAPKERNEL_KILL_HOST", address.to_string())
        .env("TAPKERNEL_KILL_POINT", point.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = None;
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        if let Some(what) = line.strip_prefix("here: ") {
            // SIGKILL.
            child.kill().unwrap();
            said = Some(Ok(what.to_owned()));
        } else if let Some(rest) = line.strip_prefix("done after ") {
            said = Some(Err(rest.split(' ').next().unwrap().parse().unwrap()));
        }
    }
    child.wait().unwrap();
    said.expect("the child failed")
}

fn records(journal: &SharedJournal) -> Vec<Record> {
    journal.records(Query::All).unwrap()
}

/// Kills at a point, recovers, and compares the ledgers. Answers how many points there are if there are fewer.
fn killed_at(point: u64) -> Option<u64> {
    let path = folder(&point.to_string()).join("journal");
    let server = server();
    let killed = kill_at(point, &path, server.address());
    let journal = SharedJournal::new(SqliteJournal::open(&path, &BARE).unwrap());
    assert_eq!(journal.health(), Health::Sound, "{point}: {killed:?}");
    let shop = Shop::euros();
    let connector = TcpConnector::new(server.address().to_string());
    let mut terminal = shop.try_open_with(journal.clone(), connector, WAIT).unwrap();
    let report = terminal.recover().unwrap();
    assert!(report.pending.is_empty(), "{point}: {killed:?}: {report:?}");
    let written = records(&journal);
    let again = terminal.recover().unwrap();
    assert_eq!((again.done.len(), records(&journal)), (0, written), "{point}: {killed:?}");
    let check = |records: &[Record]| {
        agree(records, &server.host()).unwrap_or_else(|why| panic!("{point}: {killed:?}: {why}"));
    };
    check(&records(&journal));
    match terminal.settle() {
        Ok(report) => {
            assert!(report.currencies.iter().all(|c| c.balanced && !c.uploaded), "{point}: {report:?}")
        }
        Err(SettleError::Nothing) => {}
        Err(error) => panic!("{point}: {killed:?}: {error}"),
    }
    check(&records(&journal));
    drop((terminal, journal));
    let _ = std::fs::remove_dir_all(path.parent().unwrap());
    killed.err()
}

#[test]
fn killed_at_every_record_and_every_message() {
    let all = std::env::var("TAPKERNEL_KILLS").is_ok_and(|kills| kills == "all");
    // Nothing is killed, and it is known how many points there are.
    let points = killed_at(u64::MAX).unwrap();
    let step = if all { 1 } else { 13 };
    let mut kills = 0;
    for point in (0..points).step_by(step) {
        // The points of two runs differ by what the line makes of them, at the most.
        let _ = killed_at(point);
        kills += 1;
    }
    println!("{kills} kills at {points} points: nothing lost, nothing doubled");
    assert!(points > 100);
}
