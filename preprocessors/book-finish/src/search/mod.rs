//! The search of a site: what a reader's browser loads when a search is opened.
//!
//! The words are indexed by pagefind, and its files need nothing but a host of static files. What it is given
//! is not the pages but their texts (`text.rs`), so that nobody's pages carry marks for it. The concepts of
//! the book stand in a file of their own (`concepts.rs`), since a reader who looks for one wants to see its
//! meaning first.
//!
//! All files lie in `pagefind/`, and all addresses in them are relative to the site's root, so that a site
//! works in any subfolder. Two builds of the same pages give the same files.

mod address;
mod concepts;
mod index;
mod page;
mod text;

#[cfg(test)]
mod tests;

use rayon::prelude::*;

use self::page::Read;
use crate::{File, Page};

/// The files of the search, in the order of their paths: what `pagefind/pagefind.js` loads, and
/// `pagefind/concepts.json`. None at all where there is not a word to be found, so that a site
/// without files has no search.
///
/// `pages` are the chapters in the order of the book, each of them once: not the print page, the table of
/// contents or the page for missing ones, and not the copy of the first chapter that mdBook writes as
/// `index.html`. What is in a page's `<main>` can be found; a page without one is passed over.
///
/// It works for as long as an index of all words takes, on all cores for a part of that. It may be called
/// anywhere, inside of a tokio runtime too.
///
/// # Errors
///
/// Where pagefind gives up, which no page is known to make it do; or the process has no current folder.
pub(crate) fn search(pages: &[Page<'_>]) -> anyhow::Result<Vec<File>> {
    let read: Vec<Read> = pages.par_iter().map(|page| page::read(*page)).collect();
    let concepts = File {
        path: format!("{FOLDER}concepts.json"),
        bytes: concepts::json(&read)?,
    };
    let mut files = index::files(read)?;
    if !files.is_empty() {
        files.push(concepts);
    }
    files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// Where the files lie, from the site's root.
const FOLDER: &str = "pagefind/";
