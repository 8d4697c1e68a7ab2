//! R17: wrong codes are counted in the journal before they are compared.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tapkernel_terminal::journal::kept::KeptPeople;
use tapkernel_terminal::moment::Moment;
use tapkernel_terminal::people::{Authority, Code, People, PeopleClock, Role, Uptime, Verified};
use tapkernel_terminal::tapkernel::core::Secret;
use tapkernel_terminal::vault::{KeyFileVault, OsRandomBytes};

use crate::disk::{Cut, Disk};
use crate::people::CHEAP;

/// Uptime, and trusted time.
#[derive(Clone)]
struct Clocks(Arc<Mutex<(Uptime, Duration)>>);

impl PeopleClock for Clocks {
    fn uptime(&self) -> Uptime {
        self.0.lock().unwrap().0
    }

    fn trusted_time(&self) -> Option<Duration> {
        Some(self.0.lock().unwrap().1)
    }
}

fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 3600)
}

#[test]
fn r17_six_wrong_codes_lock_for_a_day_whatever_is_cut_or_set() {
    let disk = Disk::default();
    let clocks = Clocks(Arc::new(Mutex::new((Uptime { boot: 1, elapsed: hours(1) }, hours(1000)))));
    let people = || {
        let vault = KeyFileVault::from_secret(&Secret::new([7; 32]), OsRandomBytes);
        let now = || {
            let now = Moment::parse("2026-11-22 10:00:00").unwrap();
            (now, now.date)
        };
        People::new(KeptPeople::new(disk.open(), vault, now), clocks.clone(), CHEAP)
    };
    let [first, right, wrong] = ["270384", "915263", "481516"].map(Code::new);
    people().set_initial("sue", (Role::Supervisor, &first), &Authority::Provisioning, [1; 16]).unwrap();
    let Verified::MustChange(ticket) = people().verify("sue", &first).unwrap() else {
        panic!("not at first")
    };
    let _ = people().change(&ticket, &right, [2; 16]).unwrap();
    // Each in a new process, and the power cut when the try was counted: none is free.
    for left in (1..6).rev() {
        disk.cut_after(0, if left % 2 == 0 { Cut::After } else { Cut::Before });
        let cut = people().verify("sue", &wrong);
        assert!(cut.is_err(), "{cut:?}");
        disk.restore();
        if left % 2 == 1 {
            // It was not counted, and not compared.
            assert!(
                matches!(people().verify("sue", &wrong), Ok(Verified::Wrong { tries_left }) if tries_left == left)
            );
        }
    }
    assert!(matches!(people().verify("sue", &wrong), Ok(Verified::Locked { .. })));
    let locked = || matches!(people().verify("sue", &right), Ok(Verified::Locked { .. }));
    assert!(locked());
    // Another start of the device, and a trusted clock that is a day ahead: not enough.
    *clocks.0.lock().unwrap() = (Uptime { boot: 2, elapsed: Duration::ZERO }, hours(1025));
    assert!(locked());
    *clocks.0.lock().unwrap() = (Uptime { boot: 2, elapsed: hours(23) }, hours(1048));
    assert!(locked());
    *clocks.0.lock().unwrap() = (Uptime { boot: 2, elapsed: hours(25) }, hours(1050));
    assert!(matches!(people().verify("sue", &right), Ok(Verified::Granted(_))));
    // Right once, and the tries count from nothing.
    assert!(matches!(people().verify("sue", &wrong), Ok(Verified::Wrong { tries_left: 5 })));
}
