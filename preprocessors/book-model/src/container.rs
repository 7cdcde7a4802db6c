//! The quotations, list items and bodies that a block stands in, as they are written at a line's beginning.
//!
//! The rules are those of pulldown-cmark 0.13 (`scan_containers`, `LineStart`), since it is what decides
//! where a line belongs.

use crate::cursor::Cursor;
use crate::generated::{GENERATED_BEGIN, GENERATED_END};

/// What a further line of a container begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// `>`
    Quotation,
    /// This many columns: those of a list item, of a footnote, of the body of a definition.
    Indented(usize),
}

impl Level {
    /// How far it indents what it holds.
    pub(crate) fn columns(self) -> usize {
        match self {
            Level::Quotation => 2,
            Level::Indented(columns) => columns,
        }
    }

    /// Passes what a line has of it; whether it has all.
    pub(crate) fn pass(self, cursor: &mut Cursor, text: &str) -> bool {
        let before = *cursor;
        let whole = match self {
            Level::Quotation => {
                cursor.take_blank(text, 3);
                // Even where the sign is further in, behind the rest of a tab.
                let quoted = text[cursor.at..].starts_with('>');
                if quoted {
                    cursor.take_marker(1);
                    cursor.take_blank(text, 1);
                }
                quoted
            }
            Level::Indented(columns) => {
                // A blank line may have less.
                cursor.take_blank(text, columns) == columns || cursor.is_at_end(text)
            }
        };
        if !whole {
            *cursor = before;
        }
        whole
    }
}

/// What stands ahead of a block on its lines.
///
/// ```
/// use book_model::{Page, Settings};
///
/// let text = "> 1. one\n>\n>    <!-- concept-index -->";
/// let page = Page::parse(text, &Settings::default());
/// let container = &page.markers[0].container;
/// assert_eq!(container.prefix(), ">    ");
/// assert_eq!(container.blank(), ">");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Container {
    levels: Vec<Level>,
    prefix: String,
}

impl Container {
    pub(crate) fn new(levels: Vec<Level>) -> Container {
        let written = levels.iter().map(|level| match level {
            Level::Quotation => "> ".to_owned(),
            Level::Indented(columns) => " ".repeat(*columns),
        });
        Container {
            prefix: written.collect(),
            levels,
        }
    }

    /// What a further line of the block begins with.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What an empty line of the block consists of.
    pub fn blank(&self) -> &str {
        self.prefix.trim_end()
    }

    /// Lines that a plugin called `name` made, marked as such, to stand in this container: the first
    /// stands where the block stood, behind a prefix that is there already.
    pub fn generated(&self, name: &str, lines: &[String]) -> String {
        let begin = format!("{GENERATED_BEGIN}{name} -->");
        let mut out = begin;
        for line in lines.iter().map(String::as_str).chain([GENERATED_END]) {
            let prefix = if line.is_empty() {
                self.blank()
            } else {
                self.prefix()
            };
            out.extend(["\n", prefix, line]);
        }
        out
    }

    /// Behind what belongs to the container on the line of `text` that begins at `line`. None where the
    /// line lacks some of it: it goes on lazily, or has left.
    pub fn skip(&self, text: &str, line: usize) -> Option<Cursor> {
        let mut cursor = Cursor::at(line);
        let whole = self
            .levels
            .iter()
            .all(|level| level.pass(&mut cursor, text));
        whole.then_some(cursor)
    }
}

/// The bytes of the marker of a list item that `line` begins with (CommonMark 0.31, section 5.2).
pub fn item_marker(line: &[u8]) -> Option<usize> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = *line.get(digits)?;
    let is_sign = match digits {
        0 => matches!(sign, b'-' | b'+' | b'*'),
        _ => matches!(sign, b'.' | b')'),
    };
    let behind = line.get(digits + 1);
    let ends = matches!(behind, None | Some(b' ' | b'\t' | b'\n' | b'\r'));
    (is_sign && ends).then_some(digits + 1)
}
