//! Line ends, byte order marks, and files that are hardly text.

use book_tests::TestBook;

use super::Expect::{Page, Says, Silent, Text, Unchanged};
use super::{SHOWN, hold};

#[test]
fn line_ends_and_odd_bytes() {
    hold(&[
        (
            "CR LF",
            "# Title\r\n\r\nSee\r\n[alpha](concept:).\r\n\r\n[Beta](concept:)\r\n: One\r\n  line.\r\n\r\n# Next\r\n",
            &[
                Text("# Title\r\n\r\nSee\r\n[alpha](z.md"),
                Text("One\r\nline."),
                Text("\r\n\r\n# Next\r\n"),
                Page(SHOWN),
                Page("<dt id=\"concept-beta\">"),
                Page("<p>One\nline.</p>"),
            ],
        ),
        (
            "CR LF, and a mistake",
            "# Title\r\n\r\nSee [nothing](concept:).\r\n",
            &[Says("unknown-concept", "3:5", "`nothing`")],
        ),
        (
            "mixed line ends",
            "# Title\r\n\nSee [alpha](concept:).\n\r\n[Gamma](concept:)\n: One\r\n  line.\n",
            &[
                Text("# Title\r\n\nSee [alpha](z.md"),
                Page(SHOWN),
                Page("<p>One\nline.</p>"),
                Page("<dt id=\"concept-gamma\">"),
            ],
        ),
        (
            "a lone CR in a paragraph",
            "See\r[alpha](concept:)\rand more.\r",
            &[Text("See\r[alpha](z.md"), Page(SHOWN)],
        ),
        (
            "a lone CR in a definition",
            "[Delta](concept:)\r: A note.\r",
            &[Page("<dt id=\"concept-delta\">"), Page("<p>A note.</p>")],
        ),
        (
            "a lone CR in a definition in a list, with a heading behind",
            "- [Eta](concept:)\r  : A note.\r\r# Next\r",
            &[Page("<dt id=\"concept-eta\">"), Page("<h1 id=\"next\">")],
        ),
        (
            // pulldown-cmark 0.13 does not end a heading there, though CommonMark 0.31 (2.1) does: the
            // whole chapter is one heading. What was meant for a link is said, with the reason.
            "a lone CR behind a heading",
            "# Title\r\rSee [alpha](concept:).\r\r## More\r",
            &[
                Unchanged,
                Says("almost-a-concept", "1:14", "carriage return"),
            ],
        ),
        (
            "a byte order mark",
            "\u{feff}# Title\n\nSee [alpha](concept:) and [nothing](concept:).\n",
            &[
                Text("# Title\n\nSee [alpha](z.md"),
                Page("<h1 id=\"title\">"),
                Page(SHOWN),
                Says("unknown-concept", "3:27", "`nothing`"),
            ],
        ),
        (
            "NUL",
            "# Ti\0tle\n\nSee [alpha](concept:) and \0.\n",
            &[Text("and \0."), Page("alpha</a> and")],
        ),
        (
            "no final newline, behind a link",
            "See [alpha](concept:)",
            &[Page(SHOWN), Silent("unknown-concept")],
        ),
        (
            "no final newline, behind a definition",
            "[Epsilon](concept:)\n: A note",
            &[Page("<dt id=\"concept-epsilon\">"), Page("<p>A note</p>")],
        ),
        ("an empty file", "", &[Unchanged]),
        ("white space alone", " \t\n\u{a0}\n", &[Unchanged]),
        ("a byte order mark alone", "\u{feff}", &[Unchanged]),
    ]);
}

/// What the build of a book says that cannot be loaded.
fn refusal(book: &TestBook) -> String {
    let failure = book_engine::build(book.root(), None).unwrap_err();
    let error = failure.error().unwrap();
    let help = error
        .downcast_ref::<book_engine::Advice>()
        .map(|advice| &advice.help);
    format!("{error:#}; {}", help.unwrap())
}

#[test]
fn files_that_are_not_utf_8() {
    let bytes = [
        ("Latin-1", &b"# Caf\xe9\n"[..]),
        ("UTF-16 with its mark", b"\xff\xfe#\0 \0a\0\n\0"),
        ("cut off in a character", b"# Caf\xc3"),
    ];
    for (name, bytes) in bytes {
        for (file, words) in [
            (
                "src/a.md",
                "failed to read chapter `a.md`: the file is not UTF-8; save it as UTF-8",
            ),
            ("src/SUMMARY.md", "the file is not UTF-8; save it as UTF-8"),
        ] {
            let book = TestBook::new("# A\n//- src/b.md\n# B\n").unwrap();
            std::fs::write(book.root().join(file), bytes).unwrap();
            let said = refusal(&book);
            assert!(said.contains(words), "{name}, {file}: {said}");
            assert!(
                said.contains(file.trim_start_matches("src/")),
                "{name}: {said}"
            );
        }
    }
}

#[test]
fn a_summary_with_a_byte_order_mark_or_other_line_ends_is_the_same_summary() {
    let plain = "# Summary\n\n[Before](a.md)\n\n# Part\n\n- [B](b.md)\n";
    for summary in [
        format!("\u{feff}{plain}"),
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{}", plain.replacen('\n', "\r\n", 3)),
        plain.trim_end().to_owned(),
    ] {
        let book = TestBook::new(&format!(
            "//- src/a.md\n# A\n\n[Alpha](concept:)\n: A note.\n//- src/b.md\nSee [alpha](concept:).\n//- book.toml\n[preprocessor.concept-index]\nafter = [\"links\"]\n//- src/SUMMARY.md\n{summary}"
        ))
        .unwrap();
        let rendered = book.render().unwrap();
        assert!(
            rendered.main("a.html").contains("concept-alpha"),
            "{summary:?}"
        );
        let link = "<a href=\"a.html#concept-alpha\" title=\"A note.\">alpha</a>";
        assert!(rendered.main("b.html").contains(link), "{summary:?}");
    }
}
