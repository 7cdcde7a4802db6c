//! Definitions in every place, and definitions that do not hold.

use super::Expect::{NotInPage, Page, Says, Silent, Text};
use super::{hold, hold_with};

#[test]
fn definitions() {
    let files = [("src/part.txt", "[From a file](concept:)\n: Included.\n")];
    hold_with(
        "",
        &files,
        &[
            (
                "defined twice on a page",
                "[Twice](concept:)\n: One.\n\n[Twice](concept:)\n: Two.\n\n[twice](concept:)\n",
                &[
                    Says("duplicate-concept", "4:1", "defined twice"),
                    Page("title=\"One.\">twice</a>"),
                    Page("<p>Two.</p>"),
                ],
            ),
            (
                "defined again: alpha is in another chapter too",
                "[Alpha](concept:)\n: Another.\n",
                // The first in reading order is the definition, and this row stands ahead of the chapter.
                &[Page("Another."), Silent("almost-a-concept")],
            ),
            (
                "in a list",
                "1. one\n2. [Listed](concept:)\n   : In a list.\n\n[listed](concept:)\n",
                &[
                    Page("<dt id=\"concept-listed\">"),
                    Page("title=\"In a list.\">listed</a>"),
                ],
            ),
            (
                "ends in indented code that looks like a fence",
                "[Indented](concept:)\n: Note.\n\n      ```\n      x\n\n# Behind\n",
                &[Page("<h1 id=\"behind\">")],
            ),
            (
                "ends in a fence that a line closes, and in one that a line too far in does not",
                "[Closed](concept:)\n: Note.\n\n  ~~~\n  x\n  ~~~~\n\n## Behind\n\n[Far in](concept:)\n: Note.\n\n  ```\n  x\n      ```\n\n# After\n",
                &[Page("<h2 id=\"behind\">"), Page("<h1 id=\"after\">")],
            ),
            (
                "a body that ends in a fence, ahead of another",
                "[Many](concept:)\n: Note.\n\n  ```\n  x\n\n : Another.\n\n# Behind\n",
                &[
                    Text("x\n```"),
                    Page("<p>Another.</p>"),
                    Page("<h1 id=\"behind\">"),
                ],
            ),
            (
                "code behind tabs, which reach other columns when it is moved, and tabs in code, which stay",
                " - * [Moved](concept:)\n     :\tNote.\n\n     \t\tindented\n\n     \t~~~\n     \t\tfenced\n     \t~~~\n",
                &[
                    Page("<pre><code>indented\n</code></pre>"),
                    Page("<pre><code>\tfenced\n</code></pre>"),
                ],
            ),
            (
                "in what begins right behind the sign of a quotation",
                ">See[^b].\n>\n>[^b]: [Right](concept:)\n>     : Note.\n>\n>           code\n\n>- [Behind](concept:)\n>   : Note.\n>\n>     More.\n",
                &[
                    Page("<pre><code>code\n</code></pre>\n</dd>"),
                    Page("<p>More.</p>\n</dd>"),
                ],
            ),
            (
                "behind a tab in a footnote, where columns are counted from its label",
                "See[^t].\n\n[^t]: -\t[Far along](concept:)\n    \t: Note.\n\n    \t  More.\n",
                &[Page("<p>Note.</p>\n<p>More.</p>\n</dd>")],
            ),
            (
                "tabs behind the sign of a quotation, and behind the marker of an item, in it",
                "[Signs](concept:)\n: Note.\n\n  > \tcode\n\n  -\t> \ttext\n",
                &[
                    Page("<blockquote>\n<pre><code>code\n</code></pre>\n</blockquote>"),
                    Page("<li>\n<blockquote>\n<p>text</p>"),
                ],
            ),
            (
                "a sign of the quotation that holds it, behind the rest of a tab",
                "- > [Rest](concept:)\n  > : Note.\n\t\t>\n\t\t> More.\n",
                &[Page("<p>Note.</p>\n<p>More.</p>\n</dd>")],
            ),
            (
                "a line that goes on lazily, and is no item for all that it looks like one",
                "- [goes on](concept:)\n\n:   Loose.\n      - one\n      - two\n\n  [Goes on](concept:)\n\n  :   Note.\n      - a list\n    - in it\n",
                &[Page("a list\n- in it")],
            ),
            (
                "ends in an empty line of a quotation in it",
                "[Trailing](concept:)\n: Note.\n\n  > Quoted.\n  >\n",
                &[
                    Page("<p>Quoted.</p>\n</blockquote>\n</dd>"),
                    NotInPage("<blockquote>\n</blockquote>"),
                ],
            ),
            (
                "in a footnote whose label is indented",
                "> See[^i].\n>\n>  [^i]: [Set in](concept:)\n>      :\tNote.\n>\n>      \t\t\tcode\n",
                &[Page("<pre><code>code\n</code></pre>")],
            ),
            (
                "what looks like a further sign of the quotation, and is too far in",
                "> [Too far](concept:)\n> : Note\n      > goes on.\n",
                &[Page("&gt; goes on.")],
            ),
            (
                "in a footnote whose label has many spaces behind it",
                "See[^s].\n\n[^s]:   [Spaced](concept:)\n     : Note.\n\n           code\n",
                &[Page("<pre><code>code\n</code></pre>")],
            ),
            (
                "ends in a fence with nothing in it",
                "[Empty](concept:)\n: Note.\n\n  ```\n\n[Shut](concept:)\n: Note.\n\n  ```\n  ```\n\n# Behind\n",
                &[Page("<dt id=\"concept-shut\">"), Page("<h1 id=\"behind\">")],
            ),
            (
                "in a quotation",
                "> [Quoted](concept:)\n> : In a quotation.\n\n[quoted](concept:)\n",
                &[
                    Page("<dt id=\"concept-quoted\">"),
                    Page("title=\"In a quotation.\">quoted</a>"),
                ],
            ),
            (
                "in a footnote",
                "Said.[^n] [noted](concept:)\n\n[^n]: [Noted](concept:)\n    : In a footnote.\n",
                &[
                    Page("<dt id=\"concept-noted\">"),
                    Page("title=\"In a footnote.\">noted</a>"),
                ],
            ),
            (
                "in a footnote that nothing refers to: it reaches nobody, and is none",
                "[hidden](concept:)\n\n[^n]: [Hidden](concept:)\n    : In a footnote.\n",
                &[
                    Says("unknown-concept", "1:1", "`hidden`"),
                    NotInPage("concept-hidden"),
                ],
            ),
            (
                "in an included file",
                "{{#include part.txt}}\n\n[from a file](concept:)\n",
                &[
                    Page("<dt id=\"concept-from-a-file\">"),
                    Page("title=\"Included.\">from a file</a>"),
                ],
            ),
            (
                "with no text",
                "[Empty](concept:)\n:\n\n[empty](concept:)\n",
                &[Page("concept-empty"), Page(">empty</a>")],
            ),
            (
                "with nothing but a comment",
                "[Mute](concept:)\n: <!-- later -->\n\n[mute](concept:)\n",
                &[
                    Page("<dt id=\"concept-mute\">"),
                    Page("<a href=\"#concept-mute\">mute</a>"),
                ],
            ),
            (
                "with a list in place of a note",
                "[Items](concept:)\n: - one\n  - two\n\n[items](concept:)\n",
                &[Page("<dt id=\"concept-items\">"), Page("<li>two</li>")],
            ),
            (
                "in itself",
                "[Itself](concept:)\n: Is [itself](concept:).\n",
                &[Page(
                    "Is <a href=\"#concept-itself\" title=\"Is itself.\">itself</a>.",
                )],
            ),
            (
                "a cycle",
                "[Chicken](concept:)\n: Comes from an [egg](concept:).\n\n[Egg](concept:)\n: Comes from a [chicken](concept:).\n",
                &[
                    Page("<a href=\"#concept-egg\" title=\"Comes from a chicken.\">egg</a>"),
                    Page("<a href=\"#concept-chicken\" title=\"Comes from an egg.\">chicken</a>"),
                ],
            ),
            (
                "an alias that another concept has as a name: the name wins",
                "[Lock](concept: \"mutex; latch\")\n: A lock.\n\n[Mutex](concept:)\n: A mutex.\n\n[mutexes](concept:) [latches](concept:)\n",
                &[
                    Page("title=\"A mutex.\">mutexes</a>"),
                    Page("title=\"A lock.\">latches</a>"),
                ],
            ),
            (
                "an alias that two concepts have: the first wins",
                "[Left](concept: \"hand\")\n: L.\n\n[Right](concept: \"hand\")\n: R.\n\n[hands](concept:)\n",
                &[Page("title=\"L.\">hands</a>")],
            ),
            (
                "a name that is the plural of another",
                "[Metric](concept:)\n: One.\n\n[Metrics](concept:)\n: Many.\n\n[metrics](concept:)\n",
                &[Page("title=\"Many.\">metrics</a>")],
            ),
            (
                "two names that make one id",
                "[C++](concept:)\n: One.\n\n[C](concept:)\n: Two.\n",
                &[Says("duplicate-concept", "4:1", "`c`")],
            ),
            (
                "inside another one",
                "[Outer](concept:)\n: x\n\n  [Inner](concept:)\n  : y\n",
                &[Says("almost-a-concept", "4:3", "inside another definition")],
            ),
            (
                "with two bodies",
                "[Both](concept:)\n: One.\n\n: Two.\n\n[both](concept:)\n",
                &[
                    Page("<p>One.</p>"),
                    Page("<p>Two.</p>"),
                    Page("title=\"One.\">both</a>"),
                ],
            ),
            (
                "with code that is never closed",
                "[Open](concept:)\n: Ends in code.\n\n  ```text\n  never closed\n\nBehind, [alpha](concept:).\n",
                &[
                    Text("```text\nnever closed\n```"),
                    Page("<p>Behind, "),
                    Page("<dt id=\"concept-open\">"),
                ],
            ),
            (
                "with a comment that ends with the line that is not in it",
                "[Ajar](concept:)\n: Ends in a comment.\n\n  <!--\nBehind, [alpha](concept:).\n",
                &[
                    Text("<!--\n-->\n\n</dd>"),
                    Page("<p>Behind, "),
                    Page("<dt id=\"concept-ajar\">"),
                ],
            ),
            (
                "lines that are too far in to be anything but lazy",
                "> > [Far](concept:)\n> > : Begun\n> Word\n> :   ```x\n>      # no heading\n>      ```\n",
                &[
                    Page("<dt id=\"concept-far\">"),
                    NotInPage("<h1"),
                    NotInPage("<pre"),
                ],
            ),
            (
                "code on the line of the colon, in a quotation without a space",
                ">[Wide](concept:)\n>:      code on its line\n>\n>  and text\n",
                &[
                    Page("<pre><code> code on its line\n</code></pre>"),
                    Page("<p>and text</p>"),
                ],
            ),
        ],
    );
}

#[test]
fn a_name_of_nothing() {
    hold(&[
        (
            "no name",
            "[](concept:)\n: Note.\n",
            &[Says("almost-a-concept", "1:1", "almost-a-concept")],
        ),
        (
            "white space",
            "[ ](concept:)\n: Note.\n",
            &[Says("almost-a-concept", "1:1", "almost-a-concept")],
        ),
        (
            "an image has its description for a name",
            "[![Drawn](b.png)](concept:)\n: Note.\n\n[drawn](concept:)\n",
            &[
                Page("<dt id=\"concept-drawn\">"),
                Page("title=\"Note.\">drawn</a>"),
            ],
        ),
    ]);
}
