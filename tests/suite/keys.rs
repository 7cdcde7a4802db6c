//! Keys in `book.toml` that nothing reads: each is said once, by whoever's table it is, at the level
//! that the checks have for it.

use book_model::Severity;
use book_plugin::Plugin;
use book_tests::TestBook;
use mdbook_chapter_checks::ChapterChecks;
use mdbook_concept_index::ConceptIndex;
use mdbook_reading_paths::ReadingPaths;

const PLUGINS: [&dyn Plugin; 3] = [&ChapterChecks, &ReadingPaths, &ConceptIndex];

/// The severity and the message of all that is said of a book with a wrong key in each table, and with
/// this in the table of the checks.
fn said(checks: &str) -> Vec<(Severity, String)> {
    let book = format!(
        "//- book.toml\n[preprocessor.chapter-checks]\n{checks}\nafter = [\"links\"]\nbefore = [\"reading-paths\"]\n\
        aaa = 1\n[preprocessor.reading-paths]\nafter = [\"links\"]\nbefore = [\"concept-index\"]\nbbb = 1\n\
        [preprocessor.reading-paths.text]\nbbc = \"\"\nend = \"The end.\"\n\
        [preprocessor.concept-index]\nafter = [\"links\"]\nccc = 1\n//- src/a.md\n# a\n"
    );
    let book = TestBook::new(&book).unwrap();
    let found = book.process("html", &PLUGINS).unwrap().diagnostics;
    let rules: Vec<_> = found.iter().map(|one| one.rule).collect();
    assert_eq!(rules, vec!["unknown-key"; found.len()], "{found:?}");
    found
        .into_iter()
        .map(|one| (one.severity, one.message))
        .collect()
}

#[test]
fn a_key_is_said_once_at_the_level_of_the_checks() {
    for (checks, severity) in [
        ("", Severity::Error),
        ("unknown-key = \"warn\"", Severity::Warning),
    ] {
        let said = said(checks);
        let severities: Vec<_> = said.iter().map(|(severity, _)| *severity).collect();
        assert_eq!(severities, [severity; 4], "{said:?}");
        for ((_, message), key) in said.iter().zip(["`aaa`", "`bbb`", "`bbc`", "`ccc`"]) {
            assert!(message.ends_with(key), "{said:?}");
        }
    }
    assert_eq!(said("unknown-key = \"allow\""), []);
}
