//! The format of rustc: the message, the lines that it speaks of, what to do next.

mod snippet;

use std::io::{self, Write};
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer};
use book_model::{Located, Place, Severity};
use book_plugin::visible;

use super::{Report, included};
use crate::paths;

/// Each diagnostic with an empty line after it.
pub(super) fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    for diagnostic in report.diagnostics {
        writeln!(out, "{}\n", styled(report.root, diagnostic))?;
    }
    Ok(())
}

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
        .primary_title(visible(&diagnostic.message))
        .id(diagnostic.rule);
    let mut group = Group::with_title(title);
    let mut headers = Vec::new();
    for places in by_file(diagnostic) {
        let shown = visible(&path(&places[0].1.file)).into_owned();
        let (longer, wrong) = snippet::add(group, &places, shown);
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
