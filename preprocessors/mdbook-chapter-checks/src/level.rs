//! How much each rule counts in this book.

use std::collections::HashMap;

use anyhow::{Result, bail};
use book_model::Severity;
use book_plugin::Context;

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

    fn parse(word: &str) -> Option<Level> {
        match word {
            "allow" => Some(Level::Allow),
            "warn" => Some(Level::Warn),
            "deny" => Some(Level::Deny),
            _ => None,
        }
    }
}

/// The levels that `book.toml` sets; a rule that it does not name keeps its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    set: HashMap<String, Level>,
}

impl Levels {
    /// Reads the levels from `[preprocessor.chapter-checks]`. A key that is no rule is passed over:
    /// it is reported as an unknown key.
    ///
    /// # Errors
    ///
    /// When a level is none of `allow`, `warn`, `deny`.
    pub fn from_context(context: &Context) -> Result<Levels> {
        let mut set = HashMap::new();
        for (key, value) in context.table(NAME).into_iter().flatten() {
            if !RULES.iter().any(|rule| rule.name == key) {
                continue;
            }
            let Some(level) = value.as_str().and_then(Level::parse) else {
                bail!(
                    "`preprocessor.{NAME}.{key}` in book.toml is not \"allow\", \"warn\" or \"deny\""
                );
            };
            set.insert(key.clone(), level);
        }
        Ok(Levels { set })
    }

    /// The level of a rule.
    pub fn of(&self, rule: &Rule) -> Level {
        self.set.get(rule.name).copied().unwrap_or(rule.level)
    }
}
