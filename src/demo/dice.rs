//! Chance that is the same everywhere: ChaCha8 by its definition, and whole numbers only.

use chacha20::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};

/// A generator of its own for each subject, so that what is drawn for one does not move what is drawn for another.
#[derive(Debug)]
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of one subject under a seed.
    pub(super) fn new(seed: u64, subject: u64) -> Self {
        let mut key = [0; 32];
        for (place, byte) in key.iter_mut().zip(seed.to_le_bytes().into_iter().chain(subject.to_le_bytes())) {
            *place = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number below `n`; 0 if there is none.
    pub(super) fn below(&mut self, n: usize) -> usize {
        // The high half of a product is spread as evenly as 64 bits can be.
        ((u128::from(self.0.next_u64()) * n as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both counted.
    pub(super) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True this many times in a hundred.
    pub(super) fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }

    /// One of a list.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dice_fall_the_same_for_ever() {
        let mut dice = Dice::new(5, 7);
        let fallen: Vec<usize> = (0..8).map(|_| dice.below(1_000)).collect();
        // Worked out from the definition of ChaCha with eight rounds (RFC 8439 has it with twenty).
        assert_eq!(fallen, [25, 613, 851, 746, 944, 580, 571, 874]);
        assert_ne!(fallen, (0..8).map(|_| Dice::new(5, 8).below(1_000)).collect::<Vec<_>>());
    }
}
