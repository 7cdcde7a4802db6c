//! Lines from one part to another, and the dots that stand for them.

use super::geometry::{Path, at};
use super::graph::Graph;
use super::layout::{Drawing, Line};

/// From one dot to the next.
const STEP: f64 = 10.0;
/// From the corner of a box to its first dot.
const CORNER: f64 = 11.0;

/// Puts a dot on each concept for each other part that it needs something of, on the side from which
/// the lines come, and draws these lines: out of a box below or above, and into the dot.
pub(super) fn join(graph: &Graph, drawing: &mut Drawing) {
    for edge in graph.edges.iter().filter(|edge| graph.is_far(edge)) {
        let dots = &mut drawing.nodes[edge.to].dots;
        if !dots.iter().any(|(part, _)| *part == graph.part[edge.from]) {
            dots.push((graph.part[edge.from], at(0.0, 0.0)));
        }
    }
    for (node, placed) in drawing.nodes.iter_mut().enumerate() {
        placed.dots.sort_by_key(|(part, _)| *part);
        let rect = placed.rect;
        let between = placed.dots.len().saturating_sub(1).max(1) as f64;
        let step = STEP.min((rect.width - 2.0 * CORNER) / between);
        for (index, (part, dot)) in placed.dots.iter_mut().enumerate() {
            let below = *part > graph.part[node];
            let y = if below { rect.bottom() } else { rect.y };
            *dot = at(rect.x + CORNER + step * index as f64, y);
        }
    }
    for (index, edge) in graph.edges.iter().enumerate() {
        if !graph.is_far(edge) {
            continue;
        }
        let (from, to) = (&drawing.nodes[edge.from], &drawing.nodes[edge.to]);
        let part = graph.part[edge.from];
        let dot = to.dots.iter().find(|(other, _)| *other == part);
        let end = dot.map_or(to.rect.middle(), |(_, dot)| *dot);
        let below = end.y > from.rect.y;
        let y = if below {
            from.rect.bottom()
        } else {
            from.rect.y
        };
        let start = at(from.rect.middle().x, y);
        let bend = (end.y - start.y) / 2.0;
        let path =
            Path::from(start).curve(at(start.x, start.y + bend), at(end.x, end.y - bend), end);
        drawing.lines.push(Line { edge: index, path });
    }
}
