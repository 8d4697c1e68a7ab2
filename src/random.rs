//! Sources of Unpredictable Numbers: the operating system's generator, and a script.

use std::collections::VecDeque;

use tapkernel_core::data::UnpredictableNumber;

use crate::entry_point::{RandomError, UnpredictableNumbers};

/// How many of the latest numbers a new one must differ from.
const REMEMBERED: usize = 16;

/// How often a number is drawn again before the source counts as stuck.
const DRAWS: usize = 8;

/// The operating system's generator. Draws again on zeros, ones, and a repetition of the last 16.
#[derive(Debug, Default)]
pub struct OsRandom {
    latest: VecDeque<[u8; 4]>,
}

impl UnpredictableNumbers for OsRandom {
    fn draw(&mut self) -> Result<UnpredictableNumber, RandomError> {
        self.draw_from(|bytes| getrandom::fill(bytes).map_err(|_| RandomError::Unavailable))
    }
}

impl OsRandom {
    fn draw_from(
        &mut self,
        mut fill: impl FnMut(&mut [u8]) -> Result<(), RandomError>,
    ) -> Result<UnpredictableNumber, RandomError> {
        for _ in 0..DRAWS {
            let mut number = [0; 4];
            fill(&mut number)?;
            if number != [0x00; 4] && number != [0xFF; 4] && !self.latest.contains(&number) {
                if self.latest.len() == REMEMBERED {
                    self.latest.pop_front();
                }
                self.latest.push_back(number);
                return Ok(UnpredictableNumber(number));
            }
        }
        Err(RandomError::Stuck)
    }
}

/// Numbers written down beforehand, for replays and laboratories.
#[derive(Debug, Default)]
pub struct ScriptedNumbers {
    left: VecDeque<[u8; 4]>,
}

impl ScriptedNumbers {
    /// The numbers, in the order in which they are drawn.
    pub fn new(numbers: impl IntoIterator<Item = [u8; 4]>) -> Self {
        Self { left: numbers.into_iter().collect() }
    }
}

impl UnpredictableNumbers for ScriptedNumbers {
    fn draw(&mut self) -> Result<UnpredictableNumber, RandomError> {
        self.left.pop_front().map(UnpredictableNumber).ok_or(RandomError::Exhausted)
    }

    fn is_scripted(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A source that gives these numbers, then fails.
    fn source(numbers: &[[u8; 4]]) -> impl FnMut(&mut [u8]) -> Result<(), RandomError> {
        let mut left = VecDeque::from(numbers.to_vec());
        move |bytes| {
            bytes.copy_from_slice(&left.pop_front().ok_or(RandomError::Unavailable)?);
            Ok(())
        }
    }

    #[test]
    fn zeros_ones_and_repetitions_are_drawn_again() {
        let mut random = OsRandom::default();
        let mut fill = source(&[[0; 4], [0xFF; 4], [1; 4], [1; 4], [0; 4], [2; 4]]);
        assert_eq!(random.draw_from(&mut fill), Ok(UnpredictableNumber([1; 4])));
        assert_eq!(random.draw_from(&mut fill), Ok(UnpredictableNumber([2; 4])));
        assert_eq!(random.draw_from(&mut fill), Err(RandomError::Unavailable));
    }

    #[test]
    fn a_number_may_come_back_after_sixteen_others() {
        let mut random = OsRandom::default();
        for n in 1..=17 {
            assert_eq!(random.draw_from(source(&[[n; 4]])), Ok(UnpredictableNumber([n; 4])));
        }
        assert_eq!(random.draw_from(source(&[[1; 4]])), Ok(UnpredictableNumber([1; 4])));
    }

    #[test]
    fn a_stuck_source_is_an_error() {
        let mut random = OsRandom::default();
        assert_eq!(
            random.draw_from(|bytes| {
                bytes.fill(7);
                Ok(())
            }),
            Ok(UnpredictableNumber([7; 4]))
        );
        assert_eq!(
            random.draw_from(|bytes| {
                bytes.fill(7);
                Ok(())
            }),
            Err(RandomError::Stuck)
        );
    }
}
