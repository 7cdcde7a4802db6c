//! Lines that cannot go from column to column: those that close a circle, and those from one row of
//! columns to another. They run in the gaps beside the columns and in corridors below the rows, where no
//! box stands.

use std::collections::HashMap;

use super::geometry::{Path, Rect, at};
use super::row::Row;

/// What is left free on either side of a component that has such lines.
pub(super) const MARGIN: f64 = 28.0;
/// From one lane to the next.
const STEP: f64 = 5.0;
/// So many lanes stand side by side in a gap or a margin; further ones share.
const IN_A_GAP: usize = 4;
/// Likewise in a corridor.
const IN_A_CORRIDOR: usize = 20;
/// The radius of a corner.
const CORNER: f64 = 6.0;

/// The lines of one component that run in lanes.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    numbers: HashMap<usize, usize>,
    /// For each row how many lines use the corridor below it.
    below: Vec<usize>,
    /// The lanes of each line in the corridors below these rows.
    corridors: HashMap<(usize, usize), usize>,
}

impl Lanes {
    pub(super) fn new(rows: usize) -> Lanes {
        Lanes {
            below: vec![0; rows],
            ..Lanes::default()
        }
    }

    /// Takes in an edge; `from` and `to` are row and column.
    pub(super) fn add(&mut self, edge: usize, from: (usize, usize), to: (usize, usize)) {
        self.numbers.insert(edge, self.numbers.len());
        let (leave, arrive) = corridors(from.0, to.0);
        for row in [leave, arrive] {
            let next = self.below[row];
            if self.corridors.insert((edge, row), next).is_none() {
                self.below[row] += 1;
            }
        }
    }

    /// Whether an edge runs in a lane.
    pub(super) fn has(&self, edge: usize) -> bool {
        self.numbers.contains_key(&edge)
    }

    /// The height of the corridor below a row.
    pub(super) fn corridor(&self, row: usize) -> f64 {
        match self.below[row] {
            0 if row + 1 == self.below.len() => 0.0,
            lanes => 24.0 + STEP * lanes.min(IN_A_CORRIDOR) as f64,
        }
    }

    /// The line from one box to another, whose rows and columns are given.
    pub(super) fn path(
        &self,
        edge: usize,
        (from, from_at): (&Rect, (usize, usize)),
        (to, to_at): (&Rect, (usize, usize)),
        rows: &[Row],
    ) -> Path {
        let number = self.numbers.get(&edge).copied().unwrap_or_default();
        let aside = 8.0 + STEP * (number % IN_A_GAP) as f64;
        let corridor = |row: usize| {
            let lane = self
                .corridors
                .get(&(edge, row))
                .copied()
                .unwrap_or_default();
            rows[row].top + rows[row].height + 12.0 + STEP * (lane % IN_A_CORRIDOR) as f64
        };
        let (x, width) = rows[from_at.0].columns[from_at.1];
        let out = x + width + aside;
        let into = rows[to_at.0].columns[to_at.1].0 - aside;
        let (leave, arrive) = corridors(from_at.0, to_at.0);
        let mut points = vec![
            at(from.right(), from.middle().y),
            at(out, from.middle().y),
            at(out, corridor(leave)),
        ];
        if leave != arrive {
            let margin = MARGIN - aside - 4.0;
            points.extend([at(margin, corridor(leave)), at(margin, corridor(arrive))]);
        }
        points.extend([
            at(into, corridor(arrive)),
            at(into, to.middle().y),
            at(to.x, to.middle().y),
        ]);
        Path::through(&points, CORNER)
    }
}

/// The rows whose corridors a line takes: below its first row; and below its last, or above that where
/// it comes from above.
fn corridors(from: usize, to: usize) -> (usize, usize) {
    (from, if to > from { to - 1 } else { to })
}
