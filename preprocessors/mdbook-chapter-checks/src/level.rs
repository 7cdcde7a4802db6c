//! How much each rule counts in this book.

use std::collections::HashMap;

use anyhow::Result;
use book_model::Severity;
use book_plugin::Context;
use serde_json::{Map, Value};

use crate::plugin::NAME;
use crate::rule::Rule;
use crate::rules::own;

/// How much a rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// It is not checked.
    Allow,
    /// What it finds is shown.
    Warn,
    /// What it finds fails the build.
    Deny,
}

impl Level {
    /// The severity of what a rule of this level finds; `None` when it is not to look.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Allow => None,
            Level::Warn => Some(Severity::Warning),
            Level::Deny => Some(Severity::Error),
        }
    }

    /// As `book.toml` has it.
    pub fn word(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }

    fn parse(word: &str) -> Option<Level> {
        let all = [Level::Allow, Level::Warn, Level::Deny];
        all.into_iter().find(|level| level.word() == word)
    }
}

/// The key of the table with levels for folders.
pub(crate) const FOLDERS: &str = "folders";

/// The levels that `book.toml` sets; a rule that it does not name keeps its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    book: HashMap<String, Level>,
    /// By folder below the source folder, the deepest first.
    folders: Vec<(String, HashMap<String, Level>)>,
}

impl Levels {
    /// Reads the levels from `[preprocessor.chapter-checks]`, and those for a folder of the book
    /// from `[preprocessor.chapter-checks.folders."NAME"]`. A key that is no rule is passed over:
    /// it is reported as an unknown key.
    ///
    /// # Errors
    ///
    /// When a level is none of `allow`, `warn`, `deny`.
    pub fn from_context<'a>(context: &'a Context) -> Result<Levels> {
        let Some(table) = context.table(NAME) else {
            return Ok(Levels::default());
        };
        let mut levels = Levels {
            book: levels(context, &[NAME], table)?,
            folders: Vec::new(),
        };
        let as_table = |value: &'a Value, path: &[&str]| {
            let wrong = || context.wrong_value(&below_preprocessor(path), "a table");
            value.as_object().ok_or_else(wrong)
        };
        let folders = table.get(FOLDERS);
        let folders = folders.map(|folders| as_table(folders, &[NAME, FOLDERS]));
        for (folder, table) in folders.transpose()?.into_iter().flatten() {
            let path = [NAME, FOLDERS, folder];
            let set = self::levels(context, &path, as_table(table, &path)?)?;
            levels
                .folders
                .extend(folder_path(folder).map(|folder| (folder, set)));
        }
        levels
            .folders
            .sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
        Ok(levels)
    }

    /// The level of a rule in the file at `path` below the source folder; without one, in the
    /// book. Of several folders that hold the file the deepest that speaks of the rule counts.
    pub fn of(&self, rule: &Rule, path: Option<&str>) -> Level {
        let folders = self.folders.iter();
        let of_folder = path.and_then(|path| {
            let mut set = folders
                .filter(|(folder, _)| holds(folder, path))
                .filter_map(|(_, levels)| levels.get(rule.name));
            set.next()
        });
        let set = of_folder.or_else(|| self.book.get(rule.name));
        set.copied().unwrap_or(rule.level)
    }

    /// Whether a rule is to look anywhere in the book.
    pub(crate) fn is_on(&self, rule: &Rule) -> bool {
        let folders = self
            .folders
            .iter()
            .filter_map(|(_, levels)| levels.get(rule.name));
        self.of(rule, None) != Level::Allow
            || folders.into_iter().any(|&level| level != Level::Allow)
    }
}

/// A folder as paths of chapters begin with it; `None` for one that lies above the source folder.
pub(crate) fn folder_path(written: &str) -> Option<String> {
    let path = book_model::normalize(written)?;
    Some(path.trim_end_matches('/').to_owned())
}

/// Whether the file at `path` lies in a folder.
pub(crate) fn holds(folder: &str, path: &str) -> bool {
    let rest = path.strip_prefix(folder);
    folder.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
}

fn below_preprocessor<'a>(path: &[&'a str]) -> Vec<&'a str> {
    std::iter::once("preprocessor")
        .chain(path.iter().copied())
        .collect()
}

fn levels(
    context: &Context,
    path: &[&str],
    table: &Map<String, Value>,
) -> Result<HashMap<String, Level>> {
    let mut set = HashMap::new();
    for (key, value) in table {
        if !own().any(|rule| rule.name == key) {
            continue;
        }
        let Some(level) = value.as_str().and_then(Level::parse) else {
            let mut path = below_preprocessor(path);
            path.push(key);
            return Err(context.wrong_value(&path, "\"allow\", \"warn\" or \"deny\""));
        };
        set.insert(key.clone(), level);
    }
    Ok(set)
}
