//! Every writing system: names are found, and every offset falls on a character's edge.

use super::Expect::{Page, Says, Silent, Text};
use super::hold;

#[test]
fn writing_systems() {
    hold(&[
        (
            "combining characters",
            "[Cafe\u{301}](concept:)\n: Noted.\n\nA [caf\u{e9}](concept:), a [CAF\u{c9}](concept:).\n",
            &[
                Page("<dt id=\"concept-cafe\">"),
                Silent("unknown-concept"),
                Page(">caf\u{e9}</a>"),
                Page(">CAF\u{c9}</a>"),
            ],
        ),
        (
            "a pile of combining characters",
            "Z\u{351}\u{36b}\u{343}\u{32a}\u{302} [alpha](concept:)\u{301} [z\u{351}\u{36b}](concept:)\n",
            &[
                Page(">alpha</a>\u{301}"),
                Says("unknown-concept", "1:27", "unknown-concept"),
            ],
        ),
        (
            "emoji, with joiners and colours",
            "\u{1f469}\u{200d}\u{1f680} [alpha](concept:) \u{1f44d}\u{1f3fd} [\u{1f980}](concept:alpha) [\u{1f9ed}](concept:)\n",
            &[
                Page(">\u{1f980}</a>"),
                Says("unknown-concept", "1:45", "unknown-concept"),
            ],
        ),
        (
            "a concept whose name is an emoji alone has no letters for an id",
            "[\u{1f980}](concept:)\n: Noted.\n",
            &[Says("almost-a-concept", "1:1", "no id")],
        ),
        (
            "CJK",
            "[\u{51aa}\u{7b49}\u{6027}](concept: \"\u{3079}\u{304d}\u{7b49}\u{6027}\")\n: \u{4e00}\u{53e5}\u{8bdd}\u{3002}\n\n\u{770b}[\u{51aa}\u{7b49}\u{6027}](concept:)\u{548c}[\u{3079}\u{304d}\u{7b49}\u{6027}](concept:)\u{3002}\n",
            &[
                Page("<dt id=\"concept-\u{51aa}\u{7b49}\u{6027}\">"),
                Page(
                    "title=\"\u{4e00}\u{53e5}\u{8bdd}\u{3002}\">\u{51aa}\u{7b49}\u{6027}</a>\u{548c}",
                ),
                Silent("unknown-concept"),
            ],
        ),
        (
            "right to left, with marks of direction",
            "[\u{5de}\u{5d5}\u{5e9}\u{5d2}](concept:)\n: \u{5d4}\u{5d2}\u{5d3}\u{5e8}\u{5d4}.\n\n\u{202b}\u{5e8}\u{5d0}\u{5d4} [\u{5de}\u{5d5}\u{5e9}\u{5d2}](concept:)\u{202c}\n",
            &[
                Page("<dt id=\"concept-\u{5de}\u{5d5}\u{5e9}\u{5d2}\">"),
                Silent("unknown-concept"),
                Text("\u{202b}\u{5e8}\u{5d0}\u{5d4} ["),
            ],
        ),
        (
            "Turkish dotted and dotless i are two letters",
            "[Izgara](concept:)\n: With I.\n\n[\u{131}zgara](concept:)\n",
            &[Says("unknown-concept", "4:1", "\u{131}zgara")],
        ),
        (
            "a capital dotted I has an id that a link can reach",
            "[\u{130}stanbul](concept:)\n: With a dot.\n\nIn [\u{130}stanbul](concept:) and [there](#concept-i\u{307}stanbul).\n",
            &[
                Page("title=\"With a dot.\">\u{130}stanbul</a>"),
                Silent("unknown-concept"),
                Silent("almost-a-concept"),
            ],
        ),
        (
            "case that changes the length",
            "[Stra\u{df}e](concept:)\n: A way.\n\nThe [STRASSE](concept:strasse) and [strasse](concept:).\n",
            &[Page("title=\"A way.\">strasse</a>")],
        ),
        (
            "a final sigma",
            "[\u{39b}\u{3cc}\u{3b3}\u{3bf}\u{3c2}](concept:)\n: A word.\n\n[\u{39b}\u{38c}\u{393}\u{39f}\u{3a3}](concept:)\n",
            &[
                Page("title=\"A word.\">\u{39b}\u{38c}\u{393}\u{39f}\u{3a3}</a>"),
                Silent("unknown-concept"),
            ],
        ),
        (
            "no space between letters of four bytes and a mistake",
            "\u{10348}\u{10348}[x](concept:\u{10348})\u{10348}\n\n\u{10348}[y](gone.md)\n",
            &[
                Says("unknown-concept", "1:3", "\u{10348}"),
                Says("broken-link", "3:2", "gone.md"),
            ],
        ),
        (
            "invisible letters",
            "[al\u{200b}pha](concept:) [al\u{ad}pha](concept:) [\u{feff}alpha](concept:)\n",
            &[Says("unknown-concept", "1:1", "unknown-concept")],
        ),
        (
            "an id in another script, percent-encoded and not",
            "[\u{c4}mter](concept:)\n: Offices.\n\n[a](concept:\u{e4}mter) [b](concept:%C3%A4mter) [c](#concept-%C3%A4mter)\n",
            &[
                Silent("unknown-concept"),
                Silent("broken-anchor"),
                Page("title=\"Offices.\">b</a>"),
            ],
        ),
    ]);
}
