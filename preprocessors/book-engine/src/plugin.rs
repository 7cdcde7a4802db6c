//! The project's plugins, run in process in place of their programs.

use std::fmt;

use anyhow::{Context as _, Result};
use book_model::Pages;
use book_plugin::{Context, Plugin, Report};
use mdbook_chapter_checks::ChapterChecks;
use mdbook_concept_index::ConceptIndex;
use mdbook_preprocessor::book::Book;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use mdbook_reading_paths::ReadingPaths;

use crate::course::Course;
use crate::diagnostics::Diagnostics;

/// The name of the plugin that checks the prose.
pub(crate) const CHECKS: &str = "chapter-checks";

/// The plugins, by name.
pub(crate) fn all() -> [Box<dyn Plugin>; 3] {
    [
        Box::new(ChapterChecks),
        Box::new(ReadingPaths),
        Box::new(ConceptIndex),
    ]
}

/// Whether the program of the plugin `name` is what `command` starts: no command at all, or one
/// that names `mdbook-NAME` as a word or as the last part of a path (`cargo run -p mdbook-NAME`).
pub(crate) fn is_ours(name: &str, command: Option<&str>) -> bool {
    let Some(command) = command else {
        return true;
    };
    let program = format!("mdbook-{name}");
    command
        .split_whitespace()
        .flat_map(|word| word.split(['/', '\\', '"', '\'']))
        .any(|part| part.strip_suffix(".exe").unwrap_or(part) == program)
}

/// A run came to its end before the last preprocessor: with errors in the prose, or because a check
/// needs nothing of what comes after.
#[derive(Debug)]
pub(crate) struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the prose has errors")
    }
}

impl std::error::Error for Stopped {}

/// A plugin could not run: the file system or its configuration is at fault, not the prose.
#[derive(Debug)]
pub(crate) struct Misconfigured(String);

impl fmt::Display for Misconfigured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` could not run", self.0)
    }
}

/// A plugin as a preprocessor of mdBook.
pub(crate) struct InProcess {
    pub(crate) plugin: Box<dyn Plugin>,
    pub(crate) diagnostics: Diagnostics,
    pub(crate) pages: Pages,
    /// The check that it takes part in, where it is not for pages.
    pub(crate) course: Option<Course>,
}

/// Stands in the place of a preprocessor that is not to run.
pub(crate) struct Idle(pub(crate) &'static str);

impl Preprocessor for Idle {
    fn name(&self) -> &str {
        self.0
    }

    fn run(&self, _: &PreprocessorContext, book: Book) -> Result<Book> {
        Ok(book)
    }
}

impl Preprocessor for InProcess {
    fn name(&self) -> &str {
        self.plugin.name()
    }

    fn run(&self, ctx: &PreprocessorContext, mut book: Book) -> Result<Book> {
        if let Some(course) = &self.course {
            return course.run(&*self.plugin, ctx, book);
        }
        let report = run(&*self.plugin, ctx, &self.pages, &mut book)?;
        let stops = report.stops();
        self.diagnostics.add(report.diagnostics);
        if stops {
            return Err(Stopped.into());
        }
        Ok(book)
    }
}

/// Runs a plugin as its program would run.
pub(crate) fn run(
    plugin: &dyn Plugin,
    ctx: &PreprocessorContext,
    pages: &Pages,
    book: &mut Book,
) -> Result<Report> {
    let context = context(ctx, pages)?;
    plugin
        .run(&context, book)
        .with_context(|| Misconfigured(plugin.name().to_owned()))
}

/// What the plugin is told, as its program would learn it from mdBook's JSON.
fn context(ctx: &PreprocessorContext, pages: &Pages) -> Result<Context> {
    Ok(Context {
        root: ctx.root.clone(),
        renderer: ctx.renderer.clone(),
        pages: pages.clone(),
        config: serde_json::to_value(&ctx.config)
            .context("the configuration cannot be passed on")?,
    })
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    fn ours(command: &str) -> bool {
        is_ours("concept-index", Some(command))
    }

    #[test]
    fn our_programs_are_known_by_their_name() {
        assert!(is_ours("concept-index", None));
        assert!(ours("mdbook-concept-index"));
        assert!(ours("cargo run --quiet --bin mdbook-concept-index --"));
        assert!(ours("../target/release/mdbook-concept-index"));
        assert!(ours(r"C:\tools\mdbook-concept-index.exe"));
        assert!(ours("'/a folder/mdbook-concept-index'"));
    }

    #[test]
    fn other_programs_are_left_alone() {
        assert!(!ours("python3 index.py"));
        assert!(!ours("mdbook-concept-index-of-another"));
        assert!(!ours("mdbook-reading-paths"));
    }
}
