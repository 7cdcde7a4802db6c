//! Text that nobody expects: a table for each kind, a row for each thing that it is about.
//!
//! The rows of a table are the chapters of one book. It goes through mdBook and the three plugins, is
//! rendered by mdBook's own renderer, and each row says what is to come of its chapter.

mod definitions;
mod headings_and_code;
mod includes;
mod inert_places;
mod line_ends;
mod nesting;
mod path_steps;
mod raw_html;
mod references;
mod signs;
mod tables;
mod writing_systems;

use std::fmt::Write;

use book_model::Located;
use book_model::fixture::Fixture;
use book_plugin::Plugin;
use book_tests::TestBook;
use mdbook_chapter_checks::ChapterChecks;
use mdbook_concept_index::ConceptIndex;
use mdbook_reading_paths::ReadingPaths;

const PLUGINS: [&dyn Plugin; 3] = [&ChapterChecks, &ReadingPaths, &ConceptIndex];

/// The chapter that defines what the rows use, and has an anchor for them to lead to.
const ALPHA: &str =
    "# Letters\n\n[Alpha](concept: \"first letter\")\n: The *first* letter.\n\n## Beyond\n";

/// What a use of it becomes in the page.
const SHOWN: &str = "<a href=\"z.html#concept-alpha\" title=\"The first letter.\">alpha</a>";

/// What is to come of a chapter.
#[derive(Debug)]
enum Expect {
    /// The plugins leave every byte as it is.
    Unchanged,
    /// This stands in the text that the plugins give.
    Text(&'static str),
    /// This stands in the page.
    Page(&'static str),
    /// This stands nowhere in the page.
    NotInPage(&'static str),
    /// The rule speaks of this line and column, and message or help has these words.
    Says(&'static str, &'static str, &'static str),
    /// The rule has nothing to say.
    Silent(&'static str),
}

/// What the row is about, the chapter, what is to come of it.
type Row<'a> = (&'a str, &'a str, &'a [Expect]);

/// Builds a book of these rows and holds each of them to what it says.
#[track_caller]
fn hold(rows: &[Row<'_>]) {
    hold_with("", &[], rows);
}

/// The same with more in `book.toml`, and with further files.
#[track_caller]
fn hold_with(toml: &str, files: &[(&str, &str)], rows: &[Row<'_>]) {
    let book = book(toml, files, rows);
    let before = book.process("html", &[]).unwrap().book;
    let after = book.process("html", &PLUGINS).unwrap();
    let rendered = book.render().unwrap();
    let mut failed = String::new();
    for (number, (name, _, expected)) in rows.iter().enumerate() {
        let path = format!("row-{number}.md");
        let row = Came {
            before: chapter(&before, &path),
            text: chapter(&after.book, &path),
            page: rendered.main(&format!("row-{number}.html")),
            said: after
                .diagnostics
                .iter()
                .filter(|one| *one.primary.file == *format!("src/{path}"))
                .collect(),
        };
        for expect in *expected {
            if !row.is(expect) {
                let _ = writeln!(failed, "{name}: {expect:?}\n{row}");
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// The book of a table: its rows, the chapter with *alpha*, and every rule a warning, so that the
/// pages are made whatever is said of them.
fn book(toml: &str, files: &[(&str, &str)], rows: &[Row<'_>]) -> TestBook {
    let levels: String = mdbook_chapter_checks::rules::RULES
        .iter()
        .filter(|rule| rule.table() == Some("chapter-checks"))
        .map(|rule| format!("{} = \"warn\"\n", rule.name))
        .collect();
    let toml = format!(
        "[preprocessor.chapter-checks]\nafter = [\"links\"]\n\
         before = [\"reading-paths\", \"concept-index\"]\n{levels}\
         [preprocessor.concept-index]\nafter = [\"links\"]\n\
         [output.html.search]\nenable = false\n[output.html.print]\nenable = false\n{toml}"
    );
    let rows = rows
        .iter()
        .enumerate()
        .map(|(number, (_, text, _))| (format!("src/row-{number}.md"), (*text).to_owned()));
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let files = [
        ("book.toml".to_owned(), toml),
        ("src/z.md".to_owned(), ALPHA.to_owned()),
    ]
    .into_iter()
    .chain(rows)
    .chain(files)
    .collect();
    TestBook::of(Fixture { files }).unwrap()
}

fn chapter(book: &mdbook_core::book::Book, path: &str) -> String {
    let found = book.chapters().find(|chapter| {
        chapter
            .path
            .as_deref()
            .is_some_and(|known| known == std::path::Path::new(path))
    });
    found
        .unwrap_or_else(|| panic!("{path} is lost"))
        .content
        .clone()
}

/// What came of a row.
struct Came<'a> {
    before: String,
    text: String,
    page: String,
    said: Vec<&'a Located>,
}

impl Came<'_> {
    fn is(&self, expect: &Expect) -> bool {
        match expect {
            Expect::Unchanged => self.text == self.before,
            Expect::Text(part) => self.text.contains(part),
            Expect::Page(part) => self.page.contains(part),
            Expect::NotInPage(part) => !self.page.contains(part),
            Expect::Says(rule, place, words) => self.said.iter().any(|one| {
                let (line, column) = one.primary.line_column();
                one.rule == *rule
                    && format!("{line}:{column}") == *place
                    && book_plugin::short(one).contains(words)
            }),
            Expect::Silent(rule) => !self.said.iter().any(|one| one.rule == *rule),
        }
    }
}

impl std::fmt::Display for Came<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(
            f,
            "--- text\n{:?}\n--- page\n{}\n--- said",
            self.text,
            self.page.trim()
        )?;
        self.said
            .iter()
            .try_for_each(|one| f.write_str(&book_plugin::short(one)))
    }
}
