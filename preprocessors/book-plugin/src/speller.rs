//! The name that was probably meant.

use std::cell::Cell;

/// How many letters a speller holds against each other before it says no more what was meant: enough
/// for some thousands of names. In a book with more mistakes of a kind, the cause is another than slips
/// of the pen.
const COMPARISONS: usize = 5_000_000;

/// How much alike two names have to be, from 0 to 1.
const LIKENESS: f64 = 0.6;

/// Finds the name that was probably meant, within bounds.
#[derive(Debug)]
pub struct Speller {
    left: Cell<usize>,
}

impl Default for Speller {
    fn default() -> Speller {
        Speller {
            left: Cell::new(COMPARISONS),
        }
    }
}

impl Speller {
    /// The candidate most like `name`, when one is like it at all.
    pub fn nearest<'a>(
        &self,
        name: &str,
        candidates: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let name = name.to_lowercase();
        let length = name.chars().count();
        let mut best: Option<(f64, &str)> = None;
        for candidate in candidates {
            // To look at a name counts as well, however unlike it is.
            self.left.set(self.left.get().checked_sub(1)?);
            let lower = candidate.to_lowercase();
            let (shorter, longer) = sorted(length, lower.chars().count());
            // They differ by at least the letters that one has more.
            if ((longer - shorter) as f64) > (1.0 - LIKENESS) * longer as f64 {
                continue;
            }
            self.left
                .set(self.left.get().checked_sub(shorter * longer)?);
            let likeness = strsim::normalized_damerau_levenshtein(&name, &lower);
            // Of two that are equally like it, the first.
            if likeness >= LIKENESS && best.is_none_or(|(known, _)| likeness > known) {
                best = Some((likeness, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }

    /// The candidate that `name` is but for `slips` letters that are wrong, missing, too many or in
    /// each other's place.
    pub fn but_for<'a>(
        &self,
        slips: usize,
        name: &str,
        candidates: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.nearest(name, candidates).filter(|near| {
            strsim::damerau_levenshtein(&name.to_lowercase(), &near.to_lowercase()) <= slips
        })
    }
}

fn sorted(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}
