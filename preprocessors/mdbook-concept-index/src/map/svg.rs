//! A drawing as SVG, on one line.
//!
//! Everything is drawn once: bands, lines, boxes. On top lies a link for each concept, a copy (`<use>`) of its
//! box in which nothing is seen until the reader points at it; and beside the link what is shown then: copies
//! of its lines and of its neighbours, and its card. So one rule of the style sheet serves all concepts, and
//! a link is no larger than its box.
//!
//! The attributes that say how something looks give way to any style sheet. They make a plain drawing where
//! a book has none of ours.

use std::fmt::{self, Write as _};

use book_model::escape_html;

use super::card::Card;
use super::geometry::{Path, Point, Segment};
use super::graph::Graph;
use super::label::{LINE, Label, TEXT, TITLE_LINE, TITLE_TEXT};
use super::layout::{Drawing, Placed};

/// From the middle of a line of text down to where its letters stand.
const BASE: f64 = 4.5;

/// What a drawing is given besides its geometry.
pub(super) struct Words<'a> {
    /// The class of the drawing.
    pub(super) class: &'a str,
    /// What its ids begin with.
    pub(super) prefix: String,
    /// Its name, for who cannot see it.
    pub(super) name: &'a str,
    /// The address of each concept's note.
    pub(super) href: &'a dyn Fn(usize) -> String,
}

pub(super) fn svg(
    graph: &Graph,
    (drawing, cards): &(Drawing, Vec<Option<Card>>),
    words: &Words<'_>,
) -> String {
    let (width, height) = (number(drawing.width), number(drawing.height));
    let prefix = &words.prefix;
    // Of several drawings a page without our style sheet shows the first.
    let shown = if prefix.starts_with('w') {
        ""
    } else {
        " display=\"none\""
    };
    let mut out = format!(
        "<svg class=\"{}\" viewBox=\"0 0 {width} {height}\" width=\"100%\"{shown} role=\"group\" aria-label=\"{}\"><g id=\"{prefix}all\" fill=\"none\" stroke=\"currentColor\" aria-hidden=\"true\">",
        words.class,
        escape_html(words.name)
    );
    for band in &drawing.bands {
        let rect = band.rect;
        let _ = write!(
            out,
            "<g class=\"map-band map-{}\"><rect y=\"{}\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
            graph.colours[band.part],
            number(rect.y),
            number(rect.width),
            number(rect.height)
        );
        let (at, lines) = &band.title;
        for (line, text) in lines.iter().enumerate() {
            let _ = write!(
                out,
                "<text x=\"{}\" y=\"{}\" fill=\"currentColor\" stroke=\"none\" font-size=\"{TITLE_TEXT}\">{}</text>",
                number(at.x),
                number(at.y + TITLE_LINE * line as f64),
                escape_html(text)
            );
        }
        out.push_str("</g>");
    }
    // Lines between parts lie at the bottom.
    let _ = write!(
        out,
        "<g class=\"map-drawn\" font-size=\"{TEXT}\" text-anchor=\"middle\">"
    );
    let is_far = |edge: usize| graph.is_far(&graph.edges[edge]);
    let (far, near): (Vec<_>, Vec<_>) = drawing.lines.iter().partition(|line| is_far(line.edge));
    for line in far.into_iter().chain(near) {
        let edge = &graph.edges[line.edge];
        let far = if is_far(line.edge) { " map-far" } else { "" };
        let back = if edge.back { " map-back" } else { "" };
        let faint = if is_far(line.edge) {
            " stroke-opacity=\".2\""
        } else {
            ""
        };
        let _ = write!(
            out,
            "<path id=\"{prefix}e{}\" class=\"map-line{far}{back} map-{}\"{faint} d=\"{}\"/>",
            line.edge,
            graph.colour(edge.from),
            Data(&line.path)
        );
    }
    for (node, placed) in drawing.nodes.iter().enumerate() {
        boxed(&mut out, graph, node, placed, prefix);
    }
    out.push_str("</g></g>");
    let mut beside: Vec<Vec<(usize, usize)>> = vec![Vec::new(); drawing.nodes.len()];
    for (index, edge) in graph.edges.iter().enumerate() {
        beside[edge.from].push((index, edge.to));
        beside[edge.to].push((index, edge.from));
    }
    for (node, beside) in beside.iter().enumerate() {
        let card = cards.get(node).copied().flatten();
        hit(&mut out, graph, node, (beside, card), words);
    }
    out + "</svg>"
}

