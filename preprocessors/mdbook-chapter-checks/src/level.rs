//! How much each rule counts in this book.

use std::collections::HashMap;

use anyhow::{Result, anyhow, bail};
use book_model::Severity;
use book_plugin::Context;
use serde_json::{Map, Value};

use crate::plugin::NAME;
use crate::rule::Rule;
use crate::rules::RULES;

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
    pub fn from_context(context: &Context) -> Result<Levels> {
        let Some(table) = context.table(NAME) else {
            return Ok(Levels::default());
        };
        let mut levels = Levels {
            book: levels(NAME, table)?,
            folders: Vec::new(),
        };
        let folders = table.get(FOLDERS).map_or(Ok(None), |folders| {
            let wrong = || anyhow!("`preprocessor.{NAME}.{FOLDERS}` in book.toml is not a table");
            folders.as_object().map(Some).ok_or_else(wrong)
        })?;
        for (folder, table) in folders.into_iter().flatten() {
            let name = format!("{NAME}.{FOLDERS}.\"{folder}\"");
            let Some(table) = table.as_object() else {
                bail!("`preprocessor.{name}` in book.toml is not a table");
            };
            let folder = folder_path(folder);
            levels.folders.push((folder, self::levels(&name, table)?));
        }
        levels
            .folders
            .sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
        Ok(levels)
    }

    /// The level of a rule in the file at `path` below the source folder; without one, in the
    /// book. Of several folders that hold the file the deepest that speaks of the rule counts.
    pub fn of(&self, rule: &Rule, path: Option<&str>) -> Level {
        let holds = |folder: &str, path: &str| {
            let rest = path.strip_prefix(folder);
            folder.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
        };
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

/// A folder as paths of chapters begin with it.
pub(crate) fn folder_path(written: &str) -> String {
    let path = book_model::normalize(written).unwrap_or_default();
    path.trim_end_matches('/').to_owned()
}

fn levels(name: &str, table: &Map<String, Value>) -> Result<HashMap<String, Level>> {
    let mut set = HashMap::new();
    for (key, value) in table {
        if !RULES.iter().any(|rule| rule.name == key) {
            continue;
        }
        let Some(level) = value.as_str().and_then(Level::parse) else {
            bail!(
                "`preprocessor.{name}.{key}` in book.toml is not \"allow\", \"warn\" or \"deny\""
            );
        };
        set.insert(key.clone(), level);
    }
    Ok(set)
}
