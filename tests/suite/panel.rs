//! What is wrong, in the pages of a book that is being served.

use book_engine::{Failure, File, Preview};
use book_model::fixture::Fixture;
use book_model::{Target, resolve};
use book_plugin::{Plugin, has_errors};
use book_tests::TestBook;
use book_tests::html::{attributes, main_of};
use mdbook_chapter_checks::ChapterChecks;
use mdbook_concept_index::ConceptIndex;
use mdbook_reading_paths::ReadingPaths;
use snapbox::{assert_data_eq, str};

const PLUGINS: [&dyn Plugin; 3] = [&ChapterChecks, &ReadingPaths, &ConceptIndex];

const SERVED: &str = r#"
[output.html]
live-reload-endpoint = "__livereload"
"#;

const CONFIG: &str = r#"//- book.toml
[preprocessor.chapter-checks]
after = ["links"]
before = ["reading-paths", "concept-index"]
[preprocessor.concept-index]
after = ["links"]
[preprocessor.reading-paths]
after = ["links"]
before = ["concept-index"]
"#;

const PATHS: &str = "paths = [\"path.md\"]\n";

/// Three pages; the second uses what the third introduces, and has a link that leads nowhere.
const WRONG: &str = r#"//- src/path.md
# The path

For all.

1. [Retries](retries.md)
2. [Timeouts](timeouts.md)
//- src/retries.md
# Retries

A retry begins with a [timeout](concept:). See [more](more.md).
//- src/timeouts.md
# Timeouts

[Timeout](concept:)
: How long a caller waits.
"#;

fn served(chapters: &str) -> String {
    format!("{CONFIG}{SERVED}{chapters}")
}

/// The book with the path, while it is being served.
fn wrong() -> String {
    format!("{CONFIG}{PATHS}{SERVED}{WRONG}")
}

/// The text of a chapter as it comes out of the plugins.
#[track_caller]
fn text(book: &str, path: &str) -> String {
    let book = TestBook::new(book).unwrap();
    let processed = book.process("html", &PLUGINS).unwrap();
    processed.text(path).to_owned()
}

/// The panel at the head of a chapter, and what stands behind it.
#[track_caller]
fn split<'a>(text: &'a str, plugin: &str) -> (&'a str, &'a str) {
    let begin = format!("<!-- generated: mistakes-{plugin} -->\n");
    let (panel, rest) = text
        .strip_prefix(&begin)
        .and_then(|text| text.split_once("\n<!-- end of generated -->\n\n"))
        .unwrap_or_else(|| panic!("no panel ahead of everything: {text}"));
    assert!(!panel.contains(['\n', '\r']), "a panel is one line");
    (panel, rest)
}

/// What stands in `<main>` of a page while the book is being served.
#[track_caller]
fn page(book: &TestBook, page: &str) -> String {
    let mut preview = Preview::new(book.root(), "__livereload").unwrap();
    let version = preview.update(&[]);
    let version = version.unwrap_or_else(|failure| panic!("{:?}", failure.error()));
    match version.view.file(page).unwrap() {
        File::Text(html) => main_of(&html).to_owned(),
        File::Bytes(_) => panic!("that is no page"),
        File::Path(path) => panic!("{} is no page", path.display()),
    }
}

