//! The project's plugins, run in process in place of their programs.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use book_model::{Located, Severity};
use book_plugin::{Context, Plugin};
use mdbook_chapter_checks::ChapterChecks;
use mdbook_concept_index::ConceptIndex;
use mdbook_preprocessor::book::Book;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use mdbook_reading_paths::ReadingPaths;

/// The name of the plugin that checks the prose.
pub(crate) const CHECKS: &str = "chapter-checks";

/// Where the plugins of one book put what they find; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics(Arc<Mutex<Gathered>>);

#[derive(Debug, Default)]
struct Gathered {
    found: Vec<Located>,
    seen: HashSet<Key>,
}

/// What tells one diagnostic from another: the rule, the message, the file, the place in it.
type Key = (&'static str, String, Arc<str>, Range<usize>);

/// What a set of diagnostics comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// How many of them are errors.
    pub errors: usize,
    /// How many of them are warnings.
    pub warnings: usize,
}

impl Found {
    /// Counts the diagnostics by severity.
    pub fn of(diagnostics: &[Located]) -> Found {
        let errors = diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .count();
        Found {
            errors,
            warnings: diagnostics.len() - errors,
        }
    }
}

impl Diagnostics {
    /// Adds what one run of a plugin found. With several renderers each plugin runs once for each,
    /// so what is there already is not said again.
    fn add(&self, found: Vec<Located>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for one in found {
            let place = &one.primary;
            let key = (
                one.rule,
                one.message.clone(),
                place.file.clone(),
                place.range.clone(),
            );
            if all.seen.insert(key) {
                all.found.push(one);
            }
        }
    }

    /// Takes out everything found so far.
    pub fn take(&self) -> Vec<Located> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).found
    }
}

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

/// How a plugin takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It runs, and an error in the prose ends the run.
    Run,
    /// It runs, and the run is over then: nothing that comes after matters.
    RunAndStop,
    /// It leaves the book alone.
    Skip,
}

/// A run came to its end before the last preprocessor: with errors in the prose, or because
/// [`Role::RunAndStop`] asked for it.
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
    pub(crate) role: Role,
    pub(crate) diagnostics: Diagnostics,
}

impl Preprocessor for InProcess {
    fn name(&self) -> &str {
        self.plugin.name()
    }

    fn run(&self, ctx: &PreprocessorContext, mut book: Book) -> Result<Book> {
        if self.role == Role::Skip {
            return Ok(book);
        }
        let name = self.plugin.name();
        let context = context(&ctx.root, &ctx.renderer, &ctx.config)?;
        let found = self
            .plugin
            .run(&context, &mut book)
            .with_context(|| Misconfigured(name.to_owned()))?;
        let errors = Found::of(&found).errors;
        self.diagnostics.add(found);
        if errors > 0 || self.role == Role::RunAndStop {
            return Err(Stopped.into());
        }
        Ok(book)
    }
}

/// What the plugin is told, as its program would learn it from mdBook's JSON.
fn context(
    root: &Path,
    renderer: &str,
    config: &mdbook_preprocessor::config::Config,
) -> Result<Context> {
    Ok(Context {
        root: root.to_owned(),
        renderer: renderer.to_owned(),
        config: serde_json::to_value(config).context("the configuration cannot be passed on")?,
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
