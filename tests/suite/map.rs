//! The concept map, from the author's Markdown to the page.

use std::collections::HashSet;

use book_model::Severity;
use book_plugin::Plugin;
use book_tests::html::attributes;
use book_tests::{Processed, TestBook};
use mdbook_concept_index::ConceptIndex;
use snapbox::{assert_data_eq, str};

const PLUGINS: [&dyn Plugin; 1] = [&ConceptIndex];

const BOOK: &str = r#"
//- book.toml
[preprocessor.concept-index]
after = ["links"]
//- src/SUMMARY.md
# Summary

[Map](map.md)

# One & "all"

- [a](a.md)

# Two

- [c](b/c.md)
//- src/map.md
<!-- concept-map -->
//- src/a.md
[Attempt](concept:)
: One try at `x < y`.

[Retry](concept: "retries")
: Another [attempt](concept:).
//- src/b/c.md
[Retry budget](concept:)
: A cap on [retries](concept:) and [attempts](concept:); see [later](concept:attempt?later).
"#;

fn processed(fixture: &str, renderer: &'static str) -> Processed {
    let book = TestBook::new(fixture).unwrap();
    book.process(renderer, &PLUGINS).unwrap()
}

/// What `<main>` of a page is, in the rendered book.
fn main_of(fixture: &str, page: &str) -> String {
    let book = TestBook::new(fixture).unwrap();
    book.render().unwrap().main(page)
}

/// The part of `html` from one string to the next place of another.
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = html.split_once(from).unwrap();
    rest.split_once(to).unwrap().0
}

