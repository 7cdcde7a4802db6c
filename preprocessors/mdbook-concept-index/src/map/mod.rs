//! The concept map, at `<!-- concept-map -->`: a drawing of what rests on what, and the same as text.
//!
//! The way of a drawing: [`graph`] (what is joined to what), [`circles`] and [`transitive`] (which of its
//! lines count), [`ranks`] (columns), [`words`], [`label`] and [`metrics`] (how wide a name is), [`fit`] (how wide it may
//! be), [`layers`] (lanes for long lines), [`order`] and [`coordinates`] (up and down), [`row`], [`lanes`] and
//! [`piece`] (one component), [`shelves`] and [`layout`] (bands), [`far`] (lines between parts), [`card`]
//! (where notes are shown), [`svg`]. A narrow page shows the drawing of [`phone`] instead. [`notes`] is the
//! text, [`trouble`] what does not fit.

mod card;
mod circles;
mod coordinates;
mod far;
mod fit;
mod geometry;
mod graph;
mod label;
mod lanes;
mod layers;
mod layout;
mod metrics;
mod notes;
mod order;
mod phone;
mod piece;
mod ranks;
mod row;
mod shelves;
mod svg;
#[cfg(test)]
mod tests;
mod transitive;
mod trouble;
mod words;

use std::collections::HashMap;

use book_model::{ChapterId, ConceptId, Container, Edit, MarkerKind, Model, escape_html, relative};
use book_plugin::Style;

use crate::Writer;
use graph::Graph;
pub(crate) use trouble::{RULE, check, severity};

pub(crate) fn edits(model: &Model, style: &Style, chapter: ChapterId, text: &str) -> Vec<Edit> {
    let markers = model.chapter(chapter).page.markers.iter();
    let markers: Vec<_> = markers
        .filter(|marker| marker.kind == MarkerKind::ConceptMap)
        .collect();
    // With nothing to show, the comment stays: nobody sees it.
    if markers.is_empty() || model.concepts.is_empty() {
        return Vec::new();
    }
    let scene = Scene::new(model, style);
    let drawings = style.html.then(|| Drawings::new(&scene.graph));
    let writer = Writer {
        model,
        from: chapter,
        html: style.html,
    };
    let numbered = markers.into_iter().enumerate();
    numbered
        .map(|(number, marker)| {
            let container = Container::at(text, marker.range.start);
            let generated = match &drawings {
                Some(drawings) => html(&scene, drawings, &writer, number),
                None => notes::markdown(&scene, &writer, &container),
            };
            Edit::replace(
                marker.range.clone(),
                format!("{generated}\n{}", container.blank()),
            )
        })
        .collect()
}

/// What is shown.
struct Scene<'a> {
    model: &'a Model,
    style: &'a Style,
    graph: Graph,
    /// For each concept, those whose definitions use it.
    needed_for: Vec<Vec<usize>>,
    /// The concepts of each circle.
    circles: HashMap<usize, Vec<usize>>,
}

impl<'a> Scene<'a> {
    fn new(model: &'a Model, style: &'a Style) -> Scene<'a> {
        let graph = Graph::of(model, &style.texts.get("other-chapters"));
        let mut needed_for = vec![Vec::new(); model.concepts.len()];
        let mut circles: HashMap<usize, Vec<usize>> = HashMap::new();
        for (node, concept) in model.concepts.iter().enumerate() {
            for other in &concept.depends_on {
                needed_for[other.0].push(node);
            }
            if let Some(circle) = graph.circle[node] {
                circles.entry(circle).or_default().push(node);
            }
        }
        Scene {
            model,
            style,
            graph,
            needed_for,
            circles,
        }
    }
}

/// Both drawings, with the cards of their concepts: the same for every page.
struct Drawings {
    wide: (layout::Drawing, Vec<Option<card::Card>>),
    narrow: (layout::Drawing, Vec<Option<card::Card>>),
}

impl Drawings {
    fn new(graph: &Graph) -> Drawings {
        let with_cards = |mut drawing: layout::Drawing| {
            let cards = card::cards(graph, &mut drawing);
            (drawing, cards)
        };
        Drawings {
            wide: with_cards(layout::layout(graph)),
            narrow: with_cards(phone::layout(graph)),
        }
    }
}

/// Everything on one line: a blank line would end the HTML, and a container's prefix break it. The ids
/// have a full stop in them, which no id made from a heading has; a further map on the page has a number.
fn html(scene: &Scene<'_>, drawings: &Drawings, writer: &Writer<'_>, number: usize) -> String {
    let number = match number {
        0 => String::new(),
        number => (number + 1).to_string(),
    };
    let texts = &scene.style.texts;
    let name = texts.get("map");
    let id = |node: usize| format!("map{number}.{}", scene.model.concept(ConceptId(node)).id);
    let href = |node: usize| relative("", "", &id(node));
    let note = |node: usize| scene.model.concept(ConceptId(node)).note.html();
    let drawn = |class: &str, prefix: &str, (drawing, cards): &(layout::Drawing, Vec<_>)| {
        let words = svg::Words {
            class,
            prefix: &format!("{prefix}{number}."),
            name: &name,
            href: &href,
            note: &note,
        };
        svg::svg(&scene.graph, drawing, cards, &words)
    };
    let far = scene
        .graph
        .edges
        .iter()
        .any(|edge| scene.graph.is_far(edge));
    let help = |key: &str| escape_html(&texts.get(key));
    let dots = if far { help("map-dots") } else { String::new() };
    format!(
        "<div class=\"concept-map\"><p class=\"map-help\">{} {dots} <span>{}</span></p>{}{}{}</div>",
        help("map-help"),
        help("map-point"),
        drawn("map-wide", "w", &drawings.wide),
        drawn("map-narrow", "p", &drawings.narrow),
        notes::html(scene, writer, &format!("map{number}"))
    )
}
