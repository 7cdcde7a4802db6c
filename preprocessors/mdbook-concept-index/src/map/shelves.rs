//! Where the components of a band stand.

use super::geometry::{Point, Rect, at};
use super::graph::Graph;
use super::label::Label;
use super::layout::{FRAME, PADDING};

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
    stacks: Vec<Stack>,
}

/// Components below each other.
#[derive(Debug)]
struct Stack {
    x: f64,
    width: f64,
    height: f64,
}

/// Finds a place for a component of this size: below what already stands on a shelf, at a shelf's right end, or on a new shelf,
/// whichever makes the band least higher; of equals the first. Only the last shelf may grow. Whatever comes
/// later stands further right or further down, so components on a shelf never change their order.
pub(super) fn on_shelf(shelves: &mut Vec<Shelf>, size: (f64, f64), top: f64) -> Point {
    let (width, height) = size;
    let room = FRAME - 2.0 * PADDING;
    let last = shelves.len().saturating_sub(1);
    let mut best: Option<(f64, usize, Option<usize>)> = None;
    for (index, shelf) in shelves.iter().enumerate() {
        let mut offer = |end: f64, stack: Option<usize>| {
            let more = (end - shelf.height).max(0.0);
            let allowed = more == 0.0 || index == last;
            if allowed && best.is_none_or(|(least, _, _)| more < least) {
                best = Some((more, index, stack));
            }
        };
        let end = shelf
            .stacks
            .last()
            .map_or(0.0, |stack| stack.x + stack.width + ASIDE);
        if end + width <= room {
            offer(height, None);
        }
        // What stands to the right of a stack keeps it from growing wider.
        let lowest = shelf.stacks.len().saturating_sub(1);
        for (at, stack) in shelf.stacks.iter().enumerate() {
            let wide = if at == lowest {
                room - stack.x
            } else {
                stack.width
            };
            if width <= wide {
                offer(stack.height + BELOW + height, Some(at));
            }
        }
    }
    match best.filter(|(more, _, _)| *more < height + BELOW) {
        Some((_, index, stack)) => shelves[index].take(stack, size),
        None => {
            let top = shelves
                .last()
                .map_or(top, |shelf| shelf.top + shelf.height + BELOW);
            let mut shelf = Shelf {
                top,
                ..Shelf::default()
            };
            let corner = shelf.take(None, size);
            shelves.push(shelf);
            corner
        }
    }
}

impl Shelf {
    /// Puts a component below a stack, or at the right end.
    fn take(&mut self, stack: Option<usize>, (width, height): (f64, f64)) -> Point {
        let corner = match stack {
            Some(index) => {
                let stack = &mut self.stacks[index];
                let y = stack.height + BELOW;
                stack.height = y + height;
                stack.width = stack.width.max(width);
                at(stack.x, self.top + y)
            }
            None => {
                let end = self
                    .stacks
                    .last()
                    .map(|stack| stack.x + stack.width + ASIDE);
                let x = end.unwrap_or(0.0);
                self.stacks.push(Stack { x, width, height });
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
    places: &mut [Option<(Rect, Label)>],
) -> f64 {
    let (mut x, mut y, mut height) = (PADDING, top, 0.0_f64);
    for node in alone {
        let label = Label::new(&graph.names[node], LABEL);
        if x > PADDING && x + label.width > FRAME - PADDING {
            (x, y, height) = (PADDING, y + height + ALONE, 0.0);
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
    }
    y + height
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_comes_later_stands_further_right_or_further_down() {
        let mut shelves = Vec::new();
        let sizes = (0..60).map(|at| {
            (
                90.0 + f64::from(at * 97 % 500),
                28.0 + f64::from(at * 53 % 130),
            )
        });
        let mut known: Vec<(f64, Rect)> = Vec::new();
        for (width, height) in sizes {
            let corner = on_shelf(&mut shelves, (width, height), 0.0);
            let shelf = shelves.iter().rfind(|shelf| shelf.top <= corner.y);
            let top = shelf.map_or(0.0, |shelf| shelf.top);
            let rect = Rect {
                x: corner.x,
                y: corner.y,
                width,
                height,
            };
            for (_, before) in &known {
                assert_eq!(rect.overlap(before), 0.0, "{rect:?} {before:?}");
            }
            for (_, before) in known.iter().filter(|(other, _)| *other == top) {
                assert!(
                    rect.x != before.x || rect.y > before.y,
                    "{rect:?} {before:?}"
                );
                assert!(
                    rect.y != before.y || rect.x > before.x,
                    "{rect:?} {before:?}"
                );
            }
            known.push((top, rect));
        }
        assert!(shelves.len() > 5 && shelves.iter().any(|shelf| shelf.stacks.len() > 2));
    }
}
