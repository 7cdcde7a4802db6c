//! Numbers that look random and are the same on every machine.

/// A generator of numbers: SplitMix64, which needs no more state than its seed.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// One that gives the same numbers whenever it is given the same two.
    pub(crate) fn new(kind: u64, number: usize) -> Random {
        let mut random = Random(kind << 32 | number as u64);
        // Neighbours would begin alike.
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        // The remainder favours small numbers by less than one in 2^40 for any `end` used here.
        (self.next() % end as u64) as usize
    }

    /// A number from `first` to `last`, both of them included.
    pub(crate) fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// Whether something happens that happens once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// A number from 0 up to, and not including, 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        // As many bits as the fraction of an f64 holds.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of several.
    pub(crate) fn one_of<T: Copy>(&mut self, several: &[T]) -> T {
        several[self.below(several.len())]
    }
}
