//! The seam between mdBook and the plugins: mdBook's protocol on one side, values on the other.
//!
//! A plugin is a [`Plugin`]: it gets a [`Context`] and a book, changes the book by edits, and says
//! what is wrong with the prose. The same value runs in two places: as a program that mdBook calls
//! ([`run_as_program`]), and inside `mdhub`, with no process between.
//!
//! To add a plugin: 1. a crate with a library that implements [`Plugin`]; 2. a program whose `main`
//! calls [`run_as_program`]; 3. its line in `book-engine`, so that `mdhub` runs it in process.

mod book;
mod handshake;
mod input;
mod keys;
mod locate;
mod order;
mod program;
mod received;
mod report;
mod short;
mod speller;
mod splitter;
mod texts;
mod visible;

use std::path::PathBuf;

use anyhow::Result;
use book_model::{Facts, Pages};
use mdbook_core::book::Book;

pub use book::{edit_chapters, sources, sources_with_files};
pub use keys::{Table, unknown_keys};
pub use locate::locate;
pub use order::{Order, out_of_order};
pub use program::run_as_program;
pub use report::{Report, has_errors};
pub use short::short;
pub use speller::Speller;
pub use texts::{Style, TEXT, Texts};
pub use visible::{is_hazardous, visible};

/// What mdBook tells a plugin besides the book.
#[derive(Debug, Clone)]
pub struct Context {
    /// The book's root folder.
    pub root: PathBuf,
    /// The renderer that the book is being prepared for, such as `html`.
    pub renderer: String,
    /// The whole of `book.toml`, with mdBook's defaults and environment variables applied.
    pub config: serde_json::Value,
    /// What the plugins that ran before have read already.
    pub pages: Pages,
}

impl Context {
    /// The source folder as `book.toml` gives it, with `/` between folders.
    pub fn src(&self) -> String {
        let src = self
            .config
            .pointer("/book/src")
            .and_then(serde_json::Value::as_str);
        src.unwrap_or("src").replace('\\', "/")
    }

    /// Whether the book becomes HTML by mdBook's own renderer; for anything else what is generated
    /// is plain Markdown.
    pub fn is_html(&self) -> bool {
        self.renderer == "html"
    }

    /// Whether the book is being served: its pages reload when a saved edit has been built.
    pub fn is_served(&self) -> bool {
        let endpoint = self.config.pointer("/output/html/live-reload-endpoint");
        endpoint
            .and_then(serde_json::Value::as_str)
            .is_some_and(|endpoint| !endpoint.is_empty())
    }

    /// The table of a plugin in `book.toml`, where there is one.
    pub fn table(&self, plugin: &str) -> Option<&serde_json::Map<String, serde_json::Value>> {
        self.config.get("preprocessor")?.get(plugin)?.as_object()
    }
}

/// A plugin: takes the book, changes it in place, and says what is wrong with the prose.
pub trait Plugin {
    /// The name of its table in `book.toml`, such as `concept-index`.
    fn name(&self) -> &'static str;

    /// What it does, in a line, for `--help`.
    fn about(&self) -> &'static str;

    /// How much it reads of the pages: they are read while the book is still coming.
    fn facts(&self, context: &Context) -> Facts;

    /// Changes texts of `book`, and nothing else in it, and gives what is to be said of it. When the report
    /// [stops](Report::stops), the book is not to be used.
    ///
    /// # Errors
    ///
    /// When something could not be read, or the configuration makes no sense. Bad prose is never an
    /// `Err`.
    fn run(&self, context: &Context, book: &mut Book) -> Result<Report>;
}
