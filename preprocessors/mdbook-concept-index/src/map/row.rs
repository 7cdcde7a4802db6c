//! A row of columns: the cells in their order, at their heights, and the lines between them.

use super::coordinates::heights;
use super::geometry::{Path, Rect, at};
use super::label::Label;
use super::layers::{Cell, Layers};
use super::order::order;

/// No two columns stand further apart than this.
const WIDEST_GAP: f64 = 92.0;
/// Between the boxes of a column.
const APART: f64 = 8.0;
/// Between two lanes.
const LANES_APART: f64 = 12.0;

/// A row of columns.
pub(super) struct Row {
    pub(super) layers: Layers,
    /// The middle of each cell, from the top of the row.
    pub(super) middles: Vec<f64>,
    /// The left edge and the width of each column.
    pub(super) columns: Vec<(f64, f64)>,
    /// Where the row begins, when that is known.
    pub(super) top: f64,
    pub(super) height: f64,
}

impl Row {
    /// Lays out `layers` in columns of these widths, from `left` on, within `room`.
    pub(super) fn new(
        mut layers: Layers,
        labels: &[Label],
        widths: &[f64],
        gap: f64,
        (left, room): (f64, f64),
    ) -> Row {
        order(&mut layers);
        let height = |cell: Cell| match cell {
            Cell::Node(node) => labels[node].height,
            Cell::Lane(_) => 0.0,
        };
        let between = |upper: Cell, lower: Cell| match (upper, lower) {
            (Cell::Lane(_), Cell::Lane(_)) => LANES_APART,
            _ => APART,
        };
        let middles = heights(&layers, &height, &between);
        let bottoms = middles.iter().zip(&layers.cells);
        let bottoms = bottoms.map(|(middle, &cell)| middle + height(cell) / 2.0);
        let height = bottoms.fold(0.0, f64::max);
        let gaps = gaps(&layers, &middles, gap, room - widths.iter().sum::<f64>());
        let mut columns = Vec::new();
        let mut x = left;
        for (column, width) in widths.iter().enumerate() {
            columns.push((x, *width));
            x += width + gaps.get(column).copied().unwrap_or_default();
        }
        Row {
            layers,
            middles,
            columns,
            top: 0.0,
            height,
        }
    }

    /// Where the last column ends.
    pub(super) fn end(&self) -> f64 {
        self.columns.last().map_or(0.0, |(x, width)| x + width)
    }

    /// The line from one concept, in this column, to another: straight in a column, bent between
    /// columns.
    pub(super) fn path(&self, from: usize, column: usize, rect: &Rect, to: usize) -> Path {
        let way = self.layers.way(from, to);
        let mut path = Path::from(at(rect.right(), rect.middle().y));
        for (step, &cell) in way.iter().enumerate() {
            let (x, width) = self.columns[column + step];
            let y = self.top + self.middles[cell];
            if step > 0 {
                path = path.swing(at(x, y));
            }
            if step + 1 < way.len() {
                path = path.line(at(x + width, y));
            }
        }
        path
    }
}

/// The steeper the lines between two columns, the further apart these stand, as far as there is room.
fn gaps(layers: &Layers, middles: &[f64], least: f64, room: f64) -> Vec<f64> {
    let count = layers.columns.len().saturating_sub(1);
    let wanted: Vec<f64> = layers.columns[..count]
        .iter()
        .map(|cells| {
            let lines = cells.iter().flat_map(|&cell| {
                let ends = layers.right[cell].iter();
                ends.map(move |&end| (middles[cell] - middles[end]).abs())
            });
            let steepest = lines.fold(0.0, f64::max);
            (least + steepest / 6.0 - 4.0).clamp(least, WIDEST_GAP)
        })
        .collect();
    let more: f64 = wanted.iter().map(|gap| gap - least).sum();
    let spare = (room - least * count as f64).max(0.0);
    let share = if more > spare { spare / more } else { 1.0 };
    let scaled = wanted.iter().map(|gap| least + (gap - least) * share);
    scaled.map(f64::floor).collect()
}
