//! Which column a concept stands in: the first step of the layered drawing of Sugiyama, Tagawa and
//! Toda (1981), by longest paths.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The nodes `0..count` so that every edge leads onwards; of those that may come next, the smallest.
pub(super) fn topological(count: usize, edges: impl Iterator<Item = (usize, usize)>) -> Vec<usize> {
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut missing = vec![0usize; count];
    for (from, to) in edges {
        out[from].push(to);
        missing[to] += 1;
    }
    let mut ready: BinaryHeap<_> = (0..count)
        .filter(|&node| missing[node] == 0)
        .map(Reverse)
        .collect();
    let mut order = Vec::with_capacity(count);
    while let Some(Reverse(node)) = ready.pop() {
        order.push(node);
        for &to in &out[node] {
            missing[to] -= 1;
            if missing[to] == 0 {
                ready.push(Reverse(to));
            }
        }
    }
    order
}

/// Columns from the left, and a longest chain.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ranks {
    /// The column of each node.
    pub(super) of: Vec<usize>,
    /// How many columns there are.
    pub(super) count: usize,
    /// As many nodes as there are columns, each needed for the next.
    pub(super) chain: Vec<usize>,
}

/// Each node goes right behind the last that it needs; and what is needed more than it needs goes on
/// to right ahead of the first that needs it, which makes fewer and shorter lines (in the spirit of
/// the network simplex of Gansner, Koutsofios, North and Vo, 1993, at a fraction of its code).
pub(super) fn ranks(count: usize, edges: &[(usize, usize)]) -> Ranks {
    let order = topological(count, edges.iter().copied());
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
    for &(from, to) in edges {
        into[to].push(from);
        out[from].push(to);
    }
    let mut of = vec![0; count];
    let mut via: Vec<Option<usize>> = vec![None; count];
    for &node in &order {
        // Of equals the first in reading order.
        let last = into[node]
            .iter()
            .copied()
            .max_by_key(|&from| (of[from], Reverse(from)));
        if let Some(from) = last {
            of[node] = of[from] + 1;
            via[node] = Some(from);
        }
    }
    let end = (0..count).max_by_key(|&node| (of[node], Reverse(node)));
    let mut chain: Vec<_> = std::iter::successors(end, |&node| via[node]).collect();
    chain.reverse();
    for &node in order.iter().rev() {
        let first = out[node].iter().map(|&to| of[to]).min();
        if let Some(first) = first.filter(|_| out[node].len() > into[node].len()) {
            of[node] = first - 1;
        }
    }
    Ranks {
        count: of.iter().max().map_or(0, |last| last + 1),
        of,
        chain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_stands_ahead() {
        // 4 is needed by 3 alone, and goes right ahead of it.
        let ranks = ranks(5, &[(0, 1), (1, 2), (2, 3), (4, 3)]);
        assert_eq!(ranks.of, [0, 1, 2, 3, 2]);
        assert_eq!(ranks.count, 4);
        assert_eq!(ranks.chain, [0, 1, 2, 3]);
    }

    #[test]
    fn ties_are_decided_by_reading_order() {
        assert_eq!(topological(4, [(2, 0), (3, 1)].into_iter()), [2, 0, 3, 1]);
        assert_eq!(ranks(4, &[(0, 2), (1, 2), (1, 3)]).chain, [0, 2]);
    }
}
