//! What holds for every drawing, over made-up books.

use super::card::{Card, cards};
use super::geometry::{Point, Rect};
use super::graph::Graph;
use super::layout::{Drawing, Trouble, layout};
use super::phone;

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
    "retry", "budget", "deadline", "propagation", "latency", "of", "queue", "backpressure", "load",
    "shedding", "cache", "stampede", "idempotency", "key", "contract", "schema", "evolution", "error",
    "model", "SLO", "burn-rate", "alert", "consistency", "quorum", "a", "time", "window", "universal",
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
    for (name, note) in graph.names.iter_mut().zip(&mut graph.notes) {
        let words = |random: &mut Random, count: usize| {
            let words = (0..count).map(|_| WORDS[random.next(WORDS.len())]);
            words.collect::<Vec<_>>().join(" ")
        };
        let long = 1 + random.next(3);
        *name = words(&mut random, long);
        let long = 4 + random.next(50);
        *note = words(&mut random, long);
    }
    graph
}

/// The drawings of 200 books.
fn drawings() -> impl Iterator<Item = (Graph, Drawing, Vec<Option<Card>>)> {
    (0..200).map(|seed| {
        let sizes = [1, 2, 3, 7, 12, 20, 33, 50, 80, 120, 200];
        let graph = book(seed, sizes[seed as usize % sizes.len()]);
        let mut drawing = layout(&graph);
        let cards = cards(&graph, &mut drawing);
        (graph, drawing, cards)
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
    cards_over_own_box: usize,
}

fn faults(graph: &Graph, drawing: &Drawing, cards: &[Option<Card>]) -> Faults {
    let mut faults = Faults::default();
    let frame = Rect {
        width: drawing.width,
        height: drawing.height,
        ..Rect::default()
    };
    for line in &drawing.lines {
        let edge = &graph.edges[line.edge];
        let points = line.path.points(2.0);
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
        if let Some(Some(card)) = cards.get(node) {
            faults.cards_over_own_box += usize::from(card.rect.overlap(&placed.rect) > 0.0);
            faults.out_of_frame += usize::from(!within(&frame, &card.rect));
        }
    }
    for (index, band) in drawing.bands.iter().enumerate() {
        let other = drawing.bands[..index].iter();
        faults.boxes_over_boxes += other
            .filter(|other| other.rect.overlap(&band.rect) > 0.0)
            .count();
    }
    faults
}

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
            count += usize::from(cross(&line.path.points(2.0), &other.path.points(2.0)));
        }
    }
    count
}

fn cross(one: &[Point], other: &[Point]) -> bool {
    let range = |of: fn(&Point) -> f64| {
        let all = other.iter().map(of);
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)))
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
    let (mut concepts, mut lines, mut crossed, mut over_neighbours) = (0, 0, 0, 0);
    let mut height = 0.0;
    let mut deep = 0;
    for (graph, drawing, cards) in drawings() {
        assert_eq!(faults(&graph, &drawing, &cards), Faults::default(), "{:?}", graph.pairs());
        concepts += graph.names.len();
        lines += graph.edges.iter().filter(|edge| !graph.is_far(edge)).count();
        crossed += crossings(&graph, &drawing);
        height += drawing.height;
        deep += drawing.trouble.iter().filter(|trouble| matches!(trouble, Trouble::Deep { .. })).count();
        let covers = |from: usize, to: usize| {
            cards[from].is_some_and(|card| card.rect.overlap(&drawing.nodes[to].rect) > 0.0)
        };
        over_neighbours += graph
            .edges
            .iter()
            .map(|edge| usize::from(covers(edge.from, edge.to)) + usize::from(covers(edge.to, edge.from)))
            .sum::<usize>();
    }
    println!(
        "200 books: {concepts} concepts, {lines} lines within parts, {crossed} crossings, \
         {over_neighbours} neighbours touched by cards, {deep} wrapped, {height} high in all"
    );
    assert!(crossed * 10 < lines, "{crossed} crossings of {lines} lines");
}

#[test]
fn nothing_is_covered_cut_or_outside_on_a_narrow_page() {
    for seed in 0..200 {
        let graph = book(seed, 1 + seed as usize % 90);
        let drawing = phone::layout(&graph);
        assert_eq!(faults(&graph, &drawing, &[]), Faults::default(), "{seed}");
        assert_eq!(drawing.lines.len(), graph.edges.len());
    }
}

