//! The rules about pages as such: titles, headings, ids, code, images, files that nobody reaches.

mod common;

use common::found;

/// What a rule says of a book: the message, what is written beside the place, the help.
fn said(rule: &str, book: &str) -> Vec<String> {
    let found = found(book).into_iter().filter(|one| one.rule == rule);
    found
        .map(|one| {
            format!(
                "{}; {}; {}",
                one.message,
                one.primary.text,
                one.help.join("; ")
            )
        })
        .collect()
}

/// Each book makes the rule speak once, in these words; an empty text stands for not at all.
fn assert_said(rule: &str, rows: &[(&str, &str)]) {
    for (book, words) in rows {
        let said = said(rule, book);
        let count = usize::from(!words.is_empty());
        assert_eq!(said.len(), count, "{book}\n{said:?}");
        assert!(
            said.iter().all(|one| one.contains(words)),
            "{book}\n{said:?}"
        );
    }
}

/// The same for a chapter `a.md`, which SUMMARY.md lists as "A name", with `b.md` inside it.
fn assert_said_in_chapter(rule: &str, rows: &[(&str, &str)]) {
    for (text, words) in rows {
        let book = format!(
            "//- src/SUMMARY.md\n[Cover](cover.md)\n\n- [A name](a.md)\n  - [B](b.md)\n- [Draft]()\n\
             //- src/cover.md\n# Welcome\n//- src/b.md\n## B\n//- src/a.md\n{text}\n"
        );
        assert_said(rule, &[(&book, words)]);
    }
}

#[test]
fn missing_title() {
    assert_said_in_chapter(
        "missing-title",
        &[
            ("# A name", ""),
            ("Text first\n\n# A name", ""),
            ("<h1 align=center>A name</h1>", ""),
            (
                "<h1><img src=\"https://x.org/logo.png\" alt=\"A name\"></h1>",
                "",
            ),
            ("", ""),
            ("<!-- nothing yet -->", ""),
            ("Text", "`# A name`"),
            (
                "## A name",
                "of level 2; write its title at the head of the chapter, with a blank line below it: `# A name`; or",
            ),
            ("#\n\nText", "no words"),
            ("> # Quoted", "the text begins without one"),
            ("![a](https://x.org/y.png)", "the text begins without one"),
            ("<!-- concept-index -->", "the text begins without one"),
            ("```md\n# Code\n```", "the text begins without one"),
        ],
    );
    let nested =
        "//- src/SUMMARY.md\n- [A](a.md)\n  - [B](b.md)\n//- src/a.md\n# A\n//- src/b.md\n";
    assert_said(
        "missing-title",
        &[
            (&format!("{nested}## B"), ""),
            (
                &format!("{nested}### Low"),
                "`## B`; or, where this heading is the title, write it as `## Low`",
            ),
            // Not from SUMMARY.md: another plugin made it.
            ("//- src/a.md\nText", ""),
        ],
    );
}

#[test]
fn heading_skips_level() {
    assert_said_in_chapter(
        "heading-skips-level",
        &[
            ("# A\n## B\n### C\n# D\n## E", ""),
            ("## B\n### C", ""),
            ("# A\n> #### Quoted\n\n## B", ""),
            (
                "# A\n\n### C\n\n### D",
                "of level 3, and the one above it of level 1; no heading of level 2 between",
            ),
            ("# A\n\n<h3>C</h3>", "make it a heading of level 2"),
            ("# A\n\n- ### In an item", "of level 3"),
            ("# A\n\nText.[^n]\n\n[^n]: ### In a note", ""),
        ],
    );
}

#[test]
fn duplicate_anchor() {
    assert_said_in_chapter(
        "duplicate-anchor",
        &[
            ("# A\n\n## A\n\n## A", ""),
            (
                "# A {#x}\n\ntext\n\n## B {#x}",
                "the id `x`; no link reaches this one; give this heading",
            ),
            ("# A\n\n## B {#a}", "the id `a`"),
            (
                "# A\n\ntext <a name=\"a\"></a>",
                "give one of the two another id",
            ),
            ("# A\n\ntext <a id=\"b\" name=\"b\"></a>", ""),
            ("<a id=\"a\"></a>\n\n# A", ""),
            ("# A <a id=\"a\"></a>", ""),
            ("# A\n<p id=\"x\">one</p><p id=\"x\">two</p>", "the id `x`"),
            ("# A\n\n<!-- <p id=\"a\"> -->\n\n`<p id=\"a\">`", ""),
            ("# A\n\n<svg><g id=\"a\"></g>x<g id=\"a\"></g></svg>", ""),
            (
                "# Concept one\n\n[One](concept:)\n: What it is.",
                "the id `concept-one`",
            ),
            (
                "# A\n\n[One](concept:)\n: What it is.\n\n[One](concept:)\n: Again.",
                "",
            ),
            (
                "# A\n\nText.[^n]\n\n## B {#footnote-n}\n\n[^n]: A note.",
                "the id `footnote-n`",
            ),
            // Neither note reaches a reader.
            ("# A\n\n[^n]: <p id=\"a\">x</p>", ""),
            ("# A\n\nText.[^n]\n\n[^n]: x\n\n[^n]: <p id=\"a\">x</p>", ""),
        ],
    );
}

