//! The plugin: runs the rules, changes nothing.

use anyhow::Result;
use book_model::{Diagnostic, Located, Model, Settings, Sources, analyze};
use book_plugin::{Context, Plugin, locate, out_of_order, sources_with_files, unknown_keys};
use mdbook_core::book::Book;

use crate::files::Disk;
use crate::level::Levels;
use crate::rule::{Checked, check};
use crate::rules::RULES;

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

    fn run(&self, context: &Context, book: &mut Book) -> Result<Vec<Located>> {
        let sources = sources_with_files(context, book);
        let settings = Settings::from_config(&context.config)?;
        let levels = Levels::from_context(context)?;
        let model = analyze(&sources, &settings);
        let rules: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        let mut found = unknown_keys(context, NAME, &rules, &sources.config);
        let before = ["reading-paths", "concept-index"];
        found.extend(out_of_order(
            context,
            NAME,
            &["links"],
            &before,
            &sources.config,
        ));
        found.extend(run_rules(
            context, &sources, &model, &settings, &levels, None,
        ));
        Ok(locate(context, &sources, found))
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
    let runs = context.table(NAME).is_some_and(|table| {
        let renderers = table
            .get("renderers")
            .and_then(|renderers| renderers.as_array());
        renderers.is_none_or(|names| {
            names
                .iter()
                .any(|name| name.as_str() == Some(&context.renderer))
        })
    });
    if runs {
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

fn run_rules(
    context: &Context,
    sources: &Sources,
    model: &Model,
    settings: &Settings,
    levels: &Levels,
    only: Option<&[&str]>,
) -> Vec<Diagnostic> {
    let files = Disk {
        root: context.root.clone(),
    };
    let checked = Checked::new(sources, model, settings, &context.config, levels, &files);
    check(&checked, only)
}
