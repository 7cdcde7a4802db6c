//! One connected component, laid out from left to right.

use super::coordinates::heights;
use super::geometry::{Path, Point, Rect, at};
use super::graph::Graph;
use super::label::Label;
use super::lanes::{Lanes, MARGIN};
use super::layers::{Cell, Layers};
use super::order::order;
use super::ranks::ranks;

/// How wide a label may be, and how far apart columns stand at least: tried in this order until the
/// columns fit beside each other.
const FITS: [(f64, f64); 11] = [
    (200.0, 46.0),
    (200.0, 36.0),
    (150.0, 40.0),
    (150.0, 32.0),
    (130.0, 36.0),
    (130.0, 30.0),
    (115.0, 34.0),
    (115.0, 28.0),
    (100.0, 30.0),
    (90.0, 26.0),
    (80.0, 22.0),
];
/// The fit of a component whose columns do not fit beside each other anyhow.
const WRAPPED: (f64, f64) = (130.0, 44.0);
/// No two columns stand further apart than this.
const WIDEST_GAP: f64 = 92.0;

/// A component, drawn from (0, 0).
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) boxes: Vec<(usize, Rect, Label)>,
    /// The edges by their index in the graph, and their lines.
    pub(super) lines: Vec<(usize, Path)>,
    /// The concepts of each column, from top to bottom.
    pub(super) columns: Vec<Vec<usize>>,
    /// In how many rows the columns stand.
    pub(super) rows: usize,
    /// A longest chain.
    pub(super) chain: Vec<usize>,
}

/// A row of columns, and where it stands.
struct Row {
    layers: Layers,
    /// The middle of each cell, from the top of the row.
    middles: Vec<f64>,
    /// The left edges and the widths of its columns.
    columns: Vec<(f64, f64)>,
    top: f64,
    height: f64,
}

/// Lays out the component of these concepts; `edges` are its edges, by their index in the graph.
pub(super) fn piece(graph: &Graph, members: &[usize], edges: &[usize], frame: f64) -> Piece {
    let local = |node: usize| members.partition_point(|&member| member < node);
    let forward: Vec<(usize, usize)> = edges
        .iter()
        .map(|&index| &graph.edges[index])
        .filter(|edge| !edge.back)
        .map(|edge| (local(edge.from), local(edge.to)))
        .collect();
    let ranks = ranks(members.len(), &forward);
    let has_back = edges.iter().any(|&index| graph.edges[index].back);
    let room = if has_back {
        frame - 2.0 * MARGIN
    } else {
        frame
    };
    let fitted = FITS.iter().find_map(|&(label, gap)| {
        let labels = labels(graph, members, label);
        let widths = widths(&labels, &ranks.of, ranks.count);
        let total = widths.iter().sum::<f64>() + gap * (ranks.count - 1) as f64;
        (total <= room).then_some((labels, widths, gap))
    });
    let (labels, widths, gap, rows) = match fitted {
        Some((labels, widths, gap)) => (labels, widths, gap, vec![0..ranks.count]),
        None => {
            let (label, gap) = WRAPPED;
            let labels = labels(graph, members, label);
            let widths = widths(&labels, &ranks.of, ranks.count);
            let rows = wrapped(&widths, gap, frame - 2.0 * MARGIN);
            (labels, widths, gap, rows)
        }
    };
    let mut row_of = vec![0; ranks.count];
    for (row, columns) in rows.iter().enumerate() {
        row_of[columns.clone()].fill(row);
    }
    let with_lanes = has_back || rows.len() > 1;
    let left = if with_lanes { MARGIN } else { 0.0 };
    let mut laid: Vec<Row> = Vec::new();
    for columns in &rows {
        let nodes: Vec<_> = (0..members.len())
            .filter(|&node| columns.contains(&ranks.of[node]))
            .map(|node| (node, ranks.of[node] - columns.start))
            .collect();
        let inside = |&(from, to): &(usize, usize)| {
            columns.contains(&ranks.of[from]) && columns.contains(&ranks.of[to])
        };
        let edges: Vec<_> = forward.iter().copied().filter(inside).collect();
        laid.push(row(
            Layers::new(&nodes, &edges),
            &labels,
            &widths[columns.clone()],
            gap,
            (left, if with_lanes { frame - 2.0 * MARGIN } else { frame }),
        ));
    }
    let place = |node: usize| {
        let row = row_of[ranks.of[node]];
        (row, ranks.of[node] - rows[row].start)
    };
    let mut lanes = Lanes::new(rows.len());
    for &index in edges {
        let edge = &graph.edges[index];
        let (from, to) = (place(local(edge.from)), place(local(edge.to)));
        if edge.back || from.0 != to.0 {
            lanes.add(index, from, to);
        }
    }
    let mut height = 0.0;
    for (index, row) in laid.iter_mut().enumerate() {
        row.top = height;
        height += row.height + lanes.corridor(index);
    }
    let mut piece = Piece {
        height,
        rows: rows.len(),
        chain: ranks.chain.iter().map(|&node| members[node]).collect(),
        ..Piece::default()
    };
    let mut rects = vec![Rect::default(); members.len()];
    for row in &laid {
        for (column, cells) in row.layers.columns.iter().enumerate() {
            let mut nodes = Vec::new();
            for &cell in cells {
                if let Cell::Node(node) = row.layers.cells[cell] {
                    let label = &labels[node];
                    rects[node] = Rect {
                        x: row.columns[column].0,
                        y: row.top + row.middles[cell] - label.height / 2.0,
                        width: label.width,
                        height: label.height,
                    };
                    nodes.push(members[node]);
                }
            }
            piece.columns.push(nodes);
        }
        let ends = row.columns.iter().map(|(x, width)| x + width);
        piece.width = ends.fold(piece.width, f64::max);
    }
    if with_lanes {
        piece.width += MARGIN;
    }
    let measures: Vec<_> = laid.iter().map(Row::measures).collect();
    for &index in edges {
        let edge = &graph.edges[index];
        let (from, to) = (local(edge.from), local(edge.to));
        let (start, end) = ((&rects[from], place(from)), (&rects[to], place(to)));
        let path = if lanes.has(index) {
            lanes.path(index, start, end, &measures)
        } else {
            let (row, column) = place(from);
            laid[row].path((from, column), to, &rects[from])
        };
        piece.lines.push((index, path));
    }
    let boxes = rects.into_iter().zip(labels).enumerate();
    piece.boxes = boxes
        .map(|(node, (rect, label))| (members[node], rect, label))
        .collect();
    piece
}

