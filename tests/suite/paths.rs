//! Reading paths, from the author's Markdown to the text that is rendered.

use book_plugin::Plugin;
use book_tests::TestBook;
use mdbook_chapter_checks::ChapterChecks;
use mdbook_reading_paths::ReadingPaths;
use snapbox::{assert_data_eq, str};

const BOOK: &str = r#"
//- book.toml
[preprocessor.chapter-checks]
after = ["links"]
before = ["reading-paths"]
[preprocessor.reading-paths]
after = ["links"]
paths = ["paths/first.md"]
words-per-minute = 2
text = { step = "Schritt {step} von {of}" }
//- src/paths/first.md
# First things first

For those who *start*, and know [latency](concept:?known).

1. [Timeouts](../a.md): without them nothing else holds.
2. **[Retries](../b.md)** — because `they` come next.
//- src/a.md
# Timeouts

Wait for the [latency](concept:), then [retry](concept:?later) the [idempotent](concept:idempotence).

Last words.
//- src/b.md
No heading. [Retry](concept:) it.

[Retry](concept: "retries")
: Another attempt.
//- src/c.md
[Latency](concept:)
: How long it takes.

[Idempotence](concept: "idempotent")
: Twice is as once.

<!-- reading-paths -->
"#;

fn processed(renderer: &'static str, path: &str) -> String {
    let book = TestBook::new(BOOK).unwrap();
    let plugins: [&dyn Plugin; 2] = [&ChapterChecks, &ReadingPaths];
    let processed = book.process(renderer, &plugins).unwrap();
    let said: String = processed
        .diagnostics
        .iter()
        .map(book_plugin::short)
        .collect();
    assert!(!book_plugin::has_errors(&processed.diagnostics), "{said}");
    processed.text(path).to_owned()
}

