//! What holds for every drawing, over made-up books.

use super::geometry::{Path, Point, Rect, Segment};
use super::graph::Graph;
use super::layout::{Drawing, layout};

mod drawn;
mod odd;
mod sheet;
mod stable;

/// Pseudo-random numbers (xorshift64*), the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % below.max(1)
    }
}

const WORDS: [&str; 28] = [
    "retry",
    "budget",
    "deadline",
    "propagation",
    "latency",
    "of",
    "queue",
    "backpressure",
    "load",
    "shedding",
    "cache",
    "stampede",
    "idempotency",
    "key",
    "contract",
    "schema",
    "evolution",
    "error",
    "model",
    "SLO",
    "burn-rate",
    "alert",
    "consistency",
    "quorum",
    "a",
    "time",
    "window",
    "universal",
];

/// A book of `count` concepts in parts of up to twenty, with about 1.3 dependencies each, most of
/// them within the part.
fn book(seed: u64, count: usize) -> Graph {
    let mut random = Random(seed * 7919 + 1);
    let parts = 1 + count / 20 + random.next(3);
    let mut part: Vec<usize> = (0..count).map(|_| random.next(parts)).collect();
    part.sort_unstable();
    let mut edges = Vec::new();
    for to in 1..count {
        let first = part.partition_point(|&other| other < part[to]);
        let wanted = [0, 1, 1, 1, 1, 2, 2, 2, 3][random.next(9)];
        let mut needed = Vec::new();
        for _ in 0..wanted {
            let near = random.next(4) > 0 && first < to;
            let from = if near {
                first + random.next(to - first)
            } else {
                random.next(to)
            };
            if !needed.contains(&from) {
                needed.push(from);
            }
        }
        edges.extend(needed.into_iter().map(|from| (from, to)));
    }
    // Now and then a circle.
    if count > 4 && random.next(6) == 0 {
        let from = 2 + random.next(count - 2);
        edges.push((from, random.next(from)));
    }
    let mut graph = Graph::new(part, &edges);
    for name in &mut graph.names {
        let words = |random: &mut Random, count: usize| {
            let words = (0..count).map(|_| WORDS[random.next(WORDS.len())]);
            words.collect::<Vec<_>>().join(" ")
        };
        let long = 1 + random.next(3);
        *name = words(&mut random, long);
    }
    graph
}

/// The drawings of 200 books.
fn drawings() -> impl Iterator<Item = (Graph, Drawing)> {
    (0..200).map(|seed| {
        let sizes = [1, 2, 3, 7, 12, 20, 33, 50, 80, 120, 200];
        let graph = book(seed, sizes[seed as usize % sizes.len()]);
        let drawing = layout(&graph);
        (graph, drawing)
    })
}

fn inside(rect: &Rect, point: &Point) -> bool {
    let (x, y) = (point.x, point.y);
    x > rect.x + 0.5 && x < rect.right() - 0.5 && y > rect.y + 0.5 && y < rect.bottom() - 0.5
}

fn within(outer: &Rect, inner: &Rect) -> bool {
    inner.x >= outer.x
        && inner.y >= outer.y
        && inner.right() <= outer.right()
        && inner.bottom() <= outer.bottom()
}

/// What should not be in a drawing, counted.
#[derive(Debug, Default, PartialEq, Eq)]
struct Faults {
    lines_through_boxes: usize,
    boxes_over_boxes: usize,
    labels_out_of_boxes: usize,
    out_of_frame: usize,
    lines_out_of_bands: usize,
    lines_that_run_together: usize,
}

/// The straight pieces of a line, and an empty one where it ends in a curve.
fn straights(path: &Path) -> Vec<Rect> {
    let mut from = path.start;
    let pieces = path.segments.iter().map(|segment| {
        let (start, to, is_straight) = match *segment {
            Segment::Line(to) => (from, to, true),
            Segment::Curve(_, _, to) => (to, to, false),
        };
        from = to;
        let size = if is_straight {
            (to.x - start.x, to.y - start.y)
        } else {
            (0.0, 0.0)
        };
        Rect {
            x: start.x.min(to.x),
            y: start.y.min(to.y),
            width: size.0.abs(),
            height: size.1.abs(),
        }
    });
    pieces.collect()
}

fn faults(graph: &Graph, drawing: &Drawing) -> Faults {
    let mut faults = Faults::default();
    let frame = Rect {
        width: drawing.width,
        height: drawing.height,
        ..Rect::default()
    };
    for line in &drawing.lines {
        let edge = &graph.edges[line.edge];
        let points = line.path.points(3.0, 500);
        faults.out_of_frame += points
            .iter()
            .filter(|point| !inside(&frame.grown(1.0), point))
            .count()
            .min(1);
        if graph.is_far(edge) {
            continue;
        }
        let band = &drawing.bands[graph.part[edge.from]].rect;
        faults.lines_out_of_bands += usize::from(!points.iter().all(|point| inside(band, point)));
        for placed in &drawing.nodes {
            let through = points.iter().any(|point| inside(&placed.rect, point));
            faults.lines_through_boxes += usize::from(through);
        }
    }
    let near: Vec<_> = (drawing.lines.iter())
        .filter(|line| !graph.is_far(&graph.edges[line.edge]))
        .map(|line| (graph.edges[line.edge], straights(&line.path)))
        .collect();
    for (at, (edge, straight)) in near.iter().enumerate() {
        for (other, others) in near[..at]
            .iter()
            .filter(|(other, _)| other.from != edge.from)
        {
            // What leads to the same concept may come together right ahead of it.
            let (last, last_of_other) = match edge.to == other.to {
                true => (straight.len() - 1, others.len() - 1),
                false => (straight.len(), others.len()),
            };
            let together = straight[..last].iter().any(|straight| {
                others[..last_of_other]
                    .iter()
                    .any(|other| straight.grown(0.4).overlap(&other.grown(0.4)) > 4.0)
            });
            faults.lines_that_run_together += usize::from(together);
        }
    }
    for (node, placed) in drawing.nodes.iter().enumerate() {
        let band = &drawing.bands[graph.part[node]].rect;
        faults.out_of_frame += usize::from(!within(band, &placed.rect));
        let other = drawing.nodes[..node].iter();
        faults.boxes_over_boxes += other
            .filter(|other| placed.rect.grown(2.0).overlap(&other.rect) > 0.0)
            .count();
        let (wide, high) = (placed.rect.width - 8.0, placed.rect.height - 8.0);
        let label = &placed.label;
        let fits = label.lines.iter().all(|(_, width)| *width <= wide)
            && label.lines.len() as f64 * 16.0 <= high + 4.0;
        faults.labels_out_of_boxes += usize::from(!fits);
    }
    for (index, band) in drawing.bands.iter().enumerate() {
        let other = drawing.bands[..index].iter();
        faults.boxes_over_boxes += other
            .filter(|other| other.rect.overlap(&band.rect) > 0.0)
            .count();
    }
    faults
}
