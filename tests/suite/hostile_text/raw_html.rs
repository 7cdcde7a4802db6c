//! Raw HTML that does not balance, and what is mistaken for HTML.

use book_tests::TestBook;

use super::Expect::{Page, Says, Silent, Text, Unchanged};
use super::{SHOWN, hold};

#[test]
fn raw_html() {
    hold(&[
        (
            "an open element",
            "<div>\n\nSee [alpha](concept:).\n",
            &[Page(SHOWN)],
        ),
        (
            "an end tag of nothing",
            "See [alpha](concept:).\n\n</div>\n\nMore.\n",
            &[Page(SHOWN), Page("<p>More.</p>")],
        ),
        (
            "elements that cross",
            "<b><i>[alpha](concept:)</b></i>\n",
            &[Page("z.html#concept-alpha")],
        ),
        (
            "upper case",
            "<DIV ID=\"Big\">\n\n<A HREF=\"concept:alpha\">x</A> [there](#Big)\n\n</DIV>\n",
            &[
                Page("href=\"z.html#concept-alpha\">x"),
                Silent("broken-anchor"),
            ],
        ),
        (
            "attributes without quotation marks, and with single ones",
            "<a href=concept:alpha>x</a> <a id=one href='concept:alpha' >y</a>\n",
            &[
                Page("href=\"z.html#concept-alpha\">x"),
                Page("href=\"z.html#concept-alpha\">y"),
            ],
        ),
        (
            "a comment that has the same address",
            "<div>\n<!-- was: <a href=\"concept:alpha\">old</a> -->\n<a href=\"concept:alpha\">x</a>\n</div>\n",
            &[
                Text("was: <a href=\"concept:alpha\">"),
                Page("href=\"z.html#concept-alpha\">x"),
            ],
        ),
        (
            "another attribute that has the same value",
            "<a data-href=\"concept:alpha\" href=\"concept:alpha\">x</a>\n",
            &[
                Text("data-href=\"concept:alpha\""),
                Page("href=\"z.html#concept-alpha\">x"),
            ],
        ),
        (
            "a tag over two lines of a quotation",
            "> See <a class=\"x\"\n> href=\"concept:alpha\">x</a>\n>\n> <a class=\"x\"\n> href=\"concept:alpha\">y</a>\n",
            &[
                Page("href=\"z.html#concept-alpha\">x"),
                Page("href=\"z.html#concept-alpha\">y"),
            ],
        ),
        (
            "an entity in an address",
            "<a href=\"concept:&#97;lpha\">x</a>\n",
            &[Unchanged, Says("almost-a-concept", "1:1", "entit")],
        ),
        (
            "`Vec<T>` read as a tag",
            "A Vec<T> and an [Option<T>](concept:alpha) and Vec<Vec<u8>>.\n",
            &[
                Text("A Vec<T> and an [Option<T>](z.md#concept-alpha"),
                Page("href=\"z.html#concept-alpha\""),
            ],
        ),
        (
            "a comparison is no tag",
            "If a<b and c>d then [alpha](concept:), x < y.\n",
            &[Page(SHOWN), Page("x &lt; y")],
        ),
        (
            "a comment that is never closed swallows the rest, and nothing is put into it",
            "See [alpha](concept:).\n\n<!-- open\n\n[alpha](concept:)\n",
            &[Text("<!-- open\n\n[alpha](concept:)\n"), Page(SHOWN)],
        ),
        (
            "a tag that is never closed",
            "<a href=\"concept:alpha\" [alpha](concept:)\n",
            &[Page("z.html#concept-alpha")],
        ),
        (
            "CDATA, a processing instruction, a declaration",
            "<![CDATA[ [alpha](concept:) ]]>\n\n<?php [alpha](concept:) ?>\n\n<!DOCTYPE [alpha](concept:)>\n\n[alpha](concept:)\n",
            &[
                Text("<![CDATA[ [alpha](concept:) ]]>\n\n<?php [alpha](concept:) ?>"),
                Page(SHOWN),
            ],
        ),
        (
            "a definition right below a block of HTML",
            "<div>x</div>\n[Tag](concept:)\n: Note.\n",
            &[Says("almost-a-concept", "2:1", "HTML block")],
        ),
        (
            "a directive beside a paragraph, with no blank line between",
            "Text.\n<!-- checklist -->\nText, see [alpha](concept:).\n",
            &[Page(SHOWN), Page("Text, see")],
        ),
        (
            "a definition beside paragraphs, with no blank line between",
            "Text.\n\n[Near](concept:)\n: Note.\n# Heading\nText.\n",
            &[
                Page("<p>Note.</p>"),
                Page("<h1 id=\"heading\">"),
                Page("<p>Text.</p>"),
            ],
        ),
        (
            "<details> around a definition",
            "<details>\n<summary>More</summary>\n\n[Folded](concept:)\n: Note.\n\n</details>\n",
            &[Page("<details>"), Page("<dt id=\"concept-folded\">")],
        ),
    ]);
}

/// The index, between two lines of text that leave it no blank line: it must not swallow them.
#[test]
fn what_is_generated_leaves_the_lines_beside_it_alone() {
    let fixture = "Above.\n<!-- concept-index -->\n## Below [alpha](concept:)\n\n[Alpha](concept:)\n: Note.\n//- book.toml\n[preprocessor.concept-index]\nafter = [\"links\"]\n";
    let main = TestBook::new(fixture)
        .unwrap()
        .render()
        .unwrap()
        .main("a.html");
    assert!(main.contains("<p>Above.</p>"), "{main}");
    assert!(main.contains("<h2 id=\"below-alpha\">"), "{main}");
    assert_eq!(
        main.matches("<dl class=\"concept-index\">").count(),
        1,
        "{main}"
    );
}

/// mdBook 0.5.4's renderer panics on these. The message names the chapter, and the other pages and the
/// last good site are not lost.
#[test]
fn what_mdbooks_renderer_cannot_take_is_named() {
    for text in [
        "A stray </p> in a paragraph.",
        "*a </em> b*",
        "Inline <code class=\"language-rust\">x</code>.",
    ] {
        let book = TestBook::new(&format!("# Good\n//- src/bad.md\n# Bad\n\n{text}\n")).unwrap();
        let error = book.render().unwrap_err().to_string();
        assert!(error.contains("src/bad.md"), "{text}: {error}");
    }
}
