//! Terms and directives where Markdown is not read, or means something else.

use super::Expect::{NotInPage, Page, Says, Silent, Text, Unchanged};
use super::{SHOWN, hold};

#[test]
fn terms_and_directives_where_nothing_is_to_come_of_them() {
    hold(&[
        (
            "fenced code, backticks",
            "```md\n[alpha](concept:)\n\n<!-- concept-index -->\n\n[Zeta](concept:)\n: x\n```\n",
            &[
                Unchanged,
                Silent("unknown-concept"),
                Silent("almost-a-concept"),
                Page("[alpha](concept:)"),
            ],
        ),
        (
            "fenced code, tildes",
            "~~~md\n[alpha](concept:)\n\n<!-- checklist -->\n~~~\n",
            &[Unchanged, Page("[alpha](concept:)")],
        ),
        (
            "a longer fence, with a shorter one in it",
            "`````md\n```\n[alpha](concept:)\n```\n\n<!-- reading-paths -->\n`````\n\nBehind: [alpha](concept:)\n",
            &[
                Text("```\n[alpha](concept:)\n```"),
                Page("&lt;!-- reading-paths --&gt;"),
                Page(SHOWN),
            ],
        ),
        (
            "a fence of the other kind inside",
            "~~~\n```\n[alpha](concept:)\n~~~\n\n[alpha](concept:)\n",
            &[
                Text("```\n[alpha](concept:)\n~~~\n\n[alpha](z.md"),
                Page(SHOWN),
            ],
        ),
        (
            "an unclosed fence",
            "[alpha](concept:)\n\n```md\n[alpha](concept:)\n\n<!-- concept-index -->\n",
            &[
                Text("```md\n[alpha](concept:)\n\n<!-- concept-index -->\n"),
                Page(SHOWN),
            ],
        ),
        (
            "an unclosed fence in a quotation ends with it",
            "> ```\n> [alpha](concept:)\n\n[alpha](concept:)\n",
            &[
                Text("> ```\n> [alpha](concept:)\n\n[alpha](z.md"),
                Page(SHOWN),
            ],
        ),
        (
            "indented code",
            "Text.\n\n    [alpha](concept:)\n\n    <!-- concept-index -->\n\n\t[alpha](concept:)\n",
            &[Unchanged, Page("[alpha](concept:)")],
        ),
        (
            "inline code",
            "`[alpha](concept:)`, `` ` [alpha](concept:) ``, `<!-- concept-index -->`\n",
            &[Unchanged, Page("<code>[alpha](concept:)</code>")],
        ),
        (
            "a comment",
            "<!-- [alpha](concept:) -->\n\n<!--\n[Eta](concept:)\n: x\n-->\n\nText <!-- [alpha](concept:) --> text.\n",
            &[Unchanged, Silent("almost-a-concept")],
        ),
        (
            "a directive in a comment of more than one word",
            "<!-- not a concept-index -->\n\n<!-- concept-index! -->\n",
            &[Unchanged],
        ),
        (
            "an HTML block: said, since a reader would see the brackets",
            "<div>\nSee [alpha](concept:).\n</div>\n",
            &[Unchanged, Says("almost-a-concept", "2:5", "HTML block")],
        ),
        (
            "an HTML block with a blank line has Markdown in it",
            "<div>\n\nSee [alpha](concept:).\n\n</div>\n",
            &[Page(SHOWN), Silent("almost-a-concept")],
        ),
        (
            "<script>",
            "<script>\nlet a = \"[alpha](concept:)\";\n\nlet b = \"<!-- concept-index -->\";\n</script>\n",
            &[Unchanged, Silent("almost-a-concept")],
        ),
        (
            "<style>",
            "<style>\na { content: \"[alpha](concept:)\" }\n\nb { content: \"<a href='concept:alpha'>\" }\n</style>\n",
            &[Unchanged, Silent("almost-a-concept")],
        ),
        (
            "<pre>",
            "<pre>\n[alpha](concept:)\n\n<!-- concept-index -->\n</pre>\n",
            &[Unchanged, Silent("almost-a-concept")],
        ),
        (
            "<pre> and a comment further down in an HTML block",
            "<div>\n<pre>\n[alpha](concept:)\n</pre>\n<!-- [alpha](concept:) -->\n<code>[alpha](concept:)</code>\n</div>\n",
            &[Unchanged, Silent("almost-a-concept")],
        ),
        (
            "behind <pre>, and in an element whose name begins like that of code",
            "<div>\n<pre>x</pre>\n[alpha](concept:)\n</div>\n\n<codeblock>\n[alpha](concept:)\n</codeblock>\n",
            &[
                Says("almost-a-concept", "3:1", "HTML block"),
                Says("almost-a-concept", "7:1", "HTML block"),
            ],
        ),
        (
            "<script> in a line",
            "See <script>document.write('<a href=\"gone.md\">y</a>')</script>\n",
            &[Unchanged, Silent("broken-link")],
        ),
        (
            "attributes",
            "<span title=\"[alpha](concept:)\" data-href=\"concept:alpha\">x</span>\n",
            &[Unchanged],
        ),
        (
            "a URL",
            "[x](https://example.org/concept:alpha) [y](<a.md?concept:alpha>) https://example.org/?q=[alpha](concept:)\n",
            &[
                Text("[x](https://example.org/concept:alpha) [y](<a.md?concept:alpha>)"),
                Page("href=\"https://example.org/concept:alpha\""),
            ],
        ),
        (
            "an autolink has no text, which is said",
            "<https://example.org/concept:alpha> and <concept:alpha>\n",
            &[Unchanged, Says("almost-a-concept", "1:41", "needs a text")],
        ),
        (
            "the text of another link: the inner one is the link, and the outer is said to be none",
            "[see [alpha](concept:)](https://example.org)\n",
            &[Page(SHOWN), Page("[see "), Silent("unknown-concept")],
        ),
        (
            "a concept link around another link",
            "[see [this](https://example.org)](concept:alpha)\n",
            &[Unchanged, Says("almost-a-concept", "1:33", "a link inside")],
        ),
        (
            "the description of an image",
            "![of [alpha](concept:)](https://example.org/a.png)\n",
            &[Unchanged, Page("alt=\"of alpha\""), NotInPage("z.html")],
        ),
        (
            "an image as the text of a concept link",
            "[![an A](https://example.org/a.png)](concept:alpha)\n",
            &[Page(
                "<a href=\"z.html#concept-alpha\" title=\"The first letter.\"><img",
            )],
        ),
        (
            "a heading",
            "## Of [alpha](concept:)\n\nSee [there](#of-alpha).\n",
            &[
                Page("<h2 id=\"of-alpha\">"),
                Page("z.html#concept-alpha"),
                Silent("broken-anchor"),
            ],
        ),
        (
            "a directive in a heading",
            "## Of <!-- concept-index -->\n",
            &[Unchanged],
        ),
        (
            "a footnote",
            "Text.[^n]\n\n[^n]: See [alpha](concept:).\n",
            &[Page(SHOWN), Page("id=\"footnote-n\"")],
        ),
        (
            "a footnote that nothing refers to reaches nobody",
            "Text.\n\n[^n]: See [nothing](concept:).\n",
            &[Unchanged, Silent("unknown-concept"), NotInPage("nothing")],
        ),
        (
            "math",
            "\\\\( [alpha](concept:) \\\\) and $$[a](b)$$\n\n\\\\[ x_1 \\\\]\n",
            &[Page(SHOWN), Page("\\( "), Page("\\[ x_1 \\]")],
        ),
        (
            "an escaped bracket",
            "\\[alpha](concept:) and [alpha\\](concept:)\n",
            &[
                Unchanged,
                Page("[alpha](concept:)"),
                Silent("almost-a-concept"),
            ],
        ),
        (
            "an escaped backslash ahead of a bracket that is none",
            "\\\\[alpha](concept:al pha)\n",
            &[Says("almost-a-concept", "1:3", "space")],
        ),
        (
            "a directive beside text",
            "Text <!-- concept-index --> text.\n\n- <!-- checklist --> text\n",
            &[Unchanged],
        ),
    ]);
}
