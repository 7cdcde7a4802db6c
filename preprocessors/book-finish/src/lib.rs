//! Finished HTML to better HTML: what `mdhub` adds to the pages of a book that asks for it.
//!
//! ```toml
//! [preprocessor.mdhub]
//! renderers = []
//! finish = ["highlight", "labels", "metadata", "policy", "join", "minify", "search", "sitemap"]
//! address = "https://example.org/book/"
//! ```
//!
//! | step | does | file |
//! |---|---|---|
//! | `highlight` | colours code | `highlight.rs` |
//! | `labels` | the boxes of task lists have a name | `labels.rs` |
//! | `metadata` | description, Open Graph, canonical link | `metadata.rs` |
//! | `policy` | no script or style inside a page | `policy.rs` |
//! | `join` | one stylesheet, one deferred script | `join.rs`, `css.rs` |
//! | `minify` | no comments and blanks in what was joined | `minify.rs` |
//! | `search` | an index to search in | `search/` |
//! | `sitemap` | a list of all pages | `sitemap.rs` |
//!
//! To add a step: 1. its file, with a pure function from a page to edits, or from pages to files; 2. its line in
//! [`Step`]; 3. its place in [`Finish::page`], or a method beside [`Finish::sitemap`]. A book that does not name a
//! step never meets it.
//!
//! Nothing here opens a file: what a step needs of the site's other files, it asks its caller for.

mod address;
mod css;
mod elements;
mod finish;
mod highlight;
mod join;
mod labels;
mod metadata;
mod minify;
mod policy;
#[cfg(feature = "search")]
mod search;
mod settings;
mod sitemap;

use sha2::{Digest, Sha256};

pub use finish::Finish;
pub use settings::{Settings, Step};

/// Whether a file is one of those to search in.
pub fn is_of_search(path: &str) -> bool {
    path.starts_with("pagefind/")
}

/// Whether a search begins with this file: what it asks for afterwards depends on it.
pub fn begins_search(path: &str) -> bool {
    matches!(
        path,
        "pagefind/pagefind-entry.json" | "pagefind/concepts.json"
    )
}

/// A page of a site.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Where it lies, from the site's root with `/` between the parts: `a/b.html`.
    pub path: &'a str,
    /// What it says.
    pub html: &'a str,
}

/// What kind of page one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The page of a chapter.
    Chapter,
    /// Any other: to print the book from, with the table of contents, for an address that leads nowhere.
    Other,
}

/// A file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it lies, from the site's root with `/` between the parts.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl File {
    /// A file at the site's root whose name says what is in it.
    fn named(stem: &str, suffix: &str, bytes: Vec<u8>) -> File {
        File {
            path: format!("{stem}-{}.{suffix}", hash(&bytes)),
            bytes,
        }
    }
}

/// A short hash, as mdBook puts it into the names of files.
fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A site as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Site {
    /// The book's title; empty where it has none.
    pub title: String,
    /// The page of the first chapter, where `index.html` shows it again.
    pub opening: Option<String>,
}

impl Site {
    /// The path of the opening page as its address ends: the root itself where it is `index.html`.
    fn opening_url(&self) -> &str {
        match self.opening.as_deref() {
            Some("index.html") | None => "",
            Some(path) => path,
        }
    }
}
