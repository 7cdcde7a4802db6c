//! The text beside the drawing: every concept by part, with its note and what it is joined to.

use book_model::{ConceptId, Container, escape_html};

use super::Scene;
use crate::Writer;

/// So many concepts of a circle are named; of a larger one those that the concept is joined to.
const CIRCLE: usize = 8;

/// As HTML, on one line.
pub(super) fn html(scene: &Scene<'_>, writer: &Writer<'_>, prefix: &str) -> String {
    let mut out = String::from("<div class=\"map-notes\">");
    for (part, nodes) in by_part(scene).into_iter().enumerate() {
        out.push_str(&format!("<div class=\"map-{}\">", part % 8));
        if let Some(title) = &scene.graph.titles[part] {
            out.push_str(&format!("<p>{}</p>", escape_html(title)));
        }
        out.push_str("<ul>");
        for node in nodes {
            let concept = scene.model.concept(ConceptId(node));
            let id = escape_html(&format!("{prefix}.{}", concept.id));
            let note = concept.note.html();
            let space = if note.is_empty() { "" } else { " " };
            out.push_str(&format!(
                "<li id=\"{id}\"><b>{}</b>{space}{note}",
                writer.concept(ConceptId(node))
            ));
            for (key, others) in facts(scene, node) {
                let others = others.into_iter().map(|other| {
                    let other = scene.model.concept(ConceptId(other));
                    let to = book_model::relative("", "", &format!("{prefix}.{}", other.id));
                    format!(
                        "<a href=\"{}\">{}</a>",
                        escape_html(&to),
                        other.name_inlines.html()
                    )
                });
                out.push_str(&format!(
                    " <span>{}: {}</span>",
                    escape_html(&scene.style.texts.get(key)),
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
pub(super) fn markdown(scene: &Scene<'_>, writer: &Writer<'_>, container: &Container) -> String {
    let mut lines = Vec::new();
    for (part, nodes) in by_part(scene).into_iter().enumerate() {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        if let Some(title) = &scene.graph.titles[part] {
            lines.extend([format!("**{}**", writer.text(title)), String::new()]);
        }
        for node in nodes {
            let note = scene.model.concept(ConceptId(node)).note.markdown();
            let joint = if note.is_empty() { "" } else { ": " };
            lines.push(format!(
                "- {}{joint}{note}",
                writer.concept(ConceptId(node))
            ));
            for (key, others) in facts(scene, node) {
                let others = others
                    .into_iter()
                    .map(|other| writer.concept(ConceptId(other)));
                let others: Vec<_> = others.collect();
                let words = writer.text(&scene.style.texts.get(key));
                lines.push(format!("  - {words} {}", others.join(", ")));
            }
        }
    }
    container.generated("concept-map", &lines)
}

/// The concepts of each part, in reading order.
fn by_part(scene: &Scene<'_>) -> Vec<Vec<usize>> {
    let mut parts = vec![Vec::new(); scene.graph.titles.len()];
    for (node, &part) in scene.graph.part.iter().enumerate() {
        parts[part].push(node);
    }
    parts
}

/// What a concept is joined to: the key of the words, and concepts.
fn facts(scene: &Scene<'_>, node: usize) -> Vec<(&'static str, Vec<usize>)> {
    let concept = scene.model.concept(ConceptId(node));
    let needs: Vec<usize> = concept.depends_on.iter().map(|other| other.0).collect();
    let facts = [
        ("depends-on", needs),
        ("needed-for", scene.needed_for[node].clone()),
        ("in-a-circle", circle(scene, node)),
    ];
    facts
        .into_iter()
        .filter(|(_, others)| !others.is_empty())
        .collect()
}

/// The other concepts of its circle, when it depends on itself by way of them.
fn circle(scene: &Scene<'_>, node: usize) -> Vec<usize> {
    let Some(circle) = scene.graph.circle[node] else {
        return Vec::new();
    };
    let members = &scene.circles[&circle];
    let others = members.iter().copied().filter(|&other| other != node);
    if members.len() <= CIRCLE {
        return others.collect();
    }
    let needs = &scene.model.concept(ConceptId(node)).depends_on;
    others
        .filter(|other| {
            needs.contains(&ConceptId(*other)) || scene.needed_for[node].contains(other)
        })
        .collect()
}
