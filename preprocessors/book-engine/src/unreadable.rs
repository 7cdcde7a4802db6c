//! What mdBook cannot read of book.toml and SUMMARY.md: its words, with the place and the next step.

use std::ops::Range;
use std::path::Path;

use anyhow::Result;
use book_model::{Place, summary_entries};
use mdbook_core::config::Config;
use mdbook_summary::{Summary, parse_summary};

use crate::failure::Advice;

/// What can stand in a book.toml.
pub(crate) const GUIDE: &str = "https://rust-lang.github.io/mdBook/format/configuration/";

/// Reads the text of the book.toml at `file`.
///
/// # Errors
///
/// When it is not TOML, or has a key that mdBook does not know, or a value of the wrong kind.
pub(crate) fn book_toml(file: &Path, text: &str) -> Result<Config> {
    text.parse::<Config>().map_err(|error| {
        let Some(cause) = error.downcast_ref::<toml::de::Error>() else {
            return error;
        };
        let range = cause.span().unwrap_or(0..0);
        let help = format!("mend it there; the keys are described at {GUIDE}");
        let message = cause.message().trim_end().replace('\n', "; ");
        Advice::at(place(file, text, range), message, help)
    })
}

/// Reads the text of the SUMMARY.md at `file`.
///
/// # Errors
///
/// When mdBook cannot read it.
pub(crate) fn summary(file: &Path, text: &str) -> Result<Summary> {
    parse_summary(text).map_err(|error| {
        let said = error.root_cause().to_string();
        let (message, range) = if let Some(twice) = twice(&said, text) {
            twice
        } else if let Some((line, column, what)) = placed(&said) {
            let range = rest_of_line(text, line, column);
            (format!("SUMMARY.md cannot be read: {what}"), range)
        } else {
            return error;
        };
        Advice::at(
            place(file, text, range),
            message,
            "each item of the list is one link, `- [Title](chapter.md)`, and each chapter is named \
             once; ahead of the list and behind it stand links alone. See \
             https://rust-lang.github.io/mdBook/format/summary.html",
        )
    })
}

/// Line and column, both from 1, and words of `failed to parse SUMMARY.md line 2, column 3: Words`.
fn placed(said: &str) -> Option<(usize, usize, String)> {
    let rest = said.strip_prefix("failed to parse SUMMARY.md line ")?;
    let (line, rest) = rest.split_once(", column ")?;
    let (column, what) = rest.split_once(": ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    // On the first line mdBook counts from 0, on the others from 1.
    let column = column + usize::from(line == 1);
    let first = what.chars().next()?.to_lowercase();
    let what = first.chain(what.chars().skip(1)).collect();
    Some((line, column, what))
}

/// The second link to the chapter that mdBook finds twice.
fn twice(said: &str, text: &str) -> Option<(String, Range<usize>)> {
    let named = said.strip_prefix("Duplicate file in SUMMARY.md: ")?;
    let entries = summary_entries(text);
    let repeated = entries.iter().enumerate().find(|(index, entry)| {
        let path = entry.path.as_deref();
        path.is_some_and(|path| named.contains(path))
            && entries[..*index]
                .iter()
                .any(|other| other.path == entry.path)
    });
    let (_, entry) = repeated?;
    let path = entry.path.as_deref()?;
    let message = format!("SUMMARY.md cannot be read: it names `{path}` twice");
    Some((message, entry.range.clone()))
}

/// The bytes from a line and a column, both from 1, to the end of that line.
fn rest_of_line(text: &str, line: usize, column: usize) -> Range<usize> {
    let mut lines = text.split_inclusive('\n');
    let start: usize = lines
        .by_ref()
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let line = lines.next().unwrap_or_default().trim_end();
    let column = line.char_indices().nth(column.saturating_sub(1));
    let from = column.map_or(line.len(), |(at, _)| at);
    start + from..start + line.len()
}

/// A place in a file, of which nothing more is to be said.
pub(crate) fn place(file: &Path, text: &str, range: Range<usize>) -> Place {
    Place {
        file: file.to_string_lossy().into(),
        text: text.into(),
        range,
        label: String::new(),
        included: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a text, with the line, the column and the bytes that it speaks of.
    #[track_caller]
    fn said<T: std::fmt::Debug>(text: &str, result: Result<T>) -> (String, (usize, usize), String) {
        let error = result.unwrap_err();
        let advice: &Advice = error.downcast_ref().unwrap();
        let place = advice.place.as_ref().unwrap();
        let marked = text[place.range.clone()].to_owned();
        (advice.message.clone(), place.line_column(), marked)
    }

    #[track_caller]
    fn summary_says(text: &str, message: &str, at: (usize, usize), marked: &str) {
        let said = said(text, summary(Path::new("src/SUMMARY.md"), text));
        let message = format!("SUMMARY.md cannot be read: {message}");
        assert_eq!(said, (message, at, marked.to_owned()));
    }

    #[test]
    fn a_summary_that_is_none_is_told_with_its_place() {
        summary_says(
            "# Summary\n- text\n- [A](a.md)\n",
            "the link items for nested chapters must only contain a hyperlink",
            (2, 3),
            "text",
        );
        summary_says(
            "- text\n- [A](a.md)\n",
            "the link items for nested chapters must only contain a hyperlink",
            (1, 3),
            "text",
        );
        summary_says(
            "- [A](a.md)\n\n[B](b.md)\n\n- [C](c.md)\n",
            "suffix chapters cannot be followed by a list",
            (5, 1),
            "- [C](c.md)",
        );
        summary_says(
            "- [A](aa.md)\n- [A](a.md)\n  - [Aa](b%20c.md)\n- [D](./b%20c.md)\n- [B](b%20c.md)\n",
            "it names `b c.md` twice",
            (4, 3),
            "[D](./b%20c.md)",
        );
    }

    #[test]
    fn a_book_toml_that_is_none_is_told_with_its_place() {
        for (text, message, at, marked) in [
            (
                "[book]\ntitle = 3\n",
                "invalid type: integer `3`, expected a string",
                (2, 9),
                "3",
            ),
            (
                "[book]\n\n[boook]\n",
                "unknown field `boook`",
                (3, 2),
                "boook",
            ),
            ("[book]\ntitle = \n", "", (2, 9), ""),
        ] {
            let found = said(text, book_toml(Path::new("book.toml"), text));
            assert!(found.0.starts_with(message), "{}", found.0);
            assert_eq!((found.1, found.2.trim_end()), (at, marked));
        }
    }
}
