//! The search index, as mdBook makes it.
//!
//! What is the same for every book, the options among it, mdBook writes itself, for a book without a
//! chapter; the rest is put into that.

mod documents;
mod index;
mod read;
mod words;

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use mdbook_core::book::Chapter;
use mdbook_core::config::Search;
use rayon::prelude::*;

use super::page::source;
use super::rendered::Rendered;
use documents::documents;

pub(crate) use documents::Document;
pub(crate) use read::documents_of;

/// A longer index is warned of, as in mdBook.
const LARGE: usize = 10_000_000;

/// The script with the index of these chapters. `empty` is the script for a book that has none.
///
/// # Errors
///
/// When that is no such script.
pub(crate) fn script(
    empty: &str,
    chapters: &[Chapter],
    rendered: &[Arc<Rendered>],
    settings: &Search,
) -> Result<String> {
    let wanted = Wanted::of(settings);
    let documents: Vec<Cow<'_, Document>> = chapters
        .par_iter()
        .zip(rendered)
        .filter(|(chapter, _)| wanted.is(chapter))
        .flat_map_iter(|(chapter, rendered)| {
            let known = rendered.documents.as_deref();
            let read = match known {
                Some(_) => Vec::new(),
                None => documents(chapter, &rendered.content, settings.heading_split_level),
            };
            let known = known.unwrap_or_default().iter().map(Cow::Borrowed);
            known.chain(read.into_iter().map(Cow::Owned))
        })
        .collect();
    let index = index::index(&documents)?;
    drop(documents);
    let [urls, words, texts] = marks();
    let parts = [
        (urls, format!(r#""doc_urls":{}"#, index.urls)),
        (words, index.words),
        (
            texts,
            format!(
                r#""docs":{},"docInfo":{},"length":{}"#,
                index.texts, index.lengths, index.count
            ),
        ),
    ];
    filled(empty, &parts).context("the search index is not as mdBook makes it")
}

/// Whether a script is that of a book that has no chapters.
pub(crate) fn is_empty_script(script: &str) -> bool {
    let parts = marks().map(|mark| (mark, String::new()));
    filled(script, &parts).is_some()
}

/// What stands for the parts of the index in such a script, in their order.
fn marks() -> [String; 3] {
    let root = r#"{"root":{"docs":{},"df":0}}"#;
    [
        r#""doc_urls":[]"#.to_owned(),
        format!(r#"{{"body":{root},"breadcrumbs":{root},"title":{root}}}"#),
        r#""docs":{},"docInfo":{},"length":0"#.to_owned(),
    ]
}

/// Puts each part in place of the text that stands for it, and escapes it as a string of the script.
fn filled(empty: &str, parts: &[(String, String)]) -> Option<String> {
    let length: usize = parts.iter().map(|(_, part)| part.len()).sum();
    let mut script = String::with_capacity(empty.len() + length + length / 16);
    let mut rest = empty;
    for (mark, part) in parts {
        let (ahead, behind) = rest.split_once(mark.as_str())?;
        script.push_str(ahead);
        escape(part, &mut script);
        rest = behind;
    }
    script.push_str(rest);
    // What is around the index weighs little.
    let index = empty.len() + length;
    if index > LARGE {
        tracing::warn!("search index is very large ({index} bytes)");
    }
    Some(script)
}

/// A backslash ahead of each backslash and of each single quotation mark.
fn escape(json: &str, into: &mut String) {
    let mut rest = json;
    while let Some(at) = memchr::memchr2(b'\\', b'\'', rest.as_bytes()) {
        into.push_str(&rest[..at]);
        into.push('\\');
        into.push_str(&rest[at..=at]);
        rest = &rest[at + 1..];
    }
    into.push_str(rest);
}

/// Which chapters are indexed: `[output.html.search.chapter]` says it for files and folders.
pub(crate) struct Wanted {
    settings: Vec<(PathBuf, Option<bool>)>,
}

impl Wanted {
    /// The settings in the order in which they hold: the one for a folder ahead of those for what is in it.
    pub(crate) fn of(settings: &Search) -> Wanted {
        let all = settings.chapter.iter();
        let mut settings: Vec<_> = all
            .map(|(path, settings)| (PathBuf::from(path), settings.enable))
            .collect();
        settings.sort();
        Wanted { settings }
    }

    /// A setting for a path that no chapter has, which mdBook does not build.
    pub(crate) fn unmatched(&self, chapters: &[&Chapter]) -> bool {
        let matches = |path: &PathBuf| {
            let mut chapters = chapters.iter();
            chapters.any(|chapter| source(chapter).starts_with(path))
        };
        self.settings.iter().any(|(path, _)| !matches(path))
    }

    /// Whether this chapter is.
    pub(crate) fn is(&self, chapter: &Chapter) -> bool {
        let mut wanted = true;
        for (path, enable) in &self.settings {
            if source(chapter).starts_with(path) {
                wanted = enable.unwrap_or(wanted);
            }
        }
        wanted
    }
}
