//! How high each cell of a column stands, when their order is known.
//!
//! A cell wants to stand where its neighbours stand, so that lines run straight. In one column that is
//! an isotonic regression: the cells keep their order and their distance, and the sum of the distances
//! to where they want to be is least. It is solved by pooling adjacent violators (Ayer and others, 1955),
//! blocks of cells that touch moving as one, to the weighted median of what its cells want (as Brandes and
//! Köpf, 2001, align to medians).

use super::layers::{Cell, Layers};

/// Sweeps over all columns, to the left and back.
const ROUNDS: usize = 6;
/// A column with more cells pools by means: a block of medians costs its length each time it grows.
const MANY: usize = 250;

/// What a cell wants: a height, and how much it counts.
type Wish = (f64, f64);

/// The middle of each cell; the highest cell begins at 0. `height` and `gap` say how much room the
/// cells need.
pub(super) fn heights(
    layers: &Layers,
    height: &dyn Fn(Cell) -> f64,
    gap: &dyn Fn(Cell, Cell) -> f64,
) -> Vec<f64> {
    let cells = &layers.cells;
    let offsets: Vec<Vec<f64>> = layers
        .columns
        .iter()
        .map(|column| {
            let mut at = 0.0;
            let mut offsets = Vec::with_capacity(column.len());
            for (place, &cell) in column.iter().enumerate() {
                if let Some(&above) = place.checked_sub(1).and_then(|above| column.get(above)) {
                    let [upper, lower] = [cells[above], cells[cell]];
                    at += (height(upper) + height(lower)) / 2.0 + gap(upper, lower);
                }
                offsets.push(at);
            }
            offsets
        })
        .collect();
    let mut y = vec![0.0; cells.len()];
    for (column, offsets) in layers.columns.iter().zip(&offsets) {
        for (&cell, &offset) in column.iter().zip(offsets) {
            y[cell] = offset;
        }
    }
    let columns = layers.columns.len();
    let mut settle = |column: usize, sides: &[&Vec<Vec<usize>>]| {
        let members = &layers.columns[column];
        let wishes: Vec<Vec<Wish>> = members
            .iter()
            .map(|&cell| {
                let beside = sides.iter().flat_map(|side| &side[cell]);
                let mut wishes: Vec<Wish> = beside
                    .map(|&other| (y[other], weight(cells[cell], cells[other])))
                    .collect();
                if wishes.is_empty() {
                    wishes.push((y[cell], 0.01));
                }
                wishes
            })
            .collect();
        for (&cell, height) in members.iter().zip(pooled(&wishes, &offsets[column])) {
            y[cell] = height;
        }
    };
    for _ in 0..ROUNDS {
        for column in 1..columns {
            settle(column, &[&layers.left]);
        }
        for column in (0..columns.saturating_sub(1)).rev() {
            settle(column, &[&layers.right]);
        }
    }
    for column in (0..columns).rev() {
        settle(column, &[&layers.left, &layers.right]);
    }
    let top = (0..cells.len())
        .map(|cell| y[cell] - height(cells[cell]) / 2.0)
        .fold(f64::INFINITY, f64::min);
    y.iter().map(|y| (y - top).round()).collect()
}

/// Long lines are to be straight above all (the weights of Gansner and others, 1993).
fn weight(cell: Cell, other: Cell) -> f64 {
    match (cell, other) {
        (Cell::Lane(_), Cell::Lane(_)) => 8.0,
        (Cell::Node(_), Cell::Node(_)) => 1.0,
        _ => 2.0,
    }
}

/// Cells that touch and move as one.
struct Block {
    /// Up to which cell.
    end: usize,
    /// What they want, less their offsets, so that the block has one answer.
    wishes: Vec<Wish>,
    answer: f64,
}

fn pooled(wishes: &[Vec<Wish>], offsets: &[f64]) -> Vec<f64> {
    let means = wishes.len() > MANY;
    let answer = |wishes: &mut Vec<Wish>| {
        if means { mean(wishes) } else { median(wishes) }
    };
    let mut blocks: Vec<Block> = Vec::new();
    for (index, (wishes, offset)) in wishes.iter().zip(offsets).enumerate() {
        let mut wishes: Vec<Wish> = wishes
            .iter()
            .map(|(height, weight)| (height - offset, *weight))
            .collect();
        let mut wanted = answer(&mut wishes);
        while let Some(above) = blocks.pop_if(|above| above.answer > wanted) {
            let mut both = above.wishes;
            both.append(&mut wishes);
            wishes = both;
            wanted = answer(&mut wishes);
        }
        blocks.push(Block {
            end: index + 1,
            wishes,
            answer: wanted,
        });
    }
    let mut out = Vec::with_capacity(offsets.len());
    for block in blocks {
        let begin = out.len();
        out.extend(
            offsets[begin..block.end]
                .iter()
                .map(|offset| block.answer + offset),
        );
    }
    out
}

/// The weighted median; where two values share it, their middle.
fn median(wishes: &mut [Wish]) -> f64 {
    wishes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = wishes.iter().map(|wish| wish.1).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    for (index, (height, weight)) in wishes.iter().enumerate() {
        sum += weight;
        if (sum - half).abs() < 1e-9 {
            let next = wishes.get(index + 1).map_or(*height, |next| next.0);
            return (height + next) / 2.0;
        }
        if sum > half {
            return *height;
        }
    }
    0.0
}

/// The weighted mean, all wishes becoming one.
fn mean(wishes: &mut Vec<Wish>) -> f64 {
    let weight: f64 = wishes.iter().map(|wish| wish.1).sum();
    let sum: f64 = wishes.iter().map(|wish| wish.0 * wish.1).sum();
    *wishes = vec![(sum / weight, weight)];
    sum / weight
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_are_too_close_share_the_difference() {
        let one = |height: f64| vec![(height, 1.0)];
        let offsets = [0.0, 10.0, 20.0];
        assert_eq!(
            pooled(&[one(5.0), one(5.0), one(50.0)], &offsets),
            [0.0, 10.0, 50.0]
        );
        assert_eq!(
            pooled(&[one(0.0), one(30.0), one(40.0)], &offsets),
            [0.0, 30.0, 40.0]
        );
        let both = [vec![(0.0, 1.0), (20.0, 1.0)]];
        assert_eq!(pooled(&both, &[0.0]), [10.0], "between its neighbours");
        assert_eq!(mean(&mut vec![(0.0, 1.0), (9.0, 2.0)]), 6.0);
    }

    #[test]
    fn a_chain_is_straight() {
        let nodes = [(0, 0), (1, 1), (2, 2), (3, 1)];
        let layers = Layers::new(&nodes, &[(0, 1), (1, 2), (0, 3)]);
        let y = heights(&layers, &|_| 10.0, &|_, _| 5.0);
        assert_eq!(y[1], y[2]);
        assert_eq!(y.iter().copied().fold(f64::INFINITY, f64::min), 5.0);
    }
}
