//! Reading paths whose list is not what a path's list should be.

use super::Expect::{NotInPage, Page, Says, Silent};
use super::hold_with;

/// The chapters that the paths lead through, one of them in no summary.
const FILES: [(&str, &str); 4] = [
    ("src/one.md", "# One\n\n## Part\n"),
    ("src/two.md", "# Two\n"),
    ("src/unlisted.md", "# Unlisted\n"),
    (
        "src/SUMMARY.md",
        "# Summary\n\n- [Path](row-0.md)\n- [One](one.md)\n- [Two](two.md)\n- [Draft]()\n- [Letters](z.md)\n",
    ),
];

/// Holds the chapter of a path to what is to come of it.
#[track_caller]
fn path(text: &str, expected: &[super::Expect]) {
    let toml = "[preprocessor.reading-paths]\nafter = [\"links\"]\nbefore = [\"concept-index\"]\npaths = [\"row-0.md\"]\n";
    let text = format!("# The path\n\nFor all.\n\n<!-- reading-paths -->\n\n{text}\n");
    hold_with(toml, &FILES, &[(&text.clone(), &text, expected)]);
}

#[test]
fn steps_that_hold() {
    path(
        "1. [One](one.md)\n2. [Two](two.md)",
        &[Page("2 steps"), Silent("unknown-step")],
    );
    // An anchor: the step is the chapter.
    path(
        "1. [One](one.md#part): why\n2. [Two](two.md)",
        &[Page("2 steps"), Silent("unknown-step")],
    );
    // The page in place of the source.
    path(
        "1. [One](one.html)\n2. [Two](./two.md)",
        &[Page("2 steps"), Silent("unknown-step")],
    );
    // The path itself.
    path(
        "1. [The path](row-0.md)\n2. [Two](two.md)",
        &[Page("2 steps"), Page("step 1 of 2")],
    );
    // A chapter twice: it is read where it comes first, and is found there.
    path(
        "1. [One](one.md)\n2. [Two](two.md)\n3. [One](one.md)",
        &[Page("3 steps")],
    );
    // A nested list is no list of steps.
    path(
        "1. [One](one.md)\n   1. [Unlisted](unlisted.md)\n   2. [Gone](gone.md)\n2. [Two](two.md)",
        &[Page("2 steps"), Silent("unknown-step")],
    );
    // Boxes to tick.
    path(
        "1. [ ] [One](one.md)\n2. [x] [Two](two.md)",
        &[Page("2 steps"), Silent("unknown-step")],
    );
    // Emphasis around the link, a loose list, a paragraph between.
    path(
        "1. **[One](one.md)**\n\n   More.\n\n2. *[Two](two.md): why*",
        &[Page("2 steps"), Silent("path-list-split")],
    );
}

#[test]
fn steps_that_do_not() {
    for (text, rule, place, words, steps) in [
        (
            "1. [One](one.md)\n2. [Unlisted](unlisted.md)",
            "unknown-step",
            "8:4",
            "leads to no chapter",
            "1 step",
        ),
        (
            "1. [One](one.md)\n2. [Gone](gone.md)",
            "unknown-step",
            "8:4",
            "did you mean `one.md`?",
            "1 step",
        ),
        (
            "1. [One](one.md)\n2. Draft",
            "path-step-draft",
            "8:",
            "",
            "1 step",
        ),
        (
            "1. [One](one.md)\n2. [Draft]()",
            "path-step-draft",
            "8:",
            "",
            "1 step",
        ),
        (
            "1. [One](one.md)\n2. See [Two](two.md)",
            "unknown-step",
            "8:1",
            "",
            "1 step",
        ),
        (
            "1. [One](one.md)\n2. [Out](https://example.org)",
            "unknown-step",
            "8:4",
            "",
            "1 step",
        ),
        (
            "1. [One](one.md)\n\nText.\n\n2. [Two](two.md)",
            "path-list-split",
            "11:1",
            "one list",
            "1 step",
        ),
        (
            "1. [One](one.md)\n\n1) [Two](two.md)",
            "path-list-split",
            "9:1",
            "one list",
            "1 step",
        ),
    ] {
        let toml = "[preprocessor.reading-paths]\nafter = [\"links\"]\nbefore = [\"concept-index\"]\npaths = [\"row-0.md\"]\n";
        let text = format!("# The path\n\nFor all.\n\n<!-- reading-paths -->\n\n{text}\n");
        let book = super::book(toml, &FILES, &[(&text.clone(), &text, &[])]);
        let found = book.process("html", &super::PLUGINS).unwrap();
        let said: Vec<_> = found
            .diagnostics
            .iter()
            .filter(|one| one.rule == rule)
            .map(book_plugin::short)
            .collect();
        assert_eq!(said.len(), 1, "{text}{said:?}");
        assert!(
            said[0].contains(&format!("src/row-0.md:{place}")),
            "{text}{said:?}"
        );
        assert!(
            said[0].contains(words) && said[0].contains("= help: "),
            "{text}{said:?}"
        );
        assert!(
            found.text("row-0.md").contains(steps),
            "{text}{}",
            found.text("row-0.md")
        );
    }
}

#[test]
fn no_list_of_steps() {
    // No list, bullets, a list in a quotation: there are no steps, and the card says so.
    for text in [
        "Only words.",
        "- [One](one.md)\n- [Two](two.md)",
        "> 1. [One](one.md)",
        "",
    ] {
        path(text, &[Page("0 steps"), NotInPage("step 1")]);
    }
    // Two lists, of which the second leads nowhere: it is a list like any other.
    path(
        "1. [One](one.md)\n\nText.\n\n1. a thought\n2. another",
        &[Page("1 step"), Silent("path-list-split")],
    );
    path(
        "1. [Gone](gone.md)",
        &[
            Page("0 steps"),
            Says("unknown-step", "7:4", "did you mean `one.md`?"),
        ],
    );
}
