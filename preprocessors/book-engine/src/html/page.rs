//! What is a page's own, beside its content.

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};

use anyhow::Result;
use mdbook_core::book::Chapter;
use mdbook_core::config::{Config, HtmlConfig};

use super::pattern::Own;
use super::toc::link;

/// A page without its content.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Page {
    /// Where it lies in the site.
    pub(crate) link: String,
    title: String,
    name: String,
    path: String,
    section: Option<String>,
    source: String,
    fragments: Option<String>,
}

/// What decides how a page is built up, beside what it says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Shape {
    /// How many folders it lies in.
    pub(crate) depth: usize,
    /// Its chapter has a number.
    pub(crate) has_section: bool,
    /// Anchors that are gone lead elsewhere.
    pub(crate) has_fragments: bool,
    /// It is the first page.
    pub(crate) is_first: bool,
    /// It is the last page.
    pub(crate) is_last: bool,
}

impl Page {
    /// The page of a chapter, as mdBook says what is in it.
    ///
    /// # Errors
    ///
    /// When the addresses of its anchors cannot be written as JSON, which all can.
    pub(crate) fn of(chapter: &Chapter, book: &Book<'_>) -> Result<Page> {
        let path = chapter.path.as_deref().unwrap_or(Path::new(""));
        let link = link(path);
        let title = match book.titles.get(path) {
            Some(title) => title.clone(),
            None if book.title.is_empty() => chapter.name.clone(),
            None => format!("{} - {}", chapter.name, book.title),
        };
        let source = chapter.source_path.clone().unwrap_or_default();
        let fragments = book.fragments.get(&link);
        Ok(Page {
            title,
            name: chapter.name.clone(),
            path: path.to_string_lossy().into_owned(),
            section: chapter.number.as_ref().map(ToString::to_string),
            source: format!("{}/{}", book.src, source.to_str().unwrap_or_default()),
            fragments: fragments.map(serde_json::to_string).transpose()?,
            link,
        })
    }

    /// Its shape as one of `count` pages.
    pub(crate) fn shape(&self, index: usize, count: usize) -> Shape {
        Shape {
            depth: depth(Path::new(&self.path)),
            has_section: self.section.is_some(),
            has_fragments: self.fragments.is_some(),
            is_first: index == 0,
            is_last: index + 1 == count,
        }
    }

    /// What it has of its own beside what its neighbours and its content give.
    pub(crate) fn own(&self, own: Own) -> &str {
        match own {
            Own::Title => &self.title,
            Own::Name => &self.name,
            Own::Path => &self.path,
            Own::Section => self.section.as_deref().unwrap_or_default(),
            Own::Source => &self.source,
            Own::Fragments => self.fragments.as_deref().unwrap_or_default(),
            Own::Content
            | Own::PreviousName
            | Own::PreviousLink
            | Own::NextName
            | Own::NextLink => "",
        }
    }

    /// The name of its chapter.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

/// The file that settings know a chapter by.
pub(crate) fn source(chapter: &Chapter) -> &Path {
    let path = chapter.source_path.as_deref().or(chapter.path.as_deref());
    path.unwrap_or(Path::new(""))
}

/// How many folders lead to a path.
fn depth(path: &Path) -> usize {
    let folder = path.parent().unwrap_or(Path::new(""));
    let folders = folder.components();
    folders
        .filter(|part| matches!(part, Component::Normal(_)))
        .count()
}

/// What pages take from the book as a whole.
pub(crate) struct Book<'a> {
    /// The book's title; empty where it has none.
    title: String,
    /// The source folder, as edit links name it.
    src: &'a str,
    /// Titles that a chapter gives to its page.
    titles: &'a HashMap<PathBuf, String>,
    /// Where anchors that are gone lead, by page.
    fragments: HashMap<String, BTreeMap<String, String>>,
}

impl<'a> Book<'a> {
    /// Reads it from the configuration. The anchors of a page are known by `/PAGE#ANCHOR`.
    pub(crate) fn of(
        config: &'a Config,
        html: &HtmlConfig,
        titles: &'a HashMap<PathBuf, String>,
    ) -> Book<'a> {
        let mut fragments: HashMap<String, BTreeMap<String, String>> = HashMap::new();
        for (from, to) in &html.redirect {
            let Some(place) = from.strip_prefix('/') else {
                continue;
            };
            // The name of a page may have the sign in it, too.
            for (at, _) in place.match_indices('#') {
                let (page, anchor) = place.split_at(at);
                let anchors = fragments.entry(page.to_owned()).or_default();
                anchors.insert(anchor.to_owned(), to.clone());
            }
        }
        Book {
            title: config.book.title.clone().unwrap_or_default(),
            src: config.book.src.to_str().unwrap_or_default(),
            titles,
            fragments,
        }
    }
}
