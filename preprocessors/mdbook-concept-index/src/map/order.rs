//! Who stands above whom in a column, so that few lines cross.
//!
//! The sweeps are those of Sugiyama, Tagawa and Toda (1981): each column is sorted by the mean place of
//! its neighbours, to the right and back; then neighbours change places while that helps (Gansner and
//! others, 1993). What is there is given up for fewer crossings and for nothing else. So a column keeps
//! the order in which a walk in reading order meets its cells as long as that order is as good as any
//! other that was tried; where no lines cross, a new concept moves none of the others past each other.

use super::layers::Layers;

/// How many rounds of sweeps a drawing gets, at most.
const ROUNDS: usize = 12;
/// Cells and lines looked at in all sweeps together; a huge drawing gets fewer rounds.
const BUDGET: usize = 1_500_000;

pub(super) fn order(layers: &mut Layers) {
    let starts = [walked(layers, true), walked(layers, false)];
    let lines: usize = layers.right.iter().map(Vec::len).sum();
    let rounds = (BUDGET / (layers.cells.len() + lines).max(1)).clamp(1, ROUNDS);
    let mut best: Option<(usize, Vec<Vec<usize>>)> = None;
    for start in starts {
        layers.columns = start;
        keep(&mut best, layers);
        for _ in 0..rounds {
            if best.as_ref().is_some_and(|(crossings, _)| *crossings == 0) {
                break;
            }
            sweep(layers);
            keep(&mut best, layers);
        }
    }
    if let Some((crossings, columns)) = best {
        layers.columns = columns;
        let rounds = if crossings > 0 { rounds } else { 0 };
        for _ in 0..rounds {
            if !exchange(layers) {
                break;
            }
        }
    }
}

fn keep(best: &mut Option<(usize, Vec<Vec<usize>>)>, layers: &Layers) {
    let crossings = crossings(layers);
    if best.as_ref().is_none_or(|(least, _)| crossings < *least) {
        *best = Some((crossings, layers.columns.clone()));
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

/// Lets two cells that stand beside each other change places wherever fewer lines cross then.
fn exchange(layers: &mut Layers) -> bool {
    let mut better = false;
    let mut places = layers.places();
    for column in 0..layers.columns.len() {
        for place in 1..layers.columns[column].len() {
            let cells = &mut layers.columns[column];
            let (a, b) = (cells[place - 1], cells[place]);
            let sides = [&layers.left, &layers.right];
            let count = |upper: usize, lower: usize| -> usize {
                let side = sides
                    .iter()
                    .map(|side| inverted(&side[upper], &side[lower], &places));
                side.sum()
            };
            if count(b, a) < count(a, b) {
                cells.swap(place - 1, place);
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

/// How many lines cross, by counting inversions in a binary indexed tree (Barth, Jünger and Mutzel,
/// 2002).
pub(super) fn crossings(layers: &Layers) -> usize {
    let places = layers.places();
    let mut total = 0;
    for columns in layers.columns.windows(2) {
        let size = columns[1].len();
        let mut tree = vec![0usize; size + 1];
        let mut seen = 0;
        for &cell in &columns[0] {
            let mut ends: Vec<usize> = layers.right[cell].iter().map(|&to| places[to]).collect();
            ends.sort_unstable();
            for &end in &ends {
                // Those that began above and end at this place or above it do not cross.
                let mut at = end + 1;
                let mut above = 0;
                while at > 0 {
                    above += tree[at];
                    at &= at - 1;
                }
                total += seen - above;
            }
            for end in ends {
                let mut at = end + 1;
                while at <= size {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
                seen += 1;
            }
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
    fn a_long_line_has_a_lane() {
        let nodes = [(0, 0), (1, 1), (2, 2)];
        let (_, columns) = ordered(&nodes, &[(0, 1), (1, 2), (0, 2)]);
        assert!(columns[1].contains(&Cell::Lane(0)));
    }
}
