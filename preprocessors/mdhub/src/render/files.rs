//! The files that a report speaks of, each read through once: what they are called from here, and
//! the lines and columns of all places in them.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use book_model::{Located, Place};

use super::range::within;
use crate::paths;

/// A place as editors count: both from 1, the column in characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Where a place begins and ends.
pub(super) struct Spot<'a> {
    /// The file as it is called from the current folder.
    pub(super) file: &'a str,
    pub(super) bytes: Range<usize>,
    pub(super) start: Position,
    /// Behind the last character.
    pub(super) end: Position,
}

/// The files of a report.
pub(super) struct Files(HashMap<Key, File>);

/// A file may stand in a report with several texts; the address tells them apart at no cost.
type Key = (Arc<str>, usize);

#[derive(Default)]
struct File {
    name: String,
    /// The offsets that are asked for, in their order.
    offsets: Vec<usize>,
    positions: Vec<Position>,
}

impl Files {
    /// The files that these diagnostics of the book at `root` speak of.
    pub(super) fn of(root: &Path, diagnostics: &[Located]) -> Files {
        let mut files: HashMap<Key, File> = HashMap::new();
        let mut texts = HashMap::new();
        for place in diagnostics.iter().flat_map(places) {
            let range = within(&place.text, &place.range);
            let file = files.entry(key(place)).or_insert_with(|| File {
                name: paths::from_here(&root.join(&*place.file)),
                ..File::default()
            });
            file.offsets.extend([range.start, range.end]);
            texts.insert(key(place), &place.text);
        }
        for (key, file) in &mut files {
            file.offsets.sort_unstable();
            file.offsets.dedup();
            file.positions = positions(texts[key], &file.offsets);
        }
        Files(files)
    }

    /// Where a place of one of the diagnostics is.
    pub(super) fn spot(&self, place: &Place) -> Spot<'_> {
        let file = &self.0[&key(place)];
        let bytes = within(&place.text, &place.range);
        let position = |offset| {
            let index = file.offsets.partition_point(|&known| known < offset);
            file.positions[index]
        };
        Spot {
            file: &file.name,
            start: position(bytes.start),
            end: position(bytes.end),
            bytes,
        }
    }
}

fn places(diagnostic: &Located) -> impl Iterator<Item = &Place> {
    std::iter::once(&diagnostic.primary).chain(&diagnostic.labels)
}

fn key(place: &Place) -> Key {
    (place.file.clone(), place.text.as_ptr().addr())
}

/// The position of each offset; they are in order and on the boundaries of characters.
fn positions(text: &str, offsets: &[usize]) -> Vec<Position> {
    let mut at = 0;
    let mut position = Position { line: 1, column: 1 };
    let position_of = |&offset: &usize| {
        for c in text[at..offset].chars() {
            if c == '\n' {
                position.line += 1;
                position.column = 1;
            } else {
                position.column += 1;
            }
        }
        at = offset;
        position
    };
    offsets.iter().map(position_of).collect()
}

#[cfg(test)]
mod tests {
    use book_model::line_column;

    use super::*;

    #[test]
    fn positions_are_those_of_the_model() {
        let text = "# A\r\nß漢 [x](y)\n\n👩‍💻\rz";
        let offsets: Vec<usize> = (0..=text.len())
            .filter(|&at| text.is_char_boundary(at))
            .collect();
        let expected = offsets.iter().map(|&at| {
            let (line, column) = line_column(text, at);
            Position { line, column }
        });
        assert_eq!(positions(text, &offsets), expected.collect::<Vec<_>>());
    }
}
