//! A book in a temporary folder.

use std::path::{Path, PathBuf};

use anyhow::Result;
use book_model::Located;
use book_model::fixture::Fixture;
use book_plugin::{Context, Plugin};
use mdbook_core::book::Book;
use mdbook_core::config::Config;
use mdbook_driver::MDBook;
use tempfile::TempDir;

use crate::html::main_of;

/// A book in a temporary folder.
#[derive(Debug)]
pub struct TestBook {
    folder: TempDir,
    fixture: Fixture,
}

/// What came out of the plugins.
#[derive(Debug)]
pub struct Processed {
    /// The book.
    pub book: Book,
    /// What was said of it.
    pub diagnostics: Vec<Located>,
    /// Whether a build would have ended at one of the plugins.
    pub stops: bool,
}

impl Processed {
    /// The text of the chapter at this path.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn text(&self, path: &str) -> &str {
        let found = self
            .book
            .chapters()
            .find(|chapter| chapter.path.as_deref() == Some(Path::new(path)));
        &found
            .unwrap_or_else(|| panic!("no chapter at {path}"))
            .content
    }
}

impl TestBook {
    /// Writes the files of a fixture; see [`book_model::fixture`]. Without a `src/SUMMARY.md` every
    /// chapter gets an entry, in the order in which they stand.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn new(fixture: &str) -> Result<TestBook> {
        TestBook::of(Fixture::parse(fixture))
    }

    /// Writes these files, whose texts may hold what no fixture can: lines that begin like a file's
    /// heading, other line ends, no line end at all.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn of(mut fixture: Fixture) -> Result<TestBook> {
        if fixture.text("src/SUMMARY.md").is_empty() {
            let chapters = fixture.sources().chapters;
            let entry = |path: &String| format!("- [{}]({path})\n", path.trim_end_matches(".md"));
            let entries: String = chapters
                .iter()
                .filter_map(|chapter| chapter.path.as_ref())
                .map(entry)
                .collect();
            fixture.files.push((
                "src/SUMMARY.md".to_owned(),
                format!("# Summary\n\n{entries}"),
            ));
        }
        let folder = TempDir::new()?;
        for (path, text) in &fixture.files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
            std::fs::write(path, text)?;
        }
        Ok(TestBook { folder, fixture })
    }

    /// The book's root.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the book through mdBook's driver, with its own preprocessors and then `plugins`, in this
    /// order.
    ///
    /// # Errors
    ///
    /// When the book cannot be loaded, or a plugin fails; mistakes in the prose are no such thing.
    pub fn process(&self, renderer: &'static str, plugins: &[&dyn Plugin]) -> Result<Processed> {
        let book = self.load(renderer)?;
        self.run(book, renderer, plugins)
    }

    /// Runs `plugins` over a book that has been through some already.
    ///
    /// # Errors
    ///
    /// When a plugin fails.
    pub fn run(
        &self,
        mut book: Book,
        renderer: &str,
        plugins: &[&dyn Plugin],
    ) -> Result<Processed> {
        let context = Context {
            pages: book_model::Pages::default(),
            root: self.root().to_owned(),
            renderer: renderer.to_owned(),
            config: self.fixture.config(),
        };
        let mut diagnostics = Vec::new();
        let mut stops = false;
        for plugin in plugins {
            let report = plugin.run(&context, &mut book)?;
            stops |= report.stops();
            diagnostics.extend(report.diagnostics);
        }
        Ok(Processed {
            book,
            diagnostics,
            stops,
        })
    }

    /// The book behind mdBook's own preprocessors.
    fn load(&self, renderer: &'static str) -> Result<Book> {
        let file = self.root().join("book.toml");
        let mut config = if file.exists() {
            Config::from_disk(file)?
        } else {
            Config::default()
        };
        // The plugins are run by hand here.
        config.set(
            "preprocessor",
            std::collections::BTreeMap::<String, String>::new(),
        )?;
        let book = MDBook::load_with_config(self.root(), config)?;
        let (book, _) = book.preprocess_book(&Named(renderer))?;
        Ok(book)
    }

    /// Renders the book as `mdhub build` does.
    ///
    /// # Errors
    ///
    /// When the book has errors or cannot be rendered.
    pub fn render(&self) -> Result<Rendered<'_>> {
        let folder = self.root().join("book");
        book_engine::build(self.root(), None).map_err(|failure| {
            let said: String = failure
                .diagnostics()
                .iter()
                .map(book_plugin::short)
                .collect();
            let error = failure
                .error()
                .map(|error| format!("{error:#}"))
                .unwrap_or_default();
            anyhow::anyhow!("{said}{error}")
        })?;
        Ok(Rendered {
            folder,
            _book: self,
        })
    }
}

/// A rendered book, for as long as its folder is there.
#[derive(Debug)]
pub struct Rendered<'a> {
    folder: PathBuf,
    _book: &'a TestBook,
}

impl Rendered<'_> {
    /// What stands in `<main>` of the page at this path.
    ///
    /// # Panics
    ///
    /// When there is no such page.
    pub fn main(&self, page: &str) -> String {
        let path = self.folder.join(page);
        let html = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        main_of(&html).to_owned()
    }
}

/// A renderer that has a name and does nothing.
struct Named(&'static str);

impl mdbook_renderer::Renderer for Named {
    fn name(&self) -> &str {
        self.0
    }

    fn render(&self, _: &mdbook_renderer::RenderContext) -> Result<()> {
        Ok(())
    }
}
