//! What is drawn: concepts in reading order, and what each needs first.

use std::collections::HashMap;

use book_model::Model;

/// The number of colours in the style sheet; parts take them in turn.
pub(super) const COLOURS: usize = 8;

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
    /// The part of each, counted among those that have concepts.
    pub(super) part: Vec<usize>,
    /// The titles of the parts, in the order of their first concepts; a book without parts has one
    /// that has none.
    pub(super) titles: Vec<Option<String>>,
    /// The colours of the parts. They follow from the places of the parts in the book, so that a part's
    /// first concept changes no other's.
    pub(super) colours: Vec<usize>,
    pub(super) edges: Vec<Edge>,
    /// For each concept that depends on itself by way of others, the number of its circle.
    pub(super) circle: Vec<Option<usize>>,
}

impl Graph {
    /// The concepts of a book; those of no part stand in one that is called `other`.
    pub(super) fn of(model: &Model, other: &str) -> Graph {
        let mut graph = Graph::default();
        let has_parts = model.chapters.iter().any(|chapter| chapter.part.is_some());
        let mut known: HashMap<Option<usize>, usize> = HashMap::new();
        for (to, concept) in model.concepts.iter().enumerate() {
            let of = model.chapter(concept.chapter).part.as_ref();
            let part = *known.entry(of.map(|part| part.place)).or_insert_with(|| {
                graph.titles.push(of.map(|part| part.title.clone()));
                graph.colours.push(match of {
                    Some(part) => part.place % COLOURS,
                    None if has_parts => COLOURS - 1,
                    None => 0,
                });
                graph.titles.len() - 1
            });
            graph.part.push(part);
            graph.names.push(concept.name.clone());
            let needed = concept.depends_on.iter().map(|other| other.0);
            graph
                .edges
                .extend(needed.filter(|&from| from != to).map(|from| Edge {
                    from,
                    to,
                    back: false,
                }));
        }
        if graph.titles.len() > 1 {
            for title in &mut graph.titles {
                title.get_or_insert_with(|| other.to_owned());
            }
        }
        graph.mark_circles();
        graph.drop_transitive();
        graph
    }

    /// The colour of a concept's part.
    pub(super) fn colour(&self, node: usize) -> usize {
        self.colours[self.part[node]]
    }

    pub(super) fn is_far(&self, edge: &Edge) -> bool {
        self.part[edge.from] != self.part[edge.to]
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
        let mut parts = vec![Vec::<Vec<usize>>::new(); self.titles.len()];
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
        let parts = part.iter().max().map_or(1, |last| last + 1);
        let mut graph = Graph {
            names: (0..count).map(|at| format!("Concept {at}")).collect(),
            titles: (0..parts).map(|at| Some(format!("Part {at}"))).collect(),
            colours: (0..parts).map(|at| at % COLOURS).collect(),
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
    fn components_stand_in_reading_order() {
        let graph = Graph::new(vec![0, 0, 1, 0, 0, 1], &[(0, 3), (1, 2), (2, 5)]);
        assert_eq!(
            graph.components(),
            [vec![vec![0, 3], vec![1], vec![4]], vec![vec![2, 5]]]
        );
    }
}
