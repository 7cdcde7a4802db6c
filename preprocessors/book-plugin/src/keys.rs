//! Keys of a table in `book.toml` that nobody reads, and values of the wrong kind.

use anyhow::{Error, Result, anyhow};
use book_model::{Diagnostic, Label, Settings, Span, entry_ranges, key_range, line_column};
use serde_json::{Map, Value};

use crate::{Context, Speller};

/// The keys that mdBook itself reads in a plugin's table.
const MDBOOK: [&str; 5] = ["command", "before", "after", "renderers", "optional"];

/// Up to this many keys are listed where none is like the one that is written.
const LISTED: usize = 12;

/// A table of `book.toml`.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    /// The keys that lead to it.
    pub path: &'a [&'a str],
    /// What is in it.
    pub values: &'a Map<String, Value>,
}

/// A diagnostic for each key of the table that is neither among `known` nor, in the table of a
/// plugin, mdBook's own. `text` is that of `book.toml`, to point at.
pub fn unknown_keys(table: Table<'_>, known: &[&str], text: &str) -> Vec<Diagnostic> {
    let is_plugin = matches!(table.path, ["preprocessor", _]);
    let mdbook: &[&str] = if is_plugin { &MDBOOK } else { &[] };
    let mut unknown: Vec<_> = table.values.keys().collect();
    unknown.retain(|key| !known.contains(&key.as_str()) && !mdbook.contains(&key.as_str()));
    if unknown.is_empty() {
        return Vec::new();
    }
    let places = entry_ranges(text, table.path);
    let of_table = key_range(text, table.path);
    let speller = Speller::default();
    unknown
        .into_iter()
        .map(|key| {
            let place = places.get(key).map_or(&of_table, |(key, _)| key);
            let label = Label::new(Span::config(place.clone()), "not a key of this table");
            let message = format!("`{}` has no key `{key}`", dotted(table.path));
            let diagnostic = Diagnostic::new("unknown-key", message, label);
            match speller.nearest(key, known.iter().chain(mdbook).copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None if known.len() <= LISTED => {
                    diagnostic.help(format!("the keys are: {}", known.join(", ")))
                }
                None => diagnostic,
            }
        })
        .collect()
}

/// Keys as TOML writes them in a row: quoted where they have to be.
fn dotted(path: &[&str]) -> String {
    let bare = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    let key = |part: &&str| match !part.is_empty() && part.chars().all(bare) {
        true => (*part).to_owned(),
        false => format!("{part:?}"),
    };
    path.iter().map(key).collect::<Vec<_>>().join(".")
}

impl Context {
    /// An error about the value at this path of keys, which is not what was `expected`: with its line,
    /// where `book.toml` has it.
    pub fn wrong_value(&self, path: &[&str], expected: &str) -> Error {
        let key = dotted(path);
        let line = self.line_of(path);
        let line = line.map_or(String::new(), |line| format!("line {line} of "));
        anyhow!("`{key}` in {line}book.toml is not {expected}")
    }

    /// The line of a key; an environment variable can set what the file has not.
    fn line_of(&self, path: &[&str]) -> Option<usize> {
        let text = std::fs::read_to_string(self.root.join("book.toml")).ok()?;
        let range = key_range(&text, path);
        let found = text[range.clone()].trim_matches(['"', '\'']);
        (Some(found) == path.last().copied()).then(|| line_column(&text, range.start).0)
    }

    /// What `book.toml` says that bears on the model.
    ///
    /// # Errors
    ///
    /// When a value is of the wrong kind.
    pub fn settings(&self) -> Result<Settings> {
        Settings::from_config(&self.config).map_err(|wrong| {
            let path: Vec<_> = wrong.key.split('.').collect();
            self.wrong_value(&path, wrong.expected)
        })
    }
}
