//! What a new concept does to the order of the others.
//!
//! Guaranteed: components, single concepts too, never change their order on a shelf; a component that the
//! new concept does not touch stays as it is, inside; and where everything rests on one thing, nothing moves
//! past anything else. Beyond that, ties are decided by reading order, and order is given up for fewer
//! crossings alone, so that few pairs in a column change sides.

use super::{Random, book};
use crate::map::graph::Graph;
use crate::map::layout::{Drawing, layout};
use crate::map::phone;

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
        assert_eq!(
            changed(&before.shelves, &after.shelves, moved).1,
            0,
            "{seed}"
        );
        assert_eq!(changed(&before.stacks, &after.stacks, moved).1, 0, "{seed}");
        let touched: Vec<usize> = [needs, for_whom].into_iter().flatten().collect();
        for component in graph.components().concat() {
            if touched.iter().any(|node| component.contains(node)) {
                continue;
            }
            let columns = |drawing: &Drawing, moved: &dyn Fn(usize) -> usize| -> Vec<Vec<usize>> {
                let members: Vec<_> = component.iter().map(|&node| moved(node)).collect();
                let own = drawing
                    .columns
                    .iter()
                    .filter(|column| members.contains(&column[0]));
                own.cloned().collect()
            };
            let as_moved = |columns: Vec<Vec<usize>>| -> Vec<Vec<usize>> {
                let columns = columns.into_iter();
                columns
                    .map(|column| column.into_iter().map(moved).collect())
                    .collect()
            };
            assert_eq!(
                as_moved(columns(&before, &|node| node)),
                columns(&after, &moved)
            );
            untouched += 1;
        }
        let (all, turned) = changed(&before.columns, &after.columns, moved);
        (pairs, moved_pairs) = (pairs + all, moved_pairs + turned);
    }
    println!(
        "{pairs} pairs in a column, {moved_pairs} changed sides; {untouched} components untouched"
    );
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
