//! The rules about reading paths, and what `book.toml` and markers say: each book in a row of its own.

mod common;

use common::found;

/// Everything that is said of a book whose path is `path`, and that has the chapters One, Two and the
/// draft Three: the rule, with what is pointed at.
fn said(path: &str) -> Vec<String> {
    let book = format!(
        "//- book.toml\n[preprocessor.reading-paths]\npaths = [\"p.md\"]\n\
        //- src/SUMMARY.md\n- [Path](p.md)\n- [One](one.md)\n- [Two](part/two.md)\n- [Part three]()\n\
        //- src/p.md\n# Path\n\n{path}\n//- src/one.md\n# One\n//- src/part/two.md\n# Two\n"
    );
    let fixture = book_model::fixture::Fixture::parse(&book);
    let sources = fixture.sources();
    let found = found(&book).into_iter();
    found
        .map(|one| {
            let span = &one.primary.span;
            let place = sources.text(span.file)[span.range()].trim();
            format!("{}: {place}: {}", one.rule, one.help.join("; "))
        })
        .collect()
}

#[test]
fn one_rule_speaks_of_each_step() {
    let rows: [(&str, &[&str]); 19] = [
        ("1. [One](one.md)\n2. [Two](part/two.md)", &[]),
        (
            "1. [One](one.md)\n2. [Again](one.md#one)",
            &["path-step-twice: [Again](one.md#one)"],
        ),
        (
            "1. [One](one.md)\n2. [One](one.md)\n3. [One](one.md)",
            &["path-step-twice: ", "path-step-twice: "],
        ),
        (
            "1. [One](one.md)\n2. [part  three](three.md)",
            &["path-step-draft: [part  three]"],
        ),
        (
            "1. [One](one.md)\n2. [Soon](part/part-three.md)",
            &["path-step-draft: [Soon]"],
        ),
        (
            "1. [One](one.md)\n2. [Part three]()",
            &["path-step-draft: [Part three]()"],
        ),
        (
            "1. [One](one.md)\n2. Part three: soon",
            &["path-step-draft: 2. Part three: soon"],
        ),
        ("1. [Part three]()", &["path-step-draft: [Part three]()"]),
        ("1. [One](one.md)\n2. [Four]()", &["unknown-step: [Four]()"]),
        (
            "1. [One](one.md)\n2. [Two](part/tow.md)",
            &["unknown-step: [Two](part/tow.md): did you mean `part/two.md`?"],
        ),
        // Neither the path itself, nor what has nothing but its ending in common.
        ("1. [P](P.md)", &["unknown-step: [P](P.md): every step"]),
        ("1. [X](xxx.md)", &["unknown-step: [X](xxx.md): every step"]),
        ("1. [One](one.md)\n2. Two", &["unknown-step: 2. Two"]),
        ("1. Two", &["unknown-step: 1. Two"]),
        ("Nothing yet.", &["path-empty: # Path: list the chapters"]),
        (
            "- [One](one.md): why\n- [Two](part/two.md)",
            &["path-empty: [One](one.md): number the list: `1. [One](one.md)`"],
        ),
        (
            "* **[One](one.md)**",
            &["path-empty: [One](one.md): number"],
        ),
        ("- see [One](one.md)", &["path-empty: # Path"]),
        (
            "> 1. [One](one.md)\n\nSee [one](one.md).",
            &["path-empty: # Path"],
        ),
    ];
    for (path, expected) in rows {
        let said = said(path);
        assert_eq!(said.len(), expected.len(), "{path}\n{said:?}");
        for (said, expected) in said.iter().zip(expected) {
            assert!(said.starts_with(expected), "{path}\n{said}");
        }
    }
}

/// What a rule finds: the message, the text that it points at, the help.
fn of(rule: &str, book: &str) -> Vec<String> {
    let fixture = book_model::fixture::Fixture::parse(book);
    let sources = fixture.sources();
    let found = found(book).into_iter().filter(|one| one.rule == rule);
    found
        .map(|one| {
            let span = &one.primary.span;
            let place = &sources.text(span.file)[span.range()];
            format!("{} @ {place} @ {}", one.message, one.help.join("; "))
        })
        .collect()
}

/// A book with two paths, whose chapters these are, and the chapters `a.md`, `b.md`, `words.md`, of
/// which the last defines One and Two.
fn two_paths(first: &str, second: &str, a: &str, b: &str) -> String {
    format!(
        "//- book.toml\n[preprocessor.reading-paths]\npaths = [\"p.md\", \"q.md\"]\n\
        //- src/p.md\n# P\n\n{first}\n//- src/q.md\n# Q\n\n{second}\n//- src/words.md\n# Words\n\n\
        [One](concept:)\n: x\n\n[Two](concept:)\n: y\n//- src/a.md\n# A\n\n{a}\n//- src/b.md\n# B\n\n{b}\n"
    )
}