/// For paper: each band of a drawing by itself, so that a page can end between two of them.
pub(super) fn bands(drawing: &Drawing, words: &Words<'_>) -> String {
    let mut out = String::new();
    for band in &drawing.bands {
        let _ = write!(
            out,
            "<svg class=\"map-print\" viewBox=\"0 {} {} {}\" display=\"none\" aria-hidden=\"true\"><use href=\"#{}all\"/></svg>",
            number(band.rect.y),
            number(drawing.width),
            number(band.rect.height),
            words.prefix
        );
    }
    out
}

fn boxed(out: &mut String, graph: &Graph, node: usize, placed: &Placed, prefix: &str) {
    let Placed { rect, label, dots } = placed;
    let _ = write!(
        out,
        "<g id=\"{prefix}n{node}\" class=\"map-node map-{}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\"/>",
        graph.colour(node),
        number(rect.x),
        number(rect.y),
        number(rect.width),
        number(rect.height)
    );
    let middle = rect.middle();
    for (line, (text, width)) in label.lines.iter().enumerate() {
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"currentColor\" stroke=\"none\">{}</text>",
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
            graph.colours[*part],
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

/// The link on top of a box, and what is shown while the reader points at it. A note is an attribute: the
/// card is for the eye, and what is read and searched is the list beside the drawing.
fn hit(
    out: &mut String,
    graph: &Graph,
    node: usize,
    (beside, card): (&[(usize, usize)], Option<Card>),
    words: &Words<'_>,
) {
    let (prefix, colour) = (&words.prefix, graph.colour(node));
    let _ = write!(
        out,
        "<a class=\"map-hit map-{colour}\" href=\"{}\" aria-label=\"{}\"><use href=\"#{prefix}n{node}\" opacity=\"0\" pointer-events=\"all\"/></a><g class=\"map-lit map-{colour}\" display=\"none\" aria-hidden=\"true\">",
        escape_html(&(words.href)(node)),
        escape_html(&graph.names[node])
    );
    for (edge, _) in beside {
        let _ = write!(out, "<use href=\"#{prefix}e{edge}\"/>");
    }
    for (_, other) in beside {
        let _ = write!(out, "<use href=\"#{prefix}n{other}\"/>");
    }
    if let Some(Card { rect, above }) = card {
        let _ = write!(
            out,
            "<foreignObject x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><div class=\"map-card{}\"><p data-note=\"{}\"></p></div></foreignObject>",
            number(rect.x),
            number(rect.y),
            number(rect.width),
            number(rect.height),
            if above { " map-above" } else { "" },
            escape_html(&graph.notes[node])
        );
    }
    out.push_str("</g>");
}

/// A number with at most one digit behind the point.
fn number(value: f64) -> Number {
    Number((value * 10.0).round() as i64)
}

/// A number of tenths.
struct Number(i64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, tenths) = (if self.0 < 0 { "-" } else { "" }, self.0.abs());
        match tenths % 10 {
            0 => write!(f, "{sign}{}", tenths / 10),
            tenth => write!(f, "{sign}{}.{tenth}", tenths / 10),
        }
    }
}

/// The data of a `<path>`.
struct Data<'a>(&'a Path);

impl fmt::Display for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut from = self.0.start;
        write!(f, "M{}", Pair(from))?;
        for segment in &self.0.segments {
            from = match *segment {
                Segment::Line(to) if to.y == from.y => {
                    write!(f, "H{}", number(to.x))?;
                    to
                }
                Segment::Line(to) if to.x == from.x => {
                    write!(f, "V{}", number(to.y))?;
                    to
                }
                Segment::Line(to) => {
                    write!(f, "L{}", Pair(to))?;
                    to
                }
                Segment::Curve(first, second, to) => {
                    write!(f, "C{} {} {}", Pair(first), Pair(second), Pair(to))?;
                    to
                }
            };
        }
        Ok(())
    }
}

/// A point.
struct Pair(Point);

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", number(self.0.x), number(self.0.y))
    }
}
