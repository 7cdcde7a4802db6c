//! Who stands above whom in a column, so that few lines cross.
//!
//! A column keeps the reading order wherever no order that was tried has fewer crossings. Next comes the one
//! in which a walk in reading order meets the cells: a book in which everything rests on one thing needs no
//! other. Then neighbours change places in the reading order while that helps (Gansner and others, 1993).
//! Where lines still cross, the sweeps are those of Sugiyama, Tagawa and Toda (1981): each column is sorted
//! by the mean place of its neighbours, to the right and back, and neighbours change places again. At last
//! what costs no crossing goes back into reading order.
//!
//! So a new concept seldom moves others past each other, and how seldom is held by tests. Never would be too
//! much to ask: without a crossing before and after, it may still need another order of what was there.

use super::layers::Layers;

/// How many rounds each start gets behind its first, and how often neighbours may change places in one.
const ROUNDS: usize = 12;
/// Cells and lines, times the rounds: a huge drawing gets fewer. In all, that much is looked at once for each
/// start and each time that neighbours change places in a round.
const BUDGET: usize = 1_500_000;

pub(super) fn order(layers: &mut Layers) {
    let lines: usize = layers.right.iter().map(Vec::len).sum();
    let rounds = (BUDGET / (layers.cells.len() + lines).max(1)).clamp(1, ROUNDS);
    let read = read(layers);
    layers.columns.clone_from(&read);
    settle(layers, rounds);
    let settled = layers.columns.clone();
    let starts = [read, walked(layers, true), settled, walked(layers, false)];
    let mut best = Best {
        crossings: usize::MAX,
        columns: Vec::new(),
    };
    for start in &starts {
        layers.columns.clone_from(start);
        best.keep(layers);
    }
    // What comes of the reading order comes of the order that it has settled to.
    for start in starts.into_iter().skip(1) {
        layers.columns = start;
        for _ in 0..=rounds {
            if best.crossings == 0 {
                break;
            }
            settle(layers, rounds);
            best.keep(layers);
            sweep(layers);
        }
    }
    layers.columns = best.columns;
    settle(layers, rounds);
}

/// The columns with the fewest crossings so far; of equals the first.
struct Best {
    crossings: usize,
    columns: Vec<Vec<usize>>,
}

impl Best {
    fn keep(&mut self, layers: &Layers) {
        let crossings = crossings(layers);
        if crossings < self.crossings {
            *self = Best {
                crossings,
                columns: layers.columns.clone(),
            };
        }
    }
}

/// The columns in reading order.
fn read(layers: &Layers) -> Vec<Vec<usize>> {
    let mut columns = layers.columns.clone();
    for cells in &mut columns {
        cells.sort_by_key(|&cell| layers.reading(cell));
    }
    columns
}

/// Lets cells that stand beside each other change places for as long as that helps.
fn settle(layers: &mut Layers, rounds: usize) {
    for _ in 0..rounds {
        if !exchange(layers) {
            break;
        }
    }
}

/// The columns as a depth-first walk meets the cells, in reading order: from the left, or from the right.
fn walked(layers: &Layers, from_left: bool) -> Vec<Vec<usize>> {
    let onwards = if from_left {
        &layers.right
    } else {
        &layers.left
    };
    let mut met = vec![false; layers.cells.len()];
    let mut columns = vec![Vec::new(); layers.columns.len()];
    let mut column_of = vec![0; layers.cells.len()];
    let mut roots = Vec::new();
    let mut indices: Vec<usize> = (0..layers.columns.len()).collect();
    if !from_left {
        indices.reverse();
    }
    for &column in &indices {
        let mut cells = layers.columns[column].clone();
        cells.sort_by_key(|&cell| layers.reading(cell));
        for &cell in &cells {
            column_of[cell] = column;
        }
        roots.extend(cells);
    }
    for root in roots {
        let mut stack = vec![root];
        while let Some(cell) = stack.pop() {
            if std::mem::replace(&mut met[cell], true) {
                continue;
            }
            columns[column_of[cell]].push(cell);
            let mut next = onwards[cell].clone();
            next.sort_by_key(|&cell| std::cmp::Reverse(layers.reading(cell)));
            stack.extend(next);
        }
    }
    columns
}

/// Sorts every column but the first by its left neighbours, then every one but the last by its right
/// ones. A cell that has none on that side stays in its place.
fn sweep(layers: &mut Layers) {
    let count = layers.columns.len();
    for column in 1..count {
        let left = std::mem::take(&mut layers.left);
        sort(layers, column, &left);
        layers.left = left;
    }
    for column in (0..count.saturating_sub(1)).rev() {
        let right = std::mem::take(&mut layers.right);
        sort(layers, column, &right);
        layers.right = right;
    }
}

fn sort(layers: &mut Layers, column: usize, neighbours: &[Vec<usize>]) {
    let places = layers.places();
    let cells = &layers.columns[column];
    let (free, mut bound): (Vec<usize>, Vec<usize>) =
        (0..cells.len()).partition(|&place| neighbours[cells[place]].is_empty());
    let mean = |place: usize| {
        let beside = &neighbours[cells[place]];
        let sum: usize = beside.iter().map(|&cell| places[cell]).sum();
        sum as f64 / beside.len() as f64
    };
    bound.sort_by(|&a, &b| mean(a).total_cmp(&mean(b)).then(a.cmp(&b)));
    let mut free = free.into_iter().peekable();
    let mut bound = bound.into_iter();
    let sorted: Vec<usize> = (0..cells.len())
        .filter_map(|place| match free.peek() {
            Some(&next) if next == place => free.next(),
            _ => bound.next(),
        })
        .map(|place| cells[place])
        .collect();
    layers.columns[column] = sorted;
}

