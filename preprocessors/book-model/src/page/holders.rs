//! The quotations, list items, footnotes and bodies that hold a block.
//!
//! What opens a container says how far its further lines are indented, and tabs count by the column that
//! they reach.

use mdbook_markdown::pulldown_cmark::{Event, Tag};

use super::Parsed;
use super::closing::closing;
use super::definitions::Body;
use crate::container::{Container, Level, item_marker};
use crate::cursor::Cursor;

/// A container that is open.
struct Holder {
    event: usize,
    /// What is known of it once somebody asked for what it holds.
    opened: Option<Opened>,
}

#[derive(Clone, Copy)]
struct Opened {
    level: Level,
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

    /// What holds the block that begins with the event last passed.
    pub(super) fn container(&mut self) -> Container {
        self.open_all();
        let opened = self.open.iter().filter_map(|holder| holder.opened);
        Container::new(opened.map(|opened| opened.level).collect())
    }

    /// The body of a definition that begins with `event`, where the event last passed is its term.
    pub(super) fn body(&mut self, event: usize) -> Body {
        self.open_all();
        let range = self.parsed.events[event].1.clone();
        let (colon, indent, content) = match self.marker(self.open.len(), range.start, true) {
            Some((marker, opened)) => (marker, opened.level.columns(), opened.behind),
            None => (range.start, 0, Cursor::at(range.start)),
        };
        Body {
            range: colon..range.end,
            content,
            indent,
            closing: closing(self.parsed, event),
        }
    }

    fn open_all(&mut self) {
        for index in 0..self.open.len() {
            if self.open[index].opened.is_none() {
                self.open[index].opened = Some(self.opened(index));
            }
        }
    }

    /// Behind what the first `count` containers have on the line of `offset`.
    fn inside(&mut self, count: usize, offset: usize) -> Cursor {
        let line = self.line_start(offset);
        let opened = self.open[..count].iter().filter_map(|holder| holder.opened);
        // What was opened on this line stands behind everything that was opened above.
        if let Some(last) = opened.clone().next_back().filter(|last| last.line == line) {
            return last.behind;
        }
        let mut cursor = Cursor::at(line);
        for holder in opened {
            holder.level.pass(&mut cursor, self.parsed.text);
        }
        cursor
    }

    fn opened(&mut self, index: usize) -> Opened {
        let (event, range) = &self.parsed.events[self.open[index].event];
        let text = self.parsed.text;
        match event {
            Event::Start(Tag::BlockQuote(_)) => {
                let mut behind = self.inside(index, range.start);
                Level::Quotation.pass(&mut behind, text);
                self.holder(Level::Quotation, range.start, behind)
            }
            Event::Start(Tag::FootnoteDefinition(_)) => {
                let label = text[range.start..].find("]:").map_or(0, |at| at + 2);
                let rest = &text[range.start + label..];
                let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                // Behind a label, columns are counted from there.
                let behind = Cursor::at(range.start + label + blank);
                self.holder(Level::Indented(4), range.start, behind)
            }
            Event::Start(Tag::DefinitionListDefinition) => self.item(index, range.start, true),
            _ => self.item(index, range.start, false),
        }
    }

    /// A list item or the body of a definition.
    fn item(&mut self, index: usize, start: usize, is_body: bool) -> Opened {
        match self.marker(index, start, is_body) {
            Some((_, opened)) => opened,
            None => {
                let behind = self.inside(index, start);
                self.holder(Level::Indented(0), start, behind)
            }
        }
    }

    /// Where the marker of the item or body at `start` is, and what it opens. `start` is that place less
    /// the columns ahead of it: not a place in its line at all, where those columns are a part of a tab.
    fn marker(&mut self, index: usize, start: usize, is_body: bool) -> Option<(usize, Opened)> {
        let text = self.parsed.text;
        for marker in start..(start + 4).min(text.len()) {
            let rest = &text.as_bytes()[marker..];
            let width = if is_body {
                rest.starts_with(b":").then_some(1)
            } else {
                item_marker(rest)
            };
            let Some(width) = width else {
                continue;
            };
            let mut behind = self.inside(index, marker);
            let indent = behind.take_blank(text, 3);
            if behind.at != marker || start + indent != marker {
                continue;
            }
            behind.take_marker(width);
            let blank = behind.take_space(text, is_body);
            let level = Level::Indented(indent + width + blank);
            return Some((marker, self.holder(level, marker, behind)));
        }
        None
    }

    fn holder(&mut self, level: Level, offset: usize, behind: Cursor) -> Opened {
        Opened {
            level,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    /// What holds the link in this text, and the columns between that and the link.
    fn held(text: &str) -> (String, usize) {
        let parsed = Parsed::new(text, &Settings::default());
        let mut holders = Holders::new(&parsed);
        for (index, (event, range)) in parsed.events.iter().enumerate() {
            holders.pass(index);
            if matches!(event, Event::Start(Tag::Link { .. })) {
                let container = holders.container();
                let mut cursor = holders.inside(holders.open.len(), range.start);
                return (container.prefix().to_owned(), cursor.take_blank(text, 3));
            }
        }
        panic!("no link in {text:?}");
    }

    #[test]
    fn what_holds_a_block_is_no_indentation() {
        for (text, prefix, indent) in [
            ("[x](y)", "", 0),
            ("  [x](y)", "", 2),
            ("- [x](y)", "  ", 0),
            (" - a\n\n   [x](y)", "   ", 0),
            (" - a\n\n    [x](y)", "   ", 1),
            ("   10. [x](y)", "       ", 0),
            ("-  a\n\n   [x](y)", "   ", 0),
            ("-\ta\n\n\t[x](y)", "    ", 0),
            ("-\ta\n\t-\tb\n\n\t\t[x](y)", "        ", 0),
            ("- a\n\t- b\n\n\t\t[x](y)", "      ", 2),
            ("1.\ta\n\n\t1.\tb\n\n\t\t  [x](y)", "        ", 2),
            (">[x](y)", "> ", 0),
            (">  [x](y)", "> ", 1),
            (">\t[x](y)", "> ", 2),
            ("> - a\n>\n>   [x](y)", ">   ", 0),
            ("> a\n\n- > - b\n  >\n  >    [x](y)", "  >   ", 1),
            ("-\t> a\n\t>\n\t>\t[x](y)", "    > ", 2),
            ("Word\n:   a\n\n    [x](y)", "    ", 0),
            ("Word\n:\ta\n\n\t [x](y)", "    ", 1),
            ("A[^n]\n\n[^n]: a\n\n      [x](y)", "    ", 2),
            ("A[^n]\n\n[^n]:   [x](y)", "    ", 0),
            ("Word\n:1\n\t- [x](y)", "      ", 0),
            ("A[^n]\n\n  [^n]: [x](y)", "    ", 0),
            ("> A[^n]\n>\n>   [^n]: - [x](y)", ">       ", 0),
            ("-\n  [x](y)", "  ", 0),
            ("-     code\n\n  [x](y)", "  ", 0),
        ] {
            assert_eq!(held(text), (prefix.to_owned(), indent), "{text:?}");
        }
    }
}
