//! What no book should have, and some book will.

use super::{Faults, Random, book, faults};
use crate::map::graph::Graph;
use crate::map::layout::{Trouble, layout};
use crate::map::phone;

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
    let drawing = layout(&graph);
    let [Trouble::Deep { chain, rows }] = &drawing.trouble[..] else {
        panic!("{:?}", drawing.trouble)
    };
    assert_eq!(chain.len(), 40);
    assert!((4..=8).contains(rows), "{rows}");
    assert_eq!(faults(&graph, &drawing), Faults::default());
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
    assert_eq!(faults(&graph, &drawing), Faults::default());
}

#[test]
fn names_of_any_kind_fit() {
    let names = [
        "",
        "a",
        "<b>&\"quotes\"</script>",
        "時間切れと再試行の予算について詳しく説明する長い名前の概念",
        "مهلة الانتظار",
        "e\u{301}\u{301}\u{301}",
        "👩\u{200d}👩\u{200d}👧 family",
        "a\nb\u{2028}c",
        "x_very_long_identifier_that_no_line_can_end_in_anywhere_and_goes_on_and_on_for_ever_and_ever",
        "A name of very many words that nobody would ever give to a concept, but which has to fit all the same, somehow",
    ];
    let mut graph = Graph::new(vec![0; names.len()], &[(0, 1), (2, 3), (3, 4), (8, 9)]);
    graph.names = names.iter().map(|name| (*name).to_owned()).collect();
    let drawing = layout(&graph);
    assert_eq!(faults(&graph, &drawing), Faults::default());
    let narrow = phone::layout(&graph);
    assert_eq!(faults(&graph, &narrow), Faults::default());
}

#[test]
fn a_name_with_no_place_to_break_stays_in_its_box_beside_many_lanes() {
    let edges: Vec<_> = (1..12).map(|from| (from, 0)).collect();
    let mut graph = Graph::new(vec![0; 12], &edges);
    graph.names = (0..12)
        .map(|at| format!("very_long_identifier_and_number_xyz_{at:02}"))
        .collect();
    let narrow = phone::layout(&graph);
    assert_eq!(faults(&graph, &narrow), Faults::default());
    assert!(
        narrow
            .nodes
            .iter()
            .all(|placed| placed.rect.right() <= 310.0)
    );
}

/// So many, and all of one component: rows, lanes and cells reach every bound that there is.
#[test]
fn twelve_hundred_concepts_are_drawn() {
    for graph in [book(1, 1_200), {
        let mut random = Random(9);
        let edges: Vec<_> = (1..1_200)
            .flat_map(|to| [(random.next(to), to), (random.next(to), to)])
            .collect();
        Graph::new(vec![0; 1_200], &edges)
    }] {
        let drawing = layout(&graph);
        assert_eq!(drawing.nodes.len(), 1_200);
        let near = graph.edges.iter().filter(|edge| !graph.is_far(edge));
        assert_eq!(phone::layout(&graph).lines.len(), near.count());
    }
}
