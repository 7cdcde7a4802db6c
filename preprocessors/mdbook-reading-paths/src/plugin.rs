//! The plugin.

use anyhow::Result;
use book_model::{Facts, analyze_again};
use book_plugin::{Context, Plugin, Report, TEXT, edit_chapters, locate, out_of_order, sources};
use mdbook_chapter_checks::rules::unknown_keys;
use mdbook_chapter_checks::{Panels, facts_for_report, report_unless_configured};
use mdbook_core::book::Book;

use crate::{NAME, Paths, style};

/// The words that the plugin puts into pages, and their keys in `[preprocessor.reading-paths.text]`.
pub(crate) const TEXTS: &[(&str, &str)] = &[
    ("step", "step {step} of {of}"),
    ("minutes", "{minutes} min"),
    ("left", "{minutes} min to the end of the path"),
    ("steps", "{steps} steps"),
    ("one-step", "1 step"),
    ("gloss", "Used here, and introduced by no step so far:"),
    (
        "later",
        "Mentioned here, and introduced later on this path:",
    ),
    ("next", "Next:"),
    ("end", "This is the last step."),
];

/// What is reported here when the book has no chapter-checks.
const RULES: &[&str] = &[
    "path-empty",
    "path-list-split",
    "path-order",
    "path-step-draft",
    "path-step-twice",
    "unknown-step",
];

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReadingPaths;

impl Plugin for ReadingPaths {
    fn name(&self) -> &'static str {
        NAME
    }

    fn about(&self) -> &'static str {
        "Tells the readers of an mdBook where they are on its reading paths"
    }

    fn facts(&self, context: &Context) -> Facts {
        facts_for_report(context)
    }

    fn run(&self, context: &Context, book: &mut Book) -> Result<Report> {
        let sources = sources(context, book);
        let settings = context.settings()?;
        let style = style(context)?;
        let model = analyze_again(&sources, &settings, &context.pages, self.facts(context));
        let keys = ["paths", "words-per-minute", TEXT];
        let mut found = unknown_keys(context, &[NAME], &keys, &sources.config);
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
            &["concept-index"],
            &sources.config,
        ));
        found.extend(report_unless_configured(
            context, &sources, &model, &settings, RULES,
        ));
        let found = locate(context, &sources, found);
        let panels = Panels::new(context, NAME, &sources, &model, &found);
        let report = panels.report(found);
        if !report.stops() {
            let paths = Paths::new(&model, &sources, &settings, &style);
            edit_chapters(book, |id| {
                panels
                    .edits(id)
                    .into_iter()
                    .chain(paths.edits(id))
                    .collect()
            });
        }
        Ok(report)
    }
}
