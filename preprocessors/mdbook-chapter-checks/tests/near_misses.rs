//! What looks like a definition and is none: each case is said once, and said right.

mod common;

use common::found;

/// The rule, the message and the help of each, for a book. Whether a concept is used is another matter.
fn said(book: &str) -> Vec<(&'static str, String)> {
    let found = found(book).into_iter();
    found
        .filter(|one| one.rule != "unused-concept")
        .map(|one| {
            (
                one.rule,
                format!("{}; {}", one.message, one.help.join("; ")),
            )
        })
        .collect()
}

/// Definitions that failed, and words of what is said of them.
const ATTEMPTS: [(&str, &str); 13] = [
    (
        "Lead-in:\n[One](concept:)\n: x",
        "a line of text stands on top",
    ),
    ("[One](concept:)\n[Two](concept:)\n: x", "two terms"),
    (
        "[Zero](concept:)\n: x\n[One](concept:)\n: y",
        "a blank line between the two definitions",
    ),
    ("**[One](concept:)**\n: x", "emphasis"),
    ("## [One](concept:)\n: x", "the term is a heading"),
    ("## [One](concept: \"ones\")\n\nx", "the term is a heading"),
    ("[One](concept:) : x", "on the line of its term"),
    ("[One](concept:): x", "on the line of its term"),
    ("- [One](concept:) : x", "on the line of its term"),
    (
        "//- book.toml\n[output.html]\ndefinition-lists = false\n//- src/a.md\n[One](concept:)\n: x",
        "switched off",
    ),
    ("> [One](concept:)\n: x", "left the block"),
    ("[One](concept: \"ones\")\n\nx", "is not defined here"),
    (
        "[Zero](concept:)\n: x\n\n  [One](concept:)\n  : y",
        "inside another definition",
    ),
];

/// Other slips.
const SLIPS: [(&str, &str); 12] = [
    ("[One](concept:the one)\n: x", "write `(concept:the-one)`"),
    ("[One](concept: one; more)\n: x", "quotation marks"),
    (
        "[One](concept: “one; more”)\n: x",
        "straight quotation marks",
    ),
    (
        "[see [one](https://x.org)](concept:)",
        "a link inside this one",
    ),
    ("[One](concept:one?soon)\n: x", "`?soon` means nothing"),
    ("[One](concept:one?later)\n: x", "means nothing on a term"),
    ("[One](concept:a/b)\n: x", "`a/b` is not an id"),
    ("[++](concept:)\n: x", "no id can be made"),
    ("<concept:one>\n\n[One](concept:)\n: x", "needs a text"),
    ("[](concept:one)\n\n[One](concept:)\n: x", "needs a text"),
    ("<div>\n[One](concept:)\n: x\n</div>", "HTML block"),
    (
        "[One](concept:)\n: x\n\n[one](concept:?known)",
        "`?known` means something only",
    ),
];

#[test]
fn each_near_miss_is_said_once() {
    for (text, words) in ATTEMPTS.iter().chain(&SLIPS) {
        let said = said(text);
        assert_eq!(said.len(), 1, "{text}: {said:?}");
        assert_eq!(said[0].0, "almost-a-concept", "{text}: {said:?}");
        assert!(said[0].1.contains(words), "{text}: {said:?}");
    }
}

#[test]
fn uses_that_wait_for_a_failed_definition_add_nothing() {
    for (text, words) in ATTEMPTS {
        let said = said(&format!(
            "{text}\n\nSee [one](concept:?later) and [ones](concept:one).\n"
        ));
        assert_eq!(said.len(), 1, "{text}: {said:?}");
        assert!(said[0].1.contains(words), "{text}: {said:?}");
    }
}

#[test]
fn what_is_meant_otherwise_is_left_alone() {
    const DEFINED: &str = "[One](concept:)\n: x\n\n";
    for text in [
        "[One](concept:): a sentence that begins with it.",
        "[Un](concept:one) : comme en français.",
        "- [One](concept:): an item.",
        "Handling [one](concept:) well\n: A plain definition list.",
        "`[one](concept:the id)` and \\[one\\](concept:the id)",
        "```md\n[one](concept:the id)\n```",
        "<!-- [one](concept:the id) -->\n\n<pre>[one](concept:two)</pre>",
        "## [One](concept:)\n\nA heading that uses it.",
        "[one](concept:one \"a title of its own\")",
    ] {
        let said = said(&format!("{DEFINED}{text}\n"));
        assert!(said.is_empty(), "{text}: {said:?}");
    }
}
