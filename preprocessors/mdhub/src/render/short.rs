//! The format of compilers of old, which editors and `grep -n` share: one line for each finding,
//! `file:line:column: level[rule]: message`.

use std::io::{self, Write};
use std::path::Path;

use book_model::Located;
use book_plugin::visible;

use super::files::Files;
use super::{Report, one_line};
use crate::terminal::placed;

/// The same for one of the book at `root`, without the line's end.
pub(crate) fn line(root: &Path, diagnostic: &Located) -> String {
    text(
        &Files::of(root, std::slice::from_ref(diagnostic)),
        diagnostic,
    )
}

pub(super) fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let files = Files::of(report.root, report.diagnostics);
    let placed = report.error.and_then(placed);
    let placed_files = Files::of(report.root, placed.as_slice());
    let found = report.diagnostics.iter().map(|one| (&files, one));
    for (files, diagnostic) in found.chain(placed.iter().map(|one| (&placed_files, one))) {
        writeln!(out, "{}", text(files, diagnostic))?;
    }
    Ok(())
}

fn text(files: &Files, diagnostic: &Located) -> String {
    let rule = match diagnostic.rule {
        "" => String::new(),
        rule => format!("[{rule}]"),
    };
    let spot = files.spot(&diagnostic.primary);
    format!(
        "{}:{}:{}: {}{rule}: {}",
        one_line(&visible(spot.file)),
        spot.start.line,
        spot.start.column,
        diagnostic.severity.word(),
        one_line(&visible(&diagnostic.message)),
    )
}
