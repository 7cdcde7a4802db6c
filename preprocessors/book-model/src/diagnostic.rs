//! Diagnostics as plain data: what is wrong, where, and what to do next.
//!
//! A [`Diagnostic`] speaks of spans in the text that a plugin received. [`Located`] is the same
//! thing with every place carried over to the file on disk, which is what a message shows.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use crate::source::Span;

/// How much a diagnostic counts: errors fail a build, warnings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The book is built all the same.
    Warning,
    /// The build fails.
    Error,
}

impl Severity {
    /// The word that stands first in a message.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A span with what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands beside the underlined text; may be empty.
    pub text: String,
}

impl Label {
    /// A label.
    pub fn new(span: Span, text: impl Into<String>) -> Label {
        Label {
            span,
            text: text.into(),
        }
    }
}

/// What is wrong at one place in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name, as it is written in `book.toml`.
    pub rule: &'static str,
    /// How much it counts.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to do next, each a sentence of its own.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error of `rule` at `primary`; the level set for the rule may turn it into a warning.
    pub fn new(rule: &'static str, message: impl Into<String>, primary: Label) -> Diagnostic {
        Diagnostic {
            rule,
            severity: Severity::Error,
            message: message.into(),
            primary,
            labels: Vec::new(),
            help: Vec::new(),
        }
    }

    /// Adds another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label::new(span, text));
        self
    }

    /// Adds a next step.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help.push(help.into());
        self
    }
}

/// A place in a file on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, relative to the book's root, with `/` between folders.
    pub file: Arc<str>,
    /// The whole text of that file, to show lines of it.
    pub text: Arc<str>,
    /// The bytes of `text` that are meant.
    pub range: Range<usize>,
    /// What is to be said of them; may be empty.
    pub label: String,
    /// Where `range` is an include directive: the file that it names, in which the trouble lies.
    pub included: Option<String>,
}

impl Place {
    /// Line and column of the first byte, both counted from 1, the column in characters.
    pub fn line_column(&self) -> (usize, usize) {
        LAST.with_borrow_mut(|last| {
            let known = last.take().filter(|known| known.leads_to(self));
            let from = known.unwrap_or_else(|| Counted {
                text: self.text.clone(),
                offset: 0,
                line: 1,
                column: 1,
            });
            let counted = last.insert(from.on_to(self.range.start));
            (counted.line, counted.column)
        })
    }
}

/// How far the lines of a text have been counted: messages come in the order of their places, and a
/// text with very many of them is to be read once.
struct Counted {
    text: Arc<str>,
    offset: usize,
    line: usize,
    column: usize,
}

thread_local! {
    static LAST: RefCell<Option<Counted>> = const { RefCell::new(None) };
}

impl Counted {
    fn leads_to(&self, place: &Place) -> bool {
        Arc::ptr_eq(&self.text, &place.text) && self.offset <= place.range.start
    }

    fn on_to(self, offset: usize) -> Counted {
        let offset = char_boundary(&self.text, offset);
        let (lines, column) = line_column(&self.text[self.offset..], offset - self.offset);
        Counted {
            line: self.line + lines - 1,
            column: if lines > 1 {
                column
            } else {
                self.column + column - 1
            },
            offset,
            ..self
        }
    }
}

/// Line and column of the byte at `offset`, both counted from 1, the column in characters.
///
/// ```
/// assert_eq!(book_model::line_column("a\néb", 4), (2, 2));
/// ```
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let end = char_boundary(text, offset);
    let before = &text[..end];
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before[start..].chars().count() + 1)
}

/// The end of the text, or the last edge of a character that is not behind `offset`.
pub fn char_boundary(text: &str, offset: usize) -> usize {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// A [`Diagnostic`] whose places are places on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The rule's name.
    pub rule: &'static str,
    /// How much it counts.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub primary: Place,
    /// Other places that explain it.
    pub labels: Vec<Place>,
    /// What to do next.
    pub help: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_in_any_order_and_of_any_text() {
        let texts: [Arc<str>; 2] = ["é\nab\r\n\nd".into(), "é\nab\r\n\nd".into()];
        for offset in [0, 3, 4, 3, 9, 8, 1, 99, 0, 2] {
            for text in &texts {
                let place = Place {
                    file: "a.md".into(),
                    text: text.clone(),
                    range: offset..offset,
                    label: String::new(),
                    included: None,
                };
                assert_eq!(place.line_column(), line_column(text, offset), "{offset}");
            }
        }
    }
}
