//! What a new concept does to the order of the others.
//!
//! Guaranteed: a component that the new concept does not touch stays as it is, inside; and where everything
//! rests on one thing, nothing moves past anything else. (That components stand on shelves in the order in
//! which they came is held in `shelves`.) Beyond that, ties are decided by reading order, and order is given
//! up for fewer crossings alone, so that few pairs in a column change sides: how few is held here.

use super::{Random, book};
use crate::map::graph::Graph;
use crate::map::layers::{Cell, Layers};
use crate::map::layout::{Drawing, layout};
use crate::map::order::{crossings, order};
use crate::map::phone;
use crate::map::ranks::ranks;

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

/// The concepts of each column of a component, from top to bottom.
fn columns(drawing: &Drawing, component: &[usize]) -> Vec<Vec<usize>> {
    let rect = |node: usize| drawing.nodes[node].rect;
    let mut nodes = component.to_vec();
    let by = |node: &usize| (rect(*node).x, rect(*node).y);
    nodes.sort_by(|a, b| by(a).partial_cmp(&by(b)).unwrap());
    nodes
        .chunk_by(|&a, &b| rect(a).x == rect(b).x)
        .map(<[usize]>::to_vec)
        .collect()
}

/// The columns of every component.
fn all_columns(graph: &Graph) -> Vec<Vec<usize>> {
    let drawing = layout(graph);
    let components = graph.components().concat();
    components
        .iter()
        .flat_map(|members| columns(&drawing, members))
        .collect()
}

/// How many lines cross in the columns of a book of one component, and the concepts of each.
fn ordered(graph: &Graph) -> (usize, Vec<Vec<usize>>) {
    let ranks = ranks(graph.names.len(), &graph.pairs());
    let nodes: Vec<_> = ranks.of.iter().copied().enumerate().collect();
    let mut layers = Layers::new(&nodes, &graph.pairs());
    order(&mut layers);
    let columns = layers.columns.iter().map(|cells| {
        let nodes = cells.iter().filter_map(|&cell| match layers.cells[cell] {
            Cell::Node(node) => Some(node),
            Cell::Lane(_) => None,
        });
        nodes.collect()
    });
    let columns = columns.collect();
    (crossings(&layers), columns)
}

#[test]
fn where_no_lines_cross_a_new_concept_seldom_moves_others_past_each_other() {
    let (mut additions, mut turned, mut pairs, mut turned_pairs) = (0, 0, 0, 0);
    for seed in 0..5_000 {
        let mut random = Random(seed * 31 + 7);
        let count = 4 + random.next(9);
        let mut edges = Vec::new();
        for to in 1..count {
            edges.push((random.next(to), to));
            if random.next(3) == 0 {
                edges.push((random.next(to), to));
            }
        }
        edges.sort_unstable();
        edges.dedup();
        let graph = Graph::new(vec![0; count], &edges);
        let place = random.next(count + 1);
        let needs = (place > 0 && random.next(3) > 0).then(|| random.next(place));
        let later = count - place;
        let for_whom = (later > 0 && (needs.is_none() || random.next(3) == 0))
            .then(|| place + random.next(later));
        let (more, moved) = with_one_more(&graph, place, needs, for_whom);
        let ((before, old), (after, new)) = (ordered(&graph), ordered(&more));
        if before + after > 0 {
            continue;
        }
        let (all, changed) = changed(&old, &new, moved);
        additions += 1;
        turned += usize::from(changed > 0);
        (pairs, turned_pairs) = (pairs + all, turned_pairs + changed);
    }
    println!("{additions} additions, {turned} turned a pair; {turned_pairs} of {pairs} pairs");
    assert!(turned * 10 < additions, "{turned} of {additions}");
    assert!(turned_pairs * 20 < pairs, "{turned_pairs} of {pairs}");
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
        let touched: Vec<usize> = [needs, for_whom].into_iter().flatten().collect();
        for component in graph.components().concat() {
            if touched.iter().any(|node| component.contains(node)) {
                continue;
            }
            let as_moved =
                |nodes: &[usize]| nodes.iter().map(|&node| moved(node)).collect::<Vec<_>>();
            let now = as_moved(&component);
            let inside: Vec<_> = columns(&before, &component)
                .iter()
                .map(|nodes| as_moved(nodes))
                .collect();
            assert_eq!(inside, columns(&after, &now));
            untouched += 1;
        }
        let (all, turned) = changed(&all_columns(&graph), &all_columns(&more), moved);
        (pairs, moved_pairs) = (pairs + all, moved_pairs + turned);
    }
    println!(
        "{pairs} pairs in a column, {moved_pairs} changed sides; {untouched} components untouched"
    );
    assert!(moved_pairs * 300 < pairs, "{moved_pairs} of {pairs}");
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
        let (pairs, changed) = changed(&all_columns(&graph), &all_columns(&more), moved);
        assert_eq!(changed, 0, "of {pairs}: {:?}", more.pairs());
    }
}

#[test]
fn a_drawing_is_the_same_every_time() {
    let graph = book(3, 120);
    assert_eq!(layout(&graph), layout(&graph));
    assert_eq!(phone::layout(&graph), phone::layout(&graph));
}
