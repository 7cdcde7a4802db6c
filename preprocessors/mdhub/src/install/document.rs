//! A book.toml that is changed in places: what is not meant to change keeps every byte, comments,
//! order and line ends included.

use anyhow::{Context as _, Result};
use book_engine::Advice;
use book_model::{key_range, line_column};
use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use toml_edit::{DocumentMut, Item, TableLike};

const BOM: char = '\u{feff}';

/// A book.toml.
pub(super) struct Document {
    /// The file as it was read.
    original: String,
    /// What is changed in place.
    pub(super) toml: DocumentMut,
    /// Tables to stand at its end.
    appended: String,
}

/// What a table is, as far as something can be put into it.
pub(super) enum Room<'a> {
    /// It is not there, or has room for a table with a head of its own, `[outer.inner]`.
    Open,
    /// It is written in braces: what it holds has to stand between them.
    Braces(&'a mut dyn TableLike),
    /// It is not a table at all.
    None,
}

impl Document {
    /// Reads a book.toml; `shown` is what messages call it.
    ///
    /// # Errors
    ///
    /// When it is not TOML.
    pub(super) fn parse(text: &str, shown: &str) -> Result<Document> {
        let plain = text.strip_prefix(BOM).unwrap_or(text);
        let toml = plain.parse().map_err(|error: toml_edit::TomlError| {
            let offset = error.span().map_or(0, |span| span.start);
            let (line, column) = line_column(plain, offset);
            let message = error.message().trim_end().replace('\n', "; ");
            Advice::error(
                format!("{shown}:{line}:{column}: not TOML: {message}"),
                "mend the line, and run `mdhub install` again; nothing was changed",
            )
        })?;
        Ok(Document {
            original: text.to_owned(),
            toml,
            appended: String::new(),
        })
    }

    /// Whether a table of this name can be added below `outer`, and how.
    pub(super) fn room(&mut self, outer: &str) -> Room<'_> {
        match self.toml.get_mut(outer) {
            None | Some(Item::None | Item::Table(_)) => Room::Open,
            Some(item) => match item.as_table_like_mut() {
                Some(table) => Room::Braces(table),
                None => Room::None,
            },
        }
    }

    /// The table `[outer.inner]`, whatever way it is written.
    pub(super) fn table(&mut self, outer: &str, inner: &str) -> Option<&mut dyn TableLike> {
        let outer = self.toml.get_mut(outer)?.as_table_like_mut()?;
        outer.get_mut(inner)?.as_table_like_mut()
    }

    /// Puts a table at the end of the file: its head and its lines.
    pub(super) fn append(&mut self, table: &str) {
        self.appended.push('\n');
        self.appended.push_str(table);
    }

    /// Its values as they are now.
    pub(super) fn values(&self) -> Result<Value> {
        toml::from_str(&self.changed()).context("the changed book.toml would not be TOML")
    }

    /// The line of a key in the file as it was read; that of the nearest table that is there.
    pub(super) fn line(&self, path: &[&str]) -> usize {
        let text = self.original.strip_prefix(BOM).unwrap_or(&self.original);
        line_column(text, key_range(text, path).start).0
    }

    /// The text of the file with its changes.
    pub(super) fn text(&self) -> String {
        let old = self.original.strip_prefix(BOM);
        let changed = with_line_ends_of(old.unwrap_or(&self.original), &self.changed());
        match old {
            Some(_) => format!("{BOM}{changed}"),
            None => changed,
        }
    }

    fn changed(&self) -> String {
        let mut text = self.toml.to_string();
        if text.is_empty() {
            return self.appended.trim_start_matches('\n').to_owned();
        }
        if !self.appended.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text + &self.appended
    }
}

/// `new` with the lines of `old` as they were, down to their ends, and further lines ending as the
/// first one of `old` does.
fn with_line_ends_of(old: &str, new: &str) -> String {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let plain: Vec<String> = old.iter().map(|line| line.replace("\r\n", "\n")).collect();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let crlf = old.first().is_some_and(|line| line.ends_with("\r\n"));
    let mut text = String::new();
    for change in TextDiff::from_slices(&plain, &new).iter_all_changes() {
        match (change.tag(), change.old_index()) {
            (ChangeTag::Equal, Some(line)) => text.push_str(old[line]),
            (ChangeTag::Delete, _) => {}
            _ if crlf => text.push_str(&change.value().replace('\n', "\r\n")),
            _ => text.push_str(change.value()),
        }
    }
    text
}
