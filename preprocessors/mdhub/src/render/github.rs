//! GitHub's workflow commands, which it shows as annotations at the lines of a pull request.
//!
//! See <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>; what
//! has to be escaped is in `packages/core/src/command.ts` of actions/toolkit. The runner drops columns
//! where a place has several lines, so they are left away there.

use std::fmt::Write as _;
use std::io::{self, Write};

use anyhow::Error;
use book_model::Located;
use book_plugin::visible;

use super::files::{Files, Spot};
use super::{Report, included};
use crate::terminal::{Said, placed, said};

pub(super) fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let files = Files::of(report.root, report.diagnostics);
    for diagnostic in report.diagnostics {
        writeln!(out, "{}", annotation(&files, diagnostic))?;
    }
    if let Some(placed) = report.error.and_then(placed) {
        let files = Files::of(report.root, std::slice::from_ref(&placed));
        writeln!(out, "{}", annotation(&files, &placed))?;
    } else if let Some(error) = report.error {
        writeln!(out, "::error title=mdhub::{}", data(&failure(error)))?;
    }
    Ok(())
}

fn annotation(files: &Files, diagnostic: &Located) -> String {
    let level = diagnostic.severity.word();
    let spot = files.spot(&diagnostic.primary);
    format!(
        "::{level} file={},{},title={}::{}",
        property(spot.file),
        lines(&spot),
        property(match diagnostic.rule {
            "" => "mdhub",
            rule => rule,
        }),
        data(&message(files, diagnostic))
    )
}

fn lines(spot: &Spot<'_>) -> String {
    let (start, end) = (spot.start, spot.end);
    let lines = format!("line={},endLine={}", start.line, end.line);
    if start.line == end.line {
        format!("{lines},col={},endColumn={}", start.column, end.column)
    } else {
        lines
    }
}

/// Everything that is to be said, a line each.
fn message(files: &Files, diagnostic: &Located) -> String {
    let mut text = diagnostic.message.clone();
    // Writing to a string cannot fail.
    let primary = &diagnostic.primary;
    if !primary.label.is_empty() {
        let _ = write!(text, "\n{}", primary.label);
    }
    for place in &diagnostic.labels {
        let Spot { file, start, .. } = files.spot(place);
        let _ = write!(text, "\n{file}:{}:{}", start.line, start.column);
        if !place.label.is_empty() {
            let _ = write!(text, ": {}", place.label);
        }
    }
    for place in std::iter::once(primary).chain(&diagnostic.labels) {
        if let Some(note) = included(place) {
            let _ = write!(text, "\nnote: {note}");
        }
    }
    for help in &diagnostic.help {
        let _ = write!(text, "\nhelp: {help}");
    }
    text
}

fn failure(error: &Error) -> String {
    let Said { lines, help } = said(error);
    let mut text = lines.join("\ncaused by: ");
    if let Some(help) = help {
        let _ = write!(text, "\nhelp: {help}");
    }
    text
}

/// What stands behind the second `::`.
fn data(text: &str) -> String {
    visible(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
