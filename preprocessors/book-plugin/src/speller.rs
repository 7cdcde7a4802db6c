//! The name that was probably meant.

use std::cell::Cell;

use book_model::file_name;

/// How many letters a speller looks at before it says no more what was meant: enough for a mistake in a book
/// of some ten thousand chapters, or for some thirty in one of a thousand. In a book with more mistakes of a
/// kind, the cause is another than slips of the pen.
const COMPARISONS: usize = 1_000_000;

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
        self.most_like(candidates, |lower| self.likeness(&name, lower))
    }

    /// The path most like `path`, when one is like it at all: as a whole, and in the name of its file.
    /// An ending that both have, such as `.md`, makes no two paths alike.
    pub fn nearest_path<'a>(
        &self,
        path: &str,
        candidates: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let path = path.to_lowercase();
        self.most_like(candidates, |lower| {
            let (a, b) = without_common_ending(&path, lower);
            let whole = self.likeness(a, b)?;
            if whole < LIKENESS || !a.contains('/') && !b.contains('/') {
                return Some(whole);
            }
            let name = self.likeness(file_name(a), file_name(b))?;
            Some(if name < LIKENESS { name } else { whole })
        })
    }

    /// The candidate that `likeness` finds most like, of two that are equally so the first. It is asked
    /// in lower case; `None` is for enough.
    fn most_like<'a>(
        &self,
        candidates: impl Iterator<Item = &'a str>,
        likeness: impl Fn(&str) -> Option<f64>,
    ) -> Option<&'a str> {
        let mut best: Option<(f64, &str)> = None;
        for candidate in candidates {
            // To look at a name counts as well, however unlike it is.
            self.spend(1)?;
            let likeness = likeness(&candidate.to_lowercase())?;
            if likeness >= LIKENESS && best.is_none_or(|(known, _)| likeness > known) {
                best = Some((likeness, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }

    /// How much alike two names are; `None` when enough has been compared.
    fn likeness(&self, a: &str, b: &str) -> Option<f64> {
        let (of_a, of_b) = (a.chars().count(), b.chars().count());
        let most = (1.0 - LIKENESS) * of_a.max(of_b) as f64;
        // They differ by at least the letters that one has more.
        if of_a.abs_diff(of_b) as f64 > most {
            return Some(0.0);
        }
        self.spend(of_a + of_b)?;
        if bag_distance(a, b) as f64 > most {
            return Some(0.0);
        }
        self.spend(of_a * of_b)?;
        Some(strsim::normalized_damerau_levenshtein(a, b))
    }

    fn spend(&self, comparisons: usize) -> Option<()> {
        self.left.set(self.left.get().checked_sub(comparisons)?);
        Some(())
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

/// By how many letters two names differ at least, in whatever order each has them (Bartolini, Ciaccia and
/// Patella, "String Matching with Metric Trees Using an Approximate Distance", 2002). Letters that share
/// a place in the table count as one letter, which makes it less, never more.
fn bag_distance(a: &str, b: &str) -> usize {
    let mut more = [0i32; 128];
    let place = |letter: char| letter as usize % 128;
    a.chars().for_each(|letter| more[place(letter)] += 1);
    b.chars().for_each(|letter| more[place(letter)] -= 1);
    let of_a: i32 = more.iter().filter(|&&count| count > 0).sum();
    let of_b: i32 = more.iter().filter(|&&count| count < 0).sum();
    of_a.max(-of_b) as usize
}

/// Both without what follows the last `.` of their names, where that is the same.
fn without_common_ending<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    let split = |path: &'a str| path.rsplit_once('.').filter(|(_, end)| !end.contains('/'));
    match (split(a), split(b)) {
        (Some((a, of_a)), Some((b, of_b))) if of_a == of_b => (a, b),
        _ => (a, b),
    }
}

#[cfg(test)]
mod tests {
    use super::{Speller, bag_distance};

    #[test]
    fn letters_in_whatever_order_differ_by_no_more_than_the_names() {
        for (a, b, least) in [
            ("", "", 0),
            ("retries", "retires", 0),
            ("abc", "xyz", 3),
            ("deadline", "deadlines", 1),
            ("é", "e", 1),
            // The two first letters share a place.
            ("a", "áb", 1),
        ] {
            assert_eq!(bag_distance(a, b), least, "{a} {b}");
            assert!(least <= strsim::damerau_levenshtein(a, b), "{a} {b}");
        }
    }

    #[test]
    fn paths_are_alike_in_what_they_do_not_share() {
        for (path, candidates, near) in [
            ("zz.md", &["a.md", "qq.md"][..], None),
            ("q.png", &["x.png"], None),
            ("guide/zz.md", &["guide/a.md"], None),
            (
                "guide/oen.md",
                &["guide/two.md", "guide/one.md"],
                Some("guide/one.md"),
            ),
            ("gudie/one.md", &["guide/one.md"], Some("guide/one.md")),
            ("retries.mdd", &["retries.md"], Some("retries.md")),
            (
                "Retires.md",
                &["deep/x.md", "retries.md"],
                Some("retries.md"),
            ),
            ("v1.2/one", &["v1.3/one"], Some("v1.3/one")),
        ] {
            let found = Speller::default().nearest_path(path, candidates.iter().copied());
            assert_eq!(found, near, "{path}");
        }
    }
}
