//! The note of a concept comes to the reader who points at the concept in the drawing.
//!
//! It is the entry of the list that does: it sticks to the lower edge of the window for as long as the reader
//! points, and keeps its place in the list. So no text of the map is on the page twice, and nothing moves. The
//! style sheet says how an entry looks that is lifted so (`--map-lift`), and lets all entries be children of
//! the map, without which they could not leave their list. What no style sheet can know is which entry belongs
//! to which link of the drawing: that is said here, by their places.
//!
//! Each rule looks at the links of the drawing and no further down, since a browser asks it of every entry
//! whenever the reader points somewhere else.

use std::fmt::Write as _;

/// The rules for a list of these concepts, part by part. The links of a drawing stand in the order of the
/// concepts' numbers. Where one concept is pointed at and another has the focus, the note of the first is to be
/// seen: the other is not lifted, or, as an earlier entry, lies below.
pub(super) fn rules(by_part: &[Vec<usize>]) -> String {
    let mut out = String::new();
    let mut comma = "";
    for (part, nodes) in by_part.iter().enumerate() {
        for (place, node) in nodes.iter().enumerate() {
            let (part, place, link) = (part + 1, place + 1, node + 1);
            let _ = write!(
                out,
                "{comma}.map-wide:has(>a:nth-of-type({link}):is(:hover,:focus-visible:not(a:hover~a)))~.map-notes>:nth-child({part}) li:nth-child({place})"
            );
            comma = ",";
        }
    }
    // What is pointed at may lie under its own note.
    out + "{position:sticky;pointer-events:none;--map-lift:1}"
}

#[cfg(test)]
mod tests {
    use super::rules;

    #[test]
    fn each_entry_of_the_list_goes_with_its_link() {
        let style = rules(&[vec![0, 2], vec![1]]);
        let rules = style.split(".map-wide:has").skip(1);
        let of = |rule: &str, before: &str| -> usize {
            let (_, rest) = rule.split_once(before).unwrap();
            rest.split_once(')').unwrap().0.parse().unwrap()
        };
        let found: Vec<_> = rules
            .map(|rule| ["a:nth-of-type(", ">:nth-child(", " li:nth-child("].map(|at| of(rule, at)))
            .collect();
        assert_eq!(found, [[1, 1, 1], [3, 1, 2], [2, 2, 1]]);
    }
}