#[test]
fn the_page_that_is_wrong_says_it() {
    let text = text(&wrong(), "retries.md");
    let (panel, rest) = split(&text, "chapter-checks");
    assert_data_eq!(
        panel.replace("><", ">\n<"),
        str![[r#"
<section class="mistakes" aria-label="Mistakes on this page" lang="en" dir="ltr">
<p class="mistakes-sum">
<strong>1 error on this page</strong>
</p>
<ol>
<li>
<p>
<strong class="mistake-error">error</strong> step 1 of the path &#34;The path&#34; uses <code>Timeout</code>, which step 2 introduces</p>
<p class="mistake-place">src/retries.md:3:23, rule path-order</p>
<pre style="white-space: pre-wrap">3 | A retry begins with a <u>&#91;timeout&#93;(concept:)</u>. See &#91;more&#93;(more.md).&#10;  | <strong>used here, in step 1 (&#34;Retries&#34;)</strong>
</pre>
<ul>
<li>src/timeouts.md:3:1: introduced here, in step 2 (&#34;Timeouts&#34;)</li>
<li>src/path.md:5:4: step 1</li>
<li>src/path.md:6:4: step 2</li>
<li>
<strong>help</strong>: move step 2 (&#34;Timeouts&#34;) ahead of step 1: nothing else would be out of order</li>
<li>
<strong>help</strong>: or move step 1 (&#34;Retries&#34;) behind step 2: nothing else would be out of order</li>
<li>
<strong>help</strong>: or mark it as a signpost, if the chapter can be read without the concept: <code>&#91;timeout&#93;(concept:timeout&#63;later)</code>
</li>
<li>
<strong>help</strong>: or let the path take it as known: write <code>&#91;Timeout&#93;(concept:timeout&#63;known)</code> into path.md</li>
</ul>
</li>
</ol>
<details>
<summary>
<strong>1 warning on this page</strong>
</summary>
<ol>
<li>
<p>
<strong class="mistake-warning">warning</strong> the book has no page or file <code>more.md</code>
</p>
<p class="mistake-place">src/retries.md:3:48, rule broken-link</p>
<pre style="white-space: pre-wrap">3 | A retry begins with a &#91;timeout&#93;(concept:). See <u>&#91;more&#93;(more.md)</u>.&#10;  | <strong>leads nowhere</strong>
</pre>
<ul>
<li>
<strong>help</strong>: correct the link, or add the chapter to SUMMARY.md</li>
</ul>
</li>
</ol>
</details>
</section>
"#]]
    );
    assert!(rest.starts_with("# Retries\n\n<!-- generated: reading-paths -->"));
}

#[test]
fn the_first_page_names_the_others() {
    let text = text(&wrong(), "path.md");
    let (panel, _) = split(&text, "chapter-checks");
    assert_data_eq!(
        panel.replace("><", ">\n<"),
        str![[r#"
<section class="mistakes" aria-label="Mistakes in this book" lang="en" dir="ltr">
<p class="mistakes-sum">
<strong>1 error in this book</strong>
</p>
<div class="mistakes-pages">
<p>On other pages:</p>
<ul>
<li>
<a href="retries.md">retries</a>: 1 error</li>
</ul>
</div>
<details>
<summary>
<strong>1 warning in this book</strong>
</summary>
<div class="mistakes-pages">
<p>On other pages:</p>
<ul>
<li>
<a href="retries.md">retries</a>: 1 warning</li>
</ul>
</div>
</details>
</section>
"#]]
    );
}

#[test]
fn what_is_on_no_page_is_on_the_first() {
    let book = wrong()
        .replacen("after", "unknown-concpt = \"warn\"\nafter", 1)
        .replace("path.md\"]", "path.md\", \"gone.md\"]");
    let text = text(&book, "path.md");
    let (panel, _) = split(&text, "chapter-checks");
    for said in [
        "3 errors in this book",
        "book.toml:2:1, rule unknown-key",
        "book.toml:10:21, rule unknown-step",
        "retries</a>: 1 error</li>",
    ] {
        assert!(panel.contains(said), "{said}: {panel}");
    }
}

#[test]
fn errors_of_the_other_tables_reach_the_author() {
    let book = format!("{CONFIG}pats = []\n{SERVED}//- src/a.md\n# A\n");
    let text = text(&book, "a.md");
    let (panel, rest) = split(&text, "reading-paths");
    assert!(panel.contains("has no key <code>pats</code>"), "{panel}");
    assert_eq!(rest, "# A\n");
}

#[test]
fn nothing_changes_without_a_mistake() {
    let right = WRONG.replace("(concept:). See [more](more.md)", "(concept:?later)");
    for path in ["path.md", "retries.md", "timeouts.md"] {
        let built = text(&format!("{CONFIG}{PATHS}{right}"), path);
        assert_eq!(text(&wrong().replace(WRONG, &right), path), built);
    }
}

#[test]
fn twice_is_as_once() {
    let book = TestBook::new(&wrong()).unwrap();
    let once = book.process("html", &PLUGINS).unwrap().book;
    let twice = book.run(once.clone(), "html", &PLUGINS).unwrap().book;
    assert_eq!(once, twice);
}

/// Whether a plugin that finds errors in this book ends the run.
fn stops(book: &str, renderer: &'static str) -> bool {
    let book = TestBook::new(book).unwrap();
    let processed = book.process(renderer, &PLUGINS).unwrap();
    assert!(has_errors(&processed.diagnostics));
    processed.stops
}

#[test]
fn errors_stop_a_build_and_no_served_page() {
    let two = "[output.epub]\n//- src/path.md";
    let without =
        |plugin: &str| wrong().replace(&format!("[preprocessor.{plugin}]"), "[preprocessor.other]");
    for (book, renderer, expected) in [
        (wrong(), "html", false),
        (format!("{CONFIG}{PATHS}{WRONG}"), "html", true),
        (without("chapter-checks"), "html", true),
        // The pages say it for every renderer.
        (wrong().replace("//- src/path.md", two), "epub", false),
        (format!("{CONFIG}{PATHS}{WRONG}"), "epub", true),
        // Nobody says it in the pages.
        (
            wrong().replace("after", "renderers = [\"epub\"]\nafter"),
            "epub",
            true,
        ),
    ] {
        assert_eq!(stops(&book, renderer), expected, "{renderer} {book}");
    }
}

#[test]
fn a_server_without_checks_gets_no_book() {
    let book = wrong().replace(
        "[preprocessor.chapter-checks]",
        "[preprocessor.chapter-checks]\nrenderers = []",
    );
    let book = TestBook::new(&book).unwrap();
    let mut preview = Preview::new(book.root(), "x").unwrap();
    let failure = preview.update(&[]).unwrap_err();
    assert!(matches!(failure, Failure::Prose(_)));
}

#[test]
fn warnings_are_folded_away() {
    let text = text(&served("//- src/a.md\n# A\n\n[b](b.md)\n"), "a.md");
    let (panel, _) = split(&text, "chapter-checks");
    let open = "<section class=\"mistakes mistakes-warnings\" aria-label=\"Mistakes in this book\" lang=\"en\" dir=\"ltr\"><details><summary><strong>1 warning in this book</strong></summary>";
    assert!(panel.starts_with(open), "{panel}");
}

#[test]
fn of_many_the_first_are_shown() {
    let links = "[a](concept:no) ".repeat(300);
    let pages: String = (0..60)
        .map(|page| format!("//- src/{page}.md\n[a](concept:no)\n"))
        .collect();
    let book = served(&format!("//- src/first.md\n# First\n\n{links}\n{pages}"));
    let text = text(&book, "first.md");
    let (panel, _) = split(&text, "chapter-checks");
    assert!(panel.len() < 60_000, "{}", panel.len());
    // Other rules may have warnings.
    let panel = panel.split("<details>").next().unwrap();
    assert_eq!(
        panel.matches("<strong class=\"mistake-error\">").count(),
        25
    );
    assert_eq!(panel.matches("<li><a href=").count(), 50);
    for said in [
        "360 errors in this book",
        "and 275 more on this page",
        "and 10 more other pages",
    ] {
        assert!(panel.contains(said), "{said}: {panel}");
    }
}

/// What a page may hold beside its mistake.
const HOSTILE: [&str; 15] = [
    "plain",
    "</section></details></pre> </script>",
    "<!-- end of generated -->",
    "-->",
    "a & b &lt; &amp;",
    "\"quoted\" 'twice'",
    "one\n\ntwo",
    "one\rtwo\r\nthree",
    "`` ` `` ``` ~~~",
    "{{#include 0.md}} {{ x }}",
    "\u{2028}\u{202e}abc\u{2066}",
    "*a* _b_ [c](d) ![e](f) $$g$$ | h",
    "\u{0}\u{1b}[31m\u{7f}",
    "<T>",
    "\\",
];

/// What stands in `<main>` of a page for each of [`HOSTILE`], which stands in the line of a broken
/// link, and in the link as far as it can.
fn hostile_pages(config: &str) -> Vec<String> {
    let mut fixture = Fixture::parse(&format!("//- book.toml\n{config}"));
    for (index, hostile) in HOSTILE.iter().enumerate() {
        let word = hostile.replace(['\n', '\r', '<', '>', '(', ')'], "");
        let text = format!(
            "# A\n\n## Same\n\n[gone](<{word}.md>) `{hostile}` [no][1]\n\n## Same\n\n{word}\n\n[1]: gone.md\n"
        );
        fixture.files.push((format!("src/{index}.md"), text));
    }
    let book = TestBook::of(fixture).unwrap();
    let pages = 0..HOSTILE.len();
    pages
        .map(|index| page(&book, &format!("{index}.html")))
        .collect()
}

#[test]
fn whatever_the_book_says_the_rest_of_the_page_is_as_without_a_panel() {
    let checked = "[preprocessor.chapter-checks]\nafter = [\"links\"]\n";
    let pages = hostile_pages(checked).into_iter().zip(hostile_pages(""));
    for (text, (page, without)) in HOSTILE.iter().zip(pages) {
        let (before, rest) = page
            .split_once("<!-- generated: mistakes-chapter-checks -->")
            .unwrap_or_else(|| panic!("{text}: {page}"));
        let (panel, rest) = rest.split_once("<!-- end of generated -->").unwrap();
        assert_eq!(before.trim(), "", "{text}");
        assert_eq!(rest.trim(), without.trim(), "{text}");
        assert_eq!(panel.matches("<section").count(), 1, "{text}: {panel}");
        assert!(panel.trim().ends_with("</section>"), "{text}: {panel}");
        assert!(attributes(panel, "id").is_empty());
        let steering = ['\u{202e}', '\u{2028}', '\u{2066}', '\0', '\u{1b}', '\r'];
        assert!(!panel.contains(steering), "{panel}");
    }
}

#[test]
fn a_panel_costs_the_reader_no_minute() {
    let minutes = |book: &str| {
        let text = text(book, "retries.md");
        let (_, rest) = text.split_once("<span>step 1 of 2</span>").unwrap();
        rest.split_once(" min</span>").unwrap().0.to_owned()
    };
    let slow = |book: String| book.replace("paths = [", "words-per-minute = 1\npaths = [");
    let right = WRONG.replace("(concept:)", "(concept:?later)");
    assert_eq!(
        minutes(&slow(wrong())),
        minutes(&slow(wrong().replace(WRONG, &right)))
    );
}

#[test]
fn a_callout_stands_behind_the_panel() {
    let book = wrong().replace("# Retries\n", "");
    let text = text(&book, "retries.md");
    let (_, rest) = split(&text, "chapter-checks");
    assert!(
        rest.trim_start()
            .starts_with("<!-- generated: reading-paths -->"),
        "{text}"
    );
}

#[test]
fn the_links_of_a_panel_lead_to_pages() {
    let summary = "//- src/SUMMARY.md\n- [A](deep/a.md)\n- [D](<b c/d.md>)\n- [E](e.md)\n";
    let chapters = "//- src/deep/a.md\n# A\n//- src/b c/d.md\n[x](concept:no)\n//- src/e.md\n[x](concept:no)\n";
    let book = TestBook::new(&served(&format!("{summary}{chapters}"))).unwrap();
    for (name, links) in [
        ("deep/a.html", ["b c/d.html", "e.html"].as_slice()),
        ("b c/d.html", &["deep/a.html"]),
        ("e.html", &["deep/a.html"]),
    ] {
        let main = page(&book, name);
        let (panel, _) = main.split_once("<!-- end of generated -->").unwrap();
        let (panel, _) = panel.split_once("<details>").unwrap_or((panel, ""));
        let hrefs = attributes(panel, "href");
        let resolved = hrefs.iter().map(|href| match resolve(name, href) {
            Target::Inside { path, .. } => path,
            other => panic!("{name}: {href} {other:?}"),
        });
        assert_eq!(resolved.collect::<Vec<_>>(), links, "{name}");
    }
}

/// What mdBook's renderer panics on.
const STRAY: &str = "# A\n\nA stray </p> in a paragraph, see [b](b.md).\n\nMore <words>.\n";

#[test]
fn a_page_that_cannot_be_made_shows_its_text() {
    let chapters = format!("//- src/a.md\n{STRAY}//- src/b.md\n# B\n\n[a](a.md#a)\n");
    let book = TestBook::new(&served(&chapters)).unwrap();
    let page = page(&book, "a.html");
    assert!(page.contains("rule html-that-breaks-the-page"), "{page}");
    assert_eq!(page.matches("<h1 id=\"a\">").count(), 1);
    let source = page.split_once("<div class=\"mistakes-source\"").unwrap().1;
    let (_, source) = source.split_once("pre-wrap\">").unwrap();
    let (source, _) = source.split_once("</pre>").unwrap();
    let unescaped = source.replace("&lt;", "<").replace("&gt;", ">");
    assert_eq!(unescaped, STRAY);
    assert!(self::page(&book, "b.html").contains("<h1 id=\"b\">"));
}

#[test]
fn a_page_that_cannot_be_made_keeps_the_id_of_its_title() {
    let stray = STRAY.replace("# A", "# A {#here}");
    let chapters = format!("//- src/a.md\n{stray}//- src/b.md\n# B\n\n[a](a.md#here)\n");
    let book = TestBook::new(&served(&chapters)).unwrap();
    let page = page(&book, "a.html");
    assert_eq!(page.matches("<h1 id=\"here\">").count(), 1, "{page}");
}

#[test]
fn a_page_that_may_end_mdbook_shows_its_text() {
    let deep = format!("# {}x{}\n", "<b>".repeat(600), "</b>".repeat(600));
    let text = text(&served(&format!("//- src/a.md\n{deep}")), "a.md");
    assert!(text.contains("<div class=\"mistakes-source\""), "{text}");
    assert!(!text.contains("<b><b>"), "{text}");
}

#[test]
fn what_stands_beside_a_place_has_its_code() {
    let step = wrong().replace("(timeouts.md)", "(gone.md)");
    let text = text(&step, "path.md");
    let label = "<strong><code>gone.md</code> is not in SUMMARY.md</strong>";
    assert!(text.contains(label), "{text}");
}

#[test]
fn a_page_that_mdbook_can_make_is_shown_as_it_is() {
    let book = served("//- src/a.md\n# A\n\nA Vec<Foo> of *things*.\n");
    let page = page(&TestBook::new(&book).unwrap(), "a.html");
    assert!(page.contains("rule html-that-breaks-the-page"), "{page}");
    assert!(page.contains("<em>things</em>"), "{page}");
    assert!(!page.contains("mistakes-source"), "{page}");
}

#[test]
fn a_page_that_cannot_be_made_stays_as_it_is_the_second_time() {
    let book = TestBook::new(&served(&format!("//- src/a.md\n{STRAY}"))).unwrap();
    let once = book.process("html", &PLUGINS).unwrap();
    let (_, rest) = split(once.text("a.md"), "chapter-checks");
    assert!(
        rest.starts_with("# A {#a}\n\n<!-- generated: mistakes"),
        "{rest}"
    );
    let twice = book.run(once.book.clone(), "html", &PLUGINS).unwrap().book;
    assert_eq!(once.book, twice);
}