/// The same book with one concept more: it is read at this place, rests on `needs`, and `for_whom` rests
/// on it. Gives the new place of each old concept, too.
fn with_one_more(
    graph: &Graph,
    place: usize,
    needs: Option<usize>,
    for_whom: Option<usize>,
) -> (Graph, impl Fn(usize) -> usize + Copy + use<>) {
    let moved = move |node: usize| node + usize::from(node >= place);
    let mut part = graph.part.clone();
    part.insert(place, graph.part[place.min(graph.part.len() - 1)]);
    let mut edges: Vec<_> = graph.pairs();
    for (from, to) in &mut edges {
        (*from, *to) = (moved(*from), moved(*to));
    }
    edges.extend(needs.map(|from| (moved(from), place)));
    edges.extend(for_whom.map(|to| (place, moved(to))));
    let mut more = Graph::new(part, &edges);
    more.names = graph.names.clone();
    more.names.insert(place, "One more".to_owned());
    (more, moved)
}

/// The pairs of concepts that stand in the same column of both drawings, and how many of them have
/// changed sides.
fn changed(
    before: &[Vec<usize>],
    after: &[Vec<usize>],
    moved: impl Fn(usize) -> usize,
) -> (usize, usize) {
    let mut place = std::collections::HashMap::new();
    for (column, nodes) in after.iter().enumerate() {
        for (at, &node) in nodes.iter().enumerate() {
            place.insert(node, (column, at));
        }
    }
    let (mut pairs, mut changed) = (0, 0);
    for column in before {
        let now = column.iter().filter_map(|&node| place.get(&moved(node)));
        let now: Vec<_> = now.collect();
        for (at, lower) in now.iter().enumerate() {
            for upper in now[..at].iter().filter(|upper| upper.0 == lower.0) {
                pairs += 1;
                changed += usize::from(upper.1 > lower.1);
            }
        }
    }
    (pairs, changed)
}

#[test]
fn a_new_concept_leaves_the_others_in_order() {
    let (mut pairs, mut moved_pairs, mut untouched) = (0, 0, 0);
    for seed in 0..200 {
        let graph = book(seed, 10 + seed as usize % 80);
        let mut random = Random(seed + 5);
        let place = random.next(graph.names.len());
        let same_part = |node: &usize| graph.part[*node] == graph.part[place];
        let needs = Some(random.next(place.max(1))).filter(same_part);
        let for_whom = Some(place + random.next(graph.names.len() - place));
        let for_whom = for_whom.filter(|_| random.next(2) == 0).filter(same_part);
        let (more, moved) = with_one_more(&graph, place, needs, for_whom);
        let (before, after) = (layout(&graph), layout(&more));
        // On a shelf, and in other components, nothing ever changes sides.
        assert_eq!(changed(&before.shelves, &after.shelves, moved).1, 0, "{seed}");
        assert_eq!(changed(&before.stacks, &after.stacks, moved).1, 0, "{seed}");
        let touched: Vec<usize> = [needs, for_whom].into_iter().flatten().collect();
        for component in graph.components().concat() {
            if touched.iter().any(|node| component.contains(node)) {
                continue;
            }
            let columns = |drawing: &Drawing, moved: &dyn Fn(usize) -> usize| -> Vec<Vec<usize>> {
                let members: Vec<_> = component.iter().map(|&node| moved(node)).collect();
                let own = drawing.columns.iter().filter(|column| members.contains(&column[0]));
                own.cloned().collect()
            };
            let as_moved = |columns: Vec<Vec<usize>>| -> Vec<Vec<usize>> {
                let columns = columns.into_iter();
                columns.map(|column| column.into_iter().map(moved).collect()).collect()
            };
            assert_eq!(as_moved(columns(&before, &|node| node)), columns(&after, &moved));
            untouched += 1;
        }
        let (all, turned) = changed(&before.columns, &after.columns, moved);
        (pairs, moved_pairs) = (pairs + all, moved_pairs + turned);
    }
    println!("{pairs} pairs in a column, {moved_pairs} changed sides; {untouched} components untouched");
    assert!(moved_pairs * 50 < pairs, "{moved_pairs} of {pairs}");
}

