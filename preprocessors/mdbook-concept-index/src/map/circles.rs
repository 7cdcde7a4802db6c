//! Concepts that depend on themselves by way of others.

use super::graph::Graph;

impl Graph {
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
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
