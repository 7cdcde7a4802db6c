//! Concepts, from the author's Markdown to the text that is rendered.

use std::collections::HashSet;

use book_plugin::Plugin;
use book_tests::TestBook;
use book_tests::html::attributes;
use mdbook_chapter_checks::ChapterChecks;
use mdbook_concept_index::ConceptIndex;
use mdbook_reading_paths::ReadingPaths;
use snapbox::{assert_data_eq, str};

const PLUGINS: [&dyn Plugin; 3] = [&ChapterChecks, &ReadingPaths, &ConceptIndex];

/// What `src/a.md` becomes for a renderer.
fn processed(fixture: &str, renderer: &'static str) -> String {
    let book = TestBook::new(fixture).unwrap();
    let processed = book.process(renderer, &PLUGINS).unwrap();
    let said: String = processed
        .diagnostics
        .iter()
        .map(book_plugin::short)
        .collect();
    assert!(!book_plugin::has_errors(&processed.diagnostics), "{said}");
    processed.text("a.md").to_owned()
}

const BOOK: &str = r#"
//- src/a.md
# Retries

Keep to the [retry budget](concept:), or to [budgets](concept:retry-budget "my title").

[Retry budget](concept: "budgeted retries")
: A cap on the *share* of requests that may be "retries" | [attempts](concept:attempt).

  More of it.

## Checklist

- [ ] Is there a [budget](concept:retry-budget)?
- [x] Is `it` **counted**?
//- src/b/c.md
# Attempts

[Attempt](concept:)
: One try.

See the [retry budgets](concept:?later).
//- src/library.md
# Library

<!-- concept-index -->

<!-- checklist -->
"#;

