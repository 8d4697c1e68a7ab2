//! Which counter values have a key.

/// Every counter value that has a key was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("all keys of this initial key are used")]
pub struct KeysExhausted;

/// The counter value after `counter` of at most `max` that has at most `ones` one bits.
pub(super) fn next(counter: u32, max: u32, ones: u32) -> Result<u32, KeysExhausted> {
    let mut next = counter.checked_add(1).filter(|next| *next <= max);
    while let Some(value) = next {
        if value.count_ones() <= ones {
            return Ok(value);
        }
        // Every value up to the carry out of the lowest one bit has at least as many ones.
        next = value.checked_add(1 << value.trailing_zeros()).filter(|next| *next <= max);
    }
    Err(KeysExhausted)
}

/// The one bits of `counter`, highest first, each as the part of the counter down to it.
pub(super) fn prefixes(counter: u32) -> impl Iterator<Item = u32> {
    let bits = (0..u32::BITS).rev().filter(move |bit| counter >> bit & 1 == 1);
    bits.map(move |bit| counter >> bit << bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skips_what_has_too_many_ones_and_nothing_else() {
        // All of a small counter, and the ends of the real ones.
        for ones in 1..8 {
            let naive: Vec<u32> = (1..=255u32).filter(|value| value.count_ones() <= ones).collect();
            let ours: Vec<u32> =
                std::iter::successors(Some(0), |at| next(*at, 255, ones).ok()).skip(1).collect();
            assert_eq!(ours, naive, "{ones}");
        }
        assert_eq!(next(0x1F_F800, 0x1F_FFFF, 10), Err(KeysExhausted));
        assert_eq!(next(0xFFFF_0000, u32::MAX, 16), Err(KeysExhausted));
        assert_eq!(next(0x0001_FFFE, u32::MAX, 16), Ok(0x0002_0000));
    }

    #[test]
    fn counts_a_million_tdes_keys() {
        let all = std::iter::successors(Some(0), |at| next(*at, 0x1F_FFFF, 10).ok()).skip(1);
        assert_eq!(all.count(), 1_048_575);
    }
}
