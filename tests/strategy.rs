//! Generated Markdown: every construct in every container, with odd line ends.
//!
//! A chapter is made from a list of numbers, each of which is a choice: so a chapter costs little, and
//! one that fails becomes smaller with its list.

mod blocks;

use blocks::{CONCEPTS, CONTAINERS, INERT, MARKERS, PLAIN, UNBALANCED};
use proptest::prelude::*;

/// Chapters without a directive, tidy enough to be rendered by mdBook.
pub fn plain_markdown() -> impl Strategy<Value = String> {
    choices().prop_map(|choices| {
        Writer {
            choices: Choices(choices.into_iter()),
            blocks: &[PLAIN, INERT],
            wild: false,
        }
        .document()
    })
}

/// Chapters without a directive, with lines that have left their container, tabs, lone carriage returns
/// and HTML that does not balance.
pub fn wild_markdown() -> impl Strategy<Value = String> {
    choices().prop_map(|choices| {
        Writer {
            choices: Choices(choices.into_iter()),
            blocks: &[PLAIN, UNBALANCED],
            wild: true,
        }
        .document()
    })
}

/// Chapters with definitions and uses of a few concepts, well and badly written.
pub fn concept_markdown() -> impl Strategy<Value = String> {
    choices().prop_map(|choices| {
        Writer {
            choices: Choices(choices.into_iter()),
            blocks: &[
                CONCEPTS, CONCEPTS, CONCEPTS, CONCEPTS, PLAIN, PLAIN, INERT, UNBALANCED, MARKERS,
            ],
            wild: true,
        }
        .document()
    })
}

/// The same, tidy enough to be rendered by mdBook.
pub fn tidy_concept_markdown() -> impl Strategy<Value = String> {
    choices().prop_map(|choices| {
        Writer {
            choices: Choices(choices.into_iter()),
            blocks: &[CONCEPTS, CONCEPTS, CONCEPTS, PLAIN, INERT, MARKERS],
            wild: false,
        }
        .document()
    })
}

fn choices() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 0..32)
}

/// Answers what to choose; 0 when there are no more numbers.
struct Choices(std::vec::IntoIter<u16>);

impl Choices {
    fn of(&mut self, count: usize) -> usize {
        usize::from(self.0.next().unwrap_or_default()) % count
    }

    /// Seldom true, and false when there are no more numbers.
    fn one_in(&mut self, count: usize) -> bool {
        self.of(count) == count - 1
    }
}

struct Writer<'a> {
    choices: Choices,
    blocks: &'a [&'a [&'a str]],
    wild: bool,
}

impl Writer<'_> {
    fn document(mut self) -> String {
        let count = self.choices.of(6);
        let blocks: Vec<_> = (0..count).map(|_| self.block(0)).collect();
        let joint = if self.wild && self.choices.one_in(8) {
            "\n"
        } else {
            "\n\n"
        };
        let mut text = blocks.join(joint);
        if self.choices.of(2) == 0 {
            text.push('\n');
        }
        if self.wild && self.choices.one_in(8) {
            text = with_tabs(&text);
        }
        self.with_line_ends(text)
    }

    fn block(&mut self, depth: usize) -> String {
        if depth < 4 && self.choices.of(5) < 2 {
            return self.container(depth);
        }
        let blocks = self.blocks[self.choices.of(self.blocks.len())];
        blocks[self.choices.of(blocks.len())].to_owned()
    }

    fn container(&mut self, depth: usize) -> String {
        let (first, rest) = CONTAINERS[self.choices.of(CONTAINERS.len())];
        let count = 1 + self.choices.of(3);
        let tight = self.choices.one_in(3);
        let mut text = String::new();
        for _ in 0..count {
            let block = self.block(depth + 1);
            text.push_str(&block);
            // A line right below a table in a container is neither in it nor out of it: what
            // pulldown-cmark 0.13 makes of it depends on what else stands there.
            let apart = !tight || !self.wild && block.contains("|--");
            text.push_str(if apart { "\n\n" } else { "\n" });
        }
        let text = text.trim_end_matches('\n');
        let stray = self.wild && self.choices.one_in(4);
        let mut out = String::new();
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                out.push('\n');
            }
            let prefix = if index == 0 { first } else { rest };
            if index > 0 && stray && self.choices.one_in(3) {
                // It goes on lazily, or leaves the container.
                let kept = self.choices.of(prefix.len() + 1);
                out.push_str(&prefix[..kept]);
                out.push_str(line);
            } else if line.is_empty() {
                out.push_str(prefix.trim_end());
            } else {
                out.push_str(prefix);
                out.push_str(line);
            }
        }
        out
    }

    fn with_line_ends(&mut self, text: String) -> String {
        match self.choices.of(if self.wild { 8 } else { 4 }) {
            2 => text.replace('\n', "\r\n"),
            // Some lines.
            3 => text.replace("\n\n", "\r\n\n"),
            // A lone CR is a line end as well (CommonMark 0.31, section 2.1), but pulldown-cmark does not
            // take it for one everywhere: it can bring to light what stood in a code block.
            4 => text.replacen('\n', "\r", 1),
            5 if self.choices.one_in(2) => text.replace('\n', "\r"),
            _ => text,
        }
    }
}

/// Tabs in the place of spaces at the beginning of lines, wherever they reach a tab stop.
fn with_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let indented = line.len() - line.trim_start_matches([' ', '>', '\t']).len();
        let mut pending = 0;
        let mut column = 0;
        for char in line[..indented].chars() {
            if char == '\t' {
                column = (column / 4 + 1) * 4;
                (0..pending).for_each(|_| out.push(' '));
                pending = 0;
                out.push('\t');
                continue;
            }
            column += 1;
            if char == ' ' {
                pending += 1;
                if column % 4 == 0 {
                    out.push('\t');
                    pending = 0;
                }
            } else {
                (0..pending).for_each(|_| out.push(' '));
                pending = 0;
                out.push(char);
            }
        }
        (0..pending).for_each(|_| out.push(' '));
        out.push_str(&line[indented..]);
    }
    out
}
