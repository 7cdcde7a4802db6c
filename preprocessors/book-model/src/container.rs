//! The quotations and list items that a block stands in, as they are written at a line's beginning.

use crate::generated::{GENERATED_BEGIN, GENERATED_END};

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
    /// assert_eq!(container.skip(&text[10..]).bytes, 5);
    /// ```
    pub fn at(text: &str, offset: usize) -> Container {
        let line = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let before = &text[line..offset];
        let quoted = before.rfind('>').map_or(0, |at| at + 1);
        // Behind the last quotation sign columns are what counts, and spaces are columns wherever they come
        // to stand. Ahead of it a tab stays one: pulldown-cmark 0.13 takes a sign behind a tab that would
        // be too far in behind four spaces.
        let blanked = |from: usize, text: &str| -> String {
            let mut out = String::new();
            // Behind the label of a footnote, columns are counted anew.
            let mut column = 0;
            for (at, char) in text.char_indices() {
                let next = next_column(column, char);
                match char {
                    '>' => {
                        out.push('>');
                        // On a further line the sign takes the space behind it for its own.
                        let behind = before[from + at + 1..].chars().next();
                        if behind.is_none_or(|char| !matches!(char, ' ' | '\t' | '>')) {
                            out.push(' ');
                        }
                    }
                    '\t' if from + at < quoted => out.push('\t'),
                    _ => out.extend(std::iter::repeat_n(' ', next - column)),
                }
                column = next;
            }
            out
        };
        // A footnote goes on where its lines are indented by four, whatever the length of its label.
        let label = before
            .find("[^")
            .and_then(|open| Some((open, open + before[open..].find("]:")? + 2)));
        let prefix = match label {
            Some((open, close)) => {
                // The white space behind the label belongs to it, however much there is.
                let rest = before[close..].trim_start_matches([' ', '\t']);
                let rest_at = before.len() - rest.len();
                format!(
                    "{}    {}",
                    blanked(0, &before[..open]),
                    blanked(rest_at, rest)
                )
            }
            None => blanked(0, before),
        };
        Container { prefix }
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

    /// What at the beginning of `line` belongs to the container. A line that goes on lazily has less
    /// of it than the first.
    pub fn skip(&self, line: &str) -> Skipped {
        let mut skipped = Skipped {
            whole: true,
            ..Skipped::default()
        };
        let mut prefix = self.prefix.as_str();
        let mut column = 0;
        while !prefix.is_empty() {
            let blank = prefix.len() - prefix.trim_start_matches([' ', '\t']).len();
            let width = columns(column, &prefix[..blank]) - column;
            skipped.take_blank(line, width);
            column += width;
            prefix = &prefix[blank..];
            if let Some(rest) = prefix.strip_prefix('>') {
                if !skipped.take_marker(line) {
                    skipped.whole = false;
                    break;
                }
                column += 1;
                prefix = rest;
            }
        }
        skipped
    }
}

/// How much of a line belongs to its container.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Skipped {
    /// The bytes.
    pub bytes: usize,
    /// The column behind them.
    pub column: usize,
    /// The column where the content begins: further than `column` where a tab reaches across.
    pub content: usize,
    /// Whether every quotation sign of the container was there: without one, a line goes on lazily.
    pub whole: bool,
}

impl Skipped {
    fn take_blank(&mut self, line: &str, width: usize) {
        let end = self.column + width;
        self.content = self.column;
        for char in line[self.bytes..]
            .chars()
            .take_while(|char| matches!(char, ' ' | '\t'))
        {
            let next = next_column(self.column, char);
            if next > end {
                // The container ends inside this tab, or ahead of this space.
                self.content = end;
                return;
            }
            self.bytes += 1;
            (self.column, self.content) = (next, next);
        }
    }

    fn take_marker(&mut self, line: &str) -> bool {
        let rest = &line[self.bytes..];
        let blank = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
        let found = rest[blank.len()..].starts_with('>');
        if found {
            self.bytes += blank.len() + 1;
            self.column = columns(self.column, blank) + 1;
            self.content = self.column;
        }
        found
    }
}

/// The column behind `char`: a tab goes to the next multiple of four (CommonMark 0.31, section 2.2).
fn next_column(column: usize, char: char) -> usize {
    if char == '\t' {
        (column / 4 + 1) * 4
    } else {
        column + 1
    }
}

/// The column behind `text`, which begins at `column`.
pub fn columns(column: usize, text: &str) -> usize {
    text.chars().fold(column, next_column)
}
