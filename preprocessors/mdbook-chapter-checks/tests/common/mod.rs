//! What the rules find in a book that is written in a string.

use book_model::fixture::Fixture;
use book_model::{Diagnostic, clean};
use book_plugin::Context;
use mdbook_chapter_checks::{Checked, FilePlace, Files, Levels, Reach, check};

/// Everything that the rules find, at the levels of the book's own `book.toml`.
pub(crate) fn found(book: &str) -> Vec<Diagnostic> {
    let fixture = Fixture::parse(book);
    let (sources, model, settings) = (fixture.sources(), fixture.model(), fixture.settings());
    let context = Context {
        pages: book_model::Pages::default(),
        root: "book".into(),
        renderer: "html".to_owned(),
        config: fixture.config(),
    };
    let levels = Levels::from_context(&context).expect("the levels of the book are right");
    let files = InString(&fixture);
    let checked = Checked::new(
        &sources,
        &model,
        &settings,
        &context.config,
        &levels,
        &files,
    );
    check(&checked, None)
}

/// The files of the book in the string, those around its root included: `../shared.txt`. Where there
/// is a `../.git/HEAD`, the folder around the root is a repository.
struct InString<'a>(&'a Fixture);

impl InString<'_> {
    fn file(&self, path: &str) -> Option<&(String, String)> {
        let path = clean(path.trim_start_matches('/'));
        self.0.files.iter().find(|(name, _)| *name == path)
    }
}

impl Files for InString<'_> {
    fn is_file(&self, path: &str) -> bool {
        self.file(path).is_some()
    }

    fn text(&self, path: &str) -> Option<String> {
        self.file(path).map(|(_, text)| text.clone())
    }

    fn place(&self, path: &str) -> Option<FilePlace> {
        let (path, _) = self.file(path)?;
        let reach = match path.strip_prefix("../") {
            None => Reach::Book,
            Some(rest) if !rest.starts_with("../") && self.is_file("../.git/HEAD") => {
                Reach::Repository
            }
            Some(_) => Reach::Elsewhere,
        };
        Some(FilePlace {
            path: path.clone(),
            reach,
        })
    }

    fn below(&self, folder: &str) -> Vec<String> {
        let names = self.0.files.iter().map(|(name, _)| name);
        let within = |name: &&String| name.starts_with(&format!("{folder}/"));
        let mut files: Vec<_> = names.filter(within).cloned().collect();
        files.sort();
        files
    }
}
