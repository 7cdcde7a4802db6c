//! Names and titles with signs that mean something in HTML, in Markdown or in a script.

use book_tests::TestBook;
use book_tests::html::attributes;

use super::Expect::{NotInPage, Page, Says, Silent};
use super::hold;

#[test]
fn names_of_concepts() {
    hold(&[
        (
            "quotation marks",
            "[The \"exactly once\" claim](concept:claim-q)\n: A \"note\".\n\n[the “exactly once” claim](concept:)\n",
            &[Page("title=\"A “note”.\""), Silent("unknown-concept")],
        ),
        (
            "an apostrophe",
            "[Little's law](concept:)\n: L.\n\n[Little’s law](concept:)\n",
            &[
                Page("<dt id=\"concept-littles-law\">"),
                Silent("unknown-concept"),
            ],
        ),
        (
            "a backslash",
            "[a\\\\b](concept:back)\n: C:\\\\x \\` end\\\\\n\n[a\\\\b](concept:)\n",
            &[
                Page("title=\"C:&#92;x ` end&#92;\">a\\b</a>"),
                Silent("unknown-concept"),
            ],
        ),
        (
            "<",
            "[a \\< b](concept:less)\n: If a \\< b \\<script>.\n\n[a \\< b](concept:)\n",
            &[
                Page("title=\"If a &lt; b &lt;script&gt;.\""),
                NotInPage("<script>"),
                Silent("unknown-concept"),
            ],
        ),
        (
            "&",
            "[Q&A](concept:)\n: R&D &amp; &copy;.\n\n[Q&amp;A](concept:)\n",
            &[
                Page("<dt id=\"concept-qa\">"),
                Page("title=\"R&amp;D &amp; ©.\""),
                Silent("unknown-concept"),
            ],
        ),
        (
            "a newline",
            "[Two\nlines](concept:)\n: A\n  note.\n\n[two lines](concept:)\n",
            &[
                Page("title=\"A note.\">two lines</a>"),
                Silent("unknown-concept"),
            ],
        ),
        (
            "</script>",
            "[\\</script>](concept:script)\n: \\</script>\\<b>\n\n[it](concept:script)\n",
            &[
                Page("title=\"&lt;/script&gt;&lt;b&gt;\""),
                NotInPage("</script>"),
            ],
        ),
        (
            "U+2028",
            "[Line\u{2028}separator](concept:)\n: A\u{2028}B\u{2029}C.\n\n[line separator](concept:)\n",
            &[
                Page("title=\"A B C.\">line separator</a>"),
                Silent("unknown-concept"),
            ],
        ),
        (
            "an id that would end an attribute",
            "[x](concept:a\"onclick=b)\n: Note.\n\n[y](concept:a%22onclick=b)\n",
            &[
                Says("almost-a-concept", "1:1", "is not an id"),
                NotInPage("\"onclick"),
            ],
        ),
        (
            "brackets and parentheses",
            "[f(x)\\[i\\]](concept:fx)\n: The (one) [and] only).\n\n[f(x)\\[i\\]](concept:)\n",
            &[
                Page("title=\"The (one) [and] only).\""),
                Silent("unknown-concept"),
            ],
        ),
        (
            "`javascript:` links stay what the author wrote, and nothing is made of them",
            "[x](javascript:alert(1)) <a href=\"javascript:alert(2)\">y</a> [z](JavaScript:concept:alpha)\n",
            &[
                Page("href=\"javascript:alert(1)\""),
                NotInPage("z.html"),
                Silent("unknown-concept"),
            ],
        ),
    ]);
}

/// Titles of chapters that go into callouts, index and checklist.
const TITLES: [&str; 7] = [
    "\"Quotes\" and 'more'",
    "Back\\slash",
    "A <b> & C &amp; D",
    "</script><script>x()</script>",
    "Two\u{2028}lines\u{2029}",
    "[brackets](javascript:x)",
    "`code` *star* _under_ $math$ {{#x}}",
];

#[test]
fn titles_of_chapters() {
    for title in TITLES {
        // As SUMMARY.md takes it: the brackets escaped, and what could be markup.
        let escaped: String = title
            .chars()
            .flat_map(|char| {
                ["\\"]
                    .into_iter()
                    .filter(move |_| char.is_ascii_punctuation())
                    .map(str::to_owned)
                    .chain([char.to_string()])
            })
            .collect();
        let book = TestBook::new(&format!(
            "//- src/SUMMARY.md\n- [Path](path.md)\n- [{escaped}](a.md)\n- [Z](z.md)\n\
             //- src/path.md\n# {escaped}\n\nFor {escaped}.\n\n1. [Z](z.md)\n2. [{escaped}](a.md): {escaped}\n\
             //- src/a.md\nSee [zeta](concept:).\n\n## Checklist\n\n- {escaped}\n\
             //- src/z.md\n[Zeta](concept: \"other\")\n: Note.\n\n<!-- concept-index -->\n\n<!-- checklist -->\n\n<!-- reading-paths -->\n\
             //- book.toml\n[preprocessor.reading-paths]\nafter = [\"links\"]\nbefore = [\"concept-index\"]\npaths = [\"path.md\"]\n[preprocessor.concept-index]\nafter = [\"links\"]\n"
        ))
        .unwrap();
        let rendered = book
            .render()
            .unwrap_or_else(|error| panic!("{title}: {error}"));
        for page in ["a.html", "z.html", "path.html"] {
            let main = rendered.main(page);
            assert!(!main.contains("x()</script>"), "{title}: {main}");
            let hrefs = attributes(&main, "href");
            assert!(
                !hrefs.iter().any(|href| href.starts_with("javascript")),
                "{title}: {hrefs:?}"
            );
            let handlers: Vec<_> = attributes(&main, "aria-label").into_iter().collect();
            let whole = title.split_whitespace().collect::<Vec<_>>().join(" ");
            let as_read = |label: &String| {
                label
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .replace(['“', '”'], "\"")
                    .replace(['‘', '’'], "'")
                    == whole
            };
            assert!(handlers.iter().all(as_read), "{title}: {handlers:?}");
        }
        let index = rendered.main("z.html");
        assert!(
            index.contains("concept-index") && index.contains("class=\"checklist\""),
            "{title}: {index}"
        );
    }
}
