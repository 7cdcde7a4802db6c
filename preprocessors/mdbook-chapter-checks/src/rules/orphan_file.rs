//! # orphan-file
//!
//! Finds a Markdown file in the source folder that is no part of the book.
//!
//! mdBook makes pages of the chapters in SUMMARY.md, and copies every other file but Markdown: this
//! one reaches no reader. It was forgotten, or left behind. A file that a chapter includes belongs to the
//! book, and one that SUMMARY.md names in a comment is left out on purpose. So is the README of a
//! folder with no chapter in it, and a folder with a SUMMARY.md of its own, which is another book.
//!
//! Where the source folder is the book's root (`src = "."`), much else lies there: then only folders
//! that hold a chapter are looked at, without the build and theme folders, and without what is named in
//! capitals, such as CONTRIBUTING.md. To keep notes of your own below the source folder, set the level of
//! this rule for their folder: `[preprocessor.chapter-checks.folders."notes"]`.
//!
//! ## Bad
//!
//! ```md
//! //- src/SUMMARY.md
//! - [Timeouts](timeouts.md)
//! //- src/timeouts.md
//! # Timeouts
//! //- src/retries.md
//! # Retries
//! ```
//!
//! ## Good
//!
//! ```md
//! //- src/SUMMARY.md
//! - [Timeouts](timeouts.md)
//! - [Retries](retries.md)
//! //- src/timeouts.md
//! # Timeouts
//!
//! {{#include see-also.md}}
//! //- src/retries.md
//! # Retries
//! //- src/see-also.md
//! Related: the reference of the client.
//! ```

use book_model::{Diagnostic, Label, Page, Span, SummaryEntry, file_name};

use crate::level::Level;
use crate::path::folder_of;
use crate::reached::reached;
use crate::rule::{Check, Checked, Rule};
use crate::unlisted::unlisted;

pub(crate) const RULE: Rule = Rule {
    name: "orphan-file",
    level: Level::Warn,
    source: include_str!("orphan_file.rs"),
    check: Check::Files(check),
};

fn check(checked: &Checked<'_>) -> Vec<(String, Diagnostic)> {
    // Where nothing is listed, there is nowhere to add a line.
    if checked.listed.entries.is_empty() {
        return Vec::new();
    }
    let mut orphans = unlisted(checked);
    orphans.retain(|path| checked.levels.of(&RULE, Some(path)) != Level::Allow);
    if !orphans.is_empty() {
        let reached = reached(checked);
        orphans.retain(|path| !reached.contains(&checked.below_root_normal(path)));
    }
    let found = orphans.into_iter();
    found
        .map(|path| {
            let diagnostic = diagnostic(checked, &path);
            (path, diagnostic)
        })
        .collect()
}

fn diagnostic(checked: &Checked<'_>, path: &str) -> Diagnostic {
    let summary = &checked.sources.summary;
    let (span, label, marker) = match neighbour(&checked.listed.entries, path) {
        Some(entry) => (
            entry.range.clone(),
            "it could stand below this",
            marker(summary, entry),
        ),
        None => (0..0, "", "- "),
    };
    let line = format!("{marker}[{}]({})", title(checked, path), address(path));
    let label = Label::new(Span::summary(span), label);
    Diagnostic::new(
        RULE.name,
        format!("`{path}` is no part of the book"),
        label,
    )
    .help(format!("add it to SUMMARY.md: `{line}`"))
    .help("or move it out of the source folder, or delete it; to leave it out for a while, put its line into a comment")
}

/// The last chapter in the folder of this file, or in the nearest folder around it that has one.
fn neighbour<'a>(entries: &'a [SummaryEntry], path: &str) -> Option<&'a SummaryEntry> {
    let mut folder = folder_of(path);
    loop {
        let mut last = entries.iter().rev();
        let there = last.find(|entry| entry.path.as_deref().map(folder_of) == Some(folder));
        if there.is_some() || folder.is_empty() {
            return there.or(entries.last());
        }
        folder = folder_of(folder);
    }
}

/// What stands ahead of an entry on its line: its indentation and its bullet.
fn marker<'a>(summary: &'a str, entry: &SummaryEntry) -> &'a str {
    let start = summary[..entry.range.start]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let marker = &summary[start..entry.range.start];
    match marker.trim() {
        "" | "-" | "*" | "+" => marker,
        _ => "- ",
    }
}

/// The first heading of level 1 in the file, else its name.
fn title(checked: &Checked<'_>, path: &str) -> String {
    let text = checked
        .files
        .text(&checked.below_root(path))
        .unwrap_or_default();
    let outline = Page::parse(&text, checked.settings).outline;
    let title = outline.into_iter().find(|section| section.level == 1);
    let title = title
        .map(|section| section.title)
        .filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| {
        let name = file_name(path);
        name.strip_suffix(".md")
            .unwrap_or(name)
            .replace(['-', '_'], " ")
    });
    title
        .replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]")
}

/// The path as SUMMARY.md takes it: nothing but `%20` is decoded there.
fn address(path: &str) -> String {
    let path = path.replace(' ', "%20");
    if path.contains(['(', ')', '\\']) {
        format!("<{path}>")
    } else {
        path
    }
}
