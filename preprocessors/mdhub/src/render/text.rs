//! The format of rustc: the message, the lines that it speaks of, what to do next.

use std::ops::Range;
use std::path::Path;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use book_model::{Located, Place, Severity};

use crate::paths;

/// A diagnostic of the book at `root` with terminal colours, for a stream that strips them where
/// they are not wanted.
pub(crate) fn styled(root: &Path, diagnostic: &Located) -> String {
    render(&Renderer::styled(), diagnostic, |file| {
        paths::from_here(&root.join(file))
    })
}

/// The same without colours.
pub(crate) fn plain(root: &Path, diagnostic: &Located) -> String {
    render(&Renderer::plain(), diagnostic, |file| {
        paths::from_here(&root.join(file))
    })
}

fn render(renderer: &Renderer, diagnostic: &Located, path: impl Fn(&str) -> String) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.rule);
    let mut group = Group::with_title(title);
    for places in by_file(diagnostic) {
        let shown = path(&places[0].1.file);
        group = group.element(snippet(&places, shown));
    }
    for (_, place) in by_file(diagnostic).into_iter().flatten() {
        if let Some(included) = &place.included {
            let note = format!("the text comes from `{included}`, which is included here");
            group = group.element(Level::NOTE.message(note));
        }
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

type Marked<'a> = (AnnotationKind, &'a Place);

/// The places of a diagnostic, those of one file together; the primary one and its file come first.
fn by_file(diagnostic: &Located) -> Vec<Vec<Marked<'_>>> {
    let mut files = vec![vec![(AnnotationKind::Primary, &diagnostic.primary)]];
    for place in &diagnostic.labels {
        let label = (AnnotationKind::Context, place);
        match files.iter_mut().find(|file| file[0].1.file == place.file) {
            Some(file) => file.push(label),
            None => files.push(vec![label]),
        }
    }
    files
}

/// The lines of one file that are spoken of. Only they are handed on, so that a message costs no
/// more in a long chapter than in a short one.
fn snippet<'a>(places: &[Marked<'a>], path: String) -> Snippet<'a, Annotation<'a>> {
    let text: &str = &places[0].1.text;
    let ranges: Vec<Range<usize>> = places
        .iter()
        .map(|(_, place)| within(text, &place.range))
        .collect();
    let first = ranges.iter().map(|range| range.start).min().unwrap_or(0);
    let last = ranges.iter().map(|range| range.end).max().unwrap_or(0);
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
    let end = start + text[start..end].trim_end_matches('\r').len();
    let end = end.max(last);
    let line = text[..start].bytes().filter(|&byte| byte == b'\n').count() + 1;
    let annotations = places.iter().zip(&ranges).map(|((kind, place), range)| {
        let annotation = kind.span(range.start - start..range.end - start);
        if place.label.is_empty() {
            annotation
        } else {
            annotation.label(place.label.as_str())
        }
    });
    Snippet::source(&text[start..end])
        .line_start(line)
        .path(path)
        .annotations(annotations)
}

/// The range as it can be shown: inside the text, on the boundaries of characters, and without the
/// line end that stands last in it.
fn within(text: &str, range: &Range<usize>) -> Range<usize> {
    let mut start = range.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = range.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let trimmed = text[start..end].trim_end_matches(['\n', '\r']);
    if !trimmed.is_empty() {
        end = start + trimmed.len();
    }
    start..end
}

#[cfg(test)]
mod tests;
