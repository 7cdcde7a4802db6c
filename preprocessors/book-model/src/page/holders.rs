//! How far a block is indented inside the quotations, list items and bodies that hold it.
//!
//! What opens a container says how far its further lines are indented, and tabs count by the column that
//! they reach. The rules are those of pulldown-cmark 0.13 (`scan_containers`, `LineStart`), since it is
//! what decides where a line belongs.

use mdbook_markdown::pulldown_cmark::{Event, Tag};

use super::Parsed;
use crate::container::columns;

/// What a line of a container begins with.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// `>`
    Quotation,
    /// This many columns.
    Indented(usize),
}

/// A container that is open.
struct Holder {
    event: usize,
    /// What is known of it once a definition in it was found.
    opened: Option<Opened>,
}

#[derive(Clone, Copy)]
struct Opened {
    kind: Kind,
    /// The beginning of the line that opened it.
    line: usize,
    /// What follows its marker on that line.
    behind: Cursor,
}

/// The containers around the events that are passed one after another.
pub(super) struct Holders<'a> {
    parsed: &'a Parsed<'a>,
    open: Vec<Holder>,
    /// The beginning of the line of the offset that was asked for last, and that offset: a long line is
    /// not searched anew for each container in it.
    line: (usize, usize),
}

impl<'a> Holders<'a> {
    pub(super) fn new(parsed: &'a Parsed<'a>) -> Holders<'a> {
        Holders {
            parsed,
            open: Vec::new(),
            line: (0, 0),
        }
    }

    /// Goes on to the event at `index`.
    pub(super) fn pass(&mut self, index: usize) {
        while let Some(last) = self.open.last()
            && self.parsed.close[last.event] < index
        {
            self.open.pop();
        }
        if let Event::Start(
            Tag::Item
            | Tag::BlockQuote(_)
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionListDefinition,
        ) = self.parsed.events[index].0
        {
            self.open.push(Holder {
                event: index,
                opened: None,
            });
        }
    }

    /// Whether one of the containers is a list item.
    pub(super) fn in_item(&self) -> bool {
        let events = self
            .open
            .iter()
            .map(|holder| &self.parsed.events[holder.event].0);
        events
            .into_iter()
            .any(|event| matches!(event, Event::Start(Tag::Item)))
    }

    /// The columns between what holds the block at `offset` and the block itself.
    pub(super) fn indent(&mut self, offset: usize) -> usize {
        for index in 0..self.open.len() {
            if self.open[index].opened.is_none() {
                self.open[index].opened = Some(self.opened(index));
            }
        }
        let mut cursor = self.inside(self.open.len(), offset);
        cursor.take_blank(self.parsed.text, 3)
    }

    /// Behind what the first `count` containers have on the line of `offset`.
    fn inside(&mut self, count: usize, offset: usize) -> Cursor {
        let line = self.line_start(offset);
        let text = self.parsed.text;
        let holders = &self.open[..count];
        // What was opened on this line stands behind everything that was opened above.
        let last = holders.last().and_then(|holder| holder.opened);
        if let Some(last) = last.filter(|last| last.line == line) {
            return last.behind;
        }
        let mut cursor = Cursor::at(line);
        for holder in holders.iter().filter_map(|holder| holder.opened) {
            match holder.kind {
                Kind::Quotation => {
                    cursor.take_blank(text, 3);
                    cursor.take_marker(1);
                    cursor.take_blank(text, 1);
                }
                Kind::Indented(columns) => {
                    cursor.take_blank(text, columns);
                }
            }
        }
        cursor
    }

    fn opened(&mut self, index: usize) -> Opened {
        let (event, range) = &self.parsed.events[self.open[index].event];
        let text = self.parsed.text;
        match event {
            Event::Start(Tag::BlockQuote(_)) => {
                let mut behind = self.inside(index, range.start);
                behind.take_blank(text, 3);
                behind.take_marker(1);
                behind.take_blank(text, 1);
                self.holder(Kind::Quotation, range.start, behind)
            }
            Event::Start(Tag::FootnoteDefinition(_)) => {
                let label = text[range.start..].find("]:").map_or(0, |at| at + 2);
                let rest = &text[range.start + label..];
                let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                // Behind a label, columns are counted from there.
                let behind = Cursor::at(range.start + label + blank);
                self.holder(Kind::Indented(4), range.start, behind)
            }
            _ => self.item(index, range.start),
        }
    }

    /// A list item or the body of a definition. Its offset is that of its marker, less the columns ahead
    /// of it: not a place in its line at all, where those columns are a part of a tab.
    fn item(&mut self, index: usize, start: usize) -> Opened {
        let text = self.parsed.text;
        for marker in start..(start + 4).min(text.len()) {
            let bytes = &text.as_bytes()[marker..];
            let digits = bytes
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            let width = match bytes.first() {
                Some(b'-' | b'+' | b'*' | b':') => 1,
                Some(b'0'..=b'9') => digits + 1,
                _ => continue,
            };
            let mut behind = self.inside(index, marker);
            let indent = behind.take_blank(text, 3);
            if behind.at != marker || marker - indent != start {
                continue;
            }
            behind.take_marker(width);
            let is_body = bytes[0] == b':';
            let blank = behind.take_space(text, is_body);
            return self.holder(Kind::Indented(indent + width + blank), marker, behind);
        }
        let behind = self.inside(index, start);
        self.holder(Kind::Indented(0), start, behind)
    }

    fn holder(&mut self, kind: Kind, offset: usize, behind: Cursor) -> Opened {
        Opened {
            kind,
            line: self.line_start(offset),
            behind,
        }
    }

    fn line_start(&mut self, offset: usize) -> usize {
        let (start, known) = self.line;
        let (from, least) = if offset >= known {
            (known, start)
        } else {
            (0, 0)
        };
        let start = self.parsed.text.as_bytes()[from..offset]
            .iter()
            .rposition(|byte| matches!(byte, b'\n' | b'\r'))
            .map_or(least, |at| from + at + 1);
        self.line = (start, offset);
        start
    }
}

