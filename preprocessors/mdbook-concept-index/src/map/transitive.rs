//! Dropping what a longer way says as well.

use super::graph::{Edge, Graph};

impl Graph {
    /// Drops each edge that a longer way makes needless: within a part where that way stays in the
    /// part, so that no line of its own part is lost to one through another; between parts by any way.
    pub(super) fn drop_transitive(&mut self) {
        let order = self.topological();
        let near = self.needless(&order, |edge| !edge.back && !self.is_far(edge));
        let any = self.needless(&order, |edge| !edge.back);
        let needless: Vec<bool> = (self.edges.iter().zip(near.into_iter().zip(any)))
            .map(|(edge, (near, any))| !edge.back && if self.is_far(edge) { any } else { near })
            .collect();
        let mut index = 0;
        self.edges.retain(|_| {
            index += 1;
            !needless[index - 1]
        });
    }

    /// The concepts so that what is needed stands ahead of what needs it, back edges left out.
    fn topological(&self) -> Vec<usize> {
        let edges = self.edges.iter().filter(|edge| !edge.back);
        super::ranks::topological(self.names.len(), edges.map(|edge| (edge.from, edge.to)))
    }

    /// Of the edges that count, those beside which a longer way leads to the same place. What can be
    /// reached is kept as one bit for each of 64 targets at a time, so that memory stays linear.
    fn needless(&self, order: &[usize], counts: impl Fn(&Edge) -> bool) -> Vec<bool> {
        let count = self.names.len();
        let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (index, edge) in self.edges.iter().enumerate() {
            if counts(edge) {
                out[edge.from].push(index);
            }
        }
        let mut needless = vec![false; self.edges.len()];
        // In topological order, so that blocks of targets end the walk early.
        let mut place = vec![0; count];
        for (at, &node) in order.iter().enumerate() {
            place[node] = at;
        }
        for first in (0..count).step_by(64) {
            let bit = |node: usize| match place[node].checked_sub(first) {
                Some(at) if at < 64 => 1u64 << at,
                _ => 0,
            };
            let mut reached = vec![0u64; count];
            for &node in order[..count.min(first + 64)].iter().rev() {
                let tos = out[node].iter().map(|&index| self.edges[index].to);
                let beyond = tos.clone().fold(0, |all, to| all | reached[to]);
                reached[node] = tos.fold(beyond, |all, to| all | bit(to));
                for &index in &out[node] {
                    needless[index] |= beyond & bit(self.edges[index].to) != 0;
                }
            }
        }
        needless
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_longer_way_says_is_dropped() {
        let graph = Graph::new(vec![0; 4], &[(0, 1), (1, 2), (0, 2), (0, 3), (2, 3)]);
        assert_eq!(graph.pairs(), [(0, 1), (1, 2), (2, 3)]);
        let chain: Vec<_> = (0..199).map(|at| (at, at + 1)).chain([(0, 199)]).collect();
        let long = Graph::new(vec![0; 200], &chain);
        assert_eq!(long.edges.len(), 199, "across more than one block of 64");
    }

    #[test]
    fn a_line_within_a_part_gives_way_to_none_through_another() {
        let graph = Graph::new(vec![0, 1, 0], &[(0, 1), (1, 2), (0, 2)]);
        assert_eq!(graph.pairs(), [(0, 1), (1, 2), (0, 2)]);
        let graph = Graph::new(vec![0, 0, 1], &[(0, 1), (1, 2), (0, 2)]);
        assert_eq!(graph.pairs(), [(0, 1), (1, 2)]);
    }
}
