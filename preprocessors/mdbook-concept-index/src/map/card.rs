//! Where the note of a concept is shown while the reader points at it.

use super::geometry::{Point, Rect};
use super::graph::Graph;
use super::layout::Drawing;
use super::metrics;

/// The width of a card: it has room in the narrow drawing.
const WIDTH: f64 = 300.0;
/// The size of its text, and from one line to the next; as in the style sheet.
const TEXT: f64 = 13.0;
const LINE: f64 = 19.0;
/// What its edges take on both sides together.
const PADDING: f64 = 20.0;
const EDGE: f64 = 20.0;
/// More lines than this end in an ellipsis; as in the style sheet.
const MOST: usize = 9;
/// Between a box and its card.
const AWAY: f64 = 9.0;
/// Between a card and the edge of the drawing.
const INSIDE: f64 = 4.0;

/// A card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Card {
    pub(super) rect: Rect,
    /// Whether its text stands at its lower edge, since its box is below.
    pub(super) above: bool,
}

/// To cover a piece of a line of this length is as bad as to cover this area of a box; lines between
/// parts are long, and some of them are always covered.
const PIECE: f64 = 16.0;
const PIECE_AREA: f64 = 50.0;
const FAR_PIECE_AREA: f64 = 8.0;
/// So many pieces of a segment of a line are looked at; on a longer one they are longer.
const PIECES: usize = 40;

/// The card of each concept that has a note. It never covers its own box, covers as little of its
/// lines and of the boxes that it is joined to as can be, and stays in the drawing, which grows where
/// it must.
pub(super) fn cards(graph: &Graph, drawing: &mut Drawing) -> Vec<Option<Card>> {
    let mut beside: Vec<Vec<usize>> = vec![Vec::new(); graph.names.len()];
    let mut lines_of: Vec<Vec<(Point, f64)>> = vec![Vec::new(); graph.names.len()];
    for line in &drawing.lines {
        let edge = &graph.edges[line.edge];
        beside[edge.from].push(edge.to);
        beside[edge.to].push(edge.from);
        let far = graph.is_far(edge);
        let area = if far { FAR_PIECE_AREA } else { PIECE_AREA };
        let pieces = line.path.points(PIECE, PIECES).into_iter();
        let pieces: Vec<_> = pieces.map(|point| (point, area)).collect();
        lines_of[edge.from].extend(&pieces);
        lines_of[edge.to].extend(pieces);
    }
    let mut cards = Vec::new();
    let mut height = drawing.height;
    for (node, beside) in beside.iter().enumerate() {
        if graph.notes[node].is_empty() {
            cards.push(None);
            continue;
        }
        let neighbours = beside.iter().map(|&other| drawing.nodes[other].rect);
        let neighbours: Vec<Rect> = neighbours.collect();
        let own = drawing.nodes[node].rect;
        let size = rows(&graph.notes[node]) as f64 * LINE + EDGE;
        let joined = (&neighbours[..], &lines_of[node][..]);
        let card = card(&own, joined, size, (drawing.width, drawing.height));
        height = height.max(card.rect.bottom() + INSIDE);
        cards.push(Some(card));
    }
    drawing.height = height;
    cards
}

