//! Tables.

use super::Expect::{Page, Says, Silent, Text};
use super::{SHOWN, hold};

#[test]
fn tables() {
    hold(&[
        (
            "escaped pipes",
            "| a | b |\n|---|---|\n| x \\| y | [alpha](concept:) |\n",
            &[
                Text("| x \\| y | [alpha](z.md#concept-alpha"),
                Page("<td>x | y</td>"),
                Page(SHOWN),
            ],
        ),
        (
            "pipes in code",
            "| a | b |\n|---|---|\n| `x\\|y` [alpha](concept:) | `\\|` |\n",
            &[
                Text("| `x\\|y` [alpha](z.md"),
                Page("<code>x|y</code>"),
                Page(SHOWN),
            ],
        ),
        (
            "a code span cut by a pipe is no code span",
            "| a | b |\n|---|---|\n| `x | [alpha](concept:)` |\n",
            &[Page("<td>`x</td>"), Page(SHOWN)],
        ),
        (
            "HTML in a cell",
            "| a | b |\n|---|---|\n| <b>[alpha](concept:)</b> | <br> <i title=\"x\">y</i> |\n",
            &[
                Page(
                    "<b><a href=\"z.html#concept-alpha\" title=\"The first letter.\">alpha</a></b>",
                ),
                Page("<i title=\"x\">y</i>"),
            ],
        ),
        (
            "a raw link in a cell",
            "| a |\n|---|\n| <a href=\"concept:alpha\">x</a> |\n",
            &[Page("<a href=\"z.html#concept-alpha\">x</a>")],
        ),
        (
            "a term in the head",
            "| [alpha](concept:) | b |\n|---|---|\n| x | y |\n",
            &[Page("<th><a href=\"z.html#concept-alpha\"")],
        ),
        (
            "a note with a pipe does not end the cell that links to it",
            "[Piped](concept:)\n: One | two `a|b`.\n\n| a | b |\n|---|---|\n| [piped](concept:) | end |\n",
            &[Page("title=\"One | two a|b.\">piped</a></td><td>end</td>")],
        ),
        (
            "a name with an escaped pipe",
            "| a | b |\n|---|---|\n| [al\\|pha](concept:) | [al\\|pha](concept:alpha) |\n",
            &[
                Says("unknown-concept", "3:3", "`al|pha`"),
                Page("title=\"The first letter.\">al|pha</a>"),
            ],
        ),
        (
            "too many cells and too few",
            "| a | b |\n|---|---|\n| [alpha](concept:) | b | [nothing](concept:) |\n| [alpha](concept:) |\n",
            &[Page(
                "<tr><td><a href=\"z.html#concept-alpha\" title=\"The first letter.\">alpha</a></td><td></td></tr>",
            )],
        ),
        (
            "a table in a quotation in a list",
            "- > | a |\n  > |---|\n  > | [alpha](concept:) |\n",
            &[Page("<td><a href=\"z.html#concept-alpha\"")],
        ),
        (
            "a line right below a table in a quotation is another row",
            "> | a |\n> |---|\n> | x |\n> See [alpha](concept:).\n",
            &[Page("<td>See <a href=\"z.html#concept-alpha\"")],
        ),
        (
            "what only looks like a table",
            "| [alpha](concept:) | b |\n| x | y |\n",
            &[Page(SHOWN), Silent("unknown-concept")],
        ),
    ]);
}
