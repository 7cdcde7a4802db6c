//! # unknown-key
//!
//! Finds a key in the tables of these plugins in `book.toml` that nothing reads, and levels for a
//! folder that neither a chapter nor another Markdown file lies in.
//!
//! What was to be set by it keeps its default, in silence: a rule that was to fail the build lets
//! everything pass. Looked at are `[preprocessor.chapter-checks]`, whose keys are the rules and
//! `folders`, its tables for folders, `[preprocessor.reading-paths]` and
//! `[preprocessor.concept-index]`. A folder is named below the source folder.
//!
//! ## Bad
//!
//! ```md
//! //- book.toml
//! [preprocessor.chapter-checks]
//! brokenlink = "deny"
//! //- src/a.md
//! # Timeouts
//! ```
//!
//! ## Good
//!
//! ```md
//! //- book.toml
//! [preprocessor.chapter-checks]
//! broken-link = "deny"
//!
//! [preprocessor.chapter-checks.folders."notes"]
//! broken-link = "allow"
//! //- src/notes/a.md
//! # Timeouts
//! ```

use std::collections::BTreeSet;

use book_model::{Diagnostic, Label, Span, key_range};
use book_plugin::{Context, Speller, Table};
use serde_json::{Map, Value};

use super::own;
use crate::level::{FOLDERS, Level, Levels, folder_path, holds};
use crate::path::is_markdown;
use crate::plugin::NAME;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "unknown-key",
    level: Level::Deny,
    source: include_str!("unknown_key.rs"),
    check: Check::Config(check),
};

/// What is to be said of the keys of another plugin's table, or of a table in it, at the level that this
/// rule has in the book. `path` leads there from `preprocessor`; `text` is that of `book.toml`.
pub fn unknown_keys(
    context: &Context,
    path: &[&str],
    known: &[&str],
    text: &str,
) -> Vec<Diagnostic> {
    // Levels that make no sense are for chapter-checks to tell.
    let levels = Levels::from_context(context).unwrap_or_default();
    let Some(severity) = levels.of(&RULE, None).severity() else {
        return Vec::new();
    };
    let path: Vec<&str> = ["preprocessor"].iter().chain(path).copied().collect();
    let table = context.config.pointer(&format!("/{}", path.join("/")));
    let found = table.and_then(Value::as_object).map(|values| {
        book_plugin::unknown_keys(
            Table {
                path: &path,
                values,
            },
            known,
            text,
        )
    });
    let at_level = |one: Diagnostic| Diagnostic { severity, ..one };
    found.into_iter().flatten().map(at_level).collect()
}

fn check(checked: &Checked<'_>, speller: &Speller) -> Vec<Diagnostic> {
    let table = checked.config.pointer(&format!("/preprocessor/{NAME}"));
    let Some(values) = table.and_then(Value::as_object) else {
        return Vec::new();
    };
    let rules = own().map(|rule| rule.name);
    let text = &checked.sources.config;
    let known: Vec<_> = rules.clone().chain([FOLDERS]).collect();
    let path = ["preprocessor", NAME];
    let mut found = book_plugin::unknown_keys(
        Table {
            path: &path,
            values,
        },
        &known,
        text,
    );
    let folders = values.get(FOLDERS).and_then(Value::as_object);
    let known: Vec<_> = rules.collect();
    for (folder, values) in folders.into_iter().flatten() {
        let path = ["preprocessor", NAME, FOLDERS, folder];
        if let Some(values) = values.as_object() {
            found.extend(book_plugin::unknown_keys(
                Table {
                    path: &path,
                    values,
                },
                &known,
                text,
            ));
        }
    }
    for diagnostic in found.iter_mut().filter(|one| one.help.is_empty()) {
        let help = "`mdhub check --explain` lists the rules, which are the keys here";
        diagnostic.help.push(help.to_owned());
    }
    found.extend(empty_folders(checked, speller, folders));
    found
}

/// A diagnostic for each folder that no Markdown file lies in.
fn empty_folders(
    checked: &Checked<'_>,
    speller: &Speller,
    folders: Option<&Map<String, Value>>,
) -> Vec<Diagnostic> {
    let holds_one = |folder: &str, mut files: std::slice::Iter<'_, String>| {
        folder_path(folder).is_some_and(|path| files.any(|file| holds(&path, file)))
    };
    let chapters = chapters(checked);
    let mut empty: Vec<_> = folders.into_iter().flat_map(Map::keys).collect();
    empty.retain(|folder| !holds_one(folder, chapters.iter()));
    if empty.is_empty() {
        return Vec::new();
    }
    // Levels of files that are no chapters count too: orphan-file looks at them.
    let mut files = checked.files_of_src();
    files.retain(|file| is_markdown(file));
    empty.retain(|folder| !holds_one(folder, files.iter()));
    files.extend(chapters);
    let there: BTreeSet<&str> = files.iter().flat_map(|file| folders_of(file)).collect();
    let empty = empty.into_iter();
    empty
        .map(|folder| {
            let is_file = files.contains(folder);
            diagnostic(checked, speller, folder, is_file, &there)
        })
        .collect()
}

fn diagnostic(
    checked: &Checked<'_>,
    speller: &Speller,
    folder: &str,
    is_file: bool,
    there: &BTreeSet<&str>,
) -> Diagnostic {
    let path = ["preprocessor", NAME, FOLDERS, folder];
    let span = Span::config(key_range(&checked.sources.config, &path));
    let message = format!("no Markdown file lies in the folder `{folder}`");
    let label = Label::new(span, "these levels are for nothing");
    let diagnostic = Diagnostic::new(RULE.name, message, label);
    if is_file {
        return diagnostic.help(
            "this is a file: name its folder, or let a single place in it pass by a comment ahead of the block, `<!-- allow: rule, why -->`",
        );
    }
    // The source folder itself is no part of the name.
    let src = checked.below_root("");
    let meant = folder.strip_prefix(&src).unwrap_or(folder);
    match speller.nearest(meant.trim_end_matches('/'), there.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("name a folder as it stands below the source folder"),
    }
}

/// The files of the chapters, as levels for folders are matched with them.
fn chapters(checked: &Checked<'_>) -> Vec<String> {
    let chapters = checked.sources.chapters.iter();
    let paths = chapters.filter_map(|one| one.source_path.as_ref().or(one.path.as_ref()));
    paths.cloned().collect()
}

/// The folders that a file lies in.
fn folders_of(file: &str) -> impl Iterator<Item = &str> {
    file.match_indices('/').map(|(at, _)| &file[..at])
}
