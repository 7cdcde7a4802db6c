//! What is drawn: concepts in reading order, and what each needs first.

use std::collections::HashMap;

use book_model::Model;

/// A line of the map: `to` depends on `from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether it closes a circle. Such an edge is drawn, and has no say in where things stand.
    pub(super) back: bool,
}

/// Concepts and their dependencies.
#[derive(Debug, Clone, Default)]
pub(super) struct Graph {
    /// The names, in reading order.
    pub(super) names: Vec<String>,
    /// The notes, without styles.
    pub(super) notes: Vec<String>,
    /// The part of each.
    pub(super) part: Vec<usize>,
    /// The titles of the parts, in the order of their first concepts; `None` outside of all parts.
    pub(super) parts: Vec<Option<String>>,
    pub(super) edges: Vec<Edge>,
    /// For each concept that depends on itself by way of others, the number of its circle.
    pub(super) circle: Vec<Option<usize>>,
}

impl Graph {
    pub(super) fn of(model: &Model) -> Graph {
        let mut graph = Graph::default();
        let mut known: HashMap<Option<&str>, usize> = HashMap::new();
        for (to, concept) in model.concepts.iter().enumerate() {
            let title = model.chapter(concept.chapter).part.as_deref();
            let part = *known.entry(title).or_insert_with(|| {
                graph.parts.push(title.map(str::to_owned));
                graph.parts.len() - 1
            });
            graph.part.push(part);
            graph.names.push(concept.name.clone());
            graph.notes.push(concept.note.plain());
            let needed = concept.depends_on.iter().map(|other| other.0);
            graph
                .edges
                .extend(needed.filter(|&from| from != to).map(|from| Edge {
                    from,
                    to,
                    back: false,
                }));
        }
        graph.mark_circles();
        graph.drop_transitive();
        graph
    }

    pub(super) fn is_far(&self, edge: &Edge) -> bool {
        self.part[edge.from] != self.part[edge.to]
    }

    /// Finds the circles, and the edges without which there are none: those that lead back to where a
    /// depth-first walk in reading order came from (Tarjan 1972, without recursion).
    pub(super) fn mark_circles(&mut self) {
        let count = self.names.len();
        let mut out: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (index, edge) in self.edges.iter().enumerate() {
            out[edge.from].push(index);
        }
        const UNSEEN: usize = usize::MAX;
        let mut order = vec![UNSEEN; count];
        let mut low = vec![UNSEEN; count];
        let mut on_path = vec![false; count];
        let mut on_stack = vec![false; count];
        let (mut seen, mut circles) = (0, 0);
        let mut stack = Vec::new();
        self.circle = vec![None; count];
        for root in 0..count {
            let mut path: Vec<(usize, usize)> = Vec::new();
            if order[root] == UNSEEN {
                path.push((root, 0));
            }
            while let Some((node, next)) = path.last_mut() {
                let node = *node;
                if *next == 0 && order[node] == UNSEEN {
                    (order[node], low[node]) = (seen, seen);
                    seen += 1;
                    (on_path[node], on_stack[node]) = (true, true);
                    stack.push(node);
                }
                if let Some(&index) = out[node].get(*next) {
                    *next += 1;
                    let to = self.edges[index].to;
                    if order[to] == UNSEEN {
                        path.push((to, 0));
                    } else if on_stack[to] {
                        low[node] = low[node].min(order[to]);
                        self.edges[index].back = on_path[to];
                    }
                    continue;
                }
                path.pop();
                on_path[node] = false;
                if let Some((above, _)) = path.last() {
                    low[*above] = low[*above].min(low[node]);
                }
                if low[node] == order[node] {
                    let from = stack.iter().rposition(|&other| other == node);
                    let members = stack.split_off(from.unwrap_or_default());
                    for &member in &members {
                        on_stack[member] = false;
                        self.circle[member] = (members.len() > 1).then_some(circles);
                    }
                    circles += 1;
                }
            }
        }
    }

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

    /// The connected components of each part, single concepts too, each in reading order, and they in
    /// the order of their first concepts.
    pub(super) fn components(&self) -> Vec<Vec<Vec<usize>>> {
        let mut leader: Vec<usize> = (0..self.names.len()).collect();
        fn find(leader: &mut [usize], mut node: usize) -> usize {
            while leader[node] != node {
                leader[node] = leader[leader[node]];
                node = leader[node];
            }
            node
        }
        for edge in self.edges.iter().filter(|edge| !self.is_far(edge)) {
            let (a, b) = (find(&mut leader, edge.from), find(&mut leader, edge.to));
            // The first in reading order leads.
            leader[a.max(b)] = a.min(b);
        }
        let mut parts = vec![Vec::<Vec<usize>>::new(); self.parts.len()];
        let mut place = HashMap::new();
        for node in 0..self.names.len() {
            let components = &mut parts[self.part[node]];
            let at = *place.entry(find(&mut leader, node)).or_insert_with(|| {
                components.push(Vec::new());
                components.len() - 1
            });
            components[at].push(node);
        }
        parts
    }
}

#[cfg(test)]
impl Graph {
    /// Concepts of these parts, and who needs whom first.
    pub(super) fn new(part: Vec<usize>, edges: &[(usize, usize)]) -> Graph {
        let count = part.len();
        let mut graph = Graph {
            names: (0..count).map(|at| format!("Concept {at}")).collect(),
            notes: vec!["A note of some words that says what it is.".to_owned(); count],
            parts: (0..=part.iter().copied().max().unwrap_or(0))
                .map(|at| Some(format!("Part {at}")))
                .collect(),
            part,
            edges: edges
                .iter()
                .map(|&(from, to)| Edge {
                    from,
                    to,
                    back: false,
                })
                .collect(),
            circle: Vec::new(),
        };
        graph.mark_circles();
        graph.drop_transitive();
        graph
    }

    /// The edges that are left.
    pub(super) fn pairs(&self) -> Vec<(usize, usize)> {
        self.edges.iter().map(|edge| (edge.from, edge.to)).collect()
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

    #[test]
    fn circles_are_found_and_cut_once() {
        let graph = Graph::new(vec![0; 4], &[(0, 1), (1, 2), (2, 0), (2, 3)]);
        let back: Vec<_> = graph.edges.iter().filter(|edge| edge.back).collect();
        assert_eq!(back.len(), 1);
        assert_eq!((back[0].from, back[0].to), (2, 0));
        assert_eq!(graph.circle[0], graph.circle[2]);
        assert!(graph.circle[0].is_some());
        assert_eq!(graph.circle[3], None);
        let crossed = Graph::new(vec![0; 3], &[(0, 1), (0, 2), (2, 1)]);
        assert!(crossed.edges.iter().all(|edge| !edge.back), "no circle");
    }

    #[test]
    fn components_stand_in_reading_order() {
        let graph = Graph::new(vec![0, 0, 1, 0, 0, 1], &[(0, 3), (1, 2), (2, 5)]);
        assert_eq!(
            graph.components(),
            [vec![vec![0, 3], vec![1], vec![4]], vec![vec![2, 5]]]
        );
    }
}
