//! Books of any size.

use book_model::fixture::Fixture;

use super::in_proportion;

/// A book of one chapter.
fn one(text: String) -> Fixture {
    Fixture {
        files: vec![("src/a.md".to_owned(), text)],
    }
}

/// The definition that links lead to.
const ALPHA: &str = "[Alpha](concept:)\n: The note.\n\n";

/// A chapter of this text over and over, behind a definition.
fn repeated(text: &'static str) -> impl Fn(usize) -> Fixture {
    move |times| one(format!("{ALPHA}{}", text.repeat(times)))
}

/// A chapter of one text for each number.
fn numbered(text: fn(usize) -> String) -> impl Fn(usize) -> Fixture {
    move |times| one((0..times).map(text).collect())
}

#[test]
fn ten_thousand_chapters() {
    in_proportion(
        |chapters| {
            let text = |number: usize| {
                format!(
                    "# Chapter {number}\n\n[Concept {number}](concept:c{number})\n: A note.\n\n\
                     See [it](concept:c{}) and [there](c{}.md).\n\n## Checklist\n\n- item\n",
                    number / 2,
                    number / 3
                )
            };
            let chapter = |number| (format!("src/c{number}.md"), text(number));
            let mut files: Vec<_> = (0..chapters).map(chapter).collect();
            files.push((
                "src/all.md".to_owned(),
                "# All\n\n<!-- checklist -->\n".to_owned(),
            ));
            Fixture { files }
        },
        10_000,
    );
}

#[test]
fn a_path_through_two_thousand_chapters() {
    in_proportion(
        |chapters| {
            let chapter = |number: usize| {
                let text = format!(
                    "# Chapter {number}\n\n[Concept {number}](concept:c{number})\n: A note.\n\n\
                     See [it](concept:c{}?later).\n",
                    chapters - 1 - number
                );
                (format!("src/c{number}.md"), text)
            };
            let steps: String = (0..chapters)
                .map(|number| format!("1. [c](c{number}.md): why\n"))
                .collect();
            let mut files: Vec<_> = (0..chapters).map(chapter).collect();
            files.push((
                "src/path.md".to_owned(),
                format!("# Path\n\nFor all.\n\n{steps}"),
            ));
            let toml = "[preprocessor.reading-paths]\npaths = [\"path.md\"]\n";
            files.push(("book.toml".to_owned(), toml.to_owned()));
            Fixture { files }
        },
        2_000,
    );
}

#[test]
fn five_thousand_concepts() {
    let definition = |number: usize| {
        format!(
            "[Concept number {number}](concept:c{number} \"other name {number}\")\n\
             : Builds on [it](concept:c{}) and [this](concept:c{}).\n\n",
            number / 2,
            number / 3
        )
    };
    in_proportion(
        |concepts| Fixture {
            files: vec![
                (
                    "src/a.md".to_owned(),
                    (0..concepts).map(definition).collect(),
                ),
                (
                    "src/b.md".to_owned(),
                    "# Index\n\n<!-- concept-index -->\n".to_owned(),
                ),
            ],
        },
        5_000,
    );
}

/// A book with a map of so many concepts; `needs` says what each rests on, and every 40 of them make a part.
fn mapped(needs: fn(usize) -> String, parts: bool) -> impl Fn(usize) -> Fixture {
    move |concepts| {
        let mut summary = String::from("# Summary\n\n- [Map](map.md)\n");
        let mut files = vec![("src/map.md".to_owned(), "<!-- concept-map -->\n".to_owned())];
        for first in (0..concepts).step_by(40) {
            let definition = |number: usize| {
                format!(
                    "[Concept number {number}](concept:c{number})\n: Rests on {}.\n\n",
                    needs(number)
                )
            };
            let numbers = first..concepts.min(first + 40);
            files.push((
                format!("src/c{first}.md"),
                numbers.map(definition).collect(),
            ));
            if parts {
                summary.push_str(&format!("\n# Part {first}\n\n"));
            }
            summary.push_str(&format!("- [c](c{first}.md)\n"));
        }
        files.push(("src/SUMMARY.md".to_owned(), summary));
        Fixture { files }
    }
}

#[test]
fn a_map_of_two_thousand_concepts() {
    let tree = |number: usize| format!("[it](concept:c{})", number / 2);
    let chain = |number: usize| format!("[it](concept:c{})", number.saturating_sub(1));
    let near_and_far = |number: usize| {
        format!(
            "[it](concept:c{}) and [this](concept:c{})",
            number.saturating_sub(1),
            number / 2
        )
    };
    in_proportion(mapped(tree, false), 2_000);
    in_proportion(mapped(chain, false), 2_000);
    in_proportion(mapped(near_and_far, true), 2_000);
    in_proportion(mapped(|_| "nothing".to_owned(), true), 2_000);
}

