//! A drawing as SVG, on one line.
//!
//! In the wide drawing everything is drawn once: bands, lines, boxes. On top lies a link for each concept, a
//! copy (`<use>`) of its box in which nothing is seen until the reader points at it; and beside the link what is
//! lit then: copies of its lines and of its neighbours. So one rule of the style sheet serves all concepts, and a
//! link is no larger than its box.
//!
//! The attributes that say how something looks give way to any style sheet. They make a plain drawing where
//! a book has none of ours.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use book_model::escape_html;

use super::geometry::{Path, Point, Segment};
use super::graph::Graph;
use super::label::{LINE, Label, PADDING, TEXT, TITLE_LINE, TITLE_TEXT};
use super::layout::{Drawing, Placed};

/// A line up to this wide has room in its box in another font too: one that is a sixth wider takes the padding.
const SHORT: f64 = 120.0;
/// From the middle of a line of text down to where its letters stand.
const BASE: f64 = 4.5;

/// What a drawing is given besides its geometry.
pub(super) struct Words<'a> {
    /// What its ids begin with.
    pub(super) prefix: String,
    /// Its name, for who cannot see it.
    pub(super) name: &'a str,
    /// The address of each concept's note.
    pub(super) href: &'a dyn Fn(usize) -> String,
}

/// What text is drawn with. A rule says it for all of them and, like the attributes, gives way to any other. It
/// holds for a copy by itself too, and in a book that is read from right to left.
pub(super) const TEXT_RULE: &str =
    ":where(.map-band text,.map-node text){fill:currentColor;stroke:none;direction:ltr}";
/// The attributes of everything that is drawn.
const PLAIN: &str = "fill=\"none\" stroke=\"currentColor\"";

/// The drawing that lights up what a concept is joined to.
pub(super) fn wide(graph: &Graph, drawing: &Drawing, words: &Words<'_>) -> String {
    let prefix = &words.prefix;
    let mut out = head("map-wide", "", drawing, words);
    let _ = write!(out, "<g id=\"{prefix}all\" {PLAIN} aria-hidden=\"true\">");
    titles(&mut out, graph, drawing);
    let _ = write!(out, "<g class=\"map-drawn\" font-size=\"{TEXT}\">");
    // Lines between parts lie at the bottom.
    let is_far = |edge: usize| graph.is_far(&graph.edges[edge]);
    let (far, near): (Vec<_>, Vec<_>) = drawing.lines.iter().partition(|line| is_far(line.edge));
    for line in far.into_iter().chain(near) {
        let (far, faint) = match is_far(line.edge) {
            true => (" map-far", " stroke-opacity=\".2\""),
            false => ("", ""),
        };
        let _ = write!(
            out,
            "<path id=\"{prefix}e{}\" class=\"map-line{far}{}\"{faint} d=\"{}\"/>",
            line.edge,
            kind(graph, line.edge),
            Data(&line.path)
        );
    }
    for (node, placed) in drawing.nodes.iter().enumerate() {
        let id = format!(" id=\"{prefix}n{node}\"");
        boxed(&mut out, graph, node, placed, ("g", &id, ""));
    }
    out.push_str("</g></g>");
    let mut beside: Vec<Vec<(usize, usize)>> = vec![Vec::new(); drawing.nodes.len()];
    for (index, edge) in graph.edges.iter().enumerate() {
        beside[edge.from].push((index, edge.to));
        beside[edge.to].push((index, edge.from));
    }
    for (node, beside) in beside.iter().enumerate() {
        hit(&mut out, graph, node, beside, words);
    }
    out + "</svg>"
}

/// The drawing of a narrow page: its boxes are links, and nothing is lit, since a finger does not point without
/// going there. A page without our style sheet shows the wide one instead.
pub(super) fn narrow(graph: &Graph, drawing: &Drawing, words: &Words<'_>) -> String {
    let mut out = head("map-narrow", " display=\"none\"", drawing, words);
    let _ = write!(
        out,
        "<g {PLAIN} font-size=\"{TEXT}\"><g aria-hidden=\"true\">"
    );
    titles(&mut out, graph, drawing);
    // What looks alike is one path.
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    for line in &drawing.lines {
        let _ = write!(
            paths.entry(kind(graph, line.edge)).or_default(),
            "{}",
            Data(&line.path)
        );
    }
    for (kind, data) in paths {
        let _ = write!(out, "<path class=\"map-line{kind}\" d=\"{data}\"/>");
    }
    out.push_str("</g>");
    for (node, placed) in drawing.nodes.iter().enumerate() {
        // The name of a link is what stands in it, unless that is in pieces.
        let name = match placed.label.lines.len() {
            0 | 1 => String::new(),
            _ => format!(" aria-label=\"{}\"", escape_html(&graph.names[node])),
        };
        let href = escape_html(&(words.href)(node));
        let link = format!(" href=\"{href}\"{name}");
        boxed(&mut out, graph, node, placed, ("a", &link, "map-hit "));
    }
    out + "</g></svg>"
}