/// Lets two cells that stand beside each other change places wherever fewer lines cross then, or as many,
/// and they come to stand in reading order.
fn exchange(layers: &mut Layers) -> bool {
    let mut better = false;
    let mut places = layers.places();
    for column in 0..layers.columns.len() {
        for place in 1..layers.columns[column].len() {
            let cells = &layers.columns[column];
            let (a, b) = (cells[place - 1], cells[place]);
            let sides = [&layers.left, &layers.right];
            let count = |upper: usize, lower: usize| -> usize {
                let side = sides
                    .iter()
                    .map(|side| inverted(&side[upper], &side[lower], &places));
                side.sum()
            };
            let against = layers.reading(a) > layers.reading(b);
            let (now, then) = (count(a, b), count(b, a));
            if then < now || (then == now && against) {
                layers.columns[column].swap(place - 1, place);
                (places[a], places[b]) = (place, place - 1);
                better = true;
            }
        }
    }
    better
}

/// How many lines of the upper cell cross lines of the lower one, on one side.
fn inverted(upper: &[usize], lower: &[usize], places: &[usize]) -> usize {
    let mut below: Vec<usize> = lower.iter().map(|&cell| places[cell]).collect();
    below.sort_unstable();
    let above = upper.iter().map(|&cell| places[cell]);
    above
        .map(|place| below.partition_point(|&other| other < place))
        .sum()
}

/// How many lines cross.
pub(super) fn crossings(layers: &Layers) -> usize {
    let places = layers.places();
    let pairs = layers.columns.windows(2).map(|columns| {
        let ends = columns[0].iter().flat_map(|&cell| {
            let mut ends: Vec<usize> = layers.right[cell].iter().map(|&to| places[to]).collect();
            ends.sort_unstable();
            ends
        });
        inversions(ends, columns[1].len())
    });
    pairs.sum()
}

/// How many pairs of these numbers, which are less than `size`, stand in the wrong order; counted in a
/// binary indexed tree (Barth, Jünger and Mutzel, 2002).
fn inversions(numbers: impl Iterator<Item = usize>, size: usize) -> usize {
    let mut tree = vec![0usize; size + 1];
    let mut total = 0;
    for (seen, number) in numbers.enumerate() {
        let mut at = number + 1;
        let mut before = 0;
        while at > 0 {
            before += tree[at];
            at &= at - 1;
        }
        total += seen - before;
        let mut at = number + 1;
        while at <= size {
            tree[at] += 1;
            at += at & at.wrapping_neg();
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::layers::Cell;

    fn ordered(nodes: &[(usize, usize)], edges: &[(usize, usize)]) -> (usize, Vec<Vec<Cell>>) {
        let mut layers = Layers::new(nodes, edges);
        order(&mut layers);
        let names = |column: &Vec<usize>| column.iter().map(|&cell| layers.cells[cell]).collect();
        (
            crossings(&layers),
            layers.columns.iter().map(names).collect(),
        )
    }

    #[test]
    fn crossings_are_counted_and_undone() {
        let nodes = [(0, 0), (1, 0), (2, 1), (3, 1)];
        let crossed = [(0, 3), (1, 2)];
        assert_eq!(crossings(&Layers::new(&nodes, &crossed)), 1);
        assert_eq!(ordered(&nodes, &crossed).0, 0);
        let all = [(0, 2), (0, 3), (1, 2), (1, 3)];
        assert_eq!(ordered(&nodes, &all).0, 1, "which nothing can undo");
    }

    #[test]
    fn reading_order_stays_where_it_costs_no_crossing() {
        // A walk from the left would meet 2 and 4 ahead of 1 and 3.
        let nodes = [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2)];
        let (crossings, columns) = ordered(&nodes, &[(0, 2), (1, 3), (2, 4)]);
        assert_eq!(crossings, 0);
        assert_eq!(columns[1], [Cell::Node(1), Cell::Node(2)]);
        assert_eq!(columns[2], [Cell::Node(3), Cell::Node(4)]);
    }

    #[test]
    fn what_a_new_concept_needs_to_cross_nothing_is_found_beside_it() {
        // 1 is needed by 2 alone: it goes above 0, and 2 and 3 stay as they are.
        let nodes = [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2)];
        let (crossings, columns) = ordered(&nodes, &[(0, 2), (0, 3), (1, 2), (3, 4)]);
        assert_eq!(crossings, 0);
        assert_eq!(columns[1], [Cell::Node(2), Cell::Node(3)]);
    }

    #[test]
    fn a_long_line_has_a_lane() {
        let nodes = [(0, 0), (1, 1), (2, 2)];
        let (_, columns) = ordered(&nodes, &[(0, 1), (1, 2), (0, 2)]);
        assert!(columns[1].contains(&Cell::Lane(0)));
    }
}