#[test]
fn the_text_says_what_the_picture_says() {
    let processed = processed(BOOK, "html");
    let text = processed.text("map.md");
    assert_eq!(text.trim_end().lines().count(), 1, "{text}");
    assert_data_eq!(
        between(text, "<div class=\"map-notes\">", "</ul></div></div></div>")
            .replace("<li", "\n<li")
            .replace("<div", "\n<div"),
        str![[r##"

<div class="map-0"><p>One &amp; &quot;all&quot;</p><ul>
<li id="map.attempt" class="map-left"><b><a href="a.md#concept-attempt">Attempt</a></b> One try at <code>x &lt; y</code>. <span>Needed for: <a href="#map.retry">Retry</a>, <a href="#map.retry-budget">Retry budget</a></span></li>
<li id="map.retry" class="map-left"><b><a href="a.md#concept-retry">Retry</a></b> Another attempt. <span>Depends on: <a href="#map.attempt">Attempt</a></span> <span>Needed for: <a href="#map.retry-budget">Retry budget</a></span></li></ul></div>
<div class="map-1"><p>Two</p><ul>
<li id="map.retry-budget" class="map-left"><b><a href="b/c.md#concept-retry-budget">Retry budget</a></b> A cap on retries and attempts; see later. <span>Depends on: <a href="#map.retry">Retry</a>, <a href="#map.attempt">Attempt</a></span></li>
"##]]
    );
    // Retry budget needs Attempt by way of Retry, so there are two lines; the narrow drawing has a dot for the
    // one that leads to another part.
    assert_eq!(text.matches("<path ").count(), 2 + 1);
    assert_eq!(text.matches("<circle ").count(), 1 + 1);
}

/// The number in a rule, behind this.
fn place(rule: &str, behind: &str) -> usize {
    between(rule, behind, ")").parse::<usize>().unwrap() - 1
}

/// Links and entries are counted in the page as a browser does, parts mixed, and with a map ahead of this one.
#[test]
fn the_note_that_is_lifted_is_that_of_the_link() {
    let mixed = BOOK.replace(
        "//- src/map.md\n",
        "//- src/map.md\n[Outside](concept:)\n: Of no part.\n\n> <!-- concept-map -->\n\n",
    );
    let last = "//- src/z.md\n[Last](concept:)\n: Of no part, by way of [retries](concept:).\n";
    let mixed = mixed.replace("- [c](b/c.md)\n", "- [c](b/c.md)\n\n---\n\n[Z](z.md)\n") + last;
    let main = main_of(&mixed, "map.html");
    let maps: Vec<_> = main.split("<div class=\"concept-map\">").skip(1).collect();
    assert_eq!(maps.len(), 2);
    for map in maps {
        let wide = between(map, "<svg class=\"map-wide\"", "</svg>");
        let links = wide.split("<a ").skip(1);
        let links: Vec<_> = links.map(|link| between(link, "href=\"#", "\"")).collect();
        let (_, notes) = map.split_once("<div class=\"map-notes\">").unwrap();
        let parts: Vec<Vec<_>> = (notes.split("<div class=\"map-").skip(1))
            .map(|part| {
                let entries = part.split("<li ").skip(1);
                entries.map(|entry| between(entry, "id=\"", "\"")).collect()
            })
            .collect();
        let style = between(map, "<style>", "</style>");
        let mut lifted = Vec::new();
        for rule in style.split(".map-wide:has(").skip(1) {
            let link = links[place(rule, "a:nth-of-type(")];
            let part = &parts[place(rule, ".map-notes>:nth-child(")];
            assert_eq!(link, part[place(rule, " li:nth-child(")], "{rule}");
            lifted.push(link);
        }
        lifted.sort_unstable();
        let mut all = links.clone();
        all.sort_unstable();
        assert_eq!(lifted, all);
        assert_eq!(links.len(), 5);
    }
}

#[test]
fn for_other_renderers_it_is_a_list() {
    assert_data_eq!(
        processed(BOOK, "epub").text("map.md"),
        str![[r#"
<!-- generated: concept-map -->
**One /& "all"**

- [Attempt](a.md#concept-attempt): One try at `x < y`.
  - Needed for [Retry](a.md#concept-retry), [Retry budget](b/c.md#concept-retry-budget)
- [Retry](a.md#concept-retry): Another attempt.
  - Depends on [Attempt](a.md#concept-attempt)
  - Needed for [Retry budget](b/c.md#concept-retry-budget)

**Two**

- [Retry budget](b/c.md#concept-retry-budget): A cap on retries and attempts; see later.
  - Depends on [Retry](a.md#concept-retry), [Attempt](a.md#concept-attempt)
<!-- end of generated -->


"#]]
    );
}

#[test]
fn ids_are_unique_and_every_link_leads_somewhere() {
    let twice = BOOK.replace(
        "//- src/map.md\n",
        "//- src/map.md\n# Map\n\n## w n0\n\n> <!-- concept-map -->\n\n",
    );
    let main = main_of(&twice, "map.html");
    let ids = attributes(&main, "id");
    let known: HashSet<_> = ids.iter().map(String::as_str).collect();
    assert_eq!(known.len(), ids.len(), "{ids:?}");
    let to_here = attributes(&main, "href");
    let to_here = to_here.iter().filter_map(|href| href.strip_prefix('#'));
    let lost: Vec<_> = to_here.filter(|id| !known.contains(id)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    // Each concept is a link in each drawing of each map.
    let hits = attributes(&main, "class");
    let hits = hits.iter().filter(|class| class.starts_with("map-hit"));
    assert_eq!(hits.count(), 3 * 2 * 2);
}

#[test]
fn names_and_notes_are_text() {
    let odd = "[\\<b\\>x & \"y\" 'z' \\</script\\>](concept:odd)\n: *See* `<i>` & \\<u\\>\u{2028}\u{202e}end.\n";
    let main = main_of(&format!("{BOOK}\n{odd}"), "map.html");
    for tag in ["<i>", "<u>", "<script", "<b>x"] {
        assert!(!main.contains(tag), "{tag} in {main}");
    }
    assert_eq!(main.matches("<em>See</em>").count(), 1, "in the list");
    assert!(attributes(&main, "id").contains(&"map.odd".to_owned()));
    let name = attributes(&main, "aria-label");
    assert!(
        name.iter().any(|name| name.contains("</script>")),
        "{name:?}"
    );
}

#[test]
fn a_second_run_changes_nothing() {
    for renderer in ["html", "epub"] {
        let book = TestBook::new(BOOK).unwrap();
        let once = book.process(renderer, &PLUGINS).unwrap();
        let text = once.text("map.md").to_owned();
        let twice = book.run(once.book, renderer, &PLUGINS).unwrap();
        assert_eq!(twice.text("map.md"), text);
    }
}

#[test]
fn without_concepts_the_comment_stays() {
    let text = "# Map\n\n<!-- concept-map -->\n";
    assert_eq!(processed(text, "html").text("a.md"), text);
}

#[test]
fn a_circle_is_drawn_and_named() {
    let circle = BOOK.replace("One try at `x < y`.", "One [retry](concept:).");
    let text = processed(&circle, "html");
    let text = text.text("map.md");
    assert_eq!(text.matches("map-back").count(), 2, "in each drawing");
    let note = between(text, "<li id=\"map.attempt\"", "</li>");
    assert!(
        note.contains("In a circle with: <a href=\"#map.retry\">Retry</a>"),
        "{note}"
    );
}

#[test]
fn concepts_of_no_part_have_a_band_of_their_own() {
    let outside = BOOK.replace(
        "//- src/map.md\n",
        "//- src/map.md\n[Outside](concept:)\n: Of no part.\n\n",
    );
    let words =
        "\n[preprocessor.concept-index.text]\nother-chapters = \"Sonst <noch>\"\n//- src/SUM";
    let text = processed(&outside.replace("\n//- src/SUM", words), "html");
    assert_eq!(text.text("map.md").matches("Sonst &lt;noch&gt;").count(), 3);
    let alone = "[Alone](concept:)\n: Of no part.\n\n<!-- concept-map -->\n";
    assert!(
        !processed(alone, "html")
            .text("a.md")
            .contains("Other chapters")
    );
}

#[test]
fn a_part_is_known_by_its_place_and_not_by_its_title() {
    let parts = |first: &str| {
        let fixture = format!(
            "//- src/SUMMARY.md\n[Map](map.md)\n\n# Empty\n\n- [e](e.md)\n\n# Exercises\n\n- [a](a.md)\n\n# Two\n\n- [b](b.md)\n\n# Exercises\n\n- [c](c.md)\n\
             //- src/map.md\n<!-- concept-map -->\n//- src/e.md\n{first}\n//- src/a.md\n[A](concept:)\n: One.\n//- src/b.md\n[B](concept:)\n: Two.\n//- src/c.md\n[C](concept:)\n: Three.\n"
        );
        let text = processed(&fixture, "html").text("map.md").to_owned();
        let bands = between(
            &text,
            "<div class=\"map-notes\">",
            "</ul></div></div></div>",
        );
        let bands: Vec<_> = bands
            .split("<div class=\"")
            .skip(1)
            .map(|band| {
                let (colour, rest) = band.split_once("\">").unwrap();
                format!("{colour} {}", between(rest, "<p>", "</p>"))
            })
            .collect();
        bands
    };
    assert_eq!(
        parts("Nothing."),
        ["map-1 Exercises", "map-2 Two", "map-3 Exercises"]
    );
    assert_eq!(
        parts("[E](concept:)\n: A first concept."),
        [
            "map-0 Empty",
            "map-1 Exercises",
            "map-2 Two",
            "map-3 Exercises"
        ]
    );
}

/// What a page without our style sheet makes of the drawing: nothing is filled that covers what lies under it.
#[test]
fn without_a_style_sheet_it_is_a_plain_drawing() {
    let processed = processed(BOOK, "html");
    let text = processed.text("map.md");
    let drawings: Vec<_> = text.split("<svg ").skip(1).collect();
    assert_eq!(
        drawings.len(),
        2 + 2,
        "wide, narrow, and a band for each part on paper"
    );
    for (number, drawing) in drawings.iter().enumerate() {
        let tag = drawing.split_once('>').unwrap().0;
        assert_eq!(tag.contains("display=\"none\""), number > 0, "{tag}");
    }
    // The browser scrolls to the box of a link, which is the box of the concept.
    for hit in drawings[0].split("<a class=\"map-hit").skip(1) {
        let inside = hit.split_once("</a>").unwrap().0;
        assert_eq!(inside.matches('<').count(), 1, "{inside}");
    }
    for drawing in &drawings[..2] {
        assert!(drawing.contains("fill=\"none\" stroke=\"currentColor\""));
    }
    let text_rule =
        ":where(.map-band text,.map-node text){fill:currentColor;stroke:none;direction:ltr}";
    assert!(text.contains(text_rule), "{text}");
    for (tag, has) in [
        ("<g class=\"map-lit", "display=\"none\""),
        ("<use href=\"#wn0\"/", "opacity=\"0\""),
    ] {
        for found in text.split(tag).skip(1) {
            assert!(
                found.split_once('>').unwrap().0.contains(has),
                "{tag}{found}"
            );
        }
    }
}

/// A book with a chain of forty concepts, and a line more in the plugin's table.
fn chain(line: &str) -> String {
    let mut fixture = format!(
        "//- book.toml\n[preprocessor.concept-index]\nafter = [\"links\"]\n{line}\n//- src/a.md\n<!-- concept-map -->\n\n[Step 0](concept:)\n: The first.\n\n"
    );
    for step in 1..40 {
        let before = step - 1;
        fixture.push_str(&format!(
            "[Step {step}](concept:)\n: After [step {before}](concept:).\n\n"
        ));
    }
    fixture
}

#[test]
fn a_chain_that_is_too_long_is_said_at_the_marker() {
    let said = processed(&chain(""), "html").diagnostics;
    let [said] = &said[..] else {
        panic!("{said:?}")
    };
    assert_eq!(
        (said.rule, said.severity),
        ("concept-map", Severity::Warning)
    );
    assert!(said.message.starts_with("40 concepts"), "{}", said.message);
    assert_eq!(said.primary.line_column(), (1, 1));
    assert!(
        said.help[0].contains("Step 0 → Step 1 →"),
        "{:?}",
        said.help
    );
    assert!(processed(&chain(""), "epub").diagnostics.is_empty());
    let accepted = chain("concept-map = \"allow\"");
    assert!(processed(&accepted, "html").diagnostics.is_empty());
    assert!(processed(&chain("concept-map = \"deny\""), "html").stops);
    let book = TestBook::new(&chain("concept-map = 3")).unwrap();
    let error = book.process("html", &PLUGINS).unwrap_err().to_string();
    assert!(
        error.contains("is not \"allow\", \"warn\" or \"deny\""),
        "{error}"
    );
}
