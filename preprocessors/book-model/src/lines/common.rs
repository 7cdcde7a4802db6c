//! The longest common subsequence of few lines.

/// How many pairs of lines are held against each other, at most: then a stretch costs no more than some
/// hundred times its lines.
const PAIRS: usize = 1 << 18;

/// The most lines that stand in both texts in the same order: their places. None, where there are too many
/// lines to find out.
///
/// Of several answers it is one that leaves the fewest old lines with nothing new in their place, since what
/// stands for an include is seldom nothing; of these the one that comes last.
pub(super) fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > PAIRS {
        return Vec::new();
    }
    let width = new.len() + 1;
    // A line that is in both counts for more than all that could be replaced.
    let same = old.len().min(new.len()) + 1;
    let worth = |a: usize, b: usize| if old[a] == new[b] { same } else { 1 };
    // What the lines ahead of each pair of places are worth.
    let mut best = vec![0; (old.len() + 1) * width];
    for a in 0..old.len() {
        for b in 0..new.len() {
            let both = best[a * width + b] + worth(a, b);
            let either = best[a * width + b + 1].max(best[(a + 1) * width + b]);
            best[(a + 1) * width + b + 1] = both.max(either);
        }
    }
    let mut places = Vec::new();
    let (mut a, mut b) = (old.len(), new.len());
    while a > 0 && b > 0 {
        let here = best[a * width + b];
        if here == best[(a - 1) * width + b - 1] + worth(a - 1, b - 1) {
            (a, b) = (a - 1, b - 1);
            if old[a] == new[b] {
                places.push((a, b));
            }
        } else if here == best[a * width + b - 1] {
            b -= 1;
        } else {
            a -= 1;
        }
    }
    places.reverse();
    places
}