#[test]
fn a_concept_with_a_long_name() {
    in_proportion(
        |length| {
            one(format!(
                "<!-- concept-map -->\n\n[{}](concept:long)\n: Note.\n",
                "x".repeat(length)
            ))
        },
        1 << 18,
    );
}

#[test]
fn a_hundred_thousand_links_in_a_page() {
    in_proportion(repeated("[alpha](concept:)\n"), 100_000);
}

#[test]
fn links_that_lead_nowhere() {
    in_proportion(repeated("[alphx](concept:)\n\n"), 10_000);
    in_proportion(repeated("[x](gone.md) [y](#gone)\n\n"), 5_000);
    in_proportion(
        numbered(|number| format!("# H{number}\n\n[x](#h-{number})\n\n")),
        4_000,
    );
}

#[test]
fn one_line_of_a_megabyte() {
    const MEGABYTE: usize = 1 << 20;
    let hold = |piece: &'static str, size: usize| {
        in_proportion(|size| one(piece.repeat(size / piece.len())), size);
    };
    for piece in [
        "word ",
        "[alpha](concept:) ",
        "](concept: ",
        "[x](concept: ",
    ] {
        hold(piece, MEGABYTE);
    }
    // What the parser itself has more work with.
    for piece in [
        "<a href=\"concept:alpha\">x</a> ",
        "href=",
        "`",
        "[",
        "![",
        "*a ",
        "\u{1f980}",
        "\\",
        "&amp;",
        "<!-- ",
        "| ",
    ] {
        hold(piece, MEGABYTE / 8);
    }
}

/// In a block of raw HTML, where every tag is looked at.
#[test]
fn raw_html() {
    in_proportion(
        repeated("<p>\n<a href=\"concept:alpha\">x</a>\n</p>\n"),
        10_000,
    );
    in_proportion(
        |times| {
            one(format!(
                "<p>\n{}</p>\n",
                "<a href=\"concept:alpha\">x</a>\n".repeat(times)
            ))
        },
        10_000,
    );
    let hidden = |number: usize| format!("<a href=\"?a={number}&amp;b\">x</a>\n");
    in_proportion(
        move |times| {
            one(format!(
                "<p>\n{}",
                (0..times).map(hidden).collect::<String>()
            ))
        },
        10_000,
    );
    in_proportion(repeated("<div>"), 10_000);
}

#[test]
fn ten_thousand_deep() {
    for (open, close) in [
        (">", ""),
        ("> ", ""),
        ("- ", ""),
        ("1. ", ""),
        ("*a ", " b*"),
        ("[", "](b)"),
        ("![", "](b)"),
        ("<div>", "</div>"),
        ("<b>", "</b>"),
    ] {
        let text = move |depth: usize| {
            let inside = "[alpha](concept:)";
            one(format!(
                "{ALPHA}{}{inside}{}",
                open.repeat(depth),
                close.repeat(depth)
            ))
        };
        in_proportion(text, 10_000);
    }
    let quoted = |depth: usize| {
        let signs = ">".repeat(depth);
        one(format!(
            "{signs}[X](concept:)\n{signs}: note\n{signs}  more\n"
        ))
    };
    in_proportion(quoted, 10_000);
}

#[test]
fn many_of_everything_else() {
    in_proportion(repeated("# A\n\n"), 10_000);
    in_proportion(repeated("- item [alpha](concept:)\n"), 10_000);
    in_proportion(repeated("    code\n\n"), 10_000);
    in_proportion(
        repeated("<!-- allow: broken-link, x -->\n\n[x](gone.md)\n\n"),
        5_000,
    );
    in_proportion(
        repeated("<!-- generated: x -->\na\n<!-- end of generated -->\n\n[alpha](concept:)\n\n"),
        5_000,
    );
    in_proportion(
        numbered(|number| format!("Word[^n{number}].\n\n[^n{number}]: [alpha](concept:)\n\n")),
        5_000,
    );
    in_proportion(
        numbered(|number| format!("[^n{number}]: [alpha](concept:)\n\n")),
        5_000,
    );
    in_proportion(
        numbered(|number| format!("[r{number}]: concept:c{number}\n\n[r{number}]\n\n")),
        5_000,
    );
    in_proportion(
        |rows| {
            one(format!(
                "{ALPHA}| a |\n|---|\n{}",
                "| [alpha](concept:) |\n".repeat(rows)
            ))
        },
        10_000,
    );
    in_proportion(
        |lines| {
            one(format!(
                "[Beta](concept:)\n: note\n{}",
                "  more\n".repeat(lines)
            ))
        },
        10_000,
    );
    in_proportion(
        |bodies| one(format!("[Beta](concept:)\n{}", ": note\n".repeat(bodies))),
        10_000,
    );
    in_proportion(
        |lines| {
            one(format!(
                "[Beta](concept:)\n: note\n{}end",
                "\n".repeat(lines)
            ))
        },
        50_000,
    );
}
