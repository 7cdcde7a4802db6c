//! Where the components of a band stand.

use super::geometry::{Point, Rect, at};
use super::graph::Graph;
use super::label::Label;
use super::layout::{FRAME, PADDING};
use super::piece::Piece;

/// Between two components, beside each other and below each other.
const ASIDE: f64 = 44.0;
pub(super) const BELOW: f64 = 18.0;
/// Between two concepts that stand alone, either way.
const ALONE: f64 = 10.0;
/// A label of a concept that stands alone may be as wide as this.
const LABEL: f64 = 230.0;

/// A row of components; where they are low, two or more may stand below each other.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pub(super) top: f64,
    pub(super) height: f64,
    pub(super) stacks: Vec<Stack>,
}

/// Components below each other.
#[derive(Debug)]
pub(super) struct Stack {
    x: f64,
    width: f64,
    height: f64,
    /// The first concept of each component.
    pub(super) firsts: Vec<usize>,
}

/// Finds a place: below what already stands on a shelf, at a shelf's right end, or on a new shelf,
/// whichever makes the band least higher; of equals the first. Only the last shelf may grow. Whatever comes
/// later stands further right or further down, so components on a shelf never change their order.
pub(super) fn on_shelf(shelves: &mut Vec<Shelf>, piece: &Piece, top: f64, first: usize) -> Point {
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
        let end = shelf
            .stacks
            .last()
            .map_or(0.0, |stack| stack.x + stack.width + ASIDE);
        if end + piece.width <= room {
            offer(piece.height, None);
        }
        // What stands to the right of a stack keeps it from growing wider.
        let lowest = shelf.stacks.len().saturating_sub(1);
        for (at, stack) in shelf.stacks.iter().enumerate() {
            let wide = if at == lowest {
                room - stack.x
            } else {
                stack.width
            };
            if piece.width <= wide {
                offer(stack.height + BELOW + piece.height, Some(at));
            }
        }
    }
    match best.filter(|(more, _, _)| *more < piece.height + BELOW) {
        Some((_, index, stack)) => shelves[index].take(stack, piece, first),
        None => {
            let top = shelves
                .last()
                .map_or(top, |shelf| shelf.top + shelf.height + BELOW);
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
                let end = self
                    .stacks
                    .last()
                    .map(|stack| stack.x + stack.width + ASIDE);
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
pub(super) fn in_rows(
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