fn labels(graph: &Graph, members: &[usize], max: f64) -> Vec<Label> {
    members
        .iter()
        .map(|&node| Label::new(&graph.names[node], max))
        .collect()
}

fn widths(labels: &[Label], column_of: &[usize], count: usize) -> Vec<f64> {
    let mut widths = vec![0.0; count];
    for (label, &column) in labels.iter().zip(column_of) {
        widths[column] = f64::max(widths[column], label.width);
    }
    widths
}

/// As many columns in each row as fit.
fn wrapped(widths: &[f64], gap: f64, room: f64) -> Vec<std::ops::Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used) = (0, 0.0);
    for (column, width) in widths.iter().enumerate() {
        if column > start && used + gap + width > room {
            rows.push(start..column);
            (start, used) = (column, 0.0);
        }
        used += width + if column > start { gap } else { 0.0 };
    }
    rows.push(start..widths.len());
    rows
}

fn row(
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
        (Cell::Lane(_), Cell::Lane(_)) => 12.0,
        _ => 8.0,
    };
    let middles = heights(&layers, &height, &between);
    let bottoms = (0..middles.len()).map(|cell| middles[cell] + height(layers.cells[cell]) / 2.0);
    let bottom = bottoms.fold(0.0, f64::max);
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
        height: bottom,
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
            (least + steepest / 6.0 - 4.0).clamp(least, WIDEST_GAP).round()
        })
        .collect();
    let more: f64 = wanted.iter().map(|gap| gap - least).sum();
    let spare = room - least * count as f64;
    let share = if more > spare { (spare / more).max(0.0) } else { 1.0 };
    let scaled = wanted.iter().map(|gap| least + (gap - least) * share);
    scaled.map(f64::floor).collect()
}

impl Row {
    /// The top, the height, the left edges and the widths of the columns.
    fn measures(&self) -> (f64, f64, &[(f64, f64)]) {
        (self.top, self.height, &self.columns)
    }

    /// The line between two concepts of the row: straight in a column, bent between columns.
    fn path(&self, (from, column): (usize, usize), to: usize, rect: &Rect) -> Path {
        let way = self.layers.way(from, to);
        let mut path = Path::from(at(rect.right(), rect.middle().y));
        for (step, &cell) in way.iter().enumerate() {
            let (x, width) = self.columns[column + step];
            let y = self.top + self.middles[cell];
            if step > 0 {
                path = path.swing(at(x, y));
            }
            if step + 1 < way.len() {
                path = path.line(Point { x: x + width, y });
            }
        }
        path
    }
}
