//! The wide drawing: a band for each part, in it the components on shelves.

use super::geometry::{Path, Point, Rect, at};
use super::graph::Graph;
use super::label::{self, Label, TITLE_LINE};
use super::piece::{Piece, piece};
use super::shelves::{BELOW, Shelf, in_rows, on_shelf};

/// The width of the drawing: what a page of mdBook has beside an open sidebar on a screen of 1280.
pub(super) const FRAME: f64 = 920.0;
/// Between the edge of a band and what is in it.
pub(super) const PADDING: f64 = 14.0;
/// What the title of a band takes, when it has one line; and down to where its letters stand.
const TITLE: f64 = 32.0;
const TITLE_BASE: f64 = 20.0;
/// Between two bands.
const BETWEEN: f64 = 12.0;
/// A column with more concepts than this is hard to read.
const TALL: usize = 30;

/// A band.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Band {
    pub(super) part: usize,
    pub(super) rect: Rect,
    /// Where its title begins, on the line that the letters stand on; and its lines.
    pub(super) title: (Point, Vec<String>),
}

/// A concept in its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) rect: Rect,
    pub(super) label: Label,
    /// One for each other part that it needs something of.
    pub(super) dots: Vec<(usize, Point)>,
}

/// A line in its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// The edge, by its index in the graph.
    pub(super) edge: usize,
    pub(super) path: Path,
}

/// What does not fit as it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// A chain that is longer than the drawing is wide, and the rows it takes.
    Deep { chain: Vec<usize>, rows: usize },
    /// A column of very many concepts.
    Tall { column: Vec<usize> },
}

/// A drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Drawing {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) bands: Vec<Band>,
    /// The concepts, as in the graph.
    pub(super) nodes: Vec<Placed>,
    pub(super) lines: Vec<Line>,
    pub(super) trouble: Vec<Trouble>,
}

pub(super) fn layout(graph: &Graph) -> Drawing {
    let mut edges_of: Vec<Vec<usize>> = vec![Vec::new(); graph.names.len()];
    for (index, edge) in graph.edges.iter().enumerate() {
        if !graph.is_far(edge) {
            edges_of[edge.to].push(index);
        }
    }
    let mut places: Vec<Option<(Rect, Label)>> = vec![None; graph.names.len()];
    let mut drawing = Drawing {
        width: FRAME,
        ..Drawing::default()
    };
    let room = FRAME - 2.0 * PADDING;
    let mut y = 0.0;
    for (part, components) in graph.components().iter().enumerate() {
        let top = y;
        let title = title(graph, part, room);
        y += match title.len() {
            0 => PADDING,
            lines => TITLE + TITLE_LINE * (lines - 1) as f64,
        };
        let (alone, joined): (Vec<_>, Vec<_>) =
            components.iter().partition(|members| members.len() == 1);
        let mut shelves: Vec<Shelf> = Vec::new();
        for members in joined {
            let edges: Vec<usize> = members
                .iter()
                .flat_map(|&to| edges_of[to].clone())
                .collect();
            let piece = piece(graph, members, &edges, room);
            let size = (piece.width, piece.height);
            let corner = on_shelf(&mut shelves, size, y);
            drawing.take(piece, at(PADDING + corner.x, corner.y), &mut places);
        }
        if let Some(last) = shelves.last() {
            y = last.top + last.height;
        }
        if !alone.is_empty() {
            y += if shelves.is_empty() { 0.0 } else { BELOW };
            let alone = alone.into_iter().map(|members| members[0]);
            y = in_rows(graph, alone, y, &mut places);
        }
        y += PADDING;
        drawing.bands.push(Band {
            part,
            rect: Rect {
                x: 0.0,
                y: top,
                width: FRAME,
                height: y - top,
            },
            title: (at(PADDING, top + TITLE_BASE), title),
        });
        y += BETWEEN;
    }
    drawing.height = (y - BETWEEN).max(0.0);
    drawing.nodes = places
        .into_iter()
        .flatten()
        .map(|(rect, label)| Placed {
            rect,
            label,
            dots: Vec::new(),
        })
        .collect();
    super::far::join(graph, &mut drawing);
    drawing
}

/// The title of a part, in lines.
pub(super) fn title(graph: &Graph, part: usize, room: f64) -> Vec<String> {
    let title = graph.titles[part].as_deref();
    title.map_or_else(Vec::new, |title| label::title(title, room))
}

impl Drawing {
    fn take(&mut self, piece: Piece, corner: Point, places: &mut [Option<(Rect, Label)>]) {
        if piece.rows > 1 {
            self.trouble.push(Trouble::Deep {
                chain: piece.chain,
                rows: piece.rows,
            });
        }
        let tall = piece.columns.iter().find(|column| column.len() > TALL);
        if let Some(column) = tall {
            self.trouble.push(Trouble::Tall {
                column: column.clone(),
            });
        }
        for (node, rect, label) in piece.boxes {
            places[node] = Some((rect.moved(corner), label));
        }
        let lines = piece.lines.into_iter();
        self.lines.extend(lines.map(|(edge, path)| Line {
            edge,
            path: path.moved(corner),
        }));
    }
}
