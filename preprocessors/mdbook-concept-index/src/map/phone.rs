//! The narrow drawing: one column, and the lines in the margin beside it.
//!
//! All lines that go on from one concept share an upright lane, from which each turns off.

use std::cmp::Reverse;

use super::geometry::{Path, Rect, at};
use super::graph::{Edge, Graph};
use super::label::{Label, TITLE_LINE};
use super::layout::{Band, Drawing, Line, Placed, title};

/// The width of the drawing. A page of mdBook has 350 pixels on a screen of 390, so the text comes to 14.
const FRAME: f64 = 312.0;
/// What the title of a band takes, when it has one line; and down to where its letters stand.
const TITLE: f64 = 36.0;
const TITLE_BASE: f64 = 23.0;
/// Between boxes, below the last one, and between bands.
const GAP: f64 = 9.0;
const PADDING: f64 = 14.0;
const BETWEEN: f64 = 10.0;
/// From one lane to the next, and the room that all lanes together may take.
const STEP: f64 = 9.0;
const LANES: f64 = 100.0;
/// How far above the middle of a box lines come in, and how far below it they go out.
const APART: f64 = 5.0;
const CORNER: f64 = 7.0;

/// A lane: the concept whose lines it carries, or the one edge that leads back; the rows from and to.
struct Lane {
    edges: Vec<usize>,
    from: usize,
    to: usize,
}

pub(super) fn layout(graph: &Graph) -> Drawing {
    let mut drawing = Drawing {
        width: FRAME,
        ..Drawing::default()
    };
    let order = column(graph);
    let mut row = vec![0; order.len()];
    for (place, &node) in order.iter().enumerate() {
        row[node] = place;
    }
    let lanes = lanes(graph, &row);
    let count = lanes.iter().map(|(_, lane)| lane + 1).max().unwrap_or(0);
    let step = STEP.min(LANES / count.max(1) as f64);
    let left = PADDING + 10.0 + step * count as f64;
    let mut places: Vec<Option<Placed>> = vec![None; order.len()];
    let mut y = 0.0;
    for part in 0..graph.titles.len() {
        let top = y;
        let title = title(graph, part, FRAME - 2.0 * PADDING);
        y += match title.len() {
            0 => PADDING,
            lines => TITLE + TITLE_LINE * (lines - 1) as f64,
        };
        for &node in order.iter().filter(|&&node| graph.part[node] == part) {
            let label = Label::within(&graph.names[node], FRAME - PADDING - left - 20.0);
            let rect = Rect {
                x: left,
                y,
                width: label.width,
                height: label.height,
            };
            y = rect.bottom() + GAP;
            places[node] = Some(Placed {
                rect,
                label,
                dots: Vec::new(),
            });
        }
        y += PADDING - GAP;
        drawing.bands.push(Band {
            part,
            rect: Rect {
                x: 0.0,
                y: top,
                width: FRAME,
                height: y - top,
            },
            title: (at(PADDING, top + TITLE_BASE), title),
        });
        y += BETWEEN;
    }
    drawing.height = (y - BETWEEN).max(0.0);
    drawing.nodes = places.into_iter().flatten().collect();
    for (lane, number) in &lanes {
        let x = left - 10.0 - step * (*number as f64 + 0.5);
        for &edge in &lane.edges {
            let path = path(&drawing, &graph.edges[edge], x);
            drawing.lines.push(Line { edge, path });
        }
    }
    far(graph, &mut drawing);
    drawing
}

/// Every concept below what it needs, and as close below it as can be: what has just become possible
/// comes next, in reading order; one component behind the other.
fn column(graph: &Graph) -> Vec<usize> {
    let mut order = Vec::with_capacity(graph.names.len());
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); graph.names.len()];
    for edge in graph
        .edges
        .iter()
        .filter(|edge| !edge.back && !graph.is_far(edge))
    {
        into[edge.to].push(edge.from);
    }
    for members in graph.components().into_iter().flatten() {
        let local = |node: usize| members.partition_point(|&member| member < node);
        let mut out: Vec<Vec<usize>> = vec![Vec::new(); members.len()];
        let mut missing = vec![0; members.len()];
        for (to, &member) in members.iter().enumerate() {
            for &from in &into[member] {
                out[local(from)].push(to);
                missing[to] += 1;
            }
        }
        let mut stack: Vec<usize> = (0..members.len())
            .rev()
            .filter(|&at| missing[at] == 0)
            .collect();
        while let Some(at) = stack.pop() {
            order.push(members[at]);
            let mut next: Vec<usize> = Vec::new();
            for &to in &out[at] {
                missing[to] -= 1;
                if missing[to] == 0 {
                    next.push(to);
                }
            }
            next.sort_by_key(|&to| Reverse(to));
            stack.extend(next);
        }
    }
    order
}

/// The lanes of the lines within parts, each with its number counted from the boxes: short ones close.
fn lanes(graph: &Graph, row: &[usize]) -> Vec<(Lane, usize)> {
    let mut of: Vec<Option<Lane>> = Vec::new();
    of.resize_with(graph.names.len(), || None);
    let mut lanes = Vec::new();
    for (index, edge) in graph
        .edges
        .iter()
        .enumerate()
        .filter(|(_, edge)| !graph.is_far(edge))
    {
        let (from, to) = (row[edge.from], row[edge.to]);
        if edge.back {
            lanes.push(Lane {
                edges: vec![index],
                from: to.min(from),
                to: from.max(to),
            });
            continue;
        }
        let lane = of[edge.from].get_or_insert(Lane {
            edges: Vec::new(),
            from,
            to,
        });
        lane.edges.push(index);
        lane.to = lane.to.max(to);
    }
    lanes.extend(of.into_iter().flatten());
    lanes.sort_by_key(|lane| (lane.to - lane.from, lane.from));
    // For each number the rows that are taken, by their first.
    let mut taken: Vec<std::collections::BTreeMap<usize, usize>> = Vec::new();
    lanes
        .into_iter()
        .map(|lane| {
            let free = |rows: &std::collections::BTreeMap<usize, usize>| {
                let before = rows.range(..lane.to).next_back();
                before.is_none_or(|(_, &end)| end <= lane.from)
            };
            let number = taken.iter().position(free).unwrap_or(taken.len());
            if number == taken.len() {
                taken.push(Default::default());
            }
            taken[number].insert(lane.from, lane.to);
            (lane, number)
        })
        .collect()
}

fn path(drawing: &Drawing, edge: &Edge, x: f64) -> Path {
    let (from, to) = (drawing.nodes[edge.from].rect, drawing.nodes[edge.to].rect);
    let start = at(from.x, from.middle().y + APART);
    let end = at(to.x, to.middle().y - APART);
    Path::through(&[start, at(x, start.y), at(x, end.y), end], CORNER)
}

/// What rests on another part has a dot in its colour, at the upper right: the line would be as long as the page.
fn far(graph: &Graph, drawing: &mut Drawing) {
    for edge in graph.edges.iter().filter(|edge| graph.is_far(edge)) {
        let part = graph.part[edge.from];
        let Placed { rect, dots, .. } = &mut drawing.nodes[edge.to];
        if !dots.iter().any(|(other, _)| *other == part) {
            let x = rect.right() - 11.0 - 10.0 * dots.len() as f64;
            dots.push((part, at(x.max(rect.x + 4.0), rect.y)));
        }
    }
}