fn card(
    own: &Rect,
    (neighbours, lines): (&[Rect], &[(Point, f64)]),
    height: f64,
    (wide, high): (f64, f64),
) -> Card {
    // What no card can reach is not looked at again for each of them.
    let reach = Rect {
        x: own.x - WIDTH - AWAY,
        y: own.y - height - AWAY,
        width: own.width + 2.0 * (WIDTH + AWAY),
        height: own.height + 2.0 * (height + AWAY),
    };
    let neighbours = neighbours.iter().filter(|other| reach.overlap(other) > 0.0);
    let neighbours: Vec<_> = neighbours.collect();
    let lines = lines.iter().filter(|(point, _)| reach.contains(point));
    let lines: Vec<_> = lines.collect();
    let middle = own.middle();
    let aligned = [
        own.x,
        middle.x - WIDTH / 2.0,
        own.right() - WIDTH,
        own.right() + AWAY,
        own.x - AWAY - WIDTH,
    ];
    let below = aligned.map(|x| (x, own.bottom() + AWAY, false));
    let above = aligned.map(|x| (x, own.y - AWAY - height, true));
    let level = [own.y, middle.y - height / 2.0, own.bottom() - height];
    let right = level.map(|y| (own.right() + AWAY, y, false));
    let left = level.map(|y| (own.x - AWAY - WIDTH, y, false));
    let places = below.into_iter().chain(above).chain(right).chain(left);
    let cards = places.map(|(x, y, above)| {
        let rect = Rect {
            x: x.min(wide - INSIDE - WIDTH).max(INSIDE),
            y: y.min(high - INSIDE - height).max(INSIDE),
            width: WIDTH,
            height,
        };
        Card { rect, above }
    });
    let free = cards.filter(|card| {
        let inside = card.rect.bottom() <= high - INSIDE;
        inside && card.rect.overlap(&own.grown(AWAY / 2.0)) == 0.0
    });
    let covered = |card: &Card| -> f64 {
        let areas = neighbours.iter().map(|other| card.rect.overlap(other));
        let pieces = lines.iter().filter(|(point, _)| card.rect.contains(point));
        areas.sum::<f64>() + pieces.map(|(_, area)| area).sum::<f64>()
    };
    let best = free.min_by(|a, b| covered(a).total_cmp(&covered(b)));
    best.unwrap_or_else(|| Card {
        rect: Rect {
            x: own.x.min(wide - INSIDE - WIDTH).max(INSIDE),
            y: own.bottom() + AWAY,
            width: WIDTH,
            height,
        },
        above: false,
    })
}

/// How many lines a note takes, set as a browser would.
fn rows(note: &str) -> usize {
    let space = metrics::width(" ", TEXT);
    let (mut rows, mut used) = (1, 0.0);
    for word in note.split_whitespace() {
        // Styles and other fonts make a text a little wider.
        let width = metrics::width(word, TEXT) * 1.03;
        let needed = if used > 0.0 {
            used + space + width
        } else {
            width
        };
        if needed > WIDTH - PADDING {
            // A word that is wider than the card goes on in the next line.
            rows += (width / (WIDTH - PADDING)) as usize + usize::from(used > 0.0);
            used = width % (WIDTH - PADDING);
        } else {
            used = needed;
        }
    }
    rows.min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::graph::COLOURS;
    use crate::map::label;

    const CSS: &str = include_str!("../../../../theme/plugins.css");

    /// What the style sheet sets in the rule that begins so.
    fn set(rule: &str, property: &str) -> String {
        let begin = format!("\n{rule} {{\n");
        let rules = CSS.split(&begin).skip(1);
        let bodies = rules.filter_map(|rule| rule.split_once('}'));
        let mut lines = bodies.flat_map(|(body, _)| body.lines());
        let line = lines.find_map(|line| line.trim().strip_prefix(&format!("{property}: ")));
        let value = line.unwrap_or_else(|| panic!("no {property} in {rule}"));
        value.trim_end_matches(';').to_owned()
    }

    #[test]
    fn the_style_sheet_has_the_same_numbers() {
        let card = |property: &str| set(".map-card p", property);
        assert_eq!(card("font-size"), format!("{TEXT}px"));
        assert_eq!(card("line-height"), format!("{LINE}px"));
        assert_eq!(card("-webkit-line-clamp"), MOST.to_string());
        assert_eq!(card("line-clamp"), MOST.to_string());
        let (aside, above) = (PADDING / 2.0, EDGE / 2.0);
        assert_eq!(card("margin"), format!("{above}px {aside}px auto"));
        assert_eq!(
            set(".map-above p", "margin-block"),
            format!("auto {above}px")
        );
        assert_eq!(
            set(".map-node text", "font-size"),
            format!("{}px", label::TEXT)
        );
        assert_eq!(
            set(".map-band text", "font-size"),
            format!("{}px", label::TITLE_TEXT)
        );
        let colours: Vec<_> = CSS
            .lines()
            .filter(|line| line.contains("{ --map-hue:"))
            .collect();
        assert_eq!(colours.len(), COLOURS);
        for (number, line) in colours.iter().enumerate() {
            assert!(line.starts_with(&format!(".map-{number} {{")), "{line}");
        }
    }
}
