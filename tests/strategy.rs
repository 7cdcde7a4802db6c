//! Generated Markdown: every construct in every container, with odd line ends.

use proptest::prelude::*;

/// Chapters without a directive.
pub fn plain_markdown() -> impl Strategy<Value = String> {
    document(
        proptest::sample::select(PLAIN)
            .prop_map(str::to_owned)
            .boxed(),
        2,
    )
}

/// Chapters with definitions and uses of a few concepts, well and badly written.
pub fn concept_markdown() -> impl Strategy<Value = String> {
    let blocks = [PLAIN, CONCEPTS].concat();
    document(
        proptest::sample::select(blocks)
            .prop_map(str::to_owned)
            .boxed(),
        3,
    )
}

/// Blocks that no plugin has any business with.
const PLAIN: &[&str] = &[
    "Plain words, *emphasis*, **strong** and `code`.",
    "Two lines of text\nand a [link](b.md#there \"title\").",
    "# One heading",
    "## One heading",
    "### A `code` heading, *styled* {#own-id .class}",
    "#### 標題 with ümläuts, 🐙 & \"quotes\"",
    "Setext heading\n---",
    "```rust\n# hidden\nlet concept = \"[a](concept:b)\";\n```",
    "~~~~text\n<!-- concept-index -->\n~~~\n~~~~",
    "```\nnever closed",
    "    indented [code](concept:x)",
    "`[inline](concept:x)` and <!-- concept-index --> in a line",
    "<div class=\"x\" id=\"raw-id\">\n*raw* <a name=\"named\">x</a>\n</div>",
    "<!-- a comment -->",
    "<script>\nlet a = \"<p id='no'>\";\n</script>",
    "<pre>[text](concept:y)</pre>",
    "| a | b |\n|---|:-:|\n| `x\\|y` | <b>z</b> |",
    "A note.[^n]\n\n[^n]: The footnote.",
    "Again[^n] and [^m].\n\n[^m]: One\n\n    two\n\n[^m]: defined again\n    # lost heading",
    "# Heading with a footnote[^m] ![picture](p.png \"t\") &amp; entity",
    "[ref]: b.md 'late'\n\nA [shortcut][ref], [ref][] and [ref].",
    "Term\n: A plain definition.\n: And a second.\n\nOther term\n\n: Loose.",
    "- [ ] to do\n- [x] done\n  - deeper\n    - deepest",
    "3. three\n4. four\n\n   with a paragraph",
    "> [!NOTE]\n> An admonition.",
    "***",
    "![alt [inner](c.md)](p.png)",
    "Hard break  \nand \\\nanother, ~~gone~~, https://example.org <https://example.org>",
    "\u{202e}right to left\u{2028}separator e\u{301} İı",
    "\tTabbed",
];

/// Blocks that speak of concepts.
const CONCEPTS: &[&str] = &[
    "[Retry budget](concept: \"budgets for retries\")\n: A cap on *retries* with `code`.",
    "[Deadline](concept:)\n: The end, see [retry budgets](concept:).\n\n  A second paragraph.\n\n      code in it",
    "[Timeout](concept:time-out)\n\n:   Loose, and [itself](concept:time-out).\n    - a list\n    - in it",
    "[`Option<T>`](concept:option)\n: One note.\n\n: Another one.",
    "[Open](concept:)\n: Ends in code.\n\n  ```text\n  never closed",
    "Uses [retry budgets](concept:), [the *end*](concept:deadline) and [x](concept:time-out?later).",
    "[Deadline](concept:deadline)",
    "A [reference][dl] and a [multi\nline](concept:deadline\n\"own title\").\n\n[dl]: concept:deadline",
    "| [Timeout](concept:time-out) | b |\n|---|---|\n| [`a\\|b`](concept:option) | [Deadline](concept:) |",
    "## About the [deadline](concept:)",
    "## Retry budget",
    "<a href=\"concept:deadline\">raw</a> and <concept:deadline>",
    "[](concept:deadline) ![in alt [x](concept:deadline)](p.png)",
    "Unknown [thing](concept:nothing) and [word](concept:deadline?soon).",
    "[Ticks](concept:)\n: The \\` sign and <b>.",
    "A lone ` tick, see [ticks](concept:).",
    "[Marked](concept:)\n: Note.\n\n  <!--\n  concept-index\n  -->",
    "Lead-in:\n[Lead](concept:)\n: joined",
    "[Two](concept:)\n[terms](concept:)\n: joined",
    "## Checklist\n\n- [ ] Is the [deadline](concept:) set?\n- `code`?",
    "<!-- concept-index -->",
    "<!-- checklist -->",
    "<!-- reading-paths -->",
];

/// What the first line of a container begins with, and every other line.
const CONTAINERS: [(&str, &str); 8] = [
    ("", ""),
    ("> ", "> "),
    ("> [!TIP]\n> ", "> "),
    ("- ", "  "),
    ("12. ", "    "),
    ("- [ ] ", "  "),
    ("Word\n: ", "  "),
    ("See[^held].\n\n[^held]: ", "    "),
];

/// Blocks in containers, with one of the first `ends` kinds of line end.
fn document(block: BoxedStrategy<String>, ends: usize) -> impl Strategy<Value = String> {
    let nested = block.prop_recursive(3, 24, 4, |inner| {
        (
            prop::collection::vec(inner, 1..4),
            0..CONTAINERS.len(),
            any::<bool>(),
        )
            .prop_map(|(blocks, kind, loose)| {
                // A line right below a table in a container is neither in it nor out of it: what
                // pulldown-cmark 0.13 makes of it depends on what else stands there.
                let joint = |block: &String| {
                    if loose || block.contains("|--") {
                        "\n\n"
                    } else {
                        "\n"
                    }
                };
                let text: String = blocks
                    .iter()
                    .map(|block| format!("{block}{}", joint(block)))
                    .collect();
                let text = text.trim_end_matches('\n');
                let (first, rest) = CONTAINERS[kind];
                let lines: Vec<_> = text.split('\n').collect();
                let with = |(index, line): (usize, &&str)| {
                    let prefix = if index == 0 { first } else { rest };
                    if line.is_empty() {
                        prefix.trim_end().to_owned()
                    } else {
                        format!("{prefix}{line}")
                    }
                };
                lines
                    .iter()
                    .enumerate()
                    .map(with)
                    .collect::<Vec<_>>()
                    .join("\n")
            })
    });
    (prop::collection::vec(nested, 0..8), 0..ends, any::<bool>()).prop_map(
        |(blocks, ends, last)| {
            let text = blocks.join("\n\n") + if last { "\n" } else { "" };
            match ends {
                1 => text.replace('\n', "\r\n"),
                // A lone CR is a line end as well (CommonMark 0.31, section 2.1), but pulldown-cmark does not
                // take it for one everywhere: it can bring to light what stood in a code block.
                2 => text.replacen('\n', "\r", 1),
                _ => text,
            }
        },
    )
}
