//! Keeps a book inside its folders: no chapter lies outside the sources, no page outside the output.
//!
//! mdBook joins the path of a chapter to the source folder, where it makes a chapter that is missing,
//! and to the output folder, where the page goes. It does not ask whether the path leads out of them.

use std::fmt;
use std::path::{Component, Path, PathBuf};

use anyhow::{Error, Result};
use book_model::normalize;
use mdbook_core::book::Book;
use mdbook_summary::{Summary, SummaryItem};

use crate::failure::Advice;

/// A chapter leads out of the book; nothing was written for it.
#[derive(Debug)]
pub(crate) struct Outside;

impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a chapter leads out of the book")
    }
}

/// Refuses a summary that names a chapter outside the source folder, whose place below the book's root
/// is `shown`. It comes before the book is loaded, which may make what is missing.
pub(crate) fn refuse_in_summary(summary: &Summary, text: &str, shown: &Path) -> Result<()> {
    let Some(path) = outside(summary) else {
        return Ok(());
    };
    let line = line_of(&path, text).map_or_else(String::new, |line| format!(":{line}"));
    let summary = shown.join("SUMMARY.md");
    Err(refused(
        format!(
            "`{}{line}` names the chapter `{}`, which lies outside the source folder",
            summary.display(),
            path.display()
        ),
        format!(
            "move the chapter into `{}`, and name it by its path from there",
            shown.display()
        ),
    ))
}

/// Refuses a book in which a preprocessor has put a chapter where no page may go.
pub(crate) fn refuse_in_book(book: &Book) -> Result<()> {
    let mut paths = book.chapters().filter_map(|chapter| {
        let path = chapter.path.as_deref()?;
        leads_out(path).then_some((&chapter.name, path))
    });
    match paths.next() {
        None => Ok(()),
        Some((name, path)) => Err(refused(
            format!(
                "a preprocessor has put the chapter `{name}` at `{}`, outside the book",
                path.display()
            ),
            "take that preprocessor out of book.toml, or mend it: \
             the path of a chapter begins at the source folder and stays in it",
        )),
    }
}

fn refused(message: String, help: impl Into<String>) -> Error {
    Advice::error(message, help).context(Outside)
}

/// The first chapter that the summary puts outside the sources.
fn outside(summary: &Summary) -> Option<PathBuf> {
    let parts = [
        &summary.prefix_chapters,
        &summary.numbered_chapters,
        &summary.suffix_chapters,
    ];
    parts.into_iter().find_map(|items| first_outside(items))
}

fn first_outside(items: &[SummaryItem]) -> Option<PathBuf> {
    items.iter().find_map(|item| {
        let SummaryItem::Link(link) = item else {
            return None;
        };
        let own = link.location.clone().filter(|path| leads_out(path));
        own.or_else(|| first_outside(&link.nested_items))
    })
}

/// Whether a path leads out of the folder that it is joined to. A backslash counts as it does on
/// Windows, so that a book is the same everywhere.
fn leads_out(path: &Path) -> bool {
    let absolute = path
        .components()
        .any(|part| matches!(part, Component::Prefix(_) | Component::RootDir));
    let text = path.to_string_lossy();
    absolute || text.starts_with('\\') || normalize(&text).is_none()
}

/// The line of the summary that names the path, which mdBook has freed of `%20`.
fn line_of(path: &Path, text: &str) -> Option<usize> {
    let path = path.to_str()?;
    let line = text
        .lines()
        .position(|line| line.replace("%20", " ").contains(path))?;
    Some(line + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside_or_leads_out() {
        for inside in [
            "a.md",
            "a/b.md",
            "a/../b.md",
            "./a.md",
            "..a/b.md",
            "a b.md",
        ] {
            assert!(!leads_out(Path::new(inside)), "{inside}");
        }
        let out = [
            "../a.md",
            "a/../../b.md",
            "/etc/a.md",
            r"..\a.md",
            r"a\..\..\b.md",
            r"\a.md",
            "./../a.md",
        ];
        for out in out {
            assert!(leads_out(Path::new(out)), "{out}");
        }
    }
}