#[test]
fn links_and_definitions_for_html() {
    assert_data_eq!(
        processed(BOOK, "html"),
        str![[r##"
# Retries

Keep to the [retry budget](#concept-retry-budget "A cap on the share of requests that may be “retries” &#124; attempts."), or to [budgets](#concept-retry-budget "my title").

<dl class="concept">
<dt id="concept-retry-budget"><a class="header" href="#concept-retry-budget">Retry budget</a></dt>
<dd>

A cap on the *share* of requests that may be "retries" | [attempts](b/c.md#concept-attempt "One try.").

More of it.

</dd>
</dl>


## Checklist

- [ ] Is there a [budget](#concept-retry-budget "A cap on the share of requests that may be “retries” &#124; attempts.")?
- [x] Is `it` **counted**?

"##]]
    );
}

#[test]
fn links_and_definitions_for_other_renderers() {
    assert_data_eq!(
        processed(BOOK, "epub"),
        str![[r##"
# Retries

Keep to the [retry budget](#concept-retry-budget "A cap on the share of requests that may be “retries” &#124; attempts."), or to [budgets](#concept-retry-budget "my title").

<a id="concept-retry-budget"></a>Retry budget
: A cap on the *share* of requests that may be "retries" | [attempts](b/c.md#concept-attempt "One try.").

  More of it.

## Checklist

- [ ] Is there a [budget](#concept-retry-budget "A cap on the share of requests that may be “retries” &#124; attempts.")?
- [x] Is `it` **counted**?

"##]]
    );
}

/// What the library page of [`BOOK`] becomes for a renderer.
fn library(renderer: &'static str) -> String {
    let book = TestBook::new(BOOK).unwrap();
    book.process(renderer, &PLUGINS)
        .unwrap()
        .text("library.md")
        .to_owned()
}

#[test]
fn index_and_checklist_for_html() {
    // One line in the page; broken here, to be read.
    let library = library("html")
        .replace("<dt>", "\n<dt>")
        .replace("<li>", "\n<li>")
        .replace("<h2", "\n<h2");
    assert_data_eq!(
        library,
        str![[r##"
# Library

<dl class="concept-index">
<dt><a href="b/c.md#concept-attempt">Attempt</a></dt><dd><p>One try.</p><ul>
<li>Introduced in <a href="b/c.md">Attempts</a></li>
<li>Used in <a href="a.md">Retries</a></li>
<li>Needed for <a href="a.md#concept-retry-budget">Retry budget</a></li></ul></dd><dt class="see">budgeted retries</dt><dd class="see">see <a href="a.md#concept-retry-budget">Retry budget</a></dd>
<dt><a href="a.md#concept-retry-budget">Retry budget</a></dt><dd><p>A cap on the <em>share</em> of requests that may be “retries” | attempts.</p><ul>
<li>Introduced in <a href="a.md">Retries</a></li>
<li>Used in <a href="a.md">Retries</a>, <a href="a.md#checklist">Retries › Checklist</a>, <a href="b/c.md">Attempts</a></li>
<li>Depends on <a href="b/c.md#concept-attempt">Attempt</a></li></ul></dd></dl>


<div class="checklist">
<h2 id="checklist.a"><a href="a.md#checklist">Retries</a></h2><ul>
<li>Is there a budget?</li>
<li>Is <code>it</code> <strong>counted</strong>?</li></ul></div>


"##]]
    );
}

/// A book in which much could have the same id, and headings could be of the wrong level.
const CHECKLISTS: &str = r#"
//- src/SUMMARY.md
# Summary

[Before](before.md)

# Exercises

- [a](x-y.md)
- [b](x/y.md)
- [All](all.md)

# Exercises

- [c](x.y.md)

---

[After](<a b.md>)
//- src/before.md
## Checklist

- first
//- src/x-y.md
## Checklist

- one
//- src/x/y.md
## Checklist

- two
//- src/x.y.md
## Checklist

- three
//- src/a b.md
## Checklist

- four
//- src/all.md
# All

## Checklist x-y

## Part checklist: Exercises

<!-- checklist -->

> <!-- checklist -->
"#;

#[test]
fn no_id_of_the_shared_checklist_is_there_twice() {
    let book = TestBook::new(CHECKLISTS).unwrap();
    let table = "[preprocessor.concept-index]\nafter = [\"links\"]\n";
    std::fs::write(book.root().join("book.toml"), table).unwrap();
    let main = book.render().unwrap().main("all.html");
    let ids = attributes(&main, "id");
    let known: HashSet<_> = ids.iter().collect();
    assert_eq!(known.len(), ids.len(), "{ids:?}");
    assert_eq!(ids.len(), 3 + 2 * (5 + 4), "{ids:?}");
    assert!(ids.iter().all(|id| !id.contains(' ')), "{ids:?}");
}

#[test]
fn chapters_of_no_part_stand_under_a_heading_of_their_own() {
    let book = TestBook::new(CHECKLISTS).unwrap();
    let text = book
        .process("epub", &PLUGINS)
        .unwrap()
        .text("all.md")
        .to_owned();
    let first = text.split("<!-- end").next().unwrap();
    let headings: Vec<_> = first.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(
        headings,
        [
            "# All",
            "## Checklist x-y",
            "## Part checklist: Exercises",
            "### Other chapters",
            "#### [Before](before.md#checklist)",
            "### Exercises",
            "#### [a](x-y.md#checklist)",
            "#### [b](x/y.md#checklist)",
            "### Exercises",
            "#### [c](x.y.md#checklist)",
            "### Other chapters",
            "#### [After](a%20b.md#checklist)",
        ]
    );
}

#[test]
fn an_alias_is_an_inflection_in_the_book_s_own_language_alone() {
    for (language, expected) in [("en", 0), ("de", 1)] {
        let fixture = format!(
            "//- book.toml\n[book]\nlanguage = \"{language}\"\n//- src/a.md\n[Bus](concept: \"Buses\")\n: Note.\n\n<!-- concept-index -->\n"
        );
        let see = processed(&fixture, "html")
            .matches("<dt class=\"see\">")
            .count();
        assert_eq!(see, expected, "{language}");
    }
}

#[test]
fn index_and_checklist_for_other_renderers() {
    assert_data_eq!(
        library("epub"),
        str![[r#"
# Library

<!-- generated: concept-index -->
- **[Attempt](b/c.md#concept-attempt)**: One try.
  - Introduced in [Attempts](b/c.md)
  - Used in [Retries](a.md)
  - Needed for [Retry budget](a.md#concept-retry-budget)
- budgeted retries: see [Retry budget](a.md#concept-retry-budget)
- **[Retry budget](a.md#concept-retry-budget)**: A cap on the *share* of requests that may be “retries” /| attempts.
  - Introduced in [Retries](a.md)
  - Used in [Retries](a.md), [Retries › Checklist](a.md#checklist), [Attempts](b/c.md)
  - Depends on [Attempt](b/c.md#concept-attempt)
<!-- end of generated -->


<!-- generated: checklist -->
## [Retries](a.md#checklist)

- Is there a budget?
- Is `it` **counted**?

<!-- end of generated -->


"#]]
    );
}

#[test]
fn a_definition_keeps_the_container_that_it_stands_in() {
    let text = "\
> Said:
>
> [One](concept:)
> : lazy
line
>
>   more

1. item

   [Two](concept:)
   :   note
       - a list

       ```text
           kept
       ```

   after
";
    assert_data_eq!(
        processed(text, "html"),
        str![[r##"
> Said:
>
> <dl class="concept">
> <dt id="concept-one"><a class="header" href="#concept-one">One</a></dt>
> <dd>
>
> lazy
line
>
> more
>
> </dd>
> </dl>
>

1. item

   <dl class="concept">
   <dt id="concept-two"><a class="header" href="#concept-two">Two</a></dt>
   <dd>

   note
   - a list

   ```text
       kept
   ```

   </dd>
   </dl>


   after

"##]]
    );
}

#[test]
fn a_definition_takes_no_id_from_a_heading() {
    let book = TestBook::new("[Retry budget](concept:)\n: A cap.\n\n## Retry budget\n//- book.toml\n[preprocessor.concept-index]\nafter = [\"links\"]\n").unwrap();
    let main = book.render().unwrap().main("a.html");
    assert_eq!(
        attributes(&main, "id"),
        ["concept-retry-budget", "retry-budget"]
    );
}

/// The names of the concepts that `src/a.md` links to, when it defines one with this term.
fn resolves(term: &str, used: &str) -> bool {
    let fixture = format!("{term}\n: A note.\n\nSee {used}\n");
    let book = TestBook::new(&fixture).unwrap();
    let found = book.process("html", &[&ChapterChecks]).unwrap().diagnostics;
    let unresolved = ["unknown-concept", "broken-anchor"];
    !found.iter().any(|one| unresolved.contains(&one.rule))
}

#[test]
fn a_use_is_found_by_id_name_alias_and_plural() {
    let term = "[Retry budget](concept:budget \"cap; caps on retries\")";
    for used in [
        "[x](concept:budget)",
        "[retry BUDGET](concept:)",
        "[retry\nbudgets](concept:)",
        "[Cap](concept:)",
        "[caps on *retries*](concept:?later)",
        "[x][r]\n\n[r]: concept:budget",
        "[x](#concept-budget)",
    ] {
        assert!(resolves(term, used), "{used}");
    }
    for used in [
        "[x](concept:retry-budget)",
        "[budgets](concept:)",
        "[x](#concept-retry)",
    ] {
        assert!(!resolves(term, used), "{used}");
    }
}

/// What becomes of `text` in a book that defines *alpha* with a note of awkward signs.
fn beside_alpha(text: &str) -> String {
    let fixture = format!(
        "{text}\n//- src/z.md\n[Alpha](concept:)\n: The \\` sign, <b> and \"quotes\" | `x`.\n"
    );
    processed(&fixture, "html")
}

#[test]
fn what_stands_beside_a_link_keeps_its_meaning() {
    let title = "\"The &#96; sign, and “quotes” &#124; x.\"";
    for (text, expected) in [
        (
            "A lone ` tick and [alpha](concept:) here.",
            format!("A lone ` tick and [alpha](z.md#concept-alpha {title}) here."),
        ),
        (
            "<a title=\"concept:alpha\" href='concept:alpha'>x</a>",
            "<a title=\"concept:alpha\" href='z.md#concept-alpha'>x</a>".to_owned(),
        ),
        (
            "| a |\n|---|\n| [alpha](concept:) |",
            format!("| a |\n|---|\n| [alpha](z.md#concept-alpha {title}) |"),
        ),
        (
            "See [the *first*\nletter][a].\n\n[a]: concept:alpha",
            format!("See [the *first*\nletter](z.md#concept-alpha {title}).\n\n[a]: concept:alpha"),
        ),
        (
            "![of [alpha](concept:)](a.png) `[alpha](concept:)`",
            "![of [alpha](concept:)](a.png) `[alpha](concept:)`".to_owned(),
        ),
    ] {
        assert_eq!(beside_alpha(text).trim_end(), expected);
    }
}

#[test]
fn a_definition_in_a_footnote_goes_on_where_footnotes_do() {
    let text = "Said.[^averylonglabel]\n\n[^averylonglabel]: [One](concept:)\n    : Note here.\n";
    assert_data_eq!(
        processed(text, "html"),
        str![[r##"
Said.[^averylonglabel]

[^averylonglabel]: <dl class="concept">
    <dt id="concept-one"><a class="header" href="#concept-one">One</a></dt>
    <dd>

    Note here.

    </dd>
    </dl>


"##]]
    );
}

#[test]
fn what_nobody_checks_is_reported_here() {
    let fixture = "//- book.toml\n[preprocessor.chapter-checks]\nrenderers = [\"epub\"]\n//- src/a.md\nSee [nothing](concept:).\n";
    let book = TestBook::new(fixture).unwrap();
    let said = |renderer| {
        book.process(renderer, &[&ConceptIndex])
            .unwrap()
            .diagnostics
            .len()
    };
    assert_eq!((said("html"), said("epub")), (1, 0));
}
