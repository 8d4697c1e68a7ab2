//! No room.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tapkernel_terminal::journal::sqlite::{SqliteJournal, SqliteSettings};
use tapkernel_terminal::journal::{Health, Journal, JournalError};

use crate::rig::{all, beside, folder, open, sale};

/// Sells until there is no room. A sale that has begun is written to its end. Returns how many there were.
fn sell_until_full(journal: &mut SqliteJournal, from: u32) -> u32 {
    for number in from.. {
        match journal.room() {
            Ok(()) => {}
            Err(JournalError::Full) => return number,
            Err(other) => panic!("{other}"),
        }
        let records = sale(number);
        match journal.append(&records[..1]) {
            Ok(sequence) => assert_eq!(sequence, u64::from(number) * 5 + 1),
            // Nothing was written, no card was read.
            Err(JournalError::Full) => return number,
            Err(other) => panic!("{other}"),
        }
        let rest = records[1..].iter().map(std::slice::from_ref);
        rest.for_each(|record| assert!(journal.append(record).is_ok()));
    }
    unreachable!()
}

#[test]
fn a_transaction_that_has_begun_is_written_to_its_end() {
    let path = folder("limit").join("journal");
    let settings = SqliteSettings { reserve: 64 << 10, limit: Some(200 << 10) };
    let mut journal = SqliteJournal::open(&path, &settings).unwrap();
    let sales = sell_until_full(&mut journal, 0);
    println!("{sales} sales in 200 KiB");
    assert!(sales > 10);
    assert_eq!(journal.append(&sale(sales)[..1]), Err(JournalError::Full));
    assert_eq!((journal.health(), all(&journal).len() as u32), (&Health::Sound, sales * 5));
    drop(journal);
    // The same after a restart; what is left to be written is.
    let mut journal = SqliteJournal::open(&path, &settings).unwrap();
    assert_eq!(journal.health(), &Health::Sound);
    assert_eq!(journal.room(), Err(JournalError::Full));
    let last = u64::from(sales) * 5 + 1;
    (0..5).for_each(|number| assert_eq!(journal.append(&sale(0)[1..2]), Ok(last + number)));
    // A greater limit, and it goes on.
    drop(journal);
    let mut journal =
        SqliteJournal::open(&path, &SqliteSettings { limit: Some(400 << 10), ..settings }).unwrap();
    assert_eq!(journal.room(), Ok(()));
    assert_eq!(journal.append(&sale(sales)[..1]), Ok(last + 5));
}

#[test]
fn the_reserve_is_there_before_a_sale() {
    let path = folder("reserve").join("journal");
    let mut journal = SqliteJournal::open(&path, &SqliteSettings::default()).unwrap();
    let reserve = beside(&path, ".reserve");
    assert_eq!(fs::metadata(&reserve).unwrap().len(), 2 << 20);
    fs::write(&reserve, b"").unwrap();
    assert_eq!(journal.room(), Ok(()));
    assert_eq!(fs::metadata(&reserve).unwrap().len(), 2 << 20);
    // Where it cannot be made, no sale begins.
    fs::remove_file(&reserve).unwrap();
    fs::create_dir(&reserve).unwrap();
    assert_eq!(journal.room(), Err(JournalError::Full));
    assert_eq!(journal.health(), &Health::Sound);
}

/// A file system of its own, gone with this value.
struct Disk(PathBuf);

