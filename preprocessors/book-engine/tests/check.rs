//! A check reads everything and writes nothing.

#![allow(clippy::unwrap_used, reason = "the helpers here are part of the tests")]

mod common;

use book_engine::{Failure, Found, build, check};
use book_model::Located;
use common::{Book, tree};

#[test]
fn a_sound_book() {
    let book = Book::plain();
    let before = tree(book.root());
    let checked = check(book.root()).unwrap();
    assert_eq!(checked.chapters, 3, "drafts are not counted");
    common::assert_same(&tree(book.root()), &before);
}

#[test]
fn a_chapter_that_is_missing_is_not_made() {
    let book = Book::plain().with("src/SUMMARY.md", "# Summary\n\n- [New](new.md)\n");
    let failure = check(book.root()).unwrap_err();
    assert!(matches!(failure, Failure::NotStarted(_)));
    assert!(failure.error().unwrap().to_string().contains("`new.md`"));
    assert!(!book.root().join("src/new.md").exists());
}

#[test]
fn checks_that_a_build_leaves_out_run_all_the_same() {
    let toml = "[preprocessor.chapter-checks]\nrenderers = []\n";
    check(Book::plain().with("book.toml", toml).root()).unwrap();
}

#[test]
fn what_comes_after_the_checks_does_not_matter() {
    let toml = "[preprocessor.chapter-checks]\nbefore = [\"later\"]\n\
        [preprocessor.later]\ncommand = \"no-such-program-anywhere\"\n";
    check(Book::plain().with("book.toml", toml).root()).unwrap();
}

/// The exit code that `mdhub` would give: 0, 1 for the book, 2 for what could not run.
fn code(failure: Option<&Failure>, errors: usize) -> u8 {
    match failure {
        None => u8::from(errors > 0),
        Some(Failure::Prose(_) | Failure::Rendering(..)) => 1,
        Some(Failure::NotStarted(_)) => 2,
    }
}

/// Checks a book with this book.toml and builds it; both must end alike. Gives the code and what the
/// check found.
#[track_caller]
fn alike(book: Book, toml: &str) -> (u8, Vec<String>) {
    let book = book.with("book.toml", toml);
    let before = tree(book.root());
    let checked = check(book.root());
    common::assert_same(&tree(book.root()), &before);
    let errors = |found: &[Located]| Found::of(found).errors;
    let of_check = match &checked {
        Ok(checked) => code(None, errors(&checked.diagnostics)),
        Err(failure) => code(Some(failure), 0),
    };
    let of_build = match build(book.root(), None) {
        Ok(built) => code(None, errors(&built.diagnostics)),
        Err(failure) => code(Some(&failure), 0),
    };
    assert_eq!(of_check, of_build, "{toml}\n{checked:?}");
    let found = checked.map_or_else(|_| Vec::new(), |checked| checked.diagnostics);
    (of_check, found.into_iter().map(|one| one.message).collect())
}

const CHECKS: &str = "[preprocessor.chapter-checks]\nafter = [\"links\"]\nbefore = [\"reading-paths\", \"concept-index\"]\n";
const PATHS: &str =
    "[preprocessor.reading-paths]\nafter = [\"links\"]\nbefore = [\"concept-index\"]\n";
const INDEX: &str = "[preprocessor.concept-index]\nafter = [\"links\"]\n";

#[test]
fn what_does_not_build_does_not_pass() {
    let unknown = "a = 1\n";
    let text = |plugin, line| format!("[preprocessor.{plugin}.text]\n{line}\n");
    for (code, toml) in [
        (0, format!("{CHECKS}{PATHS}{INDEX}")),
        (0, format!("{PATHS}{INDEX}")),
        (1, format!("{CHECKS}{unknown}{PATHS}{INDEX}")),
        (1, format!("{CHECKS}{PATHS}{unknown}{INDEX}")),
        (1, format!("{CHECKS}{PATHS}{INDEX}{unknown}")),
        (1, format!("{PATHS}{unknown}")),
        (
            2,
            format!(
                "{CHECKS}{PATHS}{}{INDEX}",
                text("reading-paths", "next = 1")
            ),
        ),
        (2, format!("{INDEX}{}", text("concept-index", "see = 1"))),
        (1, format!("{INDEX}{}", text("concept-index", "sea = \"\""))),
        // The first that is wrong decides.
        (
            1,
            format!(
                "{CHECKS}{unknown}{INDEX}{}",
                text("concept-index", "see = 1")
            ),
        ),
        (1, "[preprocessor.concept-index]\n".to_owned()),
        (
            1,
            format!("{CHECKS}[preprocessor.reading-paths]\nafter = [\"concept-index\"]\n{INDEX}"),
        ),
        // For one of two renderers only.
        (
            1,
            format!(
                "[output.html]\n[output.markdown]\n{PATHS}renderers = [\"markdown\"]\n{unknown}"
            ),
        ),
        (0, format!("{PATHS}renderers = []\n{unknown}")),
        (1, format!("{PATHS}renderers = 3\n")),
        (
            1,
            format!(
                "{CHECKS}[preprocessor.first]\nbefore = [\"chapter-checks\"]\ncommand = \"no-such-program\"\n"
            ),
        ),
        (2, "[build]\ncreate-missing = 3\n".to_owned()),
    ] {
        assert_eq!(alike(Book::plain(), &toml).0, code, "{toml}");
    }
}

#[test]
fn each_thing_is_said_once_and_of_the_book_as_it_was_written() {
    let path = "# One\n\n1. [Two](two.md#part)\n2. [One](one.md)\n";
    let prose = "# Two\n\n## Part\n\nA [word](concept:nothing), again a [word](concept:nothing).\n";
    // A callout stands ahead of the words then.
    let paths = format!("{PATHS}paths = [\"one.md\"]\n");
    for toml in [
        String::new(),
        INDEX.to_owned(),
        format!("{PATHS}{INDEX}"),
        format!("{CHECKS}{PATHS}{INDEX}"),
        format!("[output.html]\n[output.markdown]\n{PATHS}{INDEX}"),
    ] {
        let book = Book::plain()
            .with("src/one.md", path)
            .with("src/two.md", prose)
            .with("book.toml", toml.replace(PATHS, &paths));
        let found = check(book.root()).unwrap().diagnostics;
        let rules: Vec<_> = found.iter().map(|one| one.rule).collect();
        assert_eq!(rules, ["unknown-concept"; 2], "{toml}");
    }
}

#[test]
fn all_plugins_are_heard() {
    let toml = format!("{CHECKS}a = 1\n{PATHS}b = 1\n{INDEX}c = 1\n");
    let (code, messages) = alike(Book::plain(), &toml);
    assert_eq!(code, 1);
    let said: Vec<&str> = messages
        .iter()
        .filter_map(|message| message.rsplit(' ').next())
        .collect();
    assert_eq!(said, ["`a`", "`b`", "`c`"]);
}
