//! The lines of a file that a message shows.
//!
//! Only they are handed on, so that a message costs no more in a long chapter than in a short one;
//! and of a very long line only what stands around the place, so that many messages about one line
//! do not cost that line each.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, Group, Snippet};
use book_plugin::{is_hazardous, visible};

use super::{Marked, View};
use crate::render::files::Position;
use crate::render::range::{floor, within};

/// A line of more bytes is cut.
const LONG: usize = 1_000;
/// How much of a long line is shown ahead of a place, of the place, and behind it, in bytes.
const AROUND: usize = 200;
/// Marks a header; it is for private use in Unicode.
const MARK: char = '\u{e000}';

/// Where a place on a cut line is: what would be shown, and what is to be. The column is that in the
/// whole line, which a part of it does not tell.
pub(super) struct Header {
    wrong: String,
    right: String,
}

impl Header {
    /// Puts it right in a message.
    pub(super) fn mend(&self, message: &str) -> String {
        message.replacen(&self.wrong, &self.right, 1)
    }
}

/// Adds the places of one file to a message; gives the headers that have to be put right in it.
pub(super) fn add<'a>(
    mut group: Group<'a>,
    places: &[Marked<'a>],
    view: &View<'_>,
) -> (Group<'a>, Vec<Header>) {
    let text: &str = &places[0].1.text;
    let path = visible(&(view.path)(places[0].1)).into_owned();
    let ranges: Vec<Range<usize>> = places
        .iter()
        .map(|(_, place)| within(text, &place.range))
        .collect();
    let first = ranges.iter().map(|range| range.start).min().unwrap_or(0);
    let last = ranges.iter().map(|range| range.end).max().unwrap_or(0);
    let shown = lines(text, first..last);
    let annotations = places.iter().zip(ranges);
    if text[shown.clone()]
        .split('\n')
        .all(|line| line.len() <= LONG)
    {
        // What is shown begins with the line of the first place.
        let lines = places.iter().map(|(_, place)| (view.position)(place).line);
        let snippet = Snippet::source(safe(&text[shown.clone()]))
            .line_start(lines.min().unwrap_or(1))
            .path(path)
            .annotations(annotations.map(|(place, range)| annotation(place, &range, &shown)));
        return (group.element(snippet), Vec::new());
    }
    // Each place by itself, since what lies between them may be as long.
    let mut headers = Vec::new();
    for (index, (place, range)) in annotations.enumerate() {
        let Position { line, column } = (view.position)(place.1);
        let (range, shown) = cut(text, &range);
        // The header is found again by a character that no path has.
        let marked = format!("{path}{MARK}{index}");
        let cut_column = text[shown.start..range.start].chars().count() + 1;
        headers.push(Header {
            wrong: format!("{marked}:{line}:{cut_column}"),
            right: format!("{path}:{line}:{column}"),
        });
        let snippet = Snippet::source(safe(&text[shown.clone()]))
            .line_start(line)
            .path(marked)
            .annotation(annotation(place, &range, &shown));
        group = group.element(snippet);
    }
    (group, headers)
}

fn annotation<'a>(
    (kind, place): &Marked<'a>,
    range: &Range<usize>,
    shown: &Range<usize>,
) -> Annotation<'a> {
    let annotation = kind.span(range.start - shown.start..range.end - shown.start);
    if place.label.is_empty() {
        annotation
    } else {
        annotation.label(visible(&place.label))
    }
}

/// The whole lines that a range touches, without the end of the last one.
fn lines(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n');
    let end = end.map_or(text.len(), |at| range.end + at);
    let end = start + text[start..end].trim_end_matches('\r').len();
    start..end.max(range.end)
}

/// The beginning of a range in its first line, and the part of that line to show it in.
fn cut(text: &str, range: &Range<usize>) -> (Range<usize>, Range<usize>) {
    let line = lines(text, range.start..range.start);
    let end = floor(text, range.end.min(range.start + AROUND)).min(line.end);
    let range = range.start..end.max(range.start);
    let start = floor(text, range.start.saturating_sub(AROUND)).max(line.start);
    let end = floor(text, range.end + AROUND).min(line.end);
    let shown = start..end.max(range.end);
    (range, shown)
}

/// The same text with as many bytes, so that places in it hold, and without what would steer the
/// terminal. The renderer itself shows the control characters of one byte, and all overrides of direction.
fn safe(text: &str) -> Cow<'_, str> {
    let unsafe_still = |c: char| c.len_utf8() > 1 && is_hazardous(c);
    if !text.contains(unsafe_still) {
        return text.into();
    }
    let stand_in = |c: char| match c.len_utf8() {
        _ if !unsafe_still(c) => c,
        2 => '·',
        _ => char::REPLACEMENT_CHARACTER,
    };
    text.chars().map(stand_in).collect()
}
