//! The plugin.

use anyhow::Result;
use book_model::{Located, Settings, analyze};
use book_plugin::{
    Context, Plugin, TEXT, edit_chapters, has_errors, locate, out_of_order, sources, unknown_keys,
};
use mdbook_chapter_checks::report_unless_configured;
use mdbook_core::book::Book;

use crate::{edits, style};

/// The name of the plugin's table.
pub(crate) const NAME: &str = "concept-index";

/// The words that the plugin puts into pages, and their keys in `[preprocessor.concept-index.text]`.
pub(crate) const TEXTS: &[(&str, &str)] = &[
    ("introduced-in", "Introduced in"),
    ("used-in", "Used in"),
    ("depends-on", "Depends on"),
    ("needed-for", "Needed for"),
    ("see", "see"),
];

/// What is reported here when the book has no chapter-checks.
const RULES: &[&str] = &["almost-a-concept", "duplicate-concept", "unknown-concept"];

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct ConceptIndex;

impl Plugin for ConceptIndex {
    fn name(&self) -> &'static str {
        NAME
    }

    fn about(&self) -> &'static str {
        "Links the concepts of an mdBook, and makes its concept index and shared checklist"
    }

    fn run(&self, context: &Context, book: &mut Book) -> Result<Vec<Located>> {
        let sources = sources(context, book);
        let settings = Settings::from_config(&context.config)?;
        let style = style(context)?;
        let model = analyze(&sources, &settings);
        let mut found = unknown_keys(context, NAME, &[TEXT], &sources.config);
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
        let found = locate(context, &sources, found);
        if !has_errors(&found) {
            edit_chapters(book, |id| {
                edits(&model, &style, id, &sources.chapters[id.0].text)
            });
        }
        Ok(found)
    }
}