#[test]
fn code_without_language() {
    assert_said_in_chapter(
        "code-without-language",
        &[
            (
                "```rust\nx\n```\n\n~~~text\nx\n~~~\n\n    indented\n\n`inline`",
                "",
            ),
            ("```\nx\n```", "such as `rust`"),
            ("- ```\n  $ ls\n  ```", "`console`"),
            ("```,\nx\n```", "no language"),
        ],
    );
}

#[test]
fn image_without_alt() {
    let data = "data:image/gif;base64,R0lGODlhAQABAAAAACw=".repeat(3);
    assert_said_in_chapter(
        "image-without-alt",
        &[
            (
                "![a](https://x.org/y.png) <img src=\"https://x.org/y.png\" alt=\"\">",
                "",
            ),
            (
                "![](https://x.org/y.png)",
                "`<img src=\"https://x.org/y.png\" alt=\"\">`",
            ),
            (
                "![](https://x.org/y.png \"Load\")",
                "`![Load](https://x.org/y.png)`",
            ),
            (
                "[![](https://x.org/y.png)](cover.md)",
                "this image has no text",
            ),
            (
                "<img src=\"https://x.org/y.png\">",
                "`alt=\"what it shows\"`",
            ),
            (&format!("![]({data})"), "`![what it shows](...)`"),
        ],
    );
}

#[test]
fn missing_image() {
    let files = "//- src/img/a b.svg\nx\n//- src/x.md\n# X\n//- src/y.md.png\nx\n//- other/z.png\nx\n//- src/guide/a.md\n";
    for (text, words) in [
        ("![a](../img/a%20b.svg?v=2#part \"t\")", ""),
        ("![a](<../img/a b.svg>) <img src='../img/a b.svg'>", ""),
        (
            "![a](https://x.org/y.png) ![a](/y.png) ![a](//x.org/y.png)",
            "",
        ),
        (
            "![a](data:image/png;base64,iVBORw0KGgo=) ![a]({{img}}/y.png)",
            "",
        ),
        ("![a](../../nowhere/y.png)", ""),
        ("`![a](y.png)` <!-- <img src=\"y.png\"> -->", ""),
        (
            "<svg><use href=\"#a\"/></svg> <img src=\"#a\" alt=\"\">",
            "",
        ),
        (
            "![a](a%20b.svg)",
            "no file `guide/a b.svg`; no such file; did you mean `../img/a%20b.svg`?",
        ),
        ("![a](../img/ab.svg)", "did you mean `../img/a%20b.svg`?"),
        (
            "[![a](q.png)](a.md)",
            "correct the path, or put the file there",
        ),
        ("<video poster=\"q.png\"></video>", "no file `guide/q.png`"),
        (
            "<picture><source srcset=\"q.png 2x\"></picture>",
            "no file `guide/q.png`",
        ),
        ("![a]()", "the address is empty"),
        ("<img src=\"../x.md\" alt=\"\">", "no file `x.md`"),
        (
            "![a](../y.md.png)",
            "mdBook takes `../y.md.png` for a chapter",
        ),
        ("<img src=\"../y.md.png\" alt=\"\">", ""),
        (
            "![a](../../other/z.png)",
            "`other/z.png` is not a part of the book",
        ),
    ] {
        let book = format!("{files}# A\n\n{text}\n");
        assert_said("missing-image", &[(&book, words)]);
    }
    let readme = "//- src/guide/README.md\n# A\n\n![a](b.svg)\n//- src/guide/b.svg\nx\n";
    assert_said("missing-image", &[(readme, "")]);
}

