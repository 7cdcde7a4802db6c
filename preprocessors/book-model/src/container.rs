//! The quotations and list items that a block stands in, as they are written at a line's beginning.

use crate::page::{GENERATED_BEGIN, GENERATED_END};

/// What stands ahead of a block on its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Container {
    prefix: String,
}

impl Container {
    /// The container of the block that begins at `offset`: the prefix of its first line, with
    /// spaces in the place of list markers.
    ///
    /// ```
    /// use book_model::Container;
    ///
    /// let text = "> 1. term\n>    more";
    /// let container = Container::at(text, 5);
    /// assert_eq!(container.prefix(), ">    ");
    /// assert_eq!(container.skip(&text[10..]), 5);
    /// ```
    pub fn at(text: &str, offset: usize) -> Container {
        let line = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let kept = |char| {
            if matches!(char, '>' | '\t') {
                char
            } else {
                ' '
            }
        };
        Container {
            prefix: text[line..offset].chars().map(kept).collect(),
        }
    }

    /// The same without the last `columns` of its spaces.
    #[must_use]
    pub fn outdent(mut self, columns: usize) -> Container {
        for _ in 0..columns {
            if self.prefix.ends_with(' ') {
                self.prefix.pop();
            }
        }
        self
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

    /// The bytes at the beginning of `line` that belong to the container. A line that goes on lazily
    /// has fewer of them than the first.
    pub fn skip(&self, line: &str) -> usize {
        let mut rest = line;
        let mut wanted = self.prefix.chars().peekable();
        while let Some(mark) = wanted.next() {
            if mark == '>' {
                let unindented = rest.trim_start_matches(' ');
                let Some(inside) = unindented.strip_prefix('>') else {
                    break;
                };
                rest = inside;
                if wanted.next_if_eq(&' ').is_some() {
                    rest = rest.strip_prefix(' ').unwrap_or(rest);
                }
            } else {
                rest = rest.strip_prefix([' ', '\t']).unwrap_or(rest);
            }
        }
        line.len() - rest.len()
    }
}
