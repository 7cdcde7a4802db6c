//! mdBook's `{{#include}}`: what it brings in, and what it leaves.

use super::Expect::{Page, Says, Silent, Text, Unchanged};
use super::{SHOWN, hold_with};

#[test]
fn includes() {
    let files = [
        (
            "src/part.txt",
            "See [alpha](concept:).\n\n[Included](concept:)\n: From a file.\n",
        ),
        ("src/wrong.txt", "See [nothing](concept:).\n"),
        ("src/cycle.txt", "Again.\n{{#include cycle.txt}}\n"),
        (
            "listing.rs",
            "# fn main() {\nlet concept = \"[alpha](concept:)\";\n# }\n",
        ),
    ];
    hold_with(
        "",
        &files,
        &[
            (
                "expanded",
                "# Title\n\n{{#include part.txt}}\n",
                &[
                    Page(SHOWN),
                    Page("<dt id=\"concept-included\">"),
                    Page("<p>From a file.</p>"),
                ],
            ),
            (
                "not expanded yet, in code",
                "```rust\n{{#include ../listing.rs}}\n```\n",
                &[
                    Text("let concept = \"[alpha](concept:)\";"),
                    Silent("almost-a-concept"),
                ],
            ),
            (
                "a mistake in an included file is shown at the directive, with the file",
                "# Title\n\n{{#include wrong.txt}}\n",
                &[
                    Says("unknown-concept", "3:1", "`nothing`"),
                    Says("unknown-concept", "3:1", "the included file wrong.txt"),
                ],
            ),
            (
                "a mistake behind an include has its own line",
                "{{#include part.txt:1}}\n\nSee [gone](concept:).\n",
                &[Says("unknown-concept", "3:5", "`gone`")],
            ),
            (
                "escaped",
                "Write \\{{#include part.txt}} and [alpha](concept:).\n",
                &[Page("Write {{#include part.txt}}"), Page(SHOWN)],
            ),
            (
                "missing: mdBook leaves the directive as text, and the chapter is not lost",
                "Text.\n\n{{#include gone.txt}}\n\nSee [alpha](concept:) and [gone](concept:).\n",
                &[
                    Page("{{#include gone.txt}}"),
                    Page(SHOWN),
                    Says("unknown-concept", "5:27", "`gone`"),
                ],
            ),
            (
                "cyclic: mdBook stops at ten",
                "{{#include cycle.txt}}\n\nSee [alpha](concept:) and [gone](concept:).\n",
                &[
                    Page("Again."),
                    Page(SHOWN),
                    Says("unknown-concept", "3:27", "`gone`"),
                ],
            ),
            (
                "an empty directive, and one that is never closed",
                "{{#include}} {{#}} {{#include part.txt\n\n[alpha](concept:)\n",
                &[Page(SHOWN), Page("{{#include part.txt")],
            ),
            (
                "a title directive takes nothing else with it",
                "{{#title Other}}\n# Title\n\n[alpha](concept:)\n",
                &[Page(SHOWN)],
            ),
            (
                "nothing to include, and nothing to do",
                "{{#includ part.txt}} {{ }} }} {{\n",
                &[Unchanged],
            ),
        ],
    );
}
