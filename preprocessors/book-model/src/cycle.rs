//! Circles of definitions that depend on each other.

use std::collections::VecDeque;

use crate::concept::ConceptId;
use crate::model::Model;

/// Concepts each of which depends on all of them, by way of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// A shortest circle among them: each depends on the next, and the last on the first. It begins
    /// with the concept that is defined first.
    pub shortest: Vec<ConceptId>,
    /// How many concepts there are, those of the circle included.
    pub concepts: usize,
}

impl Model {
    /// The circles that the concepts' [`depends_on`](crate::Concept::depends_on) make, in the order
    /// of their first concepts: one for all that have a concept in common.
    pub fn cycles(&self) -> Vec<Cycle> {
        let edges: Vec<Vec<usize>> = self
            .concepts
            .iter()
            .map(|concept| concept.depends_on.iter().map(|id| id.0).collect())
            .collect();
        let component = components(&edges);
        let mut members = vec![Vec::new(); edges.len()];
        for (node, &component) in component.iter().enumerate() {
            members[component].push(node);
        }
        let within = Within {
            edges: &edges,
            component: &component,
        };
        let mut came_from = vec![(usize::MAX, 0); edges.len()];
        let circles = members.iter().filter(|members| members.len() > 1);
        let mut cycles: Vec<_> = circles
            .map(|members| Cycle {
                shortest: within.shortest(members, &mut came_from),
                concepts: members.len(),
            })
            .collect();
        cycles.sort_by_key(|cycle| cycle.shortest[0]);
        cycles
    }
}

/// The strongly connected component of each node, by Tarjan's algorithm with a stack of its own: a
/// chain may be as long as the book has concepts.
fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; edges.len()];
    let mut lowest = vec![NEW; edges.len()];
    let mut component = vec![NEW; edges.len()];
    let (mut visited, mut found) = (0, 0);
    let mut open = Vec::new();
    // Each node on the way here, with the number of its edges that were followed.
    let mut way: Vec<(usize, usize)> = Vec::new();
    for root in 0..edges.len() {
        if order[root] != NEW {
            continue;
        }
        way.push((root, 0));
        while let Some((node, followed)) = way.pop() {
            if followed == 0 {
                (order[node], lowest[node]) = (visited, visited);
                visited += 1;
                open.push(node);
            } else {
                let child = edges[node][followed - 1];
                lowest[node] = lowest[node].min(lowest[child]);
            }
            let mut next = followed;
            let child = loop {
                let Some(&child) = edges[node].get(next) else {
                    break None;
                };
                next += 1;
                if order[child] == NEW {
                    break Some(child);
                }
                if component[child] == NEW {
                    lowest[node] = lowest[node].min(order[child]);
                }
            };
            if let Some(child) = child {
                way.extend([(node, next), (child, 0)]);
            } else if lowest[node] == order[node] {
                while let Some(member) = open.pop() {
                    component[member] = found;
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
        }
    }
    component
}

/// The edges inside one component.
struct Within<'a> {
    edges: &'a [Vec<usize>],
    component: &'a [usize],
}

impl Within<'_> {
    fn next(&self, node: usize) -> impl Iterator<Item = usize> {
        let of_one = move |next: &usize| self.component[*next] == self.component[node];
        self.edges[node].iter().copied().filter(of_one)
    }

    /// A shortest circle among `members`, from its first concept on.
    fn shortest(&self, members: &[usize], came_from: &mut [(usize, usize)]) -> Vec<ConceptId> {
        // A circle with no fork on it is all there is: any of its nodes will do.
        let forks: Vec<_> = members
            .iter()
            .copied()
            .filter(|&node| self.next(node).nth(1).is_some())
            .collect();
        let starts = if forks.is_empty() {
            &members[..1]
        } else {
            &forks
        };
        let mut shortest: Vec<usize> = Vec::new();
        for &start in starts {
            let circle = self.circle_through(start, shortest.len(), came_from);
            shortest = circle.unwrap_or(shortest);
            if shortest.len() == 2 {
                break;
            }
        }
        let first = (0..shortest.len()).min_by_key(|&at| shortest[at]);
        shortest.rotate_left(first.unwrap_or_default());
        shortest.into_iter().map(ConceptId).collect()
    }

    /// A shortest circle through `start`, if it has fewer nodes than `known`, which 0 sets no bound.
    /// `came_from` is room to work in: for each node the start it was reached from last, and by way
    /// of which other.
    fn circle_through(
        &self,
        start: usize,
        known: usize,
        came_from: &mut [(usize, usize)],
    ) -> Option<Vec<usize>> {
        let mut queue = VecDeque::from([(start, 1)]);
        while let Some((node, length)) = queue.pop_front() {
            if known > 0 && length >= known {
                return None;
            }
            for next in self.next(node) {
                if next == start {
                    let back = std::iter::successors(Some(node), |&at| {
                        (at != start).then(|| came_from[at].1)
                    });
                    let mut circle: Vec<_> = back.collect();
                    circle.reverse();
                    return Some(circle);
                }
                if came_from[next].0 != start {
                    came_from[next] = (start, node);
                    queue.push_back((next, length + 1));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use crate::fixture::Fixture;

    /// The circles of a book whose concepts depend on each other so: `"a b"` for a on b.
    fn cycles(edges: &[String]) -> Vec<(String, usize)> {
        let mut book = String::new();
        for line in edges {
            let (from, to) = line.split_once(' ').unwrap_or((line, ""));
            write!(book, "[n{from}](concept:{from})\n: Of").unwrap();
            for to in to.split_whitespace() {
                write!(book, " [x](concept:{to})").unwrap();
            }
            book.push_str("\n\n");
        }
        let model = Fixture::parse(&book).model();
        let named = model.cycles().into_iter().map(|cycle| {
            let ids = cycle
                .shortest
                .iter()
                .map(|id| model.concept(*id).id.as_str());
            (ids.collect::<Vec<_>>().join(" "), cycle.concepts)
        });
        named.collect()
    }

    /// The same for edges in one string.
    fn of(edges: &str) -> Vec<(String, usize)> {
        let lines: Vec<_> = edges.split(", ").map(str::to_owned).collect();
        cycles(&lines)
    }

    fn cycle(circle: &str, concepts: usize) -> (String, usize) {
        (circle.to_owned(), concepts)
    }

    #[test]
    fn one_for_all_circles_that_touch() {
        assert_eq!(of("a b, b c, c"), []);
        assert_eq!(of("a a"), []);
        assert_eq!(of("a b, b a"), [cycle("a b", 2)]);
        assert_eq!(of("x b, b c, c d, d b"), [cycle("b c d", 3)]);
        assert_eq!(of("a b, b c a, c a"), [cycle("a b", 3)]);
        assert_eq!(of("a b, b c, c d, d a b"), [cycle("b c d", 4)]);
        let two = [cycle("a b", 2), cycle("c d e", 3)];
        assert_eq!(of("a b, b a, c d a, d e, e c"), two);
    }

    #[test]
    fn a_long_chain_costs_no_stack() {
        const LENGTH: usize = 5_000;
        let mut lines: Vec<_> = (0..LENGTH).map(|at| format!("{at} {}", at + 1)).collect();
        lines.push(format!("{LENGTH} "));
        assert_eq!(cycles(&lines), []);
        lines[LENGTH] = format!("{LENGTH} 0");
        let found = cycles(&lines);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1, LENGTH + 1);
    }
}