#[test]
fn broken_link() {
    let book = |config: &str, text: &str| {
        format!(
            "//- book.toml\n{config}\n//- src/retries.md\n# A\n\n{text}\n//- src/guide/timeouts.md\n# B\n\
             //- src/guide/x.txt\nx\n//- src/demo/index.html\nx\n"
        )
    };
    let no_print = "output.html.print.enable = false";
    let no_404 = "output.html.input-404 = \"\"";
    for (config, text, words) in [
        ("", "[a](guide/timeouts.md) [a](guide/x.txt) [a](demo/)", ""),
        (
            "",
            "[a](index.html) [a](print.html) [a](404.html) [a](toc.html)",
            "",
        ),
        (no_print, "[a](print.html)", "no page or file `print.html`"),
        (no_404, "[a](404.html)", "no page or file `404.html`"),
        ("", "[a](timeouts.md)", "did you mean `guide/timeouts.md`?"),
        (
            "",
            "[a](guide/timeuots.md)",
            "did you mean `guide/timeouts.md`?",
        ),
        // Not the page itself.
        ("", "[a](retires.md)", "correct the link"),
        ("", "[a](guide/retries.md)", "correct the link"),
        ("", "[a](guide/zz.md)", "correct the link"),
    ] {
        assert_said("broken-link", &[(&book(config, text), words)]);
    }
    let path = |level: &str| {
        format!(
            "//- book.toml\npreprocessor.reading-paths.paths = [\"a.md\"]\n\
             preprocessor.chapter-checks.unknown-step = \"{level}\"\n//- src/a.md\n1. [One](gone.md)\n"
        )
    };
    assert_said(
        "broken-link",
        &[(&path("warn"), ""), (&path("allow"), "`gone.md`")],
    );
    let unlisted = "//- src/SUMMARY.md\n- [A](a.md)\n//- src/a.md\n[b](b.md)\n//- src/b.md\n# B\n";
    assert_said(
        "broken-link",
        &[(unlisted, "the file is there, but not in SUMMARY.md")],
    );
}

#[test]
fn unused_allow() {
    let comment = |rule: &str| format!("<!-- allow: {rule}, it has to be so -->\n\n# A name");
    let nested = |link: &str| {
        format!(
            "<!-- allow: broken-link, the outer one -->\n\n> <!-- allow: broken-link, the inner one -->\n>\n\
             > Text.\n>\n> {link}\n"
        )
    };
    let own = "in [preprocessor.chapter-checks]";
    assert_said_in_chapter(
        "unused-allow",
        &[
            (
                &comment("broken-link"),
                "`broken-link` finds nothing in the block",
            ),
            (
                &comment("orphan-file"),
                &format!(
                    "cannot let `orphan-file` pass; lets nothing pass; take the comment away; the level stands in book.toml: `orphan-file = \"allow\"` {own}"
                ),
            ),
            (&comment("redirect-over-page"), own),
            (
                &comment("concept-map"),
                "`concept-map = \"allow\"` in [preprocessor.concept-index]",
            ),
            (&comment("plugin-order"), "put right what is found"),
            (&comment("orphan-files"), "did you mean `orphan-file`?"),
            // The link stands behind what the inner one covers.
            (&nested("[x](gone.md)"), "`broken-link` finds nothing"),
        ],
    );
    assert_eq!(said("broken-link", &nested("[x](gone.md)")).len(), 0);
    assert_eq!(said("unused-allow", &nested("Words.")).len(), 2);
}

