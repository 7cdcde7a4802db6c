//! Containers in containers.

use super::Expect::{NotInPage, Page, Says, Text};
use super::{SHOWN, hold};

#[test]
fn containers() {
    hold(&[
        (
            "a list three deep",
            "- one\n  - two\n    - three [alpha](concept:)\n",
            &[Text("    - three [alpha](z.md"), Page(SHOWN)],
        ),
        (
            "a list five deep, with a definition at the bottom",
            "- 1\n  - 2\n    - 3\n      - 4\n        - 5\n\n          [Kappa](concept:)\n          : Deep\n            down.\n\n          Behind.\n",
            &[
                Page("<dt id=\"concept-kappa\">"),
                Text("\n          Deep\n          down.\n"),
                Text("</dl>\n\n          Behind.\n"),
                Page("<p>Deep\ndown.</p>"),
                Page("<p>Behind.</p>"),
            ],
        ),
        (
            "ordered lists with wide numbers",
            "100. one\n\n     [Lambda](concept:)\n     : Wide.\n\n     12) two\n\n         See [lambda](concept:).\n",
            &[
                Page("<dt id=\"concept-lambda\">"),
                Page("<p>Wide.</p>"),
                Page("<a href=\"#concept-lambda\" title=\"Wide.\">"),
            ],
        ),
        (
            "lists in quotations in lists",
            "- one\n  > - two\n  >   > 1. three [alpha](concept:)\n  >   >\n  >   >    [Mu](concept:)\n  >   >    : Quoted\n  >   >      twice.\n",
            &[
                Text("  >   > 1. three [alpha](z.md"),
                Text("  >   >    Quoted\n  >   >    twice."),
                Page("<p>Quoted\ntwice.</p>"),
            ],
        ),
        (
            "a quotation without spaces behind its signs",
            ">[Nu](concept:)\n>: Close\n>  by.\n>\n>>See [nu](concept:).\n",
            &[
                Page("<dt id=\"concept-nu\">"),
                Page("<p>Close\nby.</p>"),
                Page("<a href=\"#concept-nu\" title=\"Close by.\">nu</a>"),
            ],
        ),
        (
            "admonitions",
            "> [!WARNING]\n> See [alpha](concept:).\n>\n> [Xi](concept:)\n> : Warned.\n",
            &[
                Page("blockquote-tag-warning"),
                Page(SHOWN),
                Page("<dt id=\"concept-xi\">"),
                Page("<p>Warned.</p>"),
            ],
        ),
        (
            "an admonition of no known kind is a quotation",
            "> [!SHOUT]\n> See [alpha](concept:).\n",
            &[Page("[!SHOUT]"), Page(SHOWN)],
        ),
        (
            "a definition in an item",
            "- one\n\n  [Omicron](concept:)\n  : In an item.\n\n- two\n",
            &[
                Page("<dt id=\"concept-omicron\">"),
                Page("<p>In an item.</p>"),
                Page("<p>two</p>"),
            ],
        ),
        (
            "a definition as an item",
            "- [Pi](concept:)\n  : As an item.\n- two\n",
            &[
                Page("<dt id=\"concept-pi\">"),
                Page("As an item.<"),
                Page("<li>two</li>"),
            ],
        ),
        (
            "a definition in an item of a tight list leaves the list tight",
            "- one\n  - [Sigma](concept:)\n    : Tight.\n  - two\n- three\n",
            &[
                Page("<dt id=\"concept-sigma\">"),
                Page("<li>two</li>"),
                Page("<li>three</li>"),
                NotInPage("<p>two</p>"),
            ],
        ),
        (
            "a plain definition list in an item, with a use in it",
            "- Word\n  : Said of [alpha](concept:).\n",
            &[
                Text("- Word\n  : Said of [alpha](z.md"),
                Page("<dt id=\"word\">"),
                Page(SHOWN),
            ],
        ),
        (
            "a definition list in the body of a plain one",
            "Word\n: Body\n\n  [Tau](concept:)\n  : Inner\n    lines.\n",
            &[
                Text("  Inner\n  lines."),
                Page("<dt id=\"concept-tau\">"),
                Page("<p>Inner\nlines.</p>"),
            ],
        ),
        (
            "a lazy line in a quotation",
            "> See\n[alpha](concept:)\nand more.\n",
            &[
                Text("> See\n[alpha](z.md"),
                Page("<p>See\n<a href=\"z.html#concept-alpha\""),
            ],
        ),
        (
            "a lazy line in a definition",
            "[Upsilon](concept:)\n: Begun\nand ended.\n",
            &[Text("Begun\nand ended."), Page("<p>Begun\nand ended.</p>")],
        ),
        (
            "lazy lines in a definition in a quotation in a list",
            "- > [Phi](concept:)\n  > : Begun\n  > less\nand least.\n",
            &[
                Page("<p>Begun\nless\nand least.</p>"),
                Page("<dt id=\"concept-phi\">"),
            ],
        ),
        (
            "tabs for indentation in a list",
            "-\tone\n\n\t[Chi](concept:)\n\t:\tTabbed\n\t\ton.\n",
            &[Page("<dt id=\"concept-chi\">"), Page("<p>Tabbed\non.</p>")],
        ),
        (
            "tabs in nested lists, with code in the body",
            "-\tone\n\t-\ttwo\n\n\t\t[Psi](concept:)\n\t\t:\tTabbed.\n\n\t\t\t    let code = 1;\n",
            &[Page("<p>Tabbed.</p>"), Page("<code>let code = 1;\n</code>")],
        ),
        (
            "tabs behind quotation signs",
            ">\t[Omega](concept:)\n>\t:\tTabbed.\n>\n>\t\t    let code = 1;\n",
            &[
                Page("<dt id=\"concept-omega\">"),
                Page("<p>Tabbed.</p>"),
                Page("<code>"),
            ],
        ),
        (
            "a tab that reaches across the edge of an item",
            "- one\n\t- two\n\n\t\t[Across](concept:)\n\t\t: Tabbed.\n\n\t\t\t    let code = 1;\n",
            &[
                Page("<dt id=\"concept-across\">"),
                Page("<p>Tabbed.</p>"),
                Page("<code>  let code = 1;\n</code>"),
            ],
        ),
        (
            // CommonMark 0.31 (2.2) counts four columns and sees code; pulldown-cmark 0.13 sees a quotation.
            "a tab ahead of a quotation sign",
            ">\n\t> [Tab](concept:)\n\t> : Quoted\n\t>   on.\n",
            &[Page("<dt id=\"concept-tab\">"), Page("<p>Quoted\non.</p>")],
        ),
        (
            "items whose markers are indented",
            " - one\n\n   [Marker](concept:)\n   : Note.\n\n         code\n\n   2.  two\n\n       [Marked](concept:)\n       : Note\n         on.\n",
            &[
                Page("<dt id=\"concept-marker\">"),
                Page("<code>code\n</code>"),
                Page("<p>Note\non.</p>"),
            ],
        ),
        (
            "a term that is indented further than its note",
            "   [Further](concept:)\n: Note.\n\n      code\n",
            &[
                Page("<dt id=\"concept-further\">"),
                Page("<p>Note.</p>"),
                Page("<code>code\n</code>"),
            ],
        ),
        (
            "a lazy line that would be an underline or a table, were it not lazy",
            "[Underline](concept:)\n: Note\n===\n\n[Table](concept:)\n: | a |\n|---|\n",
            &[
                Page("<p>Note\n===</p>"),
                Page("<p>| a |\n|"),
                NotInPage("<table>"),
            ],
        ),
        (
            "a note on the line below its colon",
            "[Below](concept:)\n:   \n    Note.\n\n        code\n",
            &[
                Page("<dt id=\"concept-below\">"),
                Page("<p>Note.</p>"),
                Page("<code>code\n</code>"),
            ],
        ),
        (
            "a note that is code",
            "[Coded](concept:)\n:      let code = 1;\n\n[Tabbed code](concept:)\n:\t    let code = 2;\n",
            &[
                Page("<code> let code = 1;\n</code>"),
                Page("<code>  let code = 2;\n</code>"),
            ],
        ),
        (
            "fenced code, a list and a table in a definition in a list",
            "1. one\n\n   [Digamma](concept:)\n   : Note.\n\n     ```text\n       kept\n     ```\n\n     - a\n       - b\n\n     | x |\n     |---|\n     | y |\n",
            &[
                Page("<code class=\"language-text\">  kept\n</code>"),
                Page("<ul>"),
                Page("<td>y</td>"),
            ],
        ),
        (
            "a definition on top of a list, with no blank line",
            "[Koppa](concept:)\n: Note.\n- item [alpha](concept:)\n",
            &[Page("<dt id=\"concept-koppa\">"), Page("<li>item")],
        ),
        (
            "a definition with a lead-in in a quotation",
            "> Lead\n> [Sampi](concept:)\n> : Note.\n",
            &[Says("almost-a-concept", "1:3", "on top of the term")],
        ),
    ]);
}
