//! SIGKILL at any moment. `TAPKERNEL_JOURNAL_KILLS=N` kills N times.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use tapkernel_terminal::journal::{Health, Journal, NewRecord};

use crate::rig::{Draws, all, folder, number, open, sale, written};

const CHILD: &str = "TAPKERNEL_JOURNAL_CRASH";

/// The record with this number, of all that the children ever write.
fn record(sequence: u64) -> NewRecord {
    let at = sequence - 1;
    sale(u32::try_from(at / 5).unwrap()).swap_remove(usize::try_from(at % 5).unwrap())
}

/// The child of the test below: appends one record, then three, and so on, and says which are kept.
#[test]
fn child_that_is_killed() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let mut journal = open(Path::new(&path));
    let mut next = all(&journal).len() as u64 + 1;
    loop {
        let count = 1 + (next % 2) * 2;
        let records: Vec<_> = (next..next + count).map(record).collect();
        assert_eq!(journal.append(&records), Ok(next));
        next += count;
        println!("kept {}", next - 1);
    }
}

#[test]
fn what_was_acknowledged_is_there_after_a_kill() {
    let kills = number("TAPKERNEL_JOURNAL_KILLS", 50);
    let path = folder("crash").join("journal");
    drop(open(&path));
    let mut draws = Draws(7);
    let (mut kept, mut most) = (0_u64, 0);
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "crash::child_that_is_killed", "--nocapture"]).env(CHILD, &path);
        let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut kept_lines =
            lines.map_while(Result::ok).filter_map(|line| line.split_once("kept ")?.1.parse().ok());
        // Some are killed while they open it.
        if kill % 10 != 0 {
            kept = kept.max(kept_lines.next().unwrap());
        }
        std::thread::sleep(Duration::from_micros(draws.below(20_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        kept = kept_lines.fold(kept, u64::max);
        let journal = open(&path);
        assert_eq!(journal.health(), &Health::Sound, "kill {kill}");
        let records = all(&journal);
        let found = records.len() as u64;
        assert!(found >= kept && found <= kept + 3, "kill {kill}: {kept} acknowledged, {found} found");
        most = most.max(found - kept);
        let expected = (1..=found).map(|sequence| written(sequence, &record(sequence)));
        assert!(records.into_iter().eq(expected), "kill {kill}");
        kept = found;
    }
    println!("{kills} kills, {kept} records, at most {most} kept and not acknowledged");
    assert!(kept > kills as u64);
}
