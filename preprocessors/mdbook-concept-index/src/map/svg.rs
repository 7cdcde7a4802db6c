//! A drawing as SVG, on one line.
//!
//! Everything is drawn once: bands, lines, boxes. On top lies a link for each concept in which nothing
//! is seen until the reader points at it: copies (`<use>`) of its box, its lines and its neighbours, and its
//! card. So one rule of the style sheet serves all concepts.

use std::fmt::Write as _;

use book_model::escape_html;

use super::card::Card;
use super::geometry::{Path, Point, Segment};
use super::graph::Graph;
use super::label::{LINE, Label};
use super::layout::{Drawing, Placed};

/// The number of colours; parts take them in turn.
const COLOURS: usize = 8;
/// From the middle of a line of text down to where its letters stand.
const BASE: f64 = 4.5;

/// What a drawing is given besides its geometry.
pub(super) struct Words<'a> {
    /// The class of the drawing.
    pub(super) class: &'a str,
    /// What its ids begin with.
    pub(super) prefix: &'a str,
    /// Its name, for who cannot see it.
    pub(super) name: &'a str,
    /// The title of the band of concepts outside of all parts.
    pub(super) other: &'a str,
    /// The address of each concept's note.
    pub(super) href: &'a dyn Fn(usize) -> String,
    /// The note itself, as HTML.
    pub(super) note: &'a dyn Fn(usize) -> String,
}

pub(super) fn svg(
    graph: &Graph,
    drawing: &Drawing,
    cards: &[Option<Card>],
    words: &Words<'_>,
) -> String {
    let (width, height) = (number(drawing.width), number(drawing.height));
    let mut out = format!(
        "<svg class=\"{}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" role=\"group\" aria-label=\"{}\"><g aria-hidden=\"true\">",
        words.class,
        escape_html(words.name)
    );
    for band in &drawing.bands {
        let rect = band.rect;
        let _ = write!(
            out,
            "<g class=\"map-band map-{}\"><rect y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
            band.part % COLOURS,
            number(rect.y),
            number(rect.width),
            number(rect.height)
        );
        if let Some(at) = band.title {
            let title = graph.parts[band.part].as_deref().unwrap_or(words.other);
            let title = shortened(title, drawing.width - at.x - 14.0);
            let _ = write!(
                out,
                "<text x=\"{}\" y=\"{}\">{}</text>",
                number(at.x),
                number(at.y),
                escape_html(&title)
            );
        }
        out.push_str("</g>");
    }
    // Lines between parts lie at the bottom.
    out.push_str("</g><g class=\"map-drawn\" aria-hidden=\"true\">");
    let is_far = |edge: usize| graph.is_far(&graph.edges[edge]);
    let (far, near): (Vec<_>, Vec<_>) = drawing.lines.iter().partition(|line| is_far(line.edge));
    for line in far.into_iter().chain(near) {
        let edge = &graph.edges[line.edge];
        let kind = match (is_far(line.edge), edge.back) {
            (true, true) => " map-far map-back",
            (true, false) => " map-far",
            (false, true) => " map-back",
            (false, false) => "",
        };
        let _ = write!(
            out,
            "<path id=\"{}e{}\" class=\"map-line{kind} map-{}\" d=\"{}\"/>",
            words.prefix,
            line.edge,
            graph.part[edge.from] % COLOURS,
            data(&line.path)
        );
    }
    for (node, placed) in drawing.nodes.iter().enumerate() {
        boxed(&mut out, graph, node, placed, words);
    }
    out.push_str("</g>");
    let mut beside: Vec<Vec<(usize, usize)>> = vec![Vec::new(); drawing.nodes.len()];
    for (index, edge) in graph.edges.iter().enumerate() {
        beside[edge.from].push((index, edge.to));
        beside[edge.to].push((index, edge.from));
    }
    for node in 0..drawing.nodes.len() {
        hit(&mut out, graph, node, &beside[node], words);
        if let Some(Some(card)) = cards.get(node) {
            let rect = card.rect;
            let _ = write!(
                out,
                "<foreignObject x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><div class=\"map-card{}\"><p>{}</p></div></foreignObject>",
                number(rect.x),
                number(rect.y),
                number(rect.width),
                number(rect.height),
                if card.above { " map-above" } else { "" },
                (words.note)(node)
            );
        }
        out.push_str("</g></a>");
    }
    out + "</svg>"
}

