//! Store and forward.

use std::collections::VecDeque;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use tapkernel_terminal::acquirer::store_and_forward::{Entry, Limits, Next, QueueError, StoreAndForward};
use tapkernel_terminal::tapkernel::core::time::Instant;

fn limits() -> Limits {
    Limits { count: 3, sum: 100, first_wait: Duration::from_secs(2), longest_wait: Duration::from_secs(10) }
}

fn entry(id: u64, at_risk: u64) -> Entry {
    Entry { id, at_risk, sent: false }
}

const NOW: Instant = Instant::from_micros(1_000_000);

#[test]
fn waits_longer_each_time_and_never_gives_up() {
    let mut queue = StoreAndForward::new(limits(), [entry(1, 0), entry(2, 0)]);
    assert_eq!(queue.next(NOW), Next::Send { id: 1, repeat: false });
    queue.sent(1);
    let mut now = NOW;
    for seconds in [2, 4, 8, 10, 10, 10] {
        queue.failed(now);
        let wait = Duration::from_secs(seconds);
        assert_eq!(queue.next(now), Next::Wait(wait));
        now = now + wait;
        assert_eq!(queue.next(now), Next::Send { id: 1, repeat: true });
    }
    for _ in 0..100 {
        queue.failed(now);
    }
    assert_eq!(queue.next(now), Next::Wait(Duration::from_secs(10)));
    queue.acknowledged(1);
    assert_eq!(queue.next(now), Next::Send { id: 2, repeat: false });
    queue.acknowledged(2);
    assert_eq!(queue.next(now), Next::Nothing);
}

#[test]
fn limits_hold_for_money_and_never_for_reversals() {
    let mut queue = StoreAndForward::new(limits(), []);
    assert_eq!(queue.push(entry(1, 101)), Err(QueueError::TooMuch));
    assert_eq!(queue.push(entry(1, 60)), Ok(()));
    assert_eq!(queue.push(entry(1, 1)), Err(QueueError::Twice));
    assert_eq!(queue.push(entry(2, 41)), Err(QueueError::TooMuch));
    assert_eq!(queue.push(entry(2, 40)), Ok(()));
    for id in 3..20 {
        assert_eq!(queue.push(entry(id, 0)), Ok(()), "a reversal");
    }
    assert_eq!(queue.room(1), Err(QueueError::TooMany));
    let mut full = StoreAndForward::new(Limits { sum: u64::MAX, ..limits() }, [entry(1, u64::MAX)]);
    assert_eq!(full.push(entry(2, 1)), Err(QueueError::TooMuch));
}

#[test]
fn a_crash_makes_what_was_sent_a_repeat() {
    let mut queue = StoreAndForward::new(limits(), [entry(7, 0), entry(8, 0)]);
    queue.sent(7);
    let kept: Vec<_> = queue.waiting().copied().collect();
    let queue = StoreAndForward::new(limits(), kept);
    assert_eq!(queue.next(NOW), Next::Send { id: 7, repeat: true });
}

proptest! {
    /// Against a list of numbers: first in, first out, nothing lost, nothing twice.
    #[test]
    fn is_a_queue(actions in vec(0u8..4, 0..200)) {
        let (mut queue, mut model) = (StoreAndForward::new(limits(), []), VecDeque::new());
        let (mut now, mut id) = (NOW, 0);
        for action in actions {
            now = now + Duration::from_secs(11);
            let front = model.front().copied();
            match (action, front) {
                (0, _) => {
                    id += 1;
                    prop_assert!(queue.push(entry(id, 0)).is_ok());
                    model.push_back((id, false));
                }
                (1, Some((id, _))) => {
                    queue.sent(id);
                    model[0].1 = true;
                }
                (2, Some((id, _))) => {
                    queue.acknowledged(id);
                    model.pop_front();
                }
                _ => queue.failed(now),
            }
            let expected = model.front().map_or(Next::Nothing, |(id, repeat)| Next::Send { id: *id, repeat: *repeat });
            prop_assert_eq!(queue.next(now + Duration::from_secs(11)), expected);
            prop_assert_eq!(queue.waiting().map(|e| e.id).collect::<Vec<_>>(), model.iter().map(|e| e.0).collect::<Vec<_>>());
        }
    }
}
