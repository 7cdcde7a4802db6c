//! The plugin: runs the rules; while the book is being served, its pages show what they find.

use anyhow::Result;
use book_model::{Diagnostic, Facts, Model, Settings, Sources, analyze_again};
use book_plugin::{
    Context, Plugin, Report, edit_chapters, locate, out_of_order, sources_with_files,
};
use mdbook_core::book::Book;

use crate::files::Disk;
use crate::level::Levels;
use crate::panel::Panels;
use crate::rule::Checked;
use crate::run::check;

/// The name of the plugin's table.
pub(crate) const NAME: &str = "chapter-checks";

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct ChapterChecks;

impl Plugin for ChapterChecks {
    fn name(&self) -> &'static str {
        NAME
    }

    fn about(&self) -> &'static str {
        "Says where an mdBook's links, concepts and reading paths do not hold"
    }

    fn facts(&self, _: &Context) -> Facts {
        Facts::All
    }

    fn run(&self, context: &Context, book: &mut Book) -> Result<Report> {
        let sources = sources_with_files(context, book);
        let settings = context.settings()?;
        let levels = Levels::from_context(context)?;
        let model = analyze_again(&sources, &settings, &context.pages, self.facts(context));
        let before = ["reading-paths", "concept-index"];
        let mut found = out_of_order(context, NAME, &["links"], &before, &sources.config);
        found.extend(run_rules(
            context, &sources, &model, &settings, &levels, None,
        ));
        let found = locate(context, &sources, found);
        let panels = Panels::new(context, NAME, &sources, &model, &found);
        edit_chapters(book, |id| panels.edits(id));
        Ok(panels.report(found))
    }
}

/// What a plugin has to read of the pages, so that it can [report](report_unless_configured).
pub fn facts_for_report(context: &Context) -> Facts {
    if runs_for(context, &context.renderer) {
        Facts::Prose
    } else {
        Facts::All
    }
}

/// What `rules` find, when the book has no chapter-checks that would say it for this renderer: what is
/// wrong in the prose is reported once, and never by nobody.
pub fn report_unless_configured(
    context: &Context,
    sources: &Sources,
    model: &Model,
    settings: &Settings,
    rules: &[&str],
) -> Vec<Diagnostic> {
    if runs_for(context, &context.renderer) {
        return Vec::new();
    }
    run_rules(
        context,
        sources,
        model,
        settings,
        &Levels::default(),
        Some(rules),
    )
}

/// Whether the book has chapter-checks for this renderer.
pub(crate) fn runs_for(context: &Context, renderer: &str) -> bool {
    context.table(NAME).is_some_and(|table| {
        let renderers = table
            .get("renderers")
            .and_then(|renderers| renderers.as_array());
        renderers.is_none_or(|names| names.iter().any(|name| name.as_str() == Some(renderer)))
    })
}

fn run_rules(
    context: &Context,
    sources: &Sources,
    model: &Model,
    settings: &Settings,
    levels: &Levels,
    only: Option<&[&str]>,
) -> Vec<Diagnostic> {
    let files = Disk::new(context.root.clone());
    let checked = Checked::new(sources, model, settings, &context.config, levels, &files);
    check(&checked, only)
}