/// A place in a line, by bytes and by columns.
#[derive(Debug, Clone, Copy)]
struct Cursor {
    at: usize,
    column: usize,
    /// The column that the tab ahead of `at` reaches, where that is further than `column`.
    tab_end: usize,
}

impl Cursor {
    fn at(at: usize) -> Cursor {
        Cursor {
            at,
            column: 0,
            tab_end: 0,
        }
    }

    /// Passes up to `wanted` columns of white space, and says how many there were.
    fn take_blank(&mut self, text: &str, wanted: usize) -> usize {
        let end = self.column + wanted;
        let start = self.column;
        while self.column < end {
            if self.tab_end > self.column {
                self.column = end.min(self.tab_end);
                continue;
            }
            match text.as_bytes().get(self.at) {
                Some(b' ') => self.column += 1,
                Some(b'\t') => self.tab_end = columns(self.column, "\t"),
                _ => break,
            }
            self.at += 1;
        }
        self.column - start
    }

    fn take_marker(&mut self, width: usize) {
        self.at += width;
        self.column += width;
    }

    /// Passes the white space that belongs to the marker of a list item or of a body, and says how much
    /// a further line is indented for it: all of it, or one column where there is so much that what
    /// follows is indented code.
    fn take_space(&mut self, text: &str, is_body: bool) -> usize {
        let mut all = *self;
        let columns = all.take_blank(text, 5);
        let ends = matches!(text.as_bytes().get(all.at), None | Some(b'\n' | b'\r'));
        if columns < 5 && (is_body || !ends) {
            *self = all;
            return columns;
        }
        self.take_blank(text, 1);
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    /// The indentation of the block that begins with `what`, in a text where it stands once.
    fn indent(text: &str) -> usize {
        let parsed = Parsed::new(text, &Settings::default());
        let mut holders = Holders::new(&parsed);
        for (index, (event, range)) in parsed.events.iter().enumerate() {
            holders.pass(index);
            if matches!(event, Event::Start(Tag::Link { .. })) {
                return holders.indent(range.start);
            }
        }
        panic!("no link in {text:?}");
    }

    #[test]
    fn what_a_container_takes_is_no_indentation() {
        for (text, expected) in [
            ("[x](y)", 0),
            ("  [x](y)", 2),
            ("- [x](y)", 0),
            (" - a\n\n   [x](y)", 0),
            (" - a\n\n    [x](y)", 1),
            ("   10. [x](y)", 0),
            ("-  a\n\n   [x](y)", 0),
            ("-\ta\n\n\t[x](y)", 0),
            ("-\ta\n\t-\tb\n\n\t\t[x](y)", 0),
            ("- a\n\t- b\n\n\t\t[x](y)", 2),
            ("1.\ta\n\n\t1.\tb\n\n\t\t  [x](y)", 2),
            (">[x](y)", 0),
            (">  [x](y)", 1),
            (">\t[x](y)", 2),
            ("> - a\n>\n>   [x](y)", 0),
            ("> a\n\n- > - b\n  >\n  >    [x](y)", 1),
            ("Word\n:   a\n\n    [x](y)", 0),
            ("Word\n:\ta\n\n\t [x](y)", 1),
            ("A[^n]\n\n[^n]: a\n\n      [x](y)", 2),
            ("A[^n]\n\n[^n]:   [x](y)", 0),
            ("-\n  [x](y)", 0),
            ("-     code\n\n  [x](y)", 0),
        ] {
            assert_eq!(indent(text), expected, "{text:?}");
        }
    }
}