#[test]
fn concept_off_path() {
    const A: &str = "1. [A](a.md)";
    const USES: &str = "See [one](concept:).";
    let rows: [(&str, &str, &str, &str, &[&str]); 8] = [
        (
            A,
            A,
            USES,
            "",
            &[
                "no reading path introduces `One` @ [One](concept:) @ make the chapter a step, ahead of the one that needs it: `[Words](words.md)` in p.md; or let the path take it as known: write `[One](concept:one?known)`",
            ],
        ),
        (
            A,
            A,
            "[one](concept:) [two](concept:) [one](concept:)",
            "",
            &["introduces `One`, `Two` @"],
        ),
        (A, "1. [W](words.md)", USES, "", &[]),
        (
            A,
            "1. [B](b.md)",
            "See [one](concept:?later).",
            "[one](concept:?later)",
            &[],
        ),
        (
            "[one](concept:?known)\n\n1. [A](a.md)",
            "1. [B](b.md)",
            USES,
            "",
            &[],
        ),
        // The other path does not take it as known.
        (
            "[one](concept:?known)\n\n1. [A](a.md)",
            A,
            USES,
            "",
            &["`One`"],
        ),
        ("1. [B](b.md)", "1. [B](b.md)", USES, "", &[]),
        (
            "[Three](concept:)\n: z\n\n1. [A](a.md)",
            "1. [B](b.md)",
            "[three](concept:)",
            "",
            &[],
        ),
    ];
    for (first, second, a, b, expected) in rows {
        let book = two_paths(first, second, a, b);
        let said = of("concept-off-path", &book);
        assert_eq!(said.len(), expected.len(), "{book}\n{said:?}");
        for (said, expected) in said.iter().zip(expected) {
            assert!(said.contains(expected), "{book}\n{said}");
        }
    }
}

#[test]
fn stale_signpost() {
    const LATER: &str = "See [one](concept:?later).";
    let rows = [
        ("1. [W](words.md)\n2. [A](a.md)", "1. [B](b.md)", LATER, 1),
        (
            "1. [W](words.md)\n2. [A](a.md)",
            "1. [A](a.md)\n2. [W](words.md)",
            LATER,
            0,
        ),
        // One path never introduces it, and would show its note without the signpost.
        ("1. [W](words.md)\n2. [A](a.md)", "1. [A](a.md)", LATER, 0),
        ("1. [W](words.md)", "1. [B](b.md)", LATER, 0),
        (
            "1. [W](words.md)\n2. [A](a.md)",
            "1. [B](b.md)",
            "[Three](concept:)\n: Of [one](concept:?later).",
            0,
        ),
        // Later on the same page, and earlier on it.
        (
            "1. [A](a.md)",
            "1. [B](b.md)",
            "See [z](concept:?later).\n\n[Z](concept:)\n: z",
            0,
        ),
        (
            "1. [A](a.md)",
            "1. [B](b.md)",
            "[Z](concept:)\n: z\n\nSee [z](concept:?later).",
            1,
        ),
    ];
    for (first, second, a, expected) in rows {
        let book = two_paths(first, second, a, "");
        assert_eq!(of("stale-signpost", &book).len(), expected, "{book}");
    }
    // On the path it comes first, in the book it comes later.
    let book = two_paths(
        "1. [B](b.md)\n2. [A](a.md)",
        "",
        "See [z](concept:?later).",
        "[Z](concept:)\n: z",
    );
    assert_eq!(of("stale-signpost", &book), [] as [&str; 0]);
}

#[test]
fn unknown_key() {
    let rows: [(&str, &[&str]); 9] = [
        ("broken-link = \"deny\"\ncommand = \"x\"", &[]),
        (
            "brokenlink = \"deny\"",
            &[
                "`preprocessor.chapter-checks` has no key `brokenlink` @ brokenlink @ did you mean `broken-link`?",
            ],
        ),
        (
            "zzz = 1",
            &["`zzz` @ zzz @ `mdhub check --explain` lists the rules"],
        ),
        ("zzz = 1\nunknown-key = \"allow\"", &[]),
        (
            "[preprocessor.chapter-checks.folders.notes]\nbroken-link = \"deny\"",
            &[],
        ),
        (
            "[preprocessor.chapter-checks.folders.\"notes/old/\"]\nbroken-lnik = \"deny\"",
            &[
                "`preprocessor.chapter-checks.folders.\"notes/old/\"` has no key `broken-lnik` @ broken-lnik @ did you mean `broken-link`?",
            ],
        ),
        (
            "[preprocessor.chapter-checks.folders.\"src/notes\"]\n",
            &[
                "no Markdown file lies in the folder `src/notes` @ \"src/notes\" @ did you mean `notes`?",
            ],
        ),
        (
            "[preprocessor.chapter-checks.folders.\"../notes\"]\n[preprocessor.chapter-checks.folders.note]\n",
            &[
                "`../notes` @ \"../notes\" @ did you mean `notes`",
                "`note` @ note @ did you mean `notes`",
            ],
        ),
        (
            "[preprocessor.chapter-checks.folders.\"notes/a.md\"]\ncommand = 1\n",
            &[
                "has no key `command`",
                "`notes/a.md` @ \"notes/a.md\" @ this is a file",
            ],
        ),
    ];
    for (keys, expected) in rows {
        let book = format!(
            "//- book.toml\n[preprocessor.chapter-checks]\n{keys}\n//- src/notes/a.md\n# A\n//- src/notes/old/b.md\n# B\n"
        );
        let said = of("unknown-key", &book);
        assert_eq!(said.len(), expected.len(), "{book}\n{said:?}");
        for (said, expected) in said.iter().zip(expected) {
            assert!(said.contains(expected), "{book}\n{said}");
        }
    }
}
