//! What a check found, one file for each format.
//!
//! To add a format: 1. write a file here with a `write` that takes a [`Report`]; 2. name it below, in
//! [`Format`] and in [`write()`]; 3. give it a row in `tests/formats.rs`.

mod files;
mod github;
mod json;
mod range;
mod short;
mod text;

use std::io::{self, Write};
use std::path::Path;

use anyhow::Error;
use book_engine::Found;
use book_model::{Located, Place};

pub(crate) use short::line;
pub(crate) use text::write as text;

/// How the findings are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// As rustc does: the message, the lines that it speaks of, what to do next
    #[default]
    Text,
    /// One line for each finding, `file:line:column: level[rule]: message`
    Short,
    /// One JSON document, described by `check.schema.json` among the sources of mdhub
    Json,
    /// GitHub's workflow commands, shown at the lines of a pull request
    Github,
}

/// What came of a check.
pub(crate) struct Report<'a> {
    /// The book's root folder, as the user named it.
    pub(crate) root: &'a Path,
    /// What was found.
    pub(crate) diagnostics: &'a [Located],
    /// What that comes to.
    pub(crate) found: Found,
    /// How many chapters were checked, where the check came to its end.
    pub(crate) chapters: Option<usize>,
    /// Why it did not.
    pub(crate) error: Option<&'a Error>,
    /// Whether a format for the terminal is to have colours: to put them in and take them out again
    /// costs more than the rest of the message.
    pub(crate) coloured: bool,
}

/// Writes what was found. An error is written where the format has a place for it.
pub(crate) fn write(format: Format, out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    match format {
        Format::Text => text(out, report.root, report.diagnostics, report.coloured),
        Format::Short => short::write(out, report),
        Format::Json => json::write(out, report),
        Format::Github => github::write(out, report),
    }
}

/// What a message says of a place whose text stands in another file.
fn included(place: &Place) -> Option<String> {
    let file = place.included.as_ref()?;
    Some(format!(
        "the text comes from `{file}`, which is included here"
    ))
}

/// The same text with spaces for its line ends.
fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

#[cfg(test)]
mod tests;
