//! The rules about concepts: what each says of a book in a row of its own.

mod common;

use common::found;

/// What a rule finds in a book: for each thing the message and the text that it points at, with the
/// help behind it.
fn said(rule: &str, book: &str) -> Vec<String> {
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

/// Each book, and words of each thing that the rule says of it, in order.
#[track_caller]
fn each(rule: &str, rows: &[(&str, &[&str])]) {
    for (book, words) in rows {
        let said = said(rule, book);
        assert_eq!(said.len(), words.len(), "{book}\n{said:?}");
        for (said, words) in said.iter().zip(*words) {
            assert!(said.contains(words), "{book}\n{said}");
        }
    }
}

#[test]
fn unused_concept() {
    const ONE: &str = "[One](concept:)\n: Of [one](concept:one).\n\n";
    let with = |text: &str| format!("{ONE}{text}");
    let path = "//- book.toml\n[preprocessor.reading-paths]\npaths = [\"p.md\"]\n//- src/p.md\n# P\n\nKnow [one](concept:?known).\n\n1. [A](a.md)\n//- src/a.md\n";
    let made = "//- src/SUMMARY.md\n- [A]()\n- [B](b.md)\n//- src/b.md\n# B\n";
    each(
        "unused-concept",
        &[
            (ONE, &["nothing uses the concept `One` @ [One](concept:)"]),
            (&with("The [ones](concept:?later)."), &[]),
            (&with("See [it](#concept-one)."), &[]),
            (
                &with("See [it](a.md#concept-one) or <a href=\"concept:one\">it</a>."),
                &[],
            ),
            (&with("## Checklist\n\n- Is there [one](concept:)?"), &[]),
            (
                &with("[Two](concept:)\n: Of [one](concept:).\n\nSee [two](concept:)."),
                &[],
            ),
            (&format!("{path}{ONE}"), &[]),
            (made, &[]),
            // A second definition is told of elsewhere, and what it uses is used.
            (
                &with("[Own](concept:one)\n: Again.\n\nSee `[one](concept:)`."),
                &["`One`"],
            ),
            // The link that was meant for it is.
            (&with("See [oen](concept:)."), &[]),
            (
                &with(
                    "[one](concept:other-one \"x\")\n: Of the same name.\n\nSee [one](concept:).",
                ),
                &[],
            ),
        ],
    );
}

#[test]
fn ambiguous_name() {
    each(
        "ambiguous-name",
        &[
            (
                "[Load](concept:)\n: x\n\n[load](concept:b)\n: y",
                &[
                    "called `load` @ [load](concept:b) @ `[load](concept:)` means `load`; to mean the other, write its id: `[load](concept:b)`",
                ],
            ),
            (
                "[A](concept: \"x; load\")\n: x\n\n[Load](concept:)\n: y",
                &[
                    "`load` @ [Load](concept:) @ `[load](concept:)` means `load`; to mean the other, write its id: `[load](concept:a)`",
                ],
            ),
            (
                "[Load](concept:)\n: x\n\n[B](concept: \"x; load\")\n: y",
                &["`load` @ load @"],
            ),
            (
                "[Metric](concept:)\n: x\n\n[Metrics](concept:)\n: y",
                &["`Metrics` @ [Metrics](concept:) @ `[Metrics](concept:)` means `metrics`"],
            ),
            (
                "//- book.toml\n[book]\nlanguage = \"de\"\n//- src/a.md\n[Metric](concept:)\n: x\n\n[Metrics](concept:)\n: y",
                &[],
            ),
            (
                "[A](concept: \"a; as\")\n: x\n\n[REST](concept:)\n: y\n\n[Rest](concept:r)\n: z",
                &[],
            ),
            // The same id is a second definition, whatever the names.
            ("[A](concept:)\n: x\n\n[a](concept:)\n: y", &[]),
        ],
    );
}

#[test]
fn of_the_aliases_the_whole_one_is_meant() {
    for aliases in ["overload;load", "load; overload", "x;  load ; overload"] {
        let book = format!("[Load](concept:)\n: x\n\n[Strain](concept:load-b \"{aliases}\")\n: y");
        let mut found = found(&book);
        found.retain(|one| one.rule == "ambiguous-name");
        let start = found[0].primary.span.start;
        let ahead = book[..start].trim_end();
        assert!(ahead.ends_with([';', '"']), "{book}: {ahead}");
    }
}

#[test]
fn what_a_failed_definition_explains_is_said_where_that_is_not() {
    // The definition has a lead-in on top, so it is none; two chapters wait for it.
    let book = |levels: &str, ahead: &str| {
        format!(
            "//- book.toml\n[preprocessor.chapter-checks]\n{levels}\n\
             //- src/one/a.md\n{ahead}What it is:\n[Deadline](concept:)\n: A moment.\n\
             //- src/b.md\nSee the [deadline](concept:).\n"
        )
    };
    let allow = "<!-- allow: almost-a-concept, shown to make a point -->\n\n";
    for (levels, ahead, misses, unknown) in [
        ("", "", 1, 0),
        ("folders.\"one\".almost-a-concept = \"warn\"", "", 1, 0),
        ("folders.\"one\".almost-a-concept = \"allow\"", "", 0, 2),
        ("almost-a-concept = \"allow\"", "", 0, 2),
        ("", allow, 0, 2),
    ] {
        let book = book(levels, ahead);
        assert_eq!(said("almost-a-concept", &book).len(), misses, "{book}");
        assert_eq!(said("unknown-concept", &book).len(), unknown, "{book}");
    }
}

#[test]
fn an_unused_concept_is_said_where_what_explains_it_is_not() {
    let allow = "<!-- allow: ambiguous-name, both are meant -->\n\n";
    let clash = |ahead: &str| {
        format!(
            "See [load](concept:load).\n\n[Load](concept:)\n: x\n\n{ahead}[load](concept:b)\n: y\n"
        )
    };
    each(
        "unused-concept",
        &[(&clash(""), &[]), (&clash(allow), &["`load`"])],
    );
    let allow = "<!-- allow: unknown-concept, to be written -->\n\n";
    let slip = |ahead: &str| format!("{ahead}See the [laod](concept:).\n\n[Load](concept:)\n: x\n");
    each(
        "unused-concept",
        &[(&slip(""), &[]), (&slip(allow), &["`Load`"])],
    );
}

#[test]
fn definition_cycle() {
    let three = "[A](concept:)\n: Of a [b](concept:).\n\n[B](concept:)\n: Of a [c](concept:).\n\n[C](concept:)\n: Of an [a](concept:) or [b](concept:).\n";
    each(
        "definition-cycle",
        &[
            (
                three,
                &[
                    "`B` and `C` explain each other in a circle @ [c](concept:) @ explain one of them in words that need none of the others; or, if the reader can do without the other here, make the link a signpost: `concept:c?later`; one more concept",
                ],
            ),
            (&three.replace("[c](concept:)", "[c](concept:?later)"), &[]),
            ("[A](concept:)\n: An [a](concept:) of as.", &[]),
        ],
    );
}

#[test]
fn notes() {
    each(
        "note-missing",
        &[
            (
                "[A](concept:)\n: ```\n  code\n  ```\n",
                &["`A` has no note @ [A](concept:)"],
            ),
            ("[A](concept:)\n: - item\n", &["`A`"]),
            ("[A](concept:)\n: `code`\n", &[]),
            ("[A](concept:)\n: <b>bold</b>\n", &[]),
            ("[A](concept:)\n: ![A picture](a.png)\n", &[]),
            ("A\n: - a plain definition list\n", &[]),
        ],
    );
    let note = |characters: usize| format!("[A](concept:)\n: {}\n", "é".repeat(characters));
    each(
        "note-too-long",
        &[
            (&note(525), &[]),
            (&note(526), &["`A` has 526 characters"]),
            (&format!("{}\n  {}\n", note(20), "more ".repeat(200)), &[]),
            (
                &format!(
                    "[A](concept:)\n: [{}](https://x.org/{})",
                    "a".repeat(500),
                    "b".repeat(100)
                ),
                &[],
            ),
        ],
    );
}
