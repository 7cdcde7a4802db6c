//! Values in `book.toml` of the wrong kind: each is named, with its line.

// Tests say what went wrong by panicking.
#![allow(clippy::unwrap_used)]

use book_tests::TestBook;
use mdbook_chapter_checks::ChapterChecks;

/// Why the plugin does not run with this `book.toml`.
fn refusal(toml: &str) -> String {
    let book = TestBook::new(&format!("//- book.toml\n{toml}\n//- src/a.md\n# A\n")).unwrap();
    let error = book.process("html", &[&ChapterChecks]).unwrap_err();
    format!("{error:#}")
}

#[test]
fn a_value_of_the_wrong_kind_is_named_with_its_line() {
    const CHECKS: &str = "[preprocessor.chapter-checks]\n";
    for (toml, said) in [
        (
            format!("{CHECKS}\nbroken-link = \"error\""),
            "`preprocessor.chapter-checks.broken-link` in line 3 of book.toml is not \"allow\", \"warn\" or \"deny\"",
        ),
        (
            format!("{CHECKS}folders = 1"),
            "`preprocessor.chapter-checks.folders` in line 2 of book.toml is not a table",
        ),
        (
            format!("{CHECKS}[preprocessor.chapter-checks.folders]\n\"a/b\" = 1"),
            "`preprocessor.chapter-checks.folders.\"a/b\"` in line 3 of book.toml is not a table",
        ),
        (
            format!("{CHECKS}[preprocessor.chapter-checks.folders.\"a/b\"]\nbroken-link = 1"),
            "`preprocessor.chapter-checks.folders.\"a/b\".broken-link` in line 3 of book.toml is not \"allow\"",
        ),
        (
            "[preprocessor.reading-paths]\npaths = \"p.md\"".to_owned(),
            "`preprocessor.reading-paths.paths` in line 2 of book.toml is not a list of strings",
        ),
    ] {
        let refusal = refusal(&toml);
        assert!(refusal.contains(said), "{toml}\n{refusal}");
    }
}
