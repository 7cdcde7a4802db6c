//! The plugin.

use anyhow::Result;
use book_model::{Facts, analyze_again};
use book_plugin::{Context, Plugin, Report, TEXT, edit_chapters, locate, out_of_order, sources};
use mdbook_chapter_checks::rules::unknown_keys;
use mdbook_chapter_checks::{Panels, facts_for_report, report_unless_configured};
use mdbook_core::book::Book;

use crate::{Concepts, map, style};

/// The name of the plugin's table.
pub(crate) const NAME: &str = "concept-index";

/// The words that the plugin puts into pages, and their keys in `[preprocessor.concept-index.text]`.
pub(crate) const TEXTS: &[(&str, &str)] = &[
    ("introduced-in", "Introduced in"),
    ("used-in", "Used in"),
    ("depends-on", "Depends on"),
    ("needed-for", "Needed for"),
    ("see", "see"),
    ("map", "Concept map"),
    (
        "map-help",
        "A line leads from what is needed first to what rests on it, and each concept to its note below.",
    ),
    (
        "map-dots",
        "A dot has the colour of another part of which something is needed.",
    ),
    (
        "map-point",
        "Point at a concept, or move to it with the Tab key, to see its note and what it touches.",
    ),
    ("other-chapters", "Other chapters"),
    ("in-a-circle", "In a circle with"),
];

/// What is reported here when the book has no chapter-checks.
const RULES: &[&str] = &[
    "almost-a-concept",
    "ambiguous-name",
    "definition-cycle",
    "duplicate-concept",
    "note-missing",
    "unknown-concept",
];

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct ConceptIndex;

impl Plugin for ConceptIndex {
    fn name(&self) -> &'static str {
        NAME
    }

    fn about(&self) -> &'static str {
        "Links the concepts of an mdBook, and makes its concept index, its concept map and its shared checklist"
    }

    fn facts(&self, context: &Context) -> Facts {
        facts_for_report(context)
    }

    fn run(&self, context: &Context, book: &mut Book) -> Result<Report> {
        let sources = sources(context, book);
        let settings = context.settings()?;
        let style = style(context)?;
        let map_severity = map::severity(context)?;
        let model = analyze_again(&sources, &settings, &context.pages, self.facts(context));
        let concepts = Concepts::new(&model, &style);
        let mut found = unknown_keys(context, &[NAME], &[TEXT, map::RULE], &sources.config);
        let words: Vec<_> = TEXTS.iter().map(|(key, _)| *key).collect();
        found.extend(unknown_keys(
            context,
            &[NAME, TEXT],
            &words,
            &sources.config,
        ));
        found.extend(out_of_order(
            context,
            NAME,
            &["links"],
            &[],
            &sources.config,
        ));
        found.extend(report_unless_configured(
            context, &sources, &model, &settings, RULES,
        ));
        if let Some(severity) = map_severity.filter(|_| style.html) {
            found.extend(concepts.check_map(severity));
        }
        let found = locate(context, &sources, found);
        let panels = Panels::new(context, NAME, &sources, &model, &found);
        let report = panels.report(found);
        if !report.stops() {
            edit_chapters(book, |id| {
                let own = concepts.edits(id, &sources.chapters[id.0].text);
                panels.edits(id).into_iter().chain(own).collect()
            });
        }
        Ok(report)
    }
}