#[test]
fn a_step_for_html() {
    assert_data_eq!(
        processed("html", "a.md"),
        str![[r##"
# Timeouts

<!-- generated: reading-paths -->
<aside class="reading-path" data-path="paths/first.md" aria-label="First things first">
<p><strong><a href="paths/first.md">First things first</a></strong> <span aria-hidden="true">·</span> <span>Schritt 1 von 2</span> <span aria-hidden="true">·</span> <span>6 min</span> <span aria-hidden="true">·</span> <span>10 min to the end of the path</span></p>
<p>Used here, and introduced by no step so far:</p>
<dl><dt><a href="c.md#concept-idempotence">Idempotence</a></dt><dd>Twice is as once.</dd></dl>
<p>Mentioned here, and introduced later on this path:</p>
<dl><dt><a href="b.md#concept-retry">Retry</a></dt><dd>Another attempt.</dd></dl>
</aside>
<!-- end of generated -->


Wait for the [latency](concept:), then [retry](concept:?later) the [idempotent](concept:idempotence).

Last words.


<!-- generated: reading-paths -->
<nav class="reading-path-next" data-path="paths/first.md" aria-label="First things first">
<p><strong><a href="paths/first.md">First things first</a></strong> <span aria-hidden="true">·</span> Next: <a href="b.md">Retries</a> — because <code>they</code> come next.</p>
</nav>
<!-- end of generated -->

"##]]
    );
}

#[test]
fn the_last_step_for_html() {
    assert_data_eq!(
        processed("html", "b.md"),
        str![[r#"

<!-- generated: reading-paths -->
<aside class="reading-path" data-path="paths/first.md" aria-label="First things first">
<p><strong><a href="paths/first.md">First things first</a></strong> <span aria-hidden="true">·</span> <span>Schritt 2 von 2</span> <span aria-hidden="true">·</span> <span>4 min</span> <span aria-hidden="true">·</span> <span>4 min to the end of the path</span></p>
</aside>
<!-- end of generated -->

No heading. [Retry](concept:) it.

[Retry](concept: "retries")
: Another attempt.


<!-- generated: reading-paths -->
<nav class="reading-path-next" data-path="paths/first.md" aria-label="First things first">
<p><strong><a href="paths/first.md">First things first</a></strong> <span aria-hidden="true">·</span> This is the last step.</p>
</nav>
<!-- end of generated -->

"#]]
    );
}

#[test]
fn a_step_for_other_renderers() {
    assert_data_eq!(
        processed("epub", "a.md"),
        str![[r#"
# Timeouts

<!-- generated: reading-paths -->
> **[First things first](paths/first.md)**: Schritt 1 von 2, 6 min, 10 min to the end of the path
>
> Used here, and introduced by no step so far:
>
> - [Idempotence](c.md#concept-idempotence): Twice is as once.
>
> Mentioned here, and introduced later on this path:
>
> - [Retry](b.md#concept-retry): Another attempt.
<!-- end of generated -->


Wait for the [latency](concept:), then [retry](concept:?later) the [idempotent](concept:idempotence).

Last words.


<!-- generated: reading-paths -->
> **[First things first](paths/first.md)**: Next: [Retries](b.md) — because `they` come next.
<!-- end of generated -->

"#]]
    );
}

#[test]
fn cards() {
    assert_data_eq!(
        processed("html", "c.md"),
        str![[r#"
[Latency](concept:)
: How long it takes.

[Idempotence](concept: "idempotent")
: Twice is as once.

<ul class="reading-path-cards"><li><strong><a href="paths/first.md">First things first</a></strong><p>For those who <em>start</em>, and know latency.</p><p class="reading-path-size">2 steps <span aria-hidden="true">·</span> 10 min</p></li></ul>


"#]]
    );
    assert_data_eq!(
        processed("epub", "c.md"),
        str![[r#"
[Latency](concept:)
: How long it takes.

[Idempotence](concept: "idempotent")
: Twice is as once.

<!-- generated: reading-path-cards -->
- **[First things first](paths/first.md)** (2 steps, 10 min): For those who *start*, and know latency.
<!-- end of generated -->


"#]]
    );
}

#[test]
fn a_chapter_that_never_closes_its_code_gets_no_foot_in_it() {
    let book = BOOK.replace("Last words.", "```text\nLast words.");
    let book = TestBook::new(&book).unwrap();
    let processed = book.process("html", &[&ReadingPaths]).unwrap();
    assert!(processed.text("a.md").ends_with("```text\nLast words.\n"));
}

#[test]
fn words_of_the_configuration_are_no_markdown() {
    let book = BOOK.replace("Schritt {step} von {of}", "*{step}*/{of} [x]");
    let book = TestBook::new(&book).unwrap();
    let processed = book.process("epub", &[&ReadingPaths]).unwrap();
    let text = processed.text("a.md");
    assert!(text.contains(r": \*1\*/2 \[x\], 6 min,"), "{text}");
}

#[test]
fn a_reason_keeps_its_words_wherever_its_emphasis_ends() {
    let book = BOOK.replace(
        "2. **[Retries](../b.md)** — because `they` come next.",
        "2. *[Retries](../b.md) because* they **come",
    );
    let book = TestBook::new(&book).unwrap();
    let text = book
        .process("html", &[&ReadingPaths])
        .unwrap()
        .text("a.md")
        .to_owned();
    assert!(
        text.contains("Next: <a href=\"b.md\">Retries</a> because they **come</p>"),
        "{text}"
    );
}

#[test]
fn what_two_paths_have_not_explained_is_said_once() {
    let book = BOOK.replace(
        "paths = [\"paths/first.md\"]",
        "paths = [\"paths/first.md\", \"paths/second.md\"]",
    );
    let second = "//- src/paths/second.md\n# Again\n\n[latency](concept:?known)\n\n1. [Timeouts](../a.md)\n2. [Retries](../b.md)\n";
    let book = TestBook::new(&format!("{book}{second}")).unwrap();
    for renderer in ["html", "epub"] {
        let processed = book.process(renderer, &[&ReadingPaths]).unwrap();
        let text = processed.text("a.md");
        assert_eq!(text.matches("Twice is as once.").count(), 1, "{text}");
        let nameless = text.matches("<aside class=\"reading-path\">").count();
        assert_eq!(nameless, 0, "{text}");
        assert!(
            text.contains("[Again](") || text.contains(">Again</a>"),
            "{text}"
        );
    }
}
