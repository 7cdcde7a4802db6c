//! A drawing as SVG, on one line.
//!
//! Everything is drawn once: bands, lines, boxes. On top lies a link for each concept in which nothing
//! is seen until the reader points at it: copies (`<use>`) of its box, its lines and its neighbours, and its
//! card. So one rule of the style sheet serves all concepts.

use std::fmt::{self, Write as _};

use book_model::escape_html;

use super::card::Card;
use super::geometry::{Path, Point, Segment};
use super::graph::Graph;
use super::label::{LINE, Label, TITLE_LINE};
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
        let (at, lines) = &band.title;
        for (line, text) in lines.iter().enumerate() {
            let _ = write!(
                out,
                "<text x=\"{}\" y=\"{}\">{}</text>",
                number(at.x),
                number(at.y + TITLE_LINE * line as f64),
                escape_html(text)
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
            Data(&line.path)
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
    for (node, beside) in beside.iter().enumerate() {
        hit(&mut out, graph, node, beside, words);
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
fn hit(out: &mut String, graph: &Graph, node: usize, beside: &[(usize, usize)], words: &Words<'_>) {
    let prefix = words.prefix;
    let _ = write!(
        out,
        "<a class=\"map-hit map-{}\" href=\"{}\" aria-label=\"{}\"><use href=\"#{prefix}n{node}\"/><g aria-hidden=\"true\">",
        graph.part[node] % COLOURS,
        escape_html(&(words.href)(node)),
        escape_html(&graph.names[node])
    );
    for (edge, _) in beside {
        let _ = write!(out, "<use href=\"#{prefix}e{edge}\"/>");
    }
    for (_, other) in beside {
        let _ = write!(out, "<use href=\"#{prefix}n{other}\"/>");
    }
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
