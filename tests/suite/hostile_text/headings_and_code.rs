//! Rust code with hidden lines, and headings of every kind.

use super::Expect::{Page, Says, Silent, Text, Unchanged};
use super::{SHOWN, hold};

#[test]
fn code_with_hidden_lines() {
    hold(&[
        (
            "a hidden line is no heading",
            "```rust\n# fn main() {\nlet x = 1;\n# }\n```\n\n[to](#fn-main)\n",
            &[
                Unchanged,
                Says("broken-anchor", "7:1", "`#fn-main`"),
                Page("<span class=\"boring\">fn main() {\n</span>"),
            ],
        ),
        (
            "an escaped one",
            "```rust\n## attribute\nlet x = 1;\n```\n",
            &[Unchanged, Page("# attribute")],
        ),
        (
            "hidden lines with terms and directives",
            "```rust\n# // [alpha](concept:)\n# // <!-- concept-index -->\nlet a = \"[alpha](concept:)\";\n```\n",
            &[Unchanged, Silent("unknown-concept")],
        ),
        (
            "hidden lines in a definition keep their columns",
            "[Hidden](concept:)\n: Note.\n\n  ```rust\n  # fn main() {\n      let x = 1;\n  # }\n  ```\n",
            &[
                Text("```rust\n# fn main() {\n    let x = 1;\n# }\n```"),
                Page("<span class=\"boring\">fn main() {"),
            ],
        ),
    ]);
}

#[test]
fn headings() {
    hold(&[
        (
            "attributes",
            "# Title {#own .big data-x=y}\n\n[to](#own) [not](#title)\n",
            &[
                Page("id=\"own\""),
                Page("class=\"big\""),
                Says("broken-anchor", "3:12", "`#title`"),
            ],
        ),
        (
            "attributes with a term",
            "## Of [alpha](concept:) {#own}\n\n[to](#own)\n",
            &[
                Page("id=\"own\""),
                Page("z.html#concept-alpha"),
                Silent("broken-anchor"),
            ],
        ),
        (
            "duplicates",
            "## Same\n\n## Same\n\n## Same-1\n\n[a](#same) [b](#same-1) [c](#same-1-1) [d](#same-2)\n",
            &[
                Page("id=\"same-1-1\""),
                Says("broken-anchor", "7:40", "`#same-2`"),
            ],
        ),
        (
            "punctuation alone",
            "# ...\n\n# !?\n\n[a](#) [b](#-1) [c](#-2)\n",
            &[Page("id=\"-1\""), Says("broken-anchor", "5:17", "`#-2`")],
        ),
        (
            "empty, and of nothing but an attribute",
            "#\n\n## {#only}\n\n[a](#only) [alpha](concept:)\n",
            &[Page("id=\"only\""), Page(SHOWN), Silent("broken-anchor")],
        ),
        (
            "underlined, over two lines, with a term",
            "Two lines of\n[alpha](concept:)\n===\n\n[a](#two-lines-of-alpha)\n",
            &[
                Page("<h1 id=\"two-lines-of-alpha\">"),
                Silent("broken-anchor"),
            ],
        ),
        (
            "levels beyond six",
            "####### Seven [alpha](concept:)\n",
            &[Page("####### Seven"), Page(SHOWN)],
        ),
        (
            "in a list and in a quotation",
            "- # One\n\n> ## Two [alpha](concept:)\n\n[a](#one) [b](#two-alpha)\n",
            &[
                Page("<h1 id=\"one\">"),
                Page("<h2 id=\"two-alpha\">"),
                Silent("broken-anchor"),
            ],
        ),
        (
            "a heading of the words of a concept keeps its own id",
            "[Ahead](concept:)\n: Note.\n\n## Ahead\n\n[a](#ahead) [b](#concept-ahead)\n",
            &[
                Page("<h2 id=\"ahead\">"),
                Page("<dt id=\"concept-ahead\">"),
                Silent("broken-anchor"),
            ],
        ),
        (
            "a heading that takes a concept's anchor",
            "## Taken {#concept-taken}\n\n[Taken](concept:)\n: Note.\n",
            &[Page("<dt id=\"concept-taken\">")],
        ),
    ]);
}
