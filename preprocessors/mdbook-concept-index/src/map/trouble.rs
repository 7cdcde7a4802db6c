//! What the map cannot show well: a warning at the marker.

use book_model::{ChapterId, Diagnostic, Label, Marker, MarkerKind, Model, Severity, Span};

use super::graph::Graph;
use super::layout::{Trouble, layout};

/// The name by which a comment lets it pass: `<!-- allow: concept-map, why -->`.
const RULE: &str = "concept-map";
/// So many concepts of a chain or a column are named.
const NAMED: usize = 12;

/// Warnings for chains that are too long and columns that are too tall, at the book's first map.
pub(crate) fn check(model: &Model) -> Vec<Diagnostic> {
    let Some((chapter, marker)) = first_map(model) else {
        return Vec::new();
    };
    let graph = Graph::of(model);
    let found = layout(&graph).trouble;
    found
        .iter()
        .map(|trouble| diagnostic(&graph, trouble, chapter, marker))
        .collect()
}

fn first_map(model: &Model) -> Option<(ChapterId, &Marker)> {
    let maps = model.chapters.iter().flat_map(|chapter| {
        let markers = chapter.page.markers.iter();
        let maps = markers.filter(|marker| marker.kind == MarkerKind::ConceptMap);
        maps.map(move |marker| (chapter, marker))
    });
    let (chapter, marker) = maps.into_iter().next()?;
    let allowed = chapter.page.allows.iter().any(|allow| {
        allow.rule == RULE && allow.covers.contains(&marker.range.start)
    });
    (!allowed).then_some((chapter.id, marker))
}

fn diagnostic(
    graph: &Graph,
    trouble: &Trouble,
    chapter: ChapterId,
    marker: &Marker,
) -> Diagnostic {
    let (nodes, said, shown) = match trouble {
        Trouble::Deep { chain, rows } => (
            chain,
            "rest on one another, more than the map has room for side by side",
            format!("the chain goes on in further rows, {rows} in all"),
        ),
        Trouble::Tall { column } => (
            column,
            "stand in one column of the map, more than a reader can take in",
            "the column is drawn all the same".to_owned(),
        ),
    };
    let part = nodes.first().and_then(|&node| graph.parts[graph.part[node]].as_deref());
    let of = part.map(|title| format!(" of \"{title}\"")).unwrap_or_default();
    let span = Span::chapter(chapter, marker.range.clone());
    let message = format!("{} concepts{of} {said}", nodes.len());
    let diagnostic = Diagnostic {
        severity: Severity::Warning,
        ..Diagnostic::new(RULE, message, Label::new(span, shown))
    };
    let mut names: Vec<_> = nodes.iter().map(|&node| graph.names[node].as_str()).collect();
    if names.len() > NAMED {
        names.truncate(NAMED);
        names.push("…");
    }
    match trouble {
        Trouble::Deep { .. } => diagnostic
            .help(format!("the chain is: {}", names.join(" → ")))
            .help("see which of these definitions can do without the one before it: a signpost, `(concept:name?later)`, draws no line")
            .help("or give the later ones a part of their own in SUMMARY.md"),
        Trouble::Tall { .. } => diagnostic
            .help(format!("they are: {}", names.join(", ")))
            .help("say in their definitions which of them rest on one another, or divide the part in SUMMARY.md"),
    }
}
