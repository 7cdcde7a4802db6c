//! Two hundred books, drawn: what is never there, and what is counted.

use super::{Faults, Random, book, drawings, faults};
use crate::map::geometry::Point;
use crate::map::graph::Graph;
use crate::map::layout::{Drawing, Trouble, layout};
use crate::map::phone;

/// How often the lines within parts cross, told from where they run: pairs whose points change sides.
fn crossings(graph: &Graph, drawing: &Drawing) -> usize {
    let lines: Vec<_> = drawing
        .lines
        .iter()
        .filter(|line| !graph.is_far(&graph.edges[line.edge]))
        .collect();
    let mut count = 0;
    for (index, line) in lines.iter().enumerate() {
        for other in &lines[..index] {
            let (a, b) = (&graph.edges[line.edge], &graph.edges[other.edge]);
            if a.from == b.from || a.to == b.to {
                continue;
            }
            count += usize::from(cross(
                &line.path.points(4.0, 400),
                &other.path.points(4.0, 400),
            ));
        }
    }
    count
}

fn cross(one: &[Point], other: &[Point]) -> bool {
    let range = |of: fn(&Point) -> f64| {
        let all = other.iter().map(of);
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| {
            (low.min(at), high.max(at))
        })
    };
    let (x, y) = (range(|point| point.x), range(|point| point.y));
    let near = |point: &Point| point.x >= x.0 && point.x <= x.1 && point.y >= y.0 && point.y <= y.1;
    let side = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let close = one.windows(2).filter(|a| a.iter().any(near));
    close.into_iter().any(|a| {
        other.windows(2).any(|b| {
            side(a[0], a[1], b[0]) * side(a[0], a[1], b[1]) < 0.0
                && side(b[0], b[1], a[0]) * side(b[0], b[1], a[1]) < 0.0
        })
    })
}

#[test]
fn nothing_is_covered_cut_or_outside() {
    let (mut concepts, mut lines, mut crossed) = (0, 0, 0);
    let mut height = 0.0;
    let mut deep = 0;
    for (graph, drawing) in drawings() {
        assert_eq!(
            faults(&graph, &drawing),
            Faults::default(),
            "{:?}",
            graph.pairs()
        );
        concepts += graph.names.len();
        lines += graph
            .edges
            .iter()
            .filter(|edge| !graph.is_far(edge))
            .count();
        crossed += crossings(&graph, &drawing);
        height += drawing.height;
        deep += drawing
            .trouble
            .iter()
            .filter(|trouble| matches!(trouble, Trouble::Deep { .. }))
            .count();
    }
    println!(
        "200 books: {concepts} concepts, {lines} lines within parts, {crossed} crossings, \
         {deep} wrapped, {height} high in all"
    );
    // A little above what there is, so that a change for the worse is seen.
    assert!(crossed * 24 < lines, "{crossed} crossings of {lines} lines");
    assert!(deep <= 4, "{deep} wrapped");
    assert!(height < 21.5 * concepts as f64, "{height} for {concepts}");
}

/// Books in which much rests on much, in more columns than the drawing is wide.
#[test]
fn lines_of_different_sources_never_run_together() {
    let mut wrapped = 0;
    for seed in 0..60 {
        let mut random = Random(seed + 17);
        let count = 12 + random.next(40);
        let mut edges: Vec<(usize, usize)> = Vec::new();
        for to in 1..count {
            edges.push((to - 1 - random.next(to.min(3)), to));
            if random.next(3) == 0 {
                edges.push((random.next(to), to));
            }
        }
        for _ in 0..random.next(4) {
            let from = 2 + random.next(count - 2);
            edges.push((from, random.next(from)));
        }
        edges.sort_unstable();
        edges.dedup();
        let graph = Graph::new(vec![0; count], &edges);
        let drawing = layout(&graph);
        wrapped += usize::from(!drawing.trouble.is_empty());
        assert_eq!(faults(&graph, &drawing), Faults::default(), "{edges:?}");
        assert_eq!(faults(&graph, &phone::layout(&graph)), Faults::default());
    }
    assert!(wrapped > 20, "{wrapped}");
}

#[test]
fn nothing_is_covered_cut_or_outside_on_a_narrow_page() {
    for seed in 0..200 {
        let graph = book(seed, 1 + seed as usize % 90);
        let drawing = phone::layout(&graph);
        assert_eq!(faults(&graph, &drawing), Faults::default(), "{seed}");
        let near = graph.edges.iter().filter(|edge| !graph.is_far(edge));
        assert_eq!(drawing.lines.len(), near.count());
    }
}