#[test]
fn orphan_file() {
    let book = |files: &str| {
        format!(
            "//- src/SUMMARY.md\n# Summary\n\n[Cover](./cover.md)\n\n- [A](guide/a.md)\n  - [B](guide/b%20c.md)\n\
             - [Z](z.md)\n\n<!-- - [Old](guide/old.md) -->\n\
             //- src/cover.md\n# C\n//- src/guide/a.md\n# A\n//- src/guide/b c.md\n# B\n//- src/z.md\n# Z\n{files}"
        )
    };
    for (files, words) in [
        ("", ""),
        (
            "//- src/guide/new.md\n# New [thing]\n",
            "`  - [New \\[thing\\]](guide/new.md)`",
        ),
        (
            "//- src/new_one (1).md\nText\n",
            "`- [new one (1)](<new_one%20(1).md>)`",
        ),
        (
            "//- src/guide/deep/new.md\n# New\n",
            "`  - [New](guide/deep/new.md)`",
        ),
        (
            "//- src/elsewhere/new.md\n# New\n",
            "it could stand below this; add it to SUMMARY.md: `- [New]",
        ),
        ("//- src/guide/old.md\n# Old\n", ""),
        ("//- src/404.md\n# Not found\n", ""),
        ("//- src/img/README.md\n# For authors\n", ""),
        (
            "//- src/guide/README.md\n# Guide\n",
            "`guide/README.md` is no part of the book",
        ),
        (
            "//- src/de/SUMMARY.md\n# Inhalt\n//- src/de/a.md\n# A\n",
            "",
        ),
        ("//- src/notes.txt\nx\n//- src/other.MD\nx\n", ""),
        (
            "//- book.toml\noutput.html.input-404 = \"none.md\"\n//- src/none.md\n# None\n",
            "",
        ),
        (
            "//- book.toml\nbuild.build-dir = \"src/out\"\n//- src/out/a.md\n# A\n",
            "",
        ),
    ] {
        assert_said("orphan-file", &[(&book(files), words)]);
    }
}

#[test]
fn a_file_that_is_included_is_no_orphan() {
    let book = |text: &str| {
        format!(
            "//- src/SUMMARY.md\n- [A](guide/a.md)\n//- src/guide/a.md\n# A\n\n{text}\n//- src/parts/one.md\nOne\n\
             //- src/parts/two.rs\n// {{{{#include ../parts/one.md:3:4}}}}\n"
        )
    };
    for (text, words) in [
        ("{{#include ../parts/one.md}}", ""),
        ("{{#include ../parts/two.rs}}", ""),
        ("{{ #template  ../parts/one.md x=y }}", ""),
        (
            "{{#include one.md}}",
            "`parts/one.md` is no part of the book",
        ),
        (
            "[one](../parts/one.md)",
            "`parts/one.md` is no part of the book",
        ),
    ] {
        assert_said("orphan-file", &[(&book(text), words)]);
    }
}

#[test]
fn the_level_of_an_orphan_is_that_of_its_folder() {
    let book = |levels: &str| {
        format!(
            "//- book.toml\n[preprocessor.chapter-checks]\n{levels}\n//- src/SUMMARY.md\n- [A](a.md)\n\
             //- src/a.md\n# A\n//- src/notes/b.md\n# B\n"
        )
    };
    let folder = "folders.\"notes\".orphan-file";
    for (levels, count) in [
        ("", 1),
        (&*format!("{folder} = \"allow\""), 0),
        ("orphan-file = \"allow\"", 0),
        (&format!("orphan-file = \"allow\"\n{folder} = \"deny\""), 1),
    ] {
        assert_eq!(said("orphan-file", &book(levels)).len(), count, "{levels}");
        assert!(said("unknown-key", &book(levels)).is_empty(), "{levels}");
    }
}

#[test]
fn title_differs_from_summary() {
    let book = |summary: &str, title: &str| {
        format!(
            "//- src/SUMMARY.md\n[Cover](cover.md)\n\n# Rates\n\n{summary}\n- [Other](other.md)\n\
             //- src/cover.md\n# The book\n//- src/other.md\n# Other\n//- src/p.md\n# Budgets\n\
             //- src/a.md\n{title}\n"
        )
    };
    let a = "- [Retry *budgets*](a.md)";
    let below = "- [Budgets](p.md)\n  - [Introduction](a.md)";
    for (summary, title, words) in [
        (a, "# 1.2 `Retry` budgets!", ""),
        (a, "# Timeout budgets", ""),
        (a, "Text", ""),
        (a, "#", ""),
        (
            a,
            "<h1>Backoff</h1>",
            "this chapter is called \"Backoff\", and \"Retry budgets\" in SUMMARY.md",
        ),
        (a, "# Backoff", "give both the same words"),
        (a, "# Other", "`# Retry budgets`"),
        (below, "# Introduction", ""),
        (below, "# Budgets", ""),
        (below, "## Budgets", ""),
        (below, "# Rates", ""),
        (below, "# Backoff", "its title"),
        (below, "## Backoff", "its title"),
        (below, "### Backoff", ""),
        (
            "- [Retry budgets](a.md)\n- [Timeout budgets](t.md)",
            "# Timeout budgets",
            "`# Retry budgets`",
        ),
        ("- [Draft]()", "# Backoff", ""),
    ] {
        assert_said(
            "title-differs-from-summary",
            &[(&book(summary, title), words)],
        );
    }
}
