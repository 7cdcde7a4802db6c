//! The format of rustc: the message, the lines that it speaks of, what to do next.

mod snippet;

use std::io::{self, Write};
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer};
use book_model::{Located, Place, Severity};
use book_plugin::visible;

use rayon::prelude::*;

use super::files::Files;
use super::included;

/// How many diagnostics are rendered at a time, side by side: the first are shown while the last are
/// still to come.
const BATCH: usize = 1_000;

/// Each diagnostic of the book at `root` with an empty line after it.
pub(crate) fn write(
    out: &mut dyn Write,
    root: &Path,
    diagnostics: &[Located],
    coloured: bool,
) -> io::Result<()> {
    let files = Files::of(root, diagnostics);
    let renderer = if coloured {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    for batch in diagnostics.chunks(BATCH) {
        let messages: Vec<String> = batch
            .par_iter()
            .map(|diagnostic| render(&renderer, diagnostic, &files))
            .collect();
        for message in messages {
            writeln!(out, "{message}\n")?;
        }
    }
    Ok(())
}

fn render(renderer: &Renderer, diagnostic: &Located, files: &Files) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message));
    let mut group = Group::with_title(match diagnostic.rule {
        "" => title,
        rule => title.id(rule),
    });
    let mut headers = Vec::new();
    for places in by_file(diagnostic) {
        let (longer, wrong) = snippet::add(group, &places, files);
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