fn boxed(out: &mut String, graph: &Graph, node: usize, placed: &Placed, words: &Words<'_>) {
    let Placed { rect, label, dots } = placed;
    let _ = write!(
        out,
        "<g id=\"{}n{node}\" class=\"map-node map-{}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\"/>",
        words.prefix,
        graph.part[node] % COLOURS,
        number(rect.x),
        number(rect.y),
        number(rect.width),
        number(rect.height)
    );
    let middle = rect.middle();
    for (line, (text, width)) in label.lines.iter().enumerate() {
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            number(middle.x),
            number(middle.y + BASE + offset(label, line)),
            number(*width),
            escape_html(text)
        );
    }
    for (part, at) in dots {
        let _ = write!(
            out,
            "<circle class=\"map-{}\" cx=\"{}\" cy=\"{}\" r=\"3.5\"/>",
            part % COLOURS,
            number(at.x),
            number(at.y)
        );
    }
    out.push_str("</g>");
}

/// How far below the middle of its box a line of a label stands.
fn offset(label: &Label, line: usize) -> f64 {
    LINE * (line as f64 - (label.lines.len() - 1) as f64 / 2.0)
}

/// The link on top of a box: a copy of it, which is only seen when lit, and what is lit with it.
fn hit(
    out: &mut String,
    graph: &Graph,
    node: usize,
    beside: &[(usize, usize)],
    words: &Words<'_>,
) {
    let copy = |kind: char, index: usize| format!("<use href=\"#{}{kind}{index}\"/>", words.prefix);
    let _ = write!(
        out,
        "<a class=\"map-hit map-{}\" href=\"{}\" aria-label=\"{}\">{}<g aria-hidden=\"true\">",
        graph.part[node] % COLOURS,
        escape_html(&(words.href)(node)),
        escape_html(&graph.names[node]),
        copy('n', node)
    );
    out.extend(beside.iter().map(|&(edge, _)| copy('e', edge)));
    out.extend(beside.iter().map(|&(_, other)| copy('n', other)));
}

/// A title that is too long for its band ends in an ellipsis; the list has it whole.
fn shortened(title: &str, room: f64) -> String {
    // The titles are set in bold, which is wider.
    let width = |text: &str| super::metrics::width(text, 14.0) * 1.1;
    if width(title) <= room {
        return title.to_owned();
    }
    let mut out = String::new();
    for char in title.chars() {
        out.push(char);
        if width(&out) + width("…") > room {
            out.pop();
            break;
        }
    }
    format!("{}…", out.trim_end())
}

/// The data of a `<path>`.
fn data(path: &Path) -> String {
    let point = |at: Point| format!("{} {}", number(at.x), number(at.y));
    let mut out = format!("M{}", point(path.start));
    let mut from = path.start;
    for segment in &path.segments {
        match *segment {
            Segment::Line(to) => {
                match (to.x == from.x, to.y == from.y) {
                    (_, true) => out.extend(["H", &number(to.x)]),
                    (true, _) => out.extend(["V", &number(to.y)]),
                    _ => out.extend(["L", &point(to)]),
                }
                from = to;
            }
            Segment::Curve(first, second, to) => {
                out.push_str(&format!("C{} {} {}", point(first), point(second), point(to)));
                from = to;
            }
        }
    }
    out
}

/// A number with at most one digit behind the point.
fn number(value: f64) -> String {
    let tenths = (value * 10.0).round();
    if tenths % 10.0 == 0.0 {
        format!("{}", tenths / 10.0)
    } else {
        format!("{:.1}", tenths / 10.0)
    }
}
