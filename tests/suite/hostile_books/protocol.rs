//! What a plugin gets besides the book. What its program makes of mdBook's JSON is tested with each
//! program, by [`book_tests::program::speaks_the_protocol`].

use super::{PLUGINS, book};

/// A configuration that makes no sense, and what is said of it.
#[test]
fn a_configuration_that_makes_no_sense() {
    for (toml, plugin, words) in [
        (
            "[preprocessor.reading-paths]\npaths = \"a.md\"\n",
            1,
            [
                "`preprocessor.reading-paths.paths`",
                "not a list of strings",
            ],
        ),
        (
            "[preprocessor.reading-paths]\npaths = [1]\n",
            1,
            ["`preprocessor.reading-paths.paths`", "line 2"],
        ),
        (
            "[preprocessor.reading-paths]\nwords-per-minute = 0\n",
            1,
            ["words-per-minute", "not a whole number above 0"],
        ),
        (
            "[preprocessor.reading-paths]\nwords-per-minute = 99999999999\n",
            1,
            ["words-per-minute", "not a whole number above 0"],
        ),
        (
            "[output.html]\nsmart-punctuation = \"yes\"\n",
            2,
            ["`output.html.smart-punctuation`", "line 2"],
        ),
        (
            "[preprocessor.chapter-checks]\nbroken-link = 1\n",
            0,
            ["broken-link", "\"deny\""],
        ),
        (
            "[preprocessor.concept-index]\ntext = 1\n",
            2,
            ["`preprocessor.concept-index.text`", "not a table"],
        ),
        (
            "[preprocessor.concept-index.text]\nsee = 1\n",
            2,
            ["`preprocessor.concept-index.text.see`", "not a string"],
        ),
    ] {
        let book = book(&format!("//- src/a.md\n# A\n//- book.toml\n{toml}"));
        let loaded = book
            .process("markdown", &[])
            .map(|processed| processed.book);
        let loaded = loaded.unwrap();
        let error = book.run(loaded, "html", &[PLUGINS[plugin]]).unwrap_err();
        let said = format!("{error:#}");
        assert!(said.contains("book.toml"), "{toml}: {said}");
        for words in words {
            assert!(said.contains(words), "{toml}: {said}");
        }
    }
}