impl Disk {
    fn new(test: &str, size: &str) -> Option<Self> {
        let disk = Self(folder(test));
        let options = format!("size={size}");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "none"]).arg(&disk.0).output();
        mount.is_ok_and(|done| done.status.success()).then_some(disk)
    }

    /// Leaves no byte free.
    fn fill(&self) -> PathBuf {
        use std::io::Write;
        let path = self.0.join("filler");
        let mut file = fs::File::create(&path).unwrap();
        while file.write_all(&[0xA5; 4096]).is_ok() {}
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_refuses_sales_and_loses_nothing() {
    let Some(disk) = Disk::new("disk", "3m") else {
        println!("SKIPPED: no file system may be mounted here");
        return;
    };
    let path = disk.0.join("journal");
    let settings = SqliteSettings { reserve: 512 << 10, limit: None };
    let mut journal = SqliteJournal::open(&path, &settings).unwrap();
    assert_eq!(journal.room(), Ok(()));
    journal.append(&sale(0)[..1]).unwrap();
    let filler = disk.fill();
    // The sale that has begun ends; then none begins.
    for record in &sale(0)[1..] {
        journal.append(std::slice::from_ref(record)).unwrap();
    }
    assert!(!beside(&path, ".reserve").exists(), "it was needed");
    disk.fill();
    assert_eq!(journal.room(), Err(JournalError::Full));
    assert_eq!((journal.health(), all(&journal).len()), (&Health::Sound, 5));
    assert_eq!(journal.append(&sale(1)[..1]), Err(JournalError::Full));
    fs::remove_file(&filler).unwrap();
    assert_eq!(journal.room(), Ok(()));
    // A restart on the full disk takes the reserve.
    journal.append(&sale(1)[..1]).unwrap();
    drop(journal);
    disk.fill();
    let mut journal = SqliteJournal::open(&path, &settings).unwrap();
    assert_eq!((journal.health(), all(&journal).len()), (&Health::Sound, 6));
    sale(1)[1..].iter().for_each(|record| assert!(journal.append(std::slice::from_ref(record)).is_ok()));
    disk.fill();
    assert_eq!(journal.room(), Err(JournalError::Full));
    // Another one takes even what was let go: it says so, and nothing is lost.
    drop(journal);
    disk.fill();
    let refused = SqliteJournal::open(&path, &settings);
    assert!(matches!(refused, Ok(_) | Err(JournalError::Full)), "{refused:?}");
    drop(refused);
    fs::remove_file(filler).unwrap();
    let mut journal = SqliteJournal::open(&path, &settings).unwrap();
    assert_eq!((journal.health(), all(&journal).len()), (&Health::Sound, 10));
    assert_eq!(journal.room(), Ok(()));
    let sales = sell_until_full(&mut journal, 2);
    println!("{sales} sales on 3 MiB");
    assert!(sales > 20);
    drop(journal);
    let journal = SqliteJournal::open(&path, &settings).unwrap();
    assert_eq!((journal.health(), all(&journal).len() as u32), (&Health::Sound, sales * 5));
}

const CHILD: &str = "TAPKERNEL_JOURNAL_LIMITED";

/// The child of the test below: appends until writing fails, and is refused from then on.
#[test]
fn child_of_a_failed_write() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let mut journal = open(Path::new(&path));
    for number in 0.. {
        match journal.append(&sale(number)) {
            Ok(first) => println!("kept {}", first + 4),
            Err(error) => {
                assert!(matches!(error, JournalError::Failed(_)), "{error}");
                break;
            }
        }
    }
    assert!(matches!(journal.health(), Health::Failed(_)));
    assert!(matches!(journal.append(&sale(0)), Err(JournalError::Failed(_))));
    assert!(matches!(journal.room(), Err(JournalError::Failed(_))));
    println!("refused");
}

/// A write that fails for another reason than space: beyond the size that the system lets the process write.
#[cfg(unix)]
#[test]
fn after_a_failed_write_nothing_is_written_until_it_is_opened_anew() {
    let path = folder("failed").join("journal");
    drop(open(&path));
    let program = std::env::current_exe().unwrap();
    let script = "trap '' XFSZ; ulimit -f 300; exec \"$0\" \"$@\"";
    let mut child = Command::new("sh");
    child.args(["-c", script]).arg(program);
    child.args(["--exact", "full::child_of_a_failed_write", "--nocapture"]).env(CHILD, &path);
    let output = child.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && printed.contains("refused"), "{printed}");
    let kept: u64 =
        printed.lines().filter_map(|line| line.split_once("kept ")?.1.parse().ok()).max().unwrap();
    let mut journal = open(&path);
    let found = all(&journal).len() as u64;
    assert_eq!(journal.health(), &Health::Sound);
    assert!(found == kept || found == kept + 5, "{kept} kept, {found} found");
    assert_eq!(journal.append(&sale(0)), Ok(found + 1));
}
