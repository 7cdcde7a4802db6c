//! Edits as splices at byte offsets.
//!
//! A plugin never writes Markdown out again from a tree: it replaces a few ranges of the text it
//! received and leaves every other byte as it was.

use std::ops::Range;

/// Replaces the bytes of `range` by `insert`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes, in bytes of the text that is edited; empty to insert only.
    pub range: Range<usize>,
    /// What comes in its place.
    pub insert: String,
}

impl Edit {
    /// Replaces `range` by `insert`.
    pub fn replace(range: Range<usize>, insert: impl Into<String>) -> Edit {
        Edit {
            range,
            insert: insert.into(),
        }
    }

    /// Inserts `insert` ahead of the byte at `offset`.
    pub fn insert(offset: usize, insert: impl Into<String>) -> Edit {
        Edit::replace(offset..offset, insert)
    }
}

/// Applies `edits`, in any order, to `text`.
///
/// Edits that insert at one offset are applied in the order in which they were given.
///
/// # Panics
///
/// When two edits overlap, or one ends outside the text or inside a character: the edits come from
/// this workspace's own code, so that is a defect in it and not in the prose.
///
/// ```
/// use book_model::{Edit, apply};
///
/// let text = apply("retry", vec![Edit::insert(5, " budget"), Edit::replace(0..1, "R")]);
/// assert_eq!(text, "Retry budget");
/// ```
pub fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let grown = edits.iter().map(|edit| edit.insert.len()).sum::<usize>();
    let mut out = String::with_capacity(text.len() + grown);
    let mut copied = 0;
    for edit in &edits {
        assert!(copied <= edit.range.start, "edits overlap at {edit:?}");
        out.push_str(&text[copied..edit.range.start]);
        out.push_str(&edit.insert);
        copied = edit.range.end;
    }
    out.push_str(&text[copied..]);
    out
}

/// The edits that turn `apply(text, edits)` back into `text`.
pub fn invert(text: &str, edits: &[Edit]) -> Vec<Edit> {
    let mut sorted: Vec<_> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut shift = 0isize;
    sorted
        .into_iter()
        .map(|edit| {
            let start = edit.range.start.wrapping_add_signed(shift);
            shift += edit.insert.len() as isize - edit.range.len() as isize;
            Edit::replace(start..start + edit.insert.len(), &text[edit.range.clone()])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inserts_at_one_offset_keep_their_order() {
        let edits = vec![Edit::insert(1, "1"), Edit::insert(1, "2")];
        assert_eq!(apply("ab", edits), "a12b");
    }

    #[test]
    fn the_inverse_gives_back_the_original() {
        let text = "one two three";
        let edits = vec![
            Edit::replace(8..13, "3"),
            Edit::insert(0, "zéro "),
            Edit::replace(3..4, ""),
        ];
        let edited = apply(text, edits.clone());
        assert_eq!(edited, "zéro onetwo 3");
        assert_eq!(apply(&edited, invert(text, &edits)), text);
    }

    #[test]
    #[should_panic(expected = "overlap")]
    fn overlapping_edits_are_a_defect() {
        apply(
            "abc",
            vec![Edit::replace(0..2, ""), Edit::replace(1..3, "")],
        );
    }
}
