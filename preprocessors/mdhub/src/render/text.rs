//! The format of rustc: the message, the lines that it speaks of, what to do next.

mod snippet;

use std::io::{self, Write};
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer};
use book_model::{Located, Place, Severity};
use book_plugin::visible;

use rayon::prelude::*;

use super::files::{Files, Position};
use super::range::within;
use super::{Report, included};
use crate::paths;

/// How many diagnostics are rendered at a time, side by side: the first are shown while the last are
/// still to come.
const BATCH: usize = 1_000;

/// Each diagnostic with an empty line after it.
pub(super) fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let files = Files::of(report.root, report.diagnostics);
    let view = View {
        path: &|place| files.spot(place).file.to_owned(),
        position: &|place| files.spot(place).start,
    };
    let renderer = if report.coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    for batch in report.diagnostics.chunks(BATCH) {
        let messages: Vec<String> = batch
            .par_iter()
            .map(|diagnostic| render(&renderer, diagnostic, &view))
            .collect();
        for message in messages {
            writeln!(out, "{message}\n")?;
        }
    }
    Ok(())
}

/// How a place is shown.
struct View<'a> {
    /// What its file is called.
    path: &'a (dyn Fn(&Place) -> String + Sync),
    /// Where it begins.
    position: &'a (dyn Fn(&Place) -> Position + Sync),
}

/// A diagnostic by itself.
fn alone(renderer: &Renderer, root: &Path, diagnostic: &Located) -> String {
    let view = View {
        path: &|place| paths::from_here(&root.join(&*place.file)),
        position: &|place| Position::of(&place.text, within(&place.text, &place.range).start),
    };
    render(renderer, diagnostic, &view)
}

/// A diagnostic of the book at `root` with terminal colours, for a stream that strips them where
/// they are not wanted.
pub(crate) fn styled(root: &Path, diagnostic: &Located) -> String {
    alone(&Renderer::styled(), root, diagnostic)
}

/// The same without colours.
pub(crate) fn plain(root: &Path, diagnostic: &Located) -> String {
    alone(&Renderer::plain(), root, diagnostic)
}

fn render(renderer: &Renderer, diagnostic: &Located, view: &View<'_>) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(visible(&diagnostic.message))
        .id(diagnostic.rule);
    let mut group = Group::with_title(title);
    let mut headers = Vec::new();
    for places in by_file(diagnostic) {
        let (longer, wrong) = snippet::add(group, &places, view);
        group = longer;
        headers.extend(wrong);
    }
    for (_, place) in by_file(diagnostic).into_iter().flatten() {
        if let Some(note) = included(place) {
            group = group.element(Level::NOTE.message(visible(&note).into_owned()));
        }
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    let message = renderer.render(&[group]);
    headers
        .iter()
        .fold(message, |message, header| header.mend(&message))
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

#[cfg(test)]
mod tests;
