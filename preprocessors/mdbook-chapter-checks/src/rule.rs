//! What a rule is, and how rules are run.

use std::collections::HashMap;

use book_model::{ChapterId, Diagnostic, Model, Settings, Sources};
use book_plugin::Speller;

use crate::level::{Level, Levels};
use crate::rules::RULES;

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its name, as in `book.toml` and in a message.
    pub name: &'static str,
    /// How much it counts where `book.toml` does not say.
    pub level: Level,
    /// The source of its file, whose opening comment is its manual.
    pub source: &'static str,
    /// Looks for what it speaks of.
    pub check: fn(&Checked<'_>) -> Vec<Diagnostic>,
}

impl Rule {
    /// Its manual, in Markdown: what it finds, why that matters, a bad and a good example.
    pub fn manual(&self) -> String {
        let lines = self
            .source
            .lines()
            .map_while(|line| line.strip_prefix("//!"));
        lines
            .map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)))
            .collect()
    }
}

/// What a rule looks at.
pub struct Checked<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// What they say.
    pub model: &'a Model,
    /// What `book.toml` says.
    pub settings: &'a Settings,
    /// How much each rule counts.
    pub levels: &'a Levels,
    /// Whether there is a file at this path below the source folder.
    pub is_file: &'a dyn Fn(&str) -> bool,
    /// Finds the name that was probably meant.
    pub(crate) speller: Speller,
    /// Each chapter by its file, as far as it has one.
    pub(crate) by_file: HashMap<&'a str, ChapterId>,
    /// The first chapter of each file name.
    pub(crate) by_file_name: HashMap<&'a str, ChapterId>,
}

impl<'a> Checked<'a> {
    /// What the rules are to look at.
    pub fn new(
        sources: &'a Sources,
        model: &'a Model,
        settings: &'a Settings,
        levels: &'a Levels,
        is_file: &'a dyn Fn(&str) -> bool,
    ) -> Checked<'a> {
        let mut by_file = HashMap::new();
        let mut by_file_name = HashMap::new();
        for (id, source) in sources.iter() {
            if let Some(file) = &source.source_path {
                by_file.entry(file.as_str()).or_insert(id);
            }
            if let Some(path) = &source.path {
                by_file_name.entry(file_name(path)).or_insert(id);
            }
        }
        Checked {
            sources,
            model,
            settings,
            levels,
            is_file,
            speller: Speller::default(),
            by_file,
            by_file_name,
        }
    }
}

/// What stands behind the last `/` of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// Everything that the rules find at their levels, in no particular order. With `only`, those
/// rules alone.
pub fn check(checked: &Checked<'_>, only: Option<&[&str]>) -> Vec<Diagnostic> {
    let rules = RULES
        .iter()
        .filter(|rule| only.is_none_or(|names| names.contains(&rule.name)));
    rules
        .filter_map(|rule| Some((rule, checked.levels.of(rule).severity()?)))
        .flat_map(|(rule, severity)| {
            let found = (rule.check)(checked);
            found.into_iter().map(move |diagnostic| Diagnostic {
                severity,
                ..diagnostic
            })
        })
        .collect()
}
