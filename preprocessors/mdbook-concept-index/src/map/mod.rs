//! The concept map, at `<!-- concept-map -->`: a drawing of what rests on what, and the same as text.
//!
//! The way of a drawing: [`graph`] (what is joined to what), [`circles`] and [`transitive`] (which of its
//! lines count), [`ranks`] (columns), [`words`], [`label`] and [`metrics`] (how wide a name is), [`fit`] (how wide it may
//! be), [`layers`] (lanes for long lines), [`order`] and [`coordinates`] (up and down), [`row`], [`lanes`] and
//! [`piece`] (one component), [`shelves`] and [`layout`] (bands), [`far`] (lines between parts), [`svg`]. A
//! narrow page shows the drawing of [`phone`] instead. [`notes`] is the text, [`pointed`] brings a note to the
//! reader who points at its concept, [`trouble`] is what does not fit.

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
mod pointed;
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

use book_model::{ChapterId, ConceptId, Edit, MarkerKind, Model, escape_html, relative};
use book_plugin::Style;

use crate::{Concepts, Writer};
use graph::Graph;
pub(crate) use trouble::{RULE, check, severity};

pub(crate) fn edits(concepts: &Concepts<'_>, chapter: ChapterId) -> Vec<Edit> {
    let model = concepts.model;
    // With nothing to show, the comment stays: nobody sees it.
    if model.concepts.is_empty() {
        return Vec::new();
    }
    let writer = Writer {
        model,
        from: chapter,
        html: concepts.style.html,
    };
    let page = &model.chapter(chapter).page;
    page.splice(MarkerKind::ConceptMap, |marker, number| {
        let map = concepts.map();
        match &map.drawings {
            Some(drawings) => html(concepts, map, drawings, &Ids::new(model, number), &writer),
            None => notes::markdown(concepts, map, &writer, &marker.container),
        }
    })
}

/// What is shown: the same on every page.
#[derive(Debug)]
pub(crate) struct Map {
    graph: Graph,
    /// The concepts of each circle.
    circles: HashMap<usize, Vec<usize>>,
    /// Where the renderer shows them.
    drawings: Option<Drawings>,
}

/// Both drawings.
#[derive(Debug)]
struct Drawings {
    wide: layout::Drawing,
    narrow: layout::Drawing,
}

impl Map {
    pub(crate) fn new(model: &Model, style: &Style) -> Map {
        let graph = Graph::of(model, &style.texts.get("other-chapters"));
        let mut circles: HashMap<usize, Vec<usize>> = HashMap::new();
        for (node, circle) in graph.circle.iter().enumerate() {
            if let Some(circle) = circle {
                circles.entry(*circle).or_default().push(node);
            }
        }
        Map {
            drawings: style.html.then(|| Drawings {
                wide: layout::layout(&graph),
                narrow: phone::layout(&graph),
            }),
            graph,
            circles,
        }
    }
}

/// The ids of a map. They have a full stop in them, which no id made from a heading has; a further map on
/// the page has a number.
struct Ids<'a> {
    model: &'a Model,
    number: String,
}

impl Ids<'_> {
    fn new(model: &Model, number: usize) -> Ids<'_> {
        let number = match number {
            0 => String::new(),
            number => (number + 1).to_string(),
        };
        Ids { model, number }
    }

    /// What the ids of a drawing begin with.
    fn prefix(&self, drawing: &str) -> String {
        format!("{drawing}{}.", self.number)
    }

    /// The id of a concept's note.
    fn note(&self, node: usize) -> String {
        let concept = self.model.concept(ConceptId(node));
        format!("{}{}", self.prefix("map"), concept.id)
    }

    /// The destination of a link to a concept's note.
    fn to_note(&self, node: usize) -> String {
        relative("", "", &self.note(node))
    }
}

/// Everything on one line: a blank line would end the HTML, and a container's prefix break it.
fn html(
    concepts: &Concepts<'_>,
    map: &Map,
    drawings: &Drawings,
    ids: &Ids<'_>,
    writer: &Writer<'_>,
) -> String {
    let texts = &concepts.style.texts;
    let name = texts.get("map");
    let href = |node: usize| ids.to_note(node);
    let words = |letter| svg::Words {
        prefix: ids.prefix(letter),
        name: &name,
        href: &href,
    };
    let (wide, narrow) = (words("w"), words("p"));
    let far = map.graph.edges.iter().any(|edge| map.graph.is_far(edge));
    let help = |key: &str| escape_html(&texts.get(key));
    let dots = if far { help("map-dots") } else { String::new() };
    format!(
        "<div class=\"concept-map\"><style>{}{}</style><p class=\"map-help\">{} {dots} <span>{}</span></p>{}{}{}{}</div>",
        svg::TEXT_RULE,
        pointed::rules(&notes::by_part(&map.graph)),
        help("map-help"),
        help("map-point"),
        svg::wide(&map.graph, &drawings.wide, &wide),
        svg::narrow(&map.graph, &drawings.narrow, &narrow),
        svg::bands(&drawings.wide, &wide),
        notes::html(concepts, map, &drawings.wide, ids, writer)
    )
}
