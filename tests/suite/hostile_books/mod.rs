//! Books that nobody expects: chapters, folders and neighbours of every kind.

mod chapters;
mod folders;
mod neighbours;
mod protocol;

use book_plugin::Plugin;
use book_tests::TestBook;
use mdbook_chapter_checks::ChapterChecks;
use mdbook_concept_index::ConceptIndex;
use mdbook_reading_paths::ReadingPaths;

const PLUGINS: [&dyn Plugin; 3] = [&ChapterChecks, &ReadingPaths, &ConceptIndex];

/// The plugins in the order that they need, no search index, no print page.
const TOML: &str = "[preprocessor.chapter-checks]\nafter = [\"links\"]\n\
    before = [\"reading-paths\", \"concept-index\"]\n\
    [preprocessor.reading-paths]\nafter = [\"links\"]\nbefore = [\"concept-index\"]\n\
    [preprocessor.concept-index]\nafter = [\"links\"]\n\
    [output.html.search]\nenable = false\n[output.html.print]\nenable = false\n";

/// A book of these files, with [`TOML`] unless it has a `book.toml` of its own.
fn book(files: &str) -> TestBook {
    let toml = if files.contains("//- book.toml") {
        String::new()
    } else {
        format!("//- book.toml\n{TOML}")
    };
    TestBook::new(&format!("{toml}{files}")).unwrap()
}

/// What a build says that does not succeed: the messages, the error, what to do next.
#[track_caller]
fn refusal(book: &TestBook) -> String {
    let failure = book_engine::build(book.root(), None).unwrap_err();
    let said: String = failure
        .diagnostics()
        .iter()
        .map(book_plugin::short)
        .collect();
    let error = failure.error().map(|error| {
        let help = error
            .downcast_ref::<book_engine::Advice>()
            .map(|advice| advice.help.as_str());
        format!("{error:#}; {}", help.unwrap_or_default())
    });
    format!("{said}{}", error.unwrap_or_default())
}
