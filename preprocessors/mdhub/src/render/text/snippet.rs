//! The lines of a file that a message shows.
//!
//! Only they are handed on, so that a message costs no more in a long chapter than in a short one: not
//! what lies between places that are far apart, and of a very long line only what stands around the
//! place.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Snippet};
use book_model::{Place, char_boundary};
use book_plugin::{is_hazardous, visible};

use super::Marked;
use crate::render::files::{Files, Position, Spot};

/// A line of more bytes is cut.
const LONG: usize = 1_000;
/// Places with more bytes between them are shown one by one.
const APART: usize = 2_000;
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

/// A place as it is to be marked.
struct Mark<'a> {
    /// Which of the places it is.
    index: usize,
    kind: AnnotationKind,
    place: &'a Place,
    range: Range<usize>,
    start: Position,
}

/// Adds the places of one file to a message; gives the headers that have to be put right in it.
pub(super) fn add<'a>(
    mut group: Group<'a>,
    places: &[Marked<'a>],
    files: &Files,
) -> (Group<'a>, Vec<Header>) {
    let text: &str = &places[0].1.text;
    let path = visible(files.spot(places[0].1).file).into_owned();
    let marks = places.iter().enumerate().map(|(index, &(kind, place))| {
        let Spot { bytes, start, .. } = files.spot(place);
        Mark {
            index,
            kind,
            place,
            range: bytes,
            start,
        }
    });
    let mut headers = Vec::new();
    for marks in together(text, marks.collect()) {
        if let Some(shown) = lines_of(text, &marks) {
            // What is shown begins with the line of the first place.
            let line = marks.iter().map(|mark| mark.start.line).min();
            let snippet = Snippet::source(safe(&text[shown.clone()]))
                .line_start(line.unwrap_or(1))
                .path(path.clone())
                .annotations(
                    marks
                        .iter()
                        .map(|mark| mark.annotation(&mark.range, &shown)),
                );
            group = group.element(snippet);
            continue;
        }
        for mark in marks {
            let Position { line, column } = mark.start;
            let (range, shown) = cut(text, &mark.range);
            // The header is found again by a character that no path has.
            let marked = format!("{path}{MARK}{}", mark.index);
            let cut_column = text[shown.start..range.start].chars().count() + 1;
            headers.push(Header {
                wrong: format!("{marked}:{line}:{cut_column}"),
                right: format!("{path}:{line}:{column}"),
            });
            let snippet = Snippet::source(safe(&text[shown.clone()]))
                .line_start(line)
                .path(marked)
                .annotation(mark.annotation(&range, &shown));
            group = group.element(snippet);
        }
    }
    (group, headers)
}

impl<'a> Mark<'a> {
    fn annotation(&self, range: &Range<usize>, shown: &Range<usize>) -> Annotation<'a> {
        let annotation = self
            .kind
            .span(range.start - shown.start..range.end - shown.start);
        if self.place.label.is_empty() {
            annotation
        } else {
            annotation.label(visible(&self.place.label))
        }
    }
}

/// Puts those together that are shown together, in the order in which they are given: near ones on
/// lines of their whole length, and each other one by itself.
fn together<'a>(text: &str, mut marks: Vec<Mark<'a>>) -> Vec<Vec<Mark<'a>>> {
    marks.sort_by_key(|mark| mark.range.start);
    let mut groups: Vec<Vec<Mark<'a>>> = Vec::new();
    let mut end = 0;
    for mark in marks {
        let near = mark.range.start <= end + APART;
        end = end.max(mark.range.end);
        match groups.last_mut() {
            Some(group) if near => group.push(mark),
            _ => groups.push(vec![mark]),
        }
    }
    let mut groups: Vec<_> = groups
        .into_iter()
        .flat_map(|mut group| {
            group.sort_by_key(|mark| mark.index);
            match lines_of(text, &group) {
                Some(_) => vec![group],
                None => group.into_iter().map(|mark| vec![mark]).collect(),
            }
        })
        .collect();
    groups.sort_by_key(|group| group[0].index);
    groups
}

/// The whole lines that these touch, without the end of the last one; `None` where one is long.
fn lines_of(text: &str, marks: &[Mark<'_>]) -> Option<Range<usize>> {
    let first = marks.iter().map(|mark| mark.range.start).min()?;
    let last = marks.iter().map(|mark| mark.range.end).max()?;
    let from = char_boundary(text, first.saturating_sub(LONG));
    let to = char_boundary(text, last + LONG);
    let start = match text[from..first].rfind('\n') {
        Some(at) => from + at + 1,
        None if from == 0 => 0,
        None => return None,
    };
    let end = match text[last..to].find('\n') {
        Some(at) => last + at,
        None if to == text.len() => to,
        None => return None,
    };
    let end = start + text[start..end].trim_end_matches('\r').len();
    let shown = start..end.max(last);
    let mut lines = text[shown.clone()].split('\n');
    lines.all(|line| line.len() <= LONG).then_some(shown)
}

/// The beginning of a range in its first line, and the part of that line to show it in.
fn cut(text: &str, range: &Range<usize>) -> (Range<usize>, Range<usize>) {
    let first = range.start;
    let from = char_boundary(text, first.saturating_sub(AROUND));
    let from = text[from..first]
        .rfind('\n')
        .map_or(from, |at| from + at + 1);
    let to = char_boundary(text, first + 2 * AROUND);
    let to = text[first..to].find('\n').map_or(to, |at| first + at);
    let to = first + text[first..to].trim_end_matches('\r').len();
    let end = char_boundary(text, range.end.min(first + AROUND)).clamp(first, to);
    (first..end, from..char_boundary(text, end + AROUND).min(to))
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
