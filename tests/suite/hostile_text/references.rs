//! Reference definitions and footnotes.

use super::Expect::{NotInPage, Page, Says, Silent, Text, Unchanged};
use super::hold;

#[test]
fn reference_definitions() {
    hold(&[
        (
            "late",
            "See [the first][r].\n\nText.\n\n[r]: concept:alpha\n",
            &[
                Text("See [the first](z.md#concept-alpha"),
                Text("[r]: concept:alpha\n"),
                Page("title=\"The first letter.\">the first</a>"),
            ],
        ),
        (
            "duplicate: the first one counts",
            "See [one][r].\n\n[r]: concept:alpha\n[r]: concept:nothing\n[R]: b.md\n",
            &[
                Page(">one</a>"),
                Page("z.html#concept-alpha"),
                Silent("unknown-concept"),
            ],
        ),
        (
            "shortcut",
            "See [alpha].\n\n[alpha]: concept:\n",
            &[Page(
                "<a href=\"z.html#concept-alpha\" title=\"The first letter.\">alpha</a>",
            )],
        ),
        (
            "collapsed",
            "See [first *letter*][].\n\n[first *letter*]: concept:alpha 'mine'\n",
            &[Page(
                "<a href=\"z.html#concept-alpha\" title=\"mine\">first <em>letter</em></a>",
            )],
        ),
        (
            "full, in a heading and in a table",
            "## Of [it][r]\n\n| a |\n|---|\n| [it][r] |\n\n[r]: concept:alpha\n",
            &[
                Page("<td><a href=\"z.html#concept-alpha\""),
                Page("<h2 id=\"of-it\">"),
            ],
        ),
        (
            "a definition by reference",
            "[Theta][t]\n: A note.\n\n[t]: concept: \"thetas\"\n\nTwo [thetas](concept:).\n",
            &[
                Page("<dt id=\"concept-theta\">"),
                Page("<a href=\"#concept-theta\" title=\"A note.\">thetas</a>"),
            ],
        ),
        (
            "a reference inside a quotation, defined in it",
            "> See [it][q].\n>\n> [q]: concept:alpha\n\nAnd [it][q].\n",
            &[
                Text("> See [it](z.md#concept-alpha"),
                Text("And [it](z.md#concept-alpha"),
            ],
        ),
        (
            "a reference to nothing is text",
            "See [it][gone] and [it].\n",
            &[Unchanged, Page("[it][gone]"), Silent("unknown-concept")],
        ),
        (
            "a reference definition that cannot interrupt a paragraph",
            "Text\n[p]: concept:alpha\n\n[p]\n",
            &[Unchanged, Page("[p]: concept:alpha")],
        ),
        (
            "an unknown concept by reference is said at the use",
            "Text.\n\nSee [it][r].\n\n[r]: concept:nothing\n",
            &[Says("unknown-concept", "3:5", "`nothing`")],
        ),
    ]);
}

#[test]
fn footnotes() {
    hold(&[
        (
            "referred to again and again",
            "A[^n], b[^n], c[^m].\n\n[^n]: See [alpha](concept:).\n[^m]: Two.\n",
            &[
                Page("id=\"fr-n-1\""),
                Page("id=\"fr-n-2\""),
                Page("id=\"footnote-m\""),
                Page("z.html#concept-alpha"),
            ],
        ),
        (
            "defined twice: mdBook shows the first, and nothing is said of the second",
            "A.[^n]\n\n[^n]: One [alpha](concept:).\n\n[^n]: Two [nothing](concept:).\n",
            &[
                Page("z.html#concept-alpha"),
                NotInPage("nothing"),
                Silent("unknown-concept"),
            ],
        ),
        (
            "not defined: text",
            "A[^gone] and [alpha](concept:).\n",
            &[Page("[^gone]"), Page("z.html#concept-alpha")],
        ),
        (
            "in itself",
            "A.[^n]\n\n[^n]: Again[^n] [alpha](concept:).\n",
            &[Page("id=\"fr-n-2\""), Page("z.html#concept-alpha")],
        ),
        (
            "links to a footnote's own ids hold",
            "A.[^n] See [it](#footnote-n) and [back](#fr-n-1), not [there](#footnote-m).\n\n[^n]: One.\n",
            &[Says("broken-anchor", "1:55", "`#footnote-m`")],
        ),
        (
            "with two paragraphs and a list",
            "A.[^n]\n\n[^n]: One\n\n    - two [alpha](concept:)\n    - three\n\n    four\n",
            &[
                Page("<li>two <a href=\"z.html#concept-alpha\""),
                Page("<p>four"),
            ],
        ),
        (
            "in a heading and in a term",
            "## Head[^n]\n\n[Iota](concept:)\n: A note.[^n]\n\n[^n]: One.\n",
            &[
                Page("<h2 id=\"head1\">"),
                Page("<dt id=\"concept-iota\">"),
                Page("fr-n-2"),
            ],
        ),
    ]);
}
