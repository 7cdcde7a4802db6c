//! Raw HTML that goes wrong: what each rule says, and where.

mod common;

use common::found;

/// The rule, the text underlined and the label of each thing found by the rules for raw HTML.
fn faults(text: &str) -> Vec<(String, String, String)> {
    let mut faults = Vec::new();
    for diagnostic in found(text) {
        if ["html-that-breaks-the-page", "unclosed-html"].contains(&diagnostic.rule) {
            let range = diagnostic.primary.span.range();
            let from = text
                .find("//- src/a.md\n")
                .map_or(0, |at| at + "//- src/a.md\n".len());
            let place = text[from..][range].to_owned();
            faults.push((diagnostic.rule.to_owned(), place, diagnostic.message));
        }
    }
    faults
}

/// What is expected of a finding, in three texts.
type Expected = (&'static str, &'static str, &'static str);

#[test]
fn each_fault_is_found_where_it_is() {
    let breaks = "html-that-breaks-the-page";
    let unclosed = "unclosed-html";
    let rows: &[(&str, &[Expected])] = &[
        ("Words </p> more.\n", &[(breaks, "</p>", "panics")]),
        ("*a </em> b*\n", &[(breaks, "</em>", "panics")]),
        ("- a </li>\n- b\n", &[(breaks, "</li>", "panics")]),
        (
            "> a\n>\n> </blockquote>\n",
            &[(breaks, "</blockquote>", "panics")],
        ),
        ("# A <b>b</b> </H1>\n", &[(breaks, "</H1>", "panics")]),
        (
            "| a |\n|---|\n| b </td> |\n",
            &[(breaks, "</td>", "panics")],
        ),
        (
            "[a </a>](https://example.org)\n",
            &[(breaks, "</a>", "panics")],
        ),
        (
            "Not lost.\n\n[^n]: Said </p> nowhere.\n",
            &[(breaks, "</p>", "panics")],
        ),
        (
            "A <code class=\"language-rust\">b</code>.\n",
            &[(breaks, "<code class=\"language-rust\">", "Rust")],
        ),
        ("A <code class=\"language-rust ignore\">b</code>.\n", &[]),
        ("<pre><code class=\"language-rust\">b</code></pre>\n", &[]),
        (
            "//- book.toml\n[output.html.playground]\nrunnable = false\n//- src/a.md\n<code class=\"language-rust\">b</code>\n",
            &[],
        ),
        (
            "<!-- Never\n\nclosed.\n",
            &[(breaks, "<!-- Never\n\nclosed.\n", "never closed")],
        ),
        (
            "<div title=\"a>\n\nb\n",
            &[(breaks, "<div title=\"a>", "never ended")],
        ),
        ("Use a <script> tag.\n", &[(breaks, "<script>", "content")]),
        (
            "<script src=\"x.js\"/>\n\nText.\n",
            &[(breaks, "<script src=\"x.js\"/>", "content")],
        ),
        ("<svg><title/><path d=\"M0 0\"/></svg>\n", &[]),
        (
            "A Vec<T> and an `Option<T>`.\n",
            &[(breaks, "<T>", "taken for HTML")],
        ),
        (
            "A <my-element> stays.\n",
            &[(unclosed, "<my-element>", "never closed")],
        ),
        (
            "<b>one\n\ntwo</b>\n",
            &[(unclosed, "<b>", "ahead of its end tag")],
        ),
        (
            "<ul><li>a<li>b</ul>\n\nText.\n",
            &[(unclosed, "<ul>", "while `<li>` is open")],
        ),
        (
            "<b><i>x</b></i>\n",
            &[(unclosed, "<b>", "while `<i>` is open")],
        ),
        (
            "<details>\n\nText.\n",
            &[(unclosed, "<details>", "never closed")],
        ),
        // What may stay open, what is closed, what is no HTML, what nobody reads.
        ("<p>One\n<p>Two\n\n<ul><li>a</li></ul>\n", &[]),
        (
            "A <br> b<br/>c <img src=\"x.png\" alt=\"x\"> <!-- d --> e.\n",
            &[],
        ),
        ("<div>\n\n*text*\n\n</div>\n", &[]),
        (
            "```text\n</p> Vec<T>\n```\n\n`</p>` and \\</p> and a < b.\n",
            &[],
        ),
        (
            "Text.\n\n[^n]: Vec<T> in a note that nothing refers to.\n",
            &[],
        ),
        ("Text.\n\n</div>\n", &[]),
        (
            "//- book.toml\n[output.epub]\n//- src/a.md\nWords </p> more.\n",
            &[],
        ),
    ];
    for (text, expected) in rows {
        let faults = faults(text);
        assert_eq!(faults.len(), expected.len(), "{text}\n{faults:?}");
        for ((rule, place, message), (known, at, words)) in faults.iter().zip(*expected) {
            assert_eq!((rule.as_str(), place.as_str()), (*known, *at), "{text}");
            assert!(message.contains(words), "{text}\n{message}");
        }
    }
}

#[test]
fn a_draft_and_a_deep_heading() {
    let draft = "//- src/SUMMARY.md\n- [One](a.md)\n- [Draft]()\n//- src/a.md\n# One\n";
    assert_eq!(faults(draft), []);
    let deep = |depth: usize| format!("# {}x{}\n", "<b>".repeat(depth), "</b>".repeat(depth));
    assert_eq!(faults(&deep(400)), []);
    let found = faults(&deep(600));
    assert!(
        matches!(&found[..], [(_, _, message)] if message.contains("500 deep")),
        "{found:?}"
    );
}

#[test]
fn the_help_has_the_whole_word() {
    for (text, help) in [
        ("A std::Vec<Vec<u8>> is.", "`std::Vec<Vec<u8>>`"),
        ("See <Foo> now.", "`<Foo>`"),
        ("An Option<T>> is.", "`Option<T>`"),
    ] {
        let found = found(text);
        let one = found
            .iter()
            .find(|one| one.rule == "html-that-breaks-the-page");
        assert!(
            one.is_some_and(|one| one.help[0].contains(help)),
            "{text}: {found:?}"
        );
    }
}