fn head(class: &str, shown: &str, drawing: &Drawing, words: &Words<'_>) -> String {
    format!(
        "<svg class=\"{class}\" viewBox=\"0 0 {} {}\" width=\"100%\"{shown} pointer-events=\"all\" role=\"group\" aria-label=\"{}\">",
        number(drawing.width),
        number(drawing.height),
        escape_html(words.name)
    )
}

/// The bands, with their titles.
fn titles(out: &mut String, graph: &Graph, drawing: &Drawing) {
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
                "<text x=\"{}\" y=\"{}\" font-size=\"{TITLE_TEXT}\">{}</text>",
                number(at.x),
                number(at.y + TITLE_LINE * line as f64),
                escape_html(text)
            );
        }
        out.push_str("</g>");
    }
}

/// The classes by which a line looks as it does.
fn kind(graph: &Graph, edge: usize) -> String {
    let edge = &graph.edges[edge];
    let back = if edge.back { " map-back" } else { "" };
    format!("{back} map-{}", graph.colour(edge.from))
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

/// A box, its name and its dots: what they have in common is said once, as where the box stands. They are in an
/// element of this name, with these attributes and classes besides.
fn boxed(
    out: &mut String,
    graph: &Graph,
    node: usize,
    placed: &Placed,
    (element, attributes, classes): (&str, &str, &str),
) {
    let Placed { rect, label, dots } = placed;
    let _ = write!(
        out,
        "<{element}{attributes} class=\"{classes}map-node map-{}\" transform=\"translate({} {})\"><rect width=\"{}\" height=\"{}\"/>",
        graph.colour(node),
        number(rect.x),
        number(rect.y),
        number(rect.width),
        number(rect.height)
    );
    for (line, (text, width)) in label.lines.iter().enumerate() {
        let fitted = match *width > SHORT {
            true => format!(
                " textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\"",
                number(width.round())
            ),
            false => String::new(),
        };
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\"{fitted}>{}</text>",
            number(PADDING),
            number(rect.height / 2.0 + BASE + offset(label, line)),
            escape_html(text)
        );
    }
    for (part, at) in dots {
        let _ = write!(
            out,
            "<circle class=\"map-{}\" cx=\"{}\" cy=\"{}\" r=\"3.5\"/>",
            graph.colours[*part],
            number(at.x - rect.x),
            number(at.y - rect.y)
        );
    }
    let _ = write!(out, "</{element}>");
}

/// How far below the middle of its box a line of a label stands.
fn offset(label: &Label, line: usize) -> f64 {
    LINE * (line as f64 - (label.lines.len() - 1) as f64 / 2.0)
}

/// The link on top of a box, and what is lit while the reader points at it.
fn hit(out: &mut String, graph: &Graph, node: usize, beside: &[(usize, usize)], words: &Words<'_>) {
    let (prefix, colour) = (&words.prefix, graph.colour(node));
    let (href, name) = ((words.href)(node), &graph.names[node]);
    let _ = write!(
        out,
        "<a class=\"map-hit map-{colour}\" href=\"{}\" aria-label=\"{}\"><use href=\"#{prefix}n{node}\" opacity=\"0\"/></a>",
        escape_html(&href),
        escape_html(name)
    );
    if beside.is_empty() {
        return;
    }
    out.push_str("<g class=\"map-lit\" display=\"none\" aria-hidden=\"true\">");
    for (edge, _) in beside {
        let _ = write!(out, "<use href=\"#{prefix}e{edge}\"/>");
    }
    for (_, other) in beside {
        let _ = write!(out, "<use href=\"#{prefix}n{other}\"/>");
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