#[test]
fn where_everything_rests_on_one_thing_a_new_concept_moves_none_past_another() {
    for seed in 0..100 {
        let mut random = Random(seed + 1);
        let count = 3 + random.next(40);
        let edges: Vec<_> = (1..count).map(|to| (random.next(to), to)).collect();
        let graph = Graph::new(vec![0; count], &edges);
        let place = 1 + random.next(count - 1);
        let (more, moved) = with_one_more(&graph, place, Some(random.next(place)), None);
        let (pairs, changed) = changed(&layout(&graph).columns, &layout(&more).columns, moved);
        assert_eq!(changed, 0, "of {pairs}: {:?}", more.pairs());
    }
}

#[test]
fn a_drawing_is_the_same_every_time() {
    let graph = book(3, 120);
    assert_eq!(layout(&graph), layout(&graph));
    assert_eq!(phone::layout(&graph), phone::layout(&graph));
}

/// A chain of this many concepts.
fn chain(count: usize) -> Graph {
    let edges: Vec<_> = (1..count).map(|to| (to - 1, to)).collect();
    Graph::new(vec![0; count], &edges)
}

#[test]
fn a_chain_that_is_too_long_goes_on_in_the_next_row() {
    let fits = layout(&chain(7));
    assert_eq!(fits.trouble, []);
    let graph = chain(40);
    let mut drawing = layout(&graph);
    let [Trouble::Deep { chain, rows }] = &drawing.trouble[..] else {
        panic!("{:?}", drawing.trouble)
    };
    assert_eq!(chain.len(), 40);
    assert!((4..=8).contains(rows), "{rows}");
    let cards = cards(&graph, &mut drawing);
    assert_eq!(faults(&graph, &drawing, &cards), Faults::default());
}

#[test]
fn a_column_that_is_too_tall_is_named() {
    let star: Vec<_> = (1..40).map(|to| (0, to)).collect();
    let graph = Graph::new(vec![0; 40], &star);
    let [Trouble::Tall { column }] = &layout(&graph).trouble[..] else {
        panic!()
    };
    assert_eq!(column.len(), 39);
}

#[test]
fn a_circle_is_drawn() {
    let graph = Graph::new(vec![0, 0, 0, 1], &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 1)]);
    let drawing = layout(&graph);
    assert_eq!(drawing.lines.len(), 5);
    assert!(graph.edges.iter().filter(|edge| edge.back).count() >= 1);
    assert_eq!(faults(&graph, &drawing, &[]), Faults::default());
}

#[test]
fn names_of_any_kind_fit() {
    let names = [
        "", "a", "<b>&\"quotes\"</script>", "時間切れと再試行の予算について詳しく説明する長い名前の概念",
        "مهلة الانتظار", "e\u{301}\u{301}\u{301}", "👩\u{200d}👩\u{200d}👧 family", "a\nb\u{2028}c",
        "x_very_long_identifier_that_no_line_can_end_in_anywhere_and_goes_on_and_on_for_ever_and_ever",
        "A name of very many words that nobody would ever give to a concept, but which has to fit all the same, somehow",
    ];
    let mut graph = Graph::new(vec![0; names.len()], &[(0, 1), (2, 3), (3, 4), (8, 9)]);
    graph.names = names.iter().map(|name| (*name).to_owned()).collect();
    let mut drawing = layout(&graph);
    let cards = cards(&graph, &mut drawing);
    assert_eq!(faults(&graph, &drawing, &cards), Faults::default());
    let narrow = phone::layout(&graph);
    assert_eq!(faults(&graph, &narrow, &[]), Faults::default());
}

/// Not a measurement: at this size anything worse than near-linear would not end.
#[test]
fn five_thousand_concepts_are_drawn() {
    for graph in [book(1, 5_000), {
        let mut random = Random(9);
        let edges: Vec<_> = (1..5_000).flat_map(|to| [(random.next(to), to), (random.next(to), to)]).collect();
        Graph::new(vec![0; 5_000], &edges)
    }] {
        let mut drawing = layout(&graph);
        let cards = cards(&graph, &mut drawing);
        assert_eq!((drawing.nodes.len(), cards.len()), (5_000, 5_000));
        assert_eq!(phone::layout(&graph).lines.len(), graph.edges.len());
    }
}
