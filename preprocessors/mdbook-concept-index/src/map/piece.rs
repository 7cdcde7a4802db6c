//! One connected component, laid out from left to right.

use super::fit::{Fit, fit};
use super::geometry::{Path, Rect};
use super::graph::Graph;
use super::label::Label;
use super::lanes::{Lanes, MARGIN};
use super::layers::{Cell, Layers};
use super::ranks::{Ranks, ranks};
use super::row::Row;

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

/// Lays out the component of these concepts; `edges` are its edges, by their index in the graph.
pub(super) fn piece(graph: &Graph, members: &[usize], edges: &[usize], frame: f64) -> Piece {
    let local = |node: usize| members.partition_point(|&member| member < node);
    let ends = |index: usize| {
        let edge = &graph.edges[index];
        (local(edge.from), local(edge.to))
    };
    let (back, forward): (Vec<usize>, Vec<usize>) =
        edges.iter().partition(|&&index| graph.edges[index].back);
    let forward: Vec<_> = forward.into_iter().map(ends).collect();
    let ranks = ranks(members.len(), &forward);
    let narrow = frame - 2.0 * MARGIN;
    let room = if back.is_empty() { frame } else { narrow };
    let fit = fit(graph, members, &ranks, room, narrow);
    let margin = if back.is_empty() && fit.rows.len() == 1 {
        0.0
    } else {
        MARGIN
    };
    let mut rows = rows(&fit, &ranks, &forward, (margin, frame - 2.0 * margin));
    let place = |node: usize| {
        let column = ranks.of[node];
        let row = fit.rows.partition_point(|columns| columns.end <= column);
        (row, column - fit.rows[row].start)
    };
    let mut lanes = Lanes::new(rows.len());
    for &index in edges {
        let (from, to) = ends(index);
        if graph.edges[index].back || place(from).0 != place(to).0 {
            lanes.add(index, from, place(from), place(to));
        }
    }
    let mut height = 0.0;
    for (index, row) in rows.iter_mut().enumerate() {
        row.top = height;
        height += row.height + lanes.corridor(index);
    }
    let rects = rects(&rows, &fit.labels);
    let line = |index: usize| {
        let (from, to) = ends(index);
        let (row, column) = place(from);
        if lanes.has(index) {
            let (start, end) = ((&rects[from], place(from)), (&rects[to], place(to)));
            lanes.path(index, start, end, &rows)
        } else {
            rows[row].path(from, column, &rects[from], to)
        }
    };
    Piece {
        width: rows.iter().map(Row::end).fold(0.0, f64::max) + margin,
        height,
        lines: edges.iter().map(|&index| (index, line(index))).collect(),
        columns: rows.iter().flat_map(|row| columns(row, members)).collect(),
        rows: rows.len(),
        chain: ranks.chain.iter().map(|&node| members[node]).collect(),
        boxes: (members.iter().zip(rects).zip(fit.labels))
            .map(|((&node, rect), label)| (node, rect, label))
            .collect(),
    }
}

/// The rows, each by itself, with the edges that stay in it.
fn rows(fit: &Fit, ranks: &Ranks, edges: &[(usize, usize)], space: (f64, f64)) -> Vec<Row> {
    let rows = fit.rows.iter().map(|columns| {
        let is_here = |node: usize| columns.contains(&ranks.of[node]);
        let nodes = (0..ranks.of.len()).filter(|&node| is_here(node));
        let nodes: Vec<_> = nodes
            .map(|node| (node, ranks.of[node] - columns.start))
            .collect();
        let edges = edges.iter().copied();
        let edges: Vec<_> = edges
            .filter(|&(from, to)| is_here(from) && is_here(to))
            .collect();
        let widths = &fit.widths[columns.clone()];
        Row::new(
            Layers::new(&nodes, &edges),
            &fit.labels,
            widths,
            fit.gap,
            space,
        )
    });
    rows.collect()
}

/// The boxes, by their place among the members.
fn rects(rows: &[Row], labels: &[Label]) -> Vec<Rect> {
    let mut rects = vec![Rect::default(); labels.len()];
    for row in rows {
        for (cells, &(x, _)) in row.layers.columns.iter().zip(&row.columns) {
            for &cell in cells {
                let Cell::Node(node) = row.layers.cells[cell] else {
                    continue;
                };
                let label = &labels[node];
                rects[node] = Rect {
                    x,
                    y: row.top + row.middles[cell] - label.height / 2.0,
                    width: label.width,
                    height: label.height,
                };
            }
        }
    }
    rects
}

/// The concepts of each column.
fn columns(row: &Row, members: &[usize]) -> Vec<Vec<usize>> {
    let columns = row.layers.columns.iter().map(|cells| {
        let nodes = cells
            .iter()
            .filter_map(|&cell| match row.layers.cells[cell] {
                Cell::Node(node) => Some(members[node]),
                Cell::Lane(_) => None,
            });
        nodes.collect()
    });
    columns.collect()
}
