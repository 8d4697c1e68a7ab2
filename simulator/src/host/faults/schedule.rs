//! Faults that look like chance and are none.

use std::time::Duration;

use super::Fault;

/// Faults drawn from a seed: the same seed gives the same faults to the same messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultSchedule {
    /// Where to begin.
    pub seed: u64,
    /// How many messages of a hundred meet a fault.
    pub percent: u8,
    /// The longest time of what is delayed or late.
    pub longest: Duration,
    /// Whether answers may be forged. Only where there are message authentication codes: without them a forged answer
    /// cannot be told from a true one.
    pub forged: bool,
}

/// Lines break within so many bytes: a little more than most messages have.
const BYTES: u64 = 400;

/// The faults of a schedule, one after another.
pub(super) struct Draws {
    schedule: FaultSchedule,
    state: u64,
}

impl Draws {
    pub(super) const fn of(schedule: FaultSchedule) -> Self {
        Self { schedule, state: schedule.seed }
    }

    pub(super) fn next(&mut self) -> Fault {
        if self.below(100) >= self.schedule.percent.into() {
            return Fault::None;
        }
        let kinds = if self.schedule.forged { 10 } else { 9 };
        match self.below(kinds) {
            0 => Fault::Close,
            1 => Fault::Lost,
            2 => Fault::Delayed(self.time()),
            3 => Fault::Late(self.time()),
            4 => Fault::Twice,
            5 => Fault::Never,
            6 => Fault::Garbage,
            7 => Fault::DropReading(self.bytes()),
            8 => Fault::DropWriting(self.bytes()),
            _ => Fault::Forged,
        }
    }

    fn time(&mut self) -> Duration {
        let longest = u64::try_from(self.schedule.longest.as_micros()).unwrap_or(u64::MAX);
        Duration::from_micros(self.below(longest.saturating_add(1)))
    }

    fn bytes(&mut self) -> usize {
        usize::try_from(self.below(BYTES)).unwrap_or_default()
    }

    /// A number below `end`, by SplitMix64 (Steele, Lea, Flood 2014).
    const fn below(&mut self, end: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEDULE: FaultSchedule =
        FaultSchedule { seed: 7, percent: 30, longest: Duration::from_millis(5), forged: true };

    fn drawn(schedule: FaultSchedule) -> Vec<Fault> {
        let mut draws = Draws::of(schedule);
        (0..10_000).map(|_| draws.next()).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_faults() {
        assert_eq!(drawn(SCHEDULE), drawn(SCHEDULE));
        assert_ne!(drawn(SCHEDULE), drawn(FaultSchedule { seed: 8, ..SCHEDULE }));
    }

    #[test]
    fn splitmix64_of_seed_0() {
        // The first output of the reference implementation.
        let mut draws = Draws { state: 0, ..Draws::of(SCHEDULE) };
        assert_eq!(draws.below(u64::MAX), 0xE220_A839_7B1D_CDAF);
    }

    #[test]
    fn so_many_of_a_hundred_and_every_kind() {
        let faults = drawn(SCHEDULE);
        let met = faults.iter().filter(|fault| **fault != Fault::None).count();
        assert!((2_700..3_300).contains(&met), "{met}");
        let kinds: std::collections::HashSet<_> = faults.iter().map(std::mem::discriminant).collect();
        assert_eq!(kinds.len(), 11);
        let longest =
            |fault: &Fault| matches!(fault, Fault::Late(t) | Fault::Delayed(t) if *t > SCHEDULE.longest);
        assert!(!faults.iter().any(longest));
        assert!(!drawn(FaultSchedule { forged: false, ..SCHEDULE }).contains(&Fault::Forged));
        assert!(drawn(FaultSchedule { percent: 0, ..SCHEDULE }).iter().all(|fault| *fault == Fault::None));
        assert!(!drawn(FaultSchedule { percent: 100, ..SCHEDULE }).contains(&Fault::None));
    }
}
