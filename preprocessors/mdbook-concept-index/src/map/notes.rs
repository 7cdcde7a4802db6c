//! The text beside the drawing: every concept by part, with its note and what it is joined to.

use book_model::{ConceptId, Container, escape_html};

use super::graph::Graph;
use super::layout::Drawing;
use super::{Ids, Map};
use crate::{Concepts, Writer};

/// So many concepts of a circle are named; of a larger one those that the concept is joined to.
const CIRCLE: usize = 8;

/// As HTML, on one line. An entry says on which side of the drawing its concept has its box, so that it can
/// be lifted on the other.
pub(super) fn html(
    concepts: &Concepts<'_>,
    map: &Map,
    drawing: &Drawing,
    ids: &Ids<'_>,
    writer: &Writer<'_>,
) -> String {
    let mut out = String::from("<div class=\"map-notes\">");
    for (part, nodes) in by_part(&map.graph).into_iter().enumerate() {
        out.push_str(&format!("<div class=\"map-{}\">", map.graph.colours[part]));
        if let Some(title) = &map.graph.titles[part] {
            out.push_str(&format!("<p>{}</p>", escape_html(title)));
        }
        out.push_str("<ul>");
        for node in nodes {
            let note = concepts.model.concept(ConceptId(node)).note.html();
            let is_left = drawing.nodes[node].rect.middle().x < drawing.width / 2.0;
            let side = if is_left { " class=\"map-left\"" } else { "" };
            let space = if note.is_empty() { "" } else { " " };
            out.push_str(&format!(
                "<li id=\"{}\"{side}><b>{}</b>{space}{note}",
                escape_html(&ids.note(node)),
                writer.concept(ConceptId(node))
            ));
            for (key, others) in facts(concepts, map, node) {
                let others = others.into_iter().map(|other| {
                    format!(
                        "<a href=\"{}\">{}</a>",
                        escape_html(&ids.to_note(other.0)),
                        concepts.model.concept(other).name_inlines.html()
                    )
                });
                out.push_str(&format!(
                    " <span>{}: {}</span>",
                    escape_html(&concepts.style.texts.get(key)),
                    others.collect::<Vec<_>>().join(", ")
                ));
            }
            out.push_str("</li>");
        }
        out.push_str("</ul></div>");
    }
    out + "</div>"
}

/// As Markdown, for a renderer that shows no drawing.
pub(super) fn markdown(
    concepts: &Concepts<'_>,
    map: &Map,
    writer: &Writer<'_>,
    container: &Container,
) -> String {
    let mut lines = Vec::new();
    for (part, nodes) in by_part(&map.graph).into_iter().enumerate() {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        if let Some(title) = &map.graph.titles[part] {
            lines.extend([format!("**{}**", writer.text(title)), String::new()]);
        }
        for node in nodes {
            let note = concepts.model.concept(ConceptId(node)).note.markdown();
            let joint = if note.is_empty() { "" } else { ": " };
            lines.push(format!(
                "- {}{joint}{note}",
                writer.concept(ConceptId(node))
            ));
            for (key, others) in facts(concepts, map, node) {
                let others = others.into_iter().map(|other| writer.concept(other));
                let others: Vec<_> = others.collect();
                let words = writer.text(&concepts.style.texts.get(key));
                lines.push(format!("  - {words} {}", others.join(", ")));
            }
        }
    }
    container.generated("concept-map", &lines)
}

/// The concepts of each part, in reading order.
pub(super) fn by_part(graph: &Graph) -> Vec<Vec<usize>> {
    let mut parts = vec![Vec::new(); graph.titles.len()];
    for (node, &part) in graph.part.iter().enumerate() {
        parts[part].push(node);
    }
    parts
}

/// What a concept is joined to: the key of the words, and concepts.
fn facts(concepts: &Concepts<'_>, map: &Map, node: usize) -> Vec<(&'static str, Vec<ConceptId>)> {
    let joined = concepts.joined(ConceptId(node));
    let circle = ("in-a-circle", circle(map, node, joined));
    let joined = joined.map(|(key, others)| (key, others.to_vec()));
    joined
        .into_iter()
        .chain([circle])
        .filter(|(_, others)| !others.is_empty())
        .collect()
}

/// The other concepts of its circle, when it depends on itself by way of them.
fn circle(map: &Map, node: usize, joined: [(&'static str, &[ConceptId]); 2]) -> Vec<ConceptId> {
    let Some(circle) = map.graph.circle[node] else {
        return Vec::new();
    };
    let members = &map.circles[&circle];
    let others = members.iter().filter(|&&other| other != node);
    let others = others.map(|&other| ConceptId(other));
    if members.len() <= CIRCLE {
        return others.collect();
    }
    others
        .filter(|other| joined.iter().any(|(_, others)| others.contains(other)))
        .collect()
}
