//! The name that was probably meant.

use std::cell::Cell;

/// How many names a speller compares before it says no more what was meant: in a book with
/// thousands of mistakes of a kind, the cause is another than slips of the pen.
const COMPARISONS: usize = 50_000;

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
        let mut best: Option<(f64, &str)> = None;
        for candidate in candidates {
            self.left.set(self.left.get().checked_sub(1)?);
            let likeness = strsim::normalized_damerau_levenshtein(&name, &candidate.to_lowercase());
            // Of two that are equally like it, the first.
            if likeness >= 0.6 && best.is_none_or(|(known, _)| likeness > known) {
                best = Some((likeness, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }
}
