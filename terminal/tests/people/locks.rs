use std::time::Duration;

use proptest::prelude::*;
use tapkernel_terminal::people::*;

use crate::rig::{DAY, HOUR, RIGHT, Rig, code};

const SECOND: Duration = Duration::from_secs(1);

/// R17: the sixth wrong code locks, also for the right one, for 24 hours.
#[test]
fn r17_six_wrong_codes_lock_for_a_day() {
    let mut rig = Rig::new();
    rig.lock();
    assert!(rig.is_locked());
    rig.clock.run(DAY - SECOND);
    assert_eq!(rig.right(), Verified::Locked { left: SECOND });
    rig.clock.run(SECOND);
    assert!(!rig.is_locked());
    assert_eq!(rig.wrong(), Verified::Wrong { tries_left: 5 });
}

/// R17: success resets the counter.
#[test]
fn r17_a_right_code_takes_the_tries_back() {
    let mut rig = Rig::new();
    for _ in 0..4 {
        for tries_left in (1..=5).rev() {
            assert_eq!(rig.wrong(), Verified::Wrong { tries_left });
        }
        assert!(matches!(rig.right(), Verified::Granted(_)), "the sixth try may be right");
    }
}

/// R17: tries while locked neither count nor make the lock longer.
#[test]
fn r17_the_lock_is_not_made_longer() {
    let mut rig = Rig::new();
    rig.lock();
    for hour in 1..24 {
        rig.clock.run(HOUR);
        assert_eq!(rig.wrong(), Verified::Locked { left: DAY - hour * HOUR });
    }
    rig.clock.run(HOUR);
    assert_eq!(rig.wrong(), Verified::Wrong { tries_left: 5 });
}

/// R17: the counter is durable before the compare: no try is free, wherever the power fails.
#[test]
fn r17_a_power_cut_gives_no_free_try() {
    let mut rig = Rig::new();
    for tries_left in (0..=5).rev() {
        let before = rig.disk.bytes("sue");
        rig.disk.fail_after(Some(0));
        assert_eq!(rig.people.verify("sue", &code(RIGHT)), Err(PeopleError::Store(StoreError)));
        assert_eq!(rig.disk.bytes("sue"), before, "nothing was compared, nothing counts");
        rig.disk.fail_after(Some(1));
        let cut = rig.people.verify("sue", &code(RIGHT));
        assert_eq!(cut, Err(PeopleError::Store(StoreError)), "right, but not to be written");
        rig.disk.fail_after(None);
        rig.reopen();
        let counted = rig.disk.bytes("sue")[3];
        assert_eq!(counted, 6 - tries_left, "the try counts after the restart");
    }
    assert!(rig.is_locked(), "six tries were cut off");
}

/// R17: each wrong code is written once, and before the answer is known.
#[test]
fn r17_one_write_goes_before_the_compare() {
    let mut rig = Rig::new();
    let before = rig.disk.written.get();
    rig.wrong();
    assert_eq!(rig.disk.written.get(), before + 1);
    rig.right();
    assert_eq!(rig.disk.written.get(), before + 3, "counted, then taken back");
}

/// R17: counter and lock survive the end of the app and the restart of the device.
#[test]
fn r17_restarts_reset_nothing() {
    let mut rig = Rig::new();
    for tries_left in (1..=5).rev() {
        assert_eq!(rig.wrong(), Verified::Wrong { tries_left });
        rig.clock.restart(SECOND);
        rig.reopen();
    }
    assert_eq!(rig.wrong(), Verified::Locked { left: DAY });
    for _ in 0..100 {
        rig.clock.restart(Duration::ZERO);
        rig.reopen();
        assert!(rig.is_locked());
    }
}

/// R17: what was served and looked at stays served after a restart; time switched off does not count.
#[test]
fn r17_a_restart_keeps_what_was_served() {
    let mut rig = Rig::new();
    rig.lock();
    rig.clock.run(10 * HOUR);
    assert_eq!(rig.people.look("sue"), Ok(14 * HOUR));
    rig.clock.restart(100 * DAY);
    rig.reopen();
    assert_eq!(rig.people.look("sue"), Ok(14 * HOUR), "trusted time alone does not unlock");
    rig.clock.run(14 * HOUR);
    assert!(!rig.is_locked());
}

/// R17: a clock set forward does not unlock; one set back does not hold up for ever.
#[test]
fn r17_setting_clocks_does_not_unlock() {
    let mut rig = Rig::new();
    rig.lock();
    let trusted = rig.clock.trusted.get().unwrap();
    rig.clock.trusted.set(Some(trusted + 1000 * DAY));
    assert!(rig.is_locked(), "forward");
    rig.clock.elapsed.set(rig.clock.elapsed.get() + 2 * DAY);
    rig.clock.trusted.set(Some(trusted - DAY));
    assert!(rig.is_locked(), "back: trusted time has not passed");
    rig.clock.trusted.set(Some(trusted + DAY));
    assert!(!rig.is_locked());
}

/// R17: both measures are required.
#[test]
fn r17_without_trusted_time_the_lock_stays() {
    let mut rig = Rig::new();
    rig.clock.trusted.set(None);
    rig.lock();
    rig.clock.run(30 * DAY);
    assert!(rig.is_locked());
    rig.clock.trusted.set(Some(20_030 * DAY));
    assert!(rig.is_locked(), "trusted time begins now");
    rig.clock.run(DAY - SECOND);
    assert!(rig.is_locked());
    rig.clock.run(SECOND);
    assert!(!rig.is_locked());
}

/// A monotonic clock that goes back is broken; it gives no time.
#[test]
fn r17_a_monotonic_clock_that_goes_back_serves_nothing() {
    let mut rig = Rig::new();
    rig.lock();
    rig.clock.elapsed.set(Duration::ZERO);
    assert_eq!(rig.right(), Verified::Locked { left: DAY });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever happens to clocks and power: never more than six tries for a day that both clocks have seen pass.
    #[test]
    fn r17_six_tries_a_day_at_most(steps in prop::collection::vec((0..6_u8, 0..200_u64), 1..60)) {
        let mut rig = Rig::new();
        let (mut compared, mut ran) = (0, Duration::ZERO);
        for (step, tenths) in steps {
            let time = HOUR / 10 * u32::try_from(tenths).unwrap();
            match step {
                0 => { rig.clock.run(time); ran += time; }
                1 => rig.clock.restart(time),
                2 => { let trusted = rig.clock.trusted.get(); rig.clock.trusted.set(trusted.map(|now| now + time)); }
                3 => { rig.disk.fail_after(Some(0)); let _ = rig.people.look("sue"); rig.disk.fail_after(None); rig.reopen(); }
                _ => if matches!(rig.wrong(), Verified::Wrong { .. }) { compared += 1 },
            }
        }
        // Each lock takes a day of running, and stands between five answers "wrong" and the next five.
        let days = u32::try_from(ran.as_secs() / DAY.as_secs()).unwrap();
        prop_assert!(compared <= 5 * (days + 1), "{} in {} days", compared, days);
    }
}
