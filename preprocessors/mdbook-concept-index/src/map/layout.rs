//! The wide drawing: a band for each part, in it the components on shelves.

use super::geometry::{Path, Point, Rect, at};
use super::graph::Graph;
use super::label::Label;
use super::piece::{Piece, piece};

/// The width of the drawing: what a page of mdBook has beside an open sidebar on a screen of 1280.
pub(super) const FRAME: f64 = 920.0;
/// Between the edge of a band and what is in it.
const PADDING: f64 = 14.0;
/// What the title of a band takes.
const TITLE: f64 = 32.0;
/// Between two bands.
const BETWEEN: f64 = 12.0;
/// Between two components, beside each other and below each other.
const ASIDE: f64 = 44.0;
const BELOW: f64 = 18.0;
/// Between two concepts that stand alone, either way.
const ALONE: f64 = 10.0;
/// A label on its own line may be as wide as this.
const LABEL: f64 = 230.0;
/// A column with more concepts than this is hard to read.
const TALL: usize = 30;

/// A band.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Band {
    pub(super) part: usize,
    pub(super) rect: Rect,
    /// Where its title begins, on the line that the letters stand on; the only band has none.
    pub(super) title: Option<Point>,
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
    /// Who stands above whom: the concepts of each column of each component.
    pub(super) columns: Vec<Vec<usize>>,
    /// Who stands left of whom: the first concepts of the components on each shelf, the single ones of each row.
    pub(super) shelves: Vec<Vec<usize>>,
    /// The first concepts of the components that stand below each other on a shelf.
    pub(super) stacks: Vec<Vec<usize>>,
}

/// A row of components; where they are low, two or more may stand below each other.
#[derive(Debug, Default)]
struct Shelf {
    top: f64,
    height: f64,
    stacks: Vec<Stack>,
}

/// Components below each other.
#[derive(Debug)]
struct Stack {
    x: f64,
    width: f64,
    height: f64,
    firsts: Vec<usize>,
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
    let titled = graph.parts.len() > 1 || graph.parts.iter().any(Option::is_some);
    let mut y = 0.0;
    for (part, components) in graph.components().iter().enumerate() {
        let top = y;
        y += if titled { TITLE } else { PADDING };
        let (alone, joined): (Vec<_>, Vec<_>) =
            components.iter().partition(|members| members.len() == 1);
        let mut shelves: Vec<Shelf> = Vec::new();
        for members in joined {
            let edges: Vec<usize> = members.iter().flat_map(|&to| edges_of[to].clone()).collect();
            let piece = piece(graph, members, &edges, room);
            let corner = on_shelf(&mut shelves, &piece, y, members[0]);
            drawing.take(piece, at(PADDING + corner.x, corner.y), &mut places);
        }
        if let Some(last) = shelves.last() {
            y = last.top + last.height;
        }
        for shelf in &shelves {
            let first = shelf.stacks.iter().map(|stack| stack.firsts[0]);
            drawing.shelves.push(first.collect());
            let stacks = shelf.stacks.iter().map(|stack| stack.firsts.clone());
            drawing.stacks.extend(stacks);
        }
        if !alone.is_empty() {
            y += if shelves.is_empty() { 0.0 } else { BELOW };
            let alone = alone.into_iter().map(|members| members[0]);
            y = in_rows(graph, alone, y, &mut drawing.shelves, &mut places);
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
            title: titled.then(|| at(PADDING, top + 20.0)),
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

/// Finds a place: below what already stands on a shelf, at a shelf's right end, or on a new shelf,
/// whichever makes the band least higher; of equals the first. Only the last shelf may grow. Whatever comes
/// later stands further right or further down, so components on a shelf never change their order.
fn on_shelf(shelves: &mut Vec<Shelf>, piece: &Piece, top: f64, first: usize) -> Point {
    let room = FRAME - 2.0 * PADDING;
    let last = shelves.len().saturating_sub(1);
    let mut best: Option<(f64, usize, Option<usize>)> = None;
    for (index, shelf) in shelves.iter().enumerate() {
        let mut offer = |height: f64, stack: Option<usize>| {
            let more = (height - shelf.height).max(0.0);
            let allowed = more == 0.0 || index == last;
            if allowed && best.is_none_or(|(least, _, _)| more < least) {
                best = Some((more, index, stack));
            }
        };
        let end = shelf.stacks.last().map_or(0.0, |stack| stack.x + stack.width + ASIDE);
        if end + piece.width <= room {
            offer(piece.height, None);
        }
        // Below an earlier stack only what stands there already may be followed.
        let lowest = shelf.stacks.len().saturating_sub(1);
        for (at, stack) in shelf.stacks.iter().enumerate() {
            let wide = if at == lowest { room - stack.x } else { stack.width };
            if piece.width <= wide {
                offer(stack.height + BELOW + piece.height, Some(at));
            }
        }
    }
    match best.filter(|(more, _, _)| *more < piece.height + BELOW) {
        Some((_, index, stack)) => shelves[index].take(stack, piece, first),
        None => {
            let top = shelves.last().map_or(top, |shelf| shelf.top + shelf.height + BELOW);
            let mut shelf = Shelf {
                top,
                ..Shelf::default()
            };
            let corner = shelf.take(None, piece, first);
            shelves.push(shelf);
            corner
        }
    }
}

impl Shelf {
    /// Puts a component below a stack, or at the right end.
    fn take(&mut self, stack: Option<usize>, piece: &Piece, first: usize) -> Point {
        let corner = match stack {
            Some(index) => {
                let stack = &mut self.stacks[index];
                let y = stack.height + BELOW;
                stack.height = y + piece.height;
                stack.width = stack.width.max(piece.width);
                stack.firsts.push(first);
                at(stack.x, self.top + y)
            }
            None => {
                let end = self.stacks.last().map(|stack| stack.x + stack.width + ASIDE);
                let x = end.unwrap_or(0.0);
                self.stacks.push(Stack {
                    x,
                    width: piece.width,
                    height: piece.height,
                    firsts: vec![first],
                });
                at(x, self.top)
            }
        };
        let heights = self.stacks.iter().map(|stack| stack.height);
        self.height = heights.fold(0.0, f64::max);
        corner
    }
}

/// Concepts that stand alone, in rows; gives where they end.
fn in_rows(
    graph: &Graph,
    alone: impl Iterator<Item = usize>,
    top: f64,
    shelves: &mut Vec<Vec<usize>>,
    places: &mut [Option<(Rect, Label)>],
) -> f64 {
    let (mut x, mut y, mut height) = (PADDING, top, 0.0_f64);
    shelves.push(Vec::new());
    for node in alone {
        let label = Label::new(&graph.names[node], LABEL);
        if x > PADDING && x + label.width > FRAME - PADDING {
            (x, y, height) = (PADDING, y + height + ALONE, 0.0);
            shelves.push(Vec::new());
        }
        let rect = Rect {
            x,
            y,
            width: label.width,
            height: label.height,
        };
        x = rect.right() + ALONE;
        height = height.max(rect.height);
        places[node] = Some((rect, label));
        if let Some(row) = shelves.last_mut() {
            row.push(node);
        }
    }
    y + height
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
        self.columns.extend(piece.columns);
    }
}
