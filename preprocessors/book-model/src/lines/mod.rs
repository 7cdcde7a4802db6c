//! Which lines of a text stand in another.
//!
//! Lines that both texts have once are the anchors, as in a patience diff; what lies between two of them
//! is compared in its turn, so often and no oftener: the cost stays in proportion, whatever the texts
//! are. Myers' algorithm finds the least change, at a cost that grows with the lines times the changes. Where
//! there is no anchor, as between two includes with nothing but blank lines, a few lines are compared each
//! with each.

mod common;

use std::collections::HashMap;
use std::ops::Range;

use common::common;

/// How often what lies between anchors is looked into for more of them.
const DEEPEST: usize = 8;

/// Lines of one text, and the lines of the other that stand in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) old: Range<usize>,
    pub(crate) new: Range<usize>,
    /// Whether they are the same lines, in the same number.
    pub(crate) same: bool,
}

/// The texts in blocks that follow each other in both.
pub(crate) fn blocks(old: &[&str], new: &[&str]) -> Vec<Block> {
    let mut texts = Texts {
        old,
        new,
        blocks: Vec::new(),
    };
    texts.compare(0..old.len(), 0..new.len(), DEEPEST);
    texts.blocks
}

struct Texts<'a> {
    old: &'a [&'a str],
    new: &'a [&'a str],
    blocks: Vec<Block>,
}

impl Texts<'_> {
    fn compare(&mut self, old: Range<usize>, new: Range<usize>, deeper: usize) {
        let (a, b) = (&self.old[old.clone()], &self.new[new.clone()]);
        let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let (a, b) = (a[head..].iter().rev(), b[head..].iter().rev());
        let tail = a.zip(b).take_while(|(a, b)| a == b).count();
        let between_old = old.start + head..old.end - tail;
        let between_new = new.start + head..new.end - tail;
        self.push(
            old.start..between_old.start,
            new.start..between_new.start,
            true,
        );
        self.between(between_old.clone(), between_new.clone(), deeper);
        self.push(between_old.end..old.end, between_new.end..new.end, true);
    }

    /// The same for lines of which neither the first nor the last are alike.
    fn between(&mut self, old: Range<usize>, new: Range<usize>, deeper: usize) {
        let (a, b) = (&self.old[old.clone()], &self.new[new.clone()]);
        let mut deeper = deeper;
        let mut anchors = if deeper == 0 {
            Vec::new()
        } else {
            anchors(a, b)
        };
        if anchors.is_empty() {
            // Between these there is nothing more to find.
            deeper = 1;
            anchors = common(a, b);
        }
        if anchors.is_empty() {
            return self.push(old, new, false);
        }
        let (mut from_old, mut from_new) = (old.start, new.start);
        for (in_old, in_new) in anchors {
            let (at_old, at_new) = (old.start + in_old, new.start + in_new);
            self.compare(from_old..at_old, from_new..at_new, deeper - 1);
            self.push(at_old..at_old + 1, at_new..at_new + 1, true);
            (from_old, from_new) = (at_old + 1, at_new + 1);
        }
        self.compare(from_old..old.end, from_new..new.end, deeper - 1);
    }

    fn push(&mut self, old: Range<usize>, new: Range<usize>, same: bool) {
        if old.is_empty() && new.is_empty() {
            return;
        }
        match self.blocks.last_mut() {
            Some(last) if last.same == same => {
                last.old.end = old.end;
                last.new.end = new.end;
            }
            _ => self.blocks.push(Block { old, new, same }),
        }
    }
}

/// Lines that both texts have once, as far as they stand in the same order in both: their places. Where
/// there are none, those that both have as often, such as blank ones.
fn anchors(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let mut places: HashMap<&str, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (index, line) in old.iter().enumerate() {
        places.entry(line).or_default().0.push(index);
    }
    for (index, line) in new.iter().enumerate() {
        if let Some((_, in_new)) = places.get_mut(line) {
            in_new.push(index);
        }
    }
    let pairs = |is_anchor: fn(usize) -> bool| -> Vec<(usize, usize)> {
        let anchors = places
            .values()
            .filter(|(old, new)| old.len() == new.len() && is_anchor(old.len()));
        let mut pairs: Vec<_> = anchors
            .flat_map(|(old, new)| old.iter().copied().zip(new.iter().copied()))
            .collect();
        pairs.sort_unstable();
        pairs
    };
    let once = pairs(|times| times == 1);
    rising(if once.is_empty() {
        pairs(|_| true)
    } else {
        once
    })
}

/// The longest part of these pairs, which rise in the first, that rises in the second too.
fn rising(pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    // For each length the pair that ends a rising part of it lowest, and for each pair the one before.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, (_, new)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].1 < *new);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut part: Vec<_> = std::iter::successors(ends.last().copied(), |&at| before[at])
        .map(|at| pairs[at])
        .collect();
    part.reverse();
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which old line each new one is, in two texts whose lines are letters.
    fn lines(old: &str, new: &str) -> String {
        let split = |text: &'static str| text.split("").filter(|line| !line.is_empty()).collect();
        let [old, new]: [Vec<&str>; 2] = [old, new].map(|text| split(text.to_owned().leak()));
        let blocks = blocks(&old, &new);
        let mut shown = String::new();
        let (mut from_old, mut from_new) = (0, 0);
        for block in &blocks {
            assert_eq!((block.old.start, block.new.start), (from_old, from_new));
            (from_old, from_new) = (block.old.end, block.new.end);
            if block.same {
                assert_eq!(old[block.old.clone()], new[block.new.clone()]);
            }
            shown.extend(
                new[block.new.clone()]
                    .iter()
                    .map(|line| if block.same { line } else { "." }),
            );
        }
        assert_eq!((from_old, from_new), (old.len(), new.len()));
        shown
    }

    #[test]
    fn the_lines_of_both_are_found() {
        for (old, new, same) in [
            ("", "", ""),
            ("", "ab", ".."),
            ("ab", "", ""),
            ("abc", "abc", "abc"),
            ("abcd", "axd", "a.d"),
            ("abc", "axxbyc", "a..b.c"),
            ("a-b-c-d", "A-b-C-d", ".-b-.-d"),
            // No line is there once.
            ("a-b-", "x-y-", ".-.-"),
            ("-a-b-c", "-x-y-z", "-.-.-."),
            ("-a-b-c", "-x--z", "-.--."),
            // No line is there as often.
            ("a-b", "x-y-z", "...-."),
            ("a-b-c", "x--y-z", "..-.-."),
            ("a-b-c", "x-y-", ".-.-"),
            // Only what lies between anchors has them once.
            ("xaybxcy", "xAybxCy", "x.ybx.y"),
            ("abcde", "cdeab", "cde.."),
        ] {
            assert_eq!(lines(old, new), same, "{old} {new}");
        }
    }
}
