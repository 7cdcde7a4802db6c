//! What the map cannot show well: a warning at the marker, unless `book.toml` says otherwise.

use anyhow::Result;
use book_model::{ChapterId, Diagnostic, Label, Marker, MarkerKind, Severity, Span};
use book_plugin::Context;

use super::graph::Graph;
use super::layout::Trouble;
use crate::Concepts;
use crate::plugin::NAME;

/// The name of what is said, and of the key that sets its level.
pub(crate) const RULE: &str = "concept-map";
/// So many concepts of a chain or a column are named.
const NAMED: usize = 12;

/// How to hear no more of it.
const ACCEPT: &str =
    "or accept it: write `concept-map = \"allow\"` into [preprocessor.concept-index]";

/// How much it counts, by `concept-map` in the plugin's table: `"allow"`, `"warn"` or `"deny"`.
///
/// # Errors
///
/// When it is none of these.
pub(crate) fn severity(context: &Context) -> Result<Option<Severity>> {
    let set = context.table(NAME).and_then(|table| table.get(RULE));
    match set.map(|level| level.as_str()) {
        None | Some(Some("warn")) => Ok(Some(Severity::Warning)),
        Some(Some("deny")) => Ok(Some(Severity::Error)),
        Some(Some("allow")) => Ok(None),
        Some(_) => Err(context.wrong_value(
            &["preprocessor", NAME, RULE],
            "\"allow\", \"warn\" or \"deny\"",
        )),
    }
}

/// Diagnostics for chains that are too long and columns that are too tall, at the book's first map.
pub(crate) fn check(concepts: &Concepts<'_>, severity: Severity) -> Vec<Diagnostic> {
    let maps = concepts.model.chapters.iter().flat_map(|chapter| {
        let markers = chapter.page.markers.iter();
        let maps = markers.filter(|marker| marker.kind == MarkerKind::ConceptMap);
        maps.map(move |marker| (chapter.id, marker))
    });
    let Some((chapter, marker)) = maps.into_iter().next() else {
        return Vec::new();
    };
    let map = concepts.map();
    let drawings = map.drawings.iter();
    drawings
        .flat_map(|drawings| &drawings.wide.trouble)
        .map(|trouble| Diagnostic {
            severity,
            ..diagnostic(&map.graph, trouble, chapter, marker)
        })
        .collect()
}

fn diagnostic(graph: &Graph, trouble: &Trouble, chapter: ChapterId, marker: &Marker) -> Diagnostic {
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
    let part = nodes
        .first()
        .and_then(|&node| graph.titles[graph.part[node]].as_deref());
    let of = part
        .map(|title| format!(" of \"{title}\""))
        .unwrap_or_default();
    let span = Span::chapter(chapter, marker.range.clone());
    let message = format!("{} concepts{of} {said}", nodes.len());
    let diagnostic = Diagnostic::new(RULE, message, Label::new(span, shown));
    let mut names: Vec<_> = nodes
        .iter()
        .map(|&node| graph.names[node].as_str())
        .collect();
    if names.len() > NAMED {
        names.truncate(NAMED);
        names.push("…");
    }
    match trouble {
        Trouble::Deep { .. } => diagnostic
            .help(format!("the chain is: {}", names.join(" → ")))
            .help("see which of these definitions can do without the one before it: a signpost, `(concept:name?later)`, draws no line")
            .help("or give the later ones a part of their own in SUMMARY.md")
            .help(ACCEPT),
        Trouble::Tall { .. } => diagnostic
            .help(format!("they are: {}", names.join(", ")))
            .help("say in their definitions which of them rest on one another, or divide the part in SUMMARY.md")
            .help(ACCEPT),
    }
}
