//! Drawing by lot, the same for the same seed.

/// SplitMix64: small, and even enough to choose what to ask.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound; 0 where the bound is 0.
    fn below(&mut self, bound: usize) -> usize {
        // A list is far shorter than 2^64, so the bias of the remainder is nothing.
        usize::try_from(self.number() % (bound.max(1) as u64)).unwrap_or_default()
    }

    /// One item; `None` of an empty list.
    pub(super) fn one<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    /// At most so many items, each once, in an order by lot.
    pub(super) fn some<T: Clone>(&mut self, list: &[T], at_most: usize) -> Vec<T> {
        let mut drawn = list.to_vec();
        for last in (1..drawn.len()).rev() {
            drawn.swap(last, self.below(last + 1));
        }
        drawn.truncate(at_most);
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same() {
        let list: Vec<u32> = (0..100).collect();
        let drawn = Draw::new(1).some(&list, 10);
        assert_eq!(drawn, Draw::new(1).some(&list, 10));
        assert_ne!(drawn, Draw::new(2).some(&list, 10));
        let mut all = Draw::new(3).some(&list, 1_000);
        all.sort_unstable();
        assert_eq!(all, list);
        assert_eq!(Draw::new(1).one::<u32>(&[]), None);
    }
}
