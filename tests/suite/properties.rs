//! What holds for every book: the plugins do no harm.

use book_model::fixture::Fixture;
use book_model::{Edit, Model, Settings, analyze, apply, invert};
use book_plugin::Context;
use book_tests::strategy::{concept_markdown, plain_markdown};
use mdbook_markdown::pulldown_cmark::{Event, Tag, TagEnd};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::json;

const CONFIG: &str = "//- book.toml\n[preprocessor.reading-paths]\npaths = [\"a.md\"]\n";

/// Two chapters, of which the first is a path through both.
fn book(first: &str, second: &str) -> Fixture {
    let mut fixture = Fixture::parse(CONFIG);
    fixture.files.push((
        "src/a.md".to_owned(),
        format!("1. [b](b.md) why\n2. [a](a.md)\n\n{first}"),
    ));
    fixture
        .files
        .push(("src/b.md".to_owned(), second.to_owned()));
    fixture
}

fn context(renderer: &str) -> Context {
    Context {
        root: ".".into(),
        renderer: renderer.to_owned(),
        config: json!({}),
    }
}

/// The edits of a plugin to each chapter.
type Plugin = fn(&Model, &Settings, &Context, book_model::ChapterId, &str) -> Vec<Edit>;

fn reading_paths(
    model: &Model,
    settings: &Settings,
    context: &Context,
    id: book_model::ChapterId,
    text: &str,
) -> Vec<Edit> {
    let style = mdbook_reading_paths::style(context).unwrap();
    mdbook_reading_paths::edits(model, settings, &style, id, text)
}

fn concept_index(
    model: &Model,
    _: &Settings,
    context: &Context,
    id: book_model::ChapterId,
    text: &str,
) -> Vec<Edit> {
    let style = mdbook_concept_index::style(context).unwrap();
    mdbook_concept_index::edits(model, &style, id, text)
}

/// Runs a plugin over every chapter, and holds that its edits can be undone.
fn run(fixture: &Fixture, plugin: Plugin, renderer: &str) -> Fixture {
    let settings = fixture.settings();
    let sources = fixture.sources();
    let model = analyze(&sources, &settings);
    let mut after = fixture.clone();
    for (id, chapter) in sources.iter() {
        let edits = plugin(&model, &settings, &context(renderer), id, &chapter.text);
        let edited = apply(&chapter.text, edits.clone());
        assert_eq!(
            apply(&edited, invert(&chapter.text, &edits)),
            chapter.text,
            "the inverse gives back the original"
        );
        let path = format!("src/{}", chapter.path.as_deref().unwrap());
        for (name, text) in &mut after.files {
            if *name == path {
                text.clone_from(&edited);
            }
        }
    }
    after
}

fn chain(fixture: &Fixture, renderer: &str) -> Fixture {
    run(
        &run(fixture, reading_paths, renderer),
        concept_index,
        renderer,
    )
}

/// A fixed seed, unless the environment sets one.
fn seed() -> RngSeed {
    match std::env::var_os("PROPTEST_RNG_SEED") {
        Some(_) => ProptestConfig::default().rng_seed,
        None => RngSeed::Fixed(0x1d_ea),
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        // The same books in every run; PROPTEST_RNG_SEED and PROPTEST_CASES look for others.
        rng_seed: seed(),
        failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_directive_no_change(first in plain_markdown(), second in plain_markdown()) {
        let mut fixture = book(&first, &second);
        fixture.files.retain(|(path, _)| path != "book.toml");
        for renderer in ["html", "epub"] {
            prop_assert_eq!(&chain(&fixture, renderer), &fixture);
        }
    }

    #[test]
    fn twice_is_as_once(first in concept_markdown(), second in concept_markdown()) {
        for renderer in ["html", "epub"] {
            let once = chain(&book(&first, &second), renderer);
            let twice = chain(&once, renderer);
            prop_assert_eq!(twice.text("src/a.md"), once.text("src/a.md"), "{}", renderer);
            prop_assert_eq!(twice.text("src/b.md"), once.text("src/b.md"), "{}", renderer);
        }
    }

    #[test]
    fn every_concept_has_its_anchor_and_every_use_leads_there(first in concept_markdown(), second in concept_markdown()) {
        let before = book(&first, &second).model();
        // A definition that holds another is an error, and is left alone.
        let nests = |chapter: &book_model::Chapter| chapter.page.definitions.iter().any(|one| one.nests);
        prop_assume!(!before.chapters.iter().any(nests));
        let after = chain(&book(&first, &second), "html").model();
        for concept in &before.concepts {
            let page = &after.chapter(concept.chapter).page;
            prop_assert!(page.anchors.contains_key(&concept.anchor()), "{}", concept.id);
            prop_assert!(page.definitions.is_empty());
        }
        let autolinks = |link: &&book_model::Link| link.kind == book_model::LinkKind::Autolink;
        for (id, page) in after.chapters.iter().map(|chapter| (chapter.id, &chapter.page)) {
            let left = page.links.iter().filter(|link| link.concept.is_some() && link.authored);
            let known = before.unresolved.iter().filter(|(chapter, _)| *chapter == id).count();
            let unnamed = before.chapter(id).page.links.iter().filter(|link| link.concept.is_some()).filter(autolinks);
            prop_assert!(left.count() <= known + unnamed.count(), "no link to a concept is left over");
        }
    }

    #[test]
    fn what_is_not_spliced_stays(first in concept_markdown(), second in concept_markdown()) {
        let before = book(&first, &second);
        let after = chain(&before, "html");
        for path in ["src/a.md", "src/b.md"] {
            prop_assert_eq!(code_blocks(after.text(path)), code_blocks(before.text(path)));
        }
        let (before, after) = (before.model(), after.model());
        // Of two definitions the first has the anchor; the other is an error.
        prop_assume!(before.duplicates.is_empty());
        for (old, new) in before.chapters.iter().zip(&after.chapters) {
            let made = |id: &str| id.starts_with("checklist-");
            let ids = |page: &book_model::Page| -> std::collections::BTreeSet<String> {
                page.anchors.keys().filter(|id| !made(id)).cloned().collect()
            };
            prop_assert_eq!(ids(&new.page), ids(&old.page), "the model foretells the ids of the page");
        }
    }
}

/// The contents of the code blocks, in order; blank lines at the end of one that is never closed
/// are no part of it.
fn code_blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<String> = None;
    for event in new_cmark_parser(text, &MarkdownOptions::default()) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => open = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => {
                blocks.extend(open.take().map(|block| block.trim_end().to_owned()))
            }
            Event::Text(code) => {
                if let Some(block) = &mut open {
                    block.push_str(&code);
                }
            }
            _ => {}
        }
    }
    blocks
}
