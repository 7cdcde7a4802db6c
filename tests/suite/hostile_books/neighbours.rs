//! Plugins that run twice, and behind others that have changed every chapter.

use mdbook_core::book::{Book, BookItem};

use super::{PLUGINS, TOML, book};

const FILES: &str = "//- src/path.md\n# The path\n\nFor all.\n\n1. [A](a.md): first\n2. [B](b.md)\n\n<!-- reading-paths -->\n\
    //- src/a.md\n# A\n\n> [Alpha](concept: \"first letter\")\n> : A note,\n>   in two lines.\n>\n>       let code = 1;\n\nSee [beta](concept:?later).\n\n## Checklist\n\n- Is it [beta](concept:?later)?\n\
    //- src/b.md\n# B\n\n- one\n  - [Beta](concept:)\n    : After [alpha](concept:).\n  - two\n\n| a |\n|---|\n| [alpha](concept:) `x\\|y` |\n\n<a href=\"concept:alpha\">raw</a>\n\
    //- src/made.md\n# Made\n\n> <!-- concept-index -->\n\n- <!-- checklist -->\n\n```md\n<!-- concept-index -->\n";

fn toml() -> String {
    TOML.replace(
        "[preprocessor.reading-paths]\n",
        "[preprocessor.reading-paths]\npaths = [\"path.md\"]\n",
    )
}

fn texts(book: &Book) -> Vec<(String, String)> {
    let text =
        |chapter: &mdbook_core::book::Chapter| (chapter.name.clone(), chapter.content.clone());
    book.chapters().map(text).collect()
}

/// Changes the text of every chapter, as another plugin would.
fn changed(mut book: Book, change: impl Fn(&str) -> String) -> Book {
    for item in &mut book.items {
        if let BookItem::Chapter(chapter) = item {
            chapter.content = change(&chapter.content);
        }
    }
    book
}

#[test]
fn a_second_run_changes_nothing_more() {
    for renderer in ["html", "epub", "markdown"] {
        let book = book(&format!("//- book.toml\n{}{FILES}", toml()));
        let once = book.process(renderer, &PLUGINS).unwrap();
        let said: String = once.diagnostics.iter().map(book_plugin::short).collect();
        assert!(said.is_empty(), "{renderer}: {said}");
        assert_ne!(
            texts(&once.book),
            texts(&book.process(renderer, &[]).unwrap().book)
        );
        let twice = book.run(once.book.clone(), renderer, &PLUGINS).unwrap();
        assert_eq!(texts(&twice.book), texts(&once.book), "{renderer}");
        // Each plugin by itself, too.
        for plugin in PLUGINS {
            let again = book.run(once.book.clone(), renderer, &[plugin]).unwrap();
            assert_eq!(
                texts(&again.book),
                texts(&once.book),
                "{renderer}, {}",
                plugin.name()
            );
        }
    }
}

/// What another plugin does to every chapter: its name, how it changes a text, what is to be found after.
type Change = (&'static str, fn(&str) -> String, &'static str);

/// What another plugin may have done to every chapter; whatever it is, a mistake is shown in the file
/// that the author has, on its own line where that line is still there.
#[test]
fn behind_a_plugin_that_has_changed_every_chapter() {
    let mistake = "# A\n\nWords and words.\n\nSee [nothing](concept:) here.\n\nMore words.\n";
    let changes: [Change; 9] = [
        ("a head", |text| format!("<!-- made -->\n\n{text}"), "5:5"),
        ("a foot", |text| format!("{text}\n\n---\nmade\n"), "5:5"),
        (
            "a line between all lines",
            |text| text.replace('\n', "\n\n<!-- -->\n"),
            "5:5",
        ),
        ("other line ends", |text| text.replace('\n', "\r\n"), "5:5"),
        ("spaces", |text| text.replace('\n', " \n"), "5:5"),
        (
            "no line as it was",
            |text| {
                text.replace(['e', 'o'], "\u{f6}")
                    .replace("c\u{f6}nc\u{f6}pt", "concept")
            },
            "5:1",
        ),
        (
            "shorter",
            |text| text.lines().skip(4).collect::<Vec<_>>().join("\n"),
            "5:5",
        ),
        (
            "another text",
            |_| "Only [nothing](concept:).".to_owned(),
            "1:1",
        ),
        ("one line", |text| text.replace('\n', " "), "1:1"),
    ];
    for (name, change, place) in changes {
        let book = book(&format!("//- src/a.md\n{mistake}"));
        let loaded = changed(book.process("html", &[]).unwrap().book, change);
        let after = book.run(loaded, "html", &PLUGINS).unwrap();
        let said: Vec<_> = after
            .diagnostics
            .iter()
            .filter(|one| one.rule == "unknown-concept")
            .map(book_plugin::short)
            .collect();
        assert_eq!(said.len(), 1, "{name}: {said:?}");
        assert!(
            said[0].contains(&format!("--> src/a.md:{place}\n")),
            "{name}: {said:?}"
        );
    }
}

/// What another plugin has put into a chapter is read like anything else: there is no telling who wrote
/// a line.
#[test]
fn what_another_plugin_has_written_takes_part() {
    let book = book(&format!("//- book.toml\n{}{FILES}", toml()));
    let loaded = changed(book.process("html", &[]).unwrap().book, |text| {
        format!("{text}\n\nAgain [alpha](concept:).\n")
    });
    let after = book.run(loaded, "html", &PLUGINS).unwrap();
    assert!(
        after
            .text("b.md")
            .contains("Again [alpha](a.md#concept-alpha"),
        "{}",
        after.text("b.md")
    );
    // Where a chapter ends in code that is never closed, it is code.
    assert!(
        after.text("made.md").contains("Again [alpha](concept:)."),
        "{}",
        after.text("made.md")
    );
}
