//! Lines that cannot go from column to column: those that close a circle, and those from one row of
//! columns to another. They run in the gaps beside the columns and in corridors below the rows, where no
//! box stands. All lines that go on from one concept share a lane, and no others do: what runs together
//! has one source.

use std::collections::HashMap;

use super::geometry::{Path, Rect, at};
use super::row::Row;

/// What is left free on either side of a component that has such lines.
pub(super) const MARGIN: f64 = 28.0;
/// From one lane to the next, where there is room.
const STEP: f64 = 5.0;
/// Between a lane and what stands beside it.
const AWAY: f64 = 6.0;
/// Between the lanes of a corridor and the boxes above and below them.
const CLEAR: f64 = 12.0;
/// The radius of a corner.
const CORNER: f64 = 6.0;

/// The numbers of the sources that have a lane in one place, in the order in which they came.
#[derive(Debug, Clone, Default)]
struct Numbers(HashMap<usize, usize>);

impl Numbers {
    fn add(&mut self, source: usize) {
        let next = self.0.len();
        self.0.entry(source).or_insert(next);
    }

    fn of(&self, source: usize) -> f64 {
        self.0.get(&source).copied().unwrap_or_default() as f64
    }

    fn count(&self) -> usize {
        self.0.len()
    }
}

/// The lanes of a gap: of the lines that come out of the column to its left, and of those that go into the
/// one to its right.
#[derive(Debug, Clone, Default)]
struct Gap {
    out: Numbers,
    into: Numbers,
}

/// The lines of one component that run in lanes.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    /// The sources of the lines.
    sources: HashMap<usize, usize>,
    /// For each row the lanes below it.
    corridors: Vec<Numbers>,
    /// By row and by the column to the right of it.
    gaps: HashMap<(usize, usize), Gap>,
    /// The lanes from corridor to corridor, ahead of the first column.
    margin: Numbers,
}

impl Lanes {
    pub(super) fn new(rows: usize) -> Lanes {
        Lanes {
            corridors: vec![Numbers::default(); rows],
            ..Lanes::default()
        }
    }

    /// Takes in an edge that leads on from `source`; `from` and `to` are row and column.
    pub(super) fn add(
        &mut self,
        edge: usize,
        source: usize,
        from: (usize, usize),
        to: (usize, usize),
    ) {
        self.sources.insert(edge, source);
        let (leave, arrive) = corridors(from.0, to.0);
        self.corridors[leave].add(source);
        self.corridors[arrive].add(source);
        let behind = (from.0, from.1 + 1);
        self.gaps.entry(behind).or_default().out.add(source);
        self.gaps.entry(to).or_default().into.add(source);
        if leave != arrive {
            self.margin.add(source);
        }
    }

    /// Whether an edge runs in a lane.
    pub(super) fn has(&self, edge: usize) -> bool {
        self.sources.contains_key(&edge)
    }

    /// The height of the corridor below a row.
    pub(super) fn corridor(&self, row: usize) -> f64 {
        match self.corridors[row].count() {
            0 if row + 1 == self.corridors.len() => 0.0,
            lanes => 2.0 * CLEAR + STEP * lanes as f64,
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
        let source = self.sources.get(&edge).copied().unwrap_or_default();
        let corridor = |row: usize| {
            let lane = self.corridors[row].of(source);
            rows[row].top + rows[row].height + CLEAR + STEP * lane
        };
        let behind = (from_at.0, from_at.1 + 1);
        let (left, step) = (self.bounds(behind, rows).0, self.step(behind, rows));
        let number = self.gaps.get(&behind).map(|gap| gap.out.of(source));
        let out = left + AWAY + step * number.unwrap_or_default();
        let (right, step) = (self.bounds(to_at, rows).1, self.step(to_at, rows));
        let number = self.gaps.get(&to_at).map(|gap| gap.into.of(source));
        let into = right - AWAY - step * number.unwrap_or_default();
        let (leave, arrive) = corridors(from_at.0, to_at.0);
        let mut points = vec![
            at(from.right(), from.middle().y),
            at(out, from.middle().y),
            at(out, corridor(leave)),
        ];
        if leave != arrive {
            // The same lane in every row that it passes.
            let steps = (0..rows.len()).map(|row| self.step((row, 0), rows));
            let step = steps.fold(STEP, f64::min);
            let margin = AWAY + step * self.margin.of(source);
            points.extend([at(margin, corridor(leave)), at(margin, corridor(arrive))]);
        }
        points.extend([
            at(into, corridor(arrive)),
            at(into, to.middle().y),
            at(to.x, to.middle().y),
        ]);
        Path::through(&points, CORNER)
    }

    /// From where to where a gap goes.
    fn bounds(&self, (row, column): (usize, usize), rows: &[Row]) -> (f64, f64) {
        let columns = &rows[row].columns;
        let before = column.checked_sub(1).and_then(|before| columns.get(before));
        let left = before.map_or(0.0, |(x, width)| x + width);
        let right = columns.get(column).map_or(left + MARGIN, |(x, _)| *x);
        (left, right)
    }

    /// From one lane of a gap to the next.
    fn step(&self, at: (usize, usize), rows: &[Row]) -> f64 {
        let (left, right) = self.bounds(at, rows);
        let gap = self.gaps.get(&at);
        let margin = if at.1 == 0 { self.margin.count() } else { 0 };
        let lanes = margin + gap.map_or(0, |gap| gap.out.count() + gap.into.count());
        STEP.min((right - left - 2.0 * AWAY) / lanes.saturating_sub(1).max(1) as f64)
    }
}

/// The rows whose corridors a line takes: below its first row; and below its last, or above that where
/// it comes from above.
fn corridors(from: usize, to: usize) -> (usize, usize) {
    (from, if to > from { to - 1 } else { to })
}
