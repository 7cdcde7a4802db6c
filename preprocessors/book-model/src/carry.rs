//! Carries a span of the text that a plugin received to the file on disk.
//!
//! Between the two lie mdBook's includes and other people's plugins. The texts are compared line
//! by line: a line that is in both is the same place in both; what has no line of its own on disk
//! is shown where it came from, at the include directive that it replaced.

use std::ops::Range;

use crate::include::{DirectiveKind, directives};
use crate::lines::{Block, blocks};

/// A place in the file on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The bytes of the file.
    pub range: Range<usize>,
    /// The file named by the include directive at `range`, when what was meant lies in it.
    pub included: Option<String>,
}

/// How the lines of a received text lie in the file on disk.
#[derive(Debug)]
pub struct Carrier<'a> {
    disk: &'a str,
    received_lines: Vec<usize>,
    disk_lines: Vec<usize>,
    blocks: Vec<Block>,
    /// The directives of the file that bring in another, and the file that each names.
    includes: Vec<(Range<usize>, String)>,
    /// Whether the two texts are one, which is asked for every place that is carried.
    same: bool,
}

impl<'a> Carrier<'a> {
    /// Compares the two texts. What ends a line is no part of the comparison: a plugin may turn one kind
    /// of line end into another, or leave spaces.
    pub fn new(received: &'a str, disk: &'a str) -> Carrier<'a> {
        let same = received == disk;
        let lines = |text: &'a str| -> Vec<&'a str> {
            if same {
                return Vec::new();
            }
            text.split_inclusive('\n').collect()
        };
        let starts = |lines: &[&str]| -> Vec<usize> {
            lines
                .iter()
                .scan(0, |at, line| Some(std::mem::replace(at, *at + line.len())))
                .collect()
        };
        let contents = |lines: &[&'a str]| -> Vec<&'a str> {
            lines.iter().map(|line| content(line)).collect()
        };
        let (new, old) = (lines(received), lines(disk));
        Carrier {
            disk,
            received_lines: starts(&new),
            disk_lines: starts(&old),
            blocks: blocks(&contents(&old), &contents(&new)),
            includes: if same { Vec::new() } else { includes(disk) },
            same,
        }
    }

    /// Where a range of the received text lies on disk.
    pub fn carry(&self, range: Range<usize>) -> Carried {
        if self.same {
            return Carried {
                range,
                included: None,
            };
        }
        match self.place(range.start) {
            Ok(start) => {
                let line_end = self.line(self.line_of(start)).range.end;
                let same_line = (start + range.len()).min(line_end);
                let end = match self.place(range.end) {
                    Ok(end) if end >= start => end,
                    _ => same_line,
                };
                Carried {
                    range: start..end,
                    included: None,
                }
            }
            Err(carried) => carried,
        }
    }

    /// The place of one byte: the byte on disk, or what stands on disk in place of its line.
    fn place(&self, offset: usize) -> Result<usize, Carried> {
        let line = self
            .received_lines
            .partition_point(|&start| start <= offset)
            .saturating_sub(1);
        // The ranges of the received lines follow each other; those of lines that are gone are empty.
        let at = self.blocks.partition_point(|block| block.new.end <= line);
        let Some(block) = self
            .blocks
            .get(at)
            .filter(|block| block.new.contains(&line))
        else {
            return Err(self.line(self.disk_lines.len().saturating_sub(1)));
        };
        if block.same {
            let place = self.line(block.old.start + line - block.new.start).range;
            let column = offset - self.received_lines[line];
            return Ok((place.start + column).min(place.end));
        }
        Err(self.replaced(block, line))
    }

    /// What stands on disk in place of a line of a block that is not the same in both.
    ///
    /// An include is the likeliest reason for other lines in another number. Then what stands ahead of it
    /// in the block, and behind it, has as many lines as before.
    fn replaced(&self, block: &Block, line: usize) -> Carried {
        let ahead = line - block.new.start;
        let behind = block.new.end - line;
        if block.old.len() == block.new.len() {
            let line = block.old.start + ahead;
            let bytes = self.line_start(line)..self.line_start(line + 1);
            return match self.includes_in(bytes) {
                [(range, included), ..] => Carried {
                    range: range.clone(),
                    included: Some(included.clone()),
                },
                [] => self.line(line),
            };
        }
        let [start, end] = [block.old.start, block.old.end].map(|line| self.line_start(line));
        let within = self.includes_in(start..end);
        let Some(((first, included), (last, _))) = within.first().zip(within.last()) else {
            // Nothing on disk was replaced: the line before is the nearest that there is.
            let before = usize::from(block.old.is_empty());
            return self.line(block.old.start.saturating_sub(before));
        };
        let ahead_of_first = self.line_of(first.start) - block.old.start;
        let behind_last = block.old.end.saturating_sub(self.line_of(last.end) + 1);
        if ahead < ahead_of_first {
            self.line(block.old.start + ahead)
        } else if behind <= behind_last {
            self.line(block.old.end - behind)
        } else {
            Carried {
                range: first.clone(),
                included: Some(included.clone()),
            }
        }
    }

    /// A line on disk.
    fn line(&self, line: usize) -> Carried {
        let [start, next] = [line, line + 1].map(|line| self.line_start(line));
        Carried {
            range: start..start + content(&self.disk[start..next]).len(),
            included: None,
        }
    }

    fn includes_in(&self, bytes: Range<usize>) -> &[(Range<usize>, String)] {
        let [from, to] = [bytes.start, bytes.end]
            .map(|at| self.includes.partition_point(|(range, _)| range.start < at));
        &self.includes[from..to]
    }

    fn line_start(&self, line: usize) -> usize {
        self.disk_lines
            .get(line)
            .copied()
            .unwrap_or(self.disk.len())
    }

    /// The line on disk that a byte lies in.
    fn line_of(&self, offset: usize) -> usize {
        let after = self.disk_lines.partition_point(|&start| start <= offset);
        after.saturating_sub(1)
    }
}

/// A line without what ends it.
fn content(line: &str) -> &str {
    line.trim_end_matches([' ', '\t', '\r', '\n'])
}

fn includes(text: &str) -> Vec<(Range<usize>, String)> {
    let files = directives(text).into_iter();
    files
        .filter_map(|directive| match directive.kind {
            DirectiveKind::Include(include) => Some((directive.range, include.file)),
            DirectiveKind::Escaped | DirectiveKind::Title => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DISK: &str = "# One\r\n\n{{#include a/b.md:x}}\n\nTwo words\nend";
    const RECEIVED: &str = "# One\r\n\nfrom\nthe file\n\nTwo words\nend";

    /// What on disk stands for `what` in the received text.
    fn carried(received: &str, disk: &str, what: &str) -> (String, Option<String>) {
        let start = received.find(what).unwrap();
        let carried = Carrier::new(received, disk).carry(start..start + what.len());
        (disk[carried.range].to_owned(), carried.included)
    }

    #[test]
    fn what_is_in_both_is_the_same_place() {
        for what in ["# One", "Two words", "words\nend", "end"] {
            assert_eq!(carried(RECEIVED, DISK, what), (what.to_owned(), None));
            assert_eq!(carried(DISK, DISK, what), (what.to_owned(), None));
        }
    }

    #[test]
    fn what_was_included_is_shown_at_the_directive() {
        for what in ["from", "file", "from\nthe file\n\nTwo"] {
            let (text, included) = carried(RECEIVED, DISK, what);
            assert_eq!(text, "{{#include a/b.md:x}}");
            assert_eq!(included.as_deref(), Some("a/b.md"));
        }
    }

    #[test]
    fn an_include_has_its_own_lines_and_no_others() {
        let disk = "A\nB\n{{ #include b.txt}}\nC\nD\n";
        let received = "a\nb\nfrom\nthe file\nc\nd\n";
        for (what, place, included) in [
            ("a", "A", None),
            ("b", "B", None),
            ("from", "{{ #include b.txt}}", Some("b.txt")),
            ("the file", "{{ #include b.txt}}", Some("b.txt")),
            ("c", "C", None),
            ("d", "D", None),
        ] {
            let expected = (place.to_owned(), included.map(str::to_owned));
            assert_eq!(carried(received, disk, what), expected);
            let one_line = received.replace("the file\n", "");
            if what != "the file" {
                assert_eq!(carried(&one_line, disk, what), expected);
            }
        }
        // What only looks like an include brings nothing in.
        let disk = "\\{{#include b.txt}}\nend";
        assert_eq!(
            carried("{{#include b.txt}}\nmore\nend", disk, "more").1,
            None
        );
    }

    #[test]
    fn nothing_but_blank_lines_keeps_includes_apart() {
        let disk = "{{#include 1}}\n\n{{#include 2}}";
        let three = "<!-- x -->\n\n{{#include 1}}\n\n{{#include 2}}\n\n{{#include 3}}\n";
        for (received, disk, what, included) in [
            ("First.\n\nSecond.\n\nSee [x](y).", disk, "[x]", "2"),
            ("First.\n\nSecond.\n\nSee [x](y).", disk, "First", "1"),
            ("First.\n\nSecond.\n\nSee [x](y).", disk, "Second", "1"),
            ("<!-- x -->\n\nA\n\n\nB\n\nC\n", three, "A", "1"),
            ("<!-- x -->\n\nA\n\n\nB\n\nC\n", three, "B", "2"),
            ("<!-- x -->\n\nA\n\na\n\nB\nb\n\nC\n", three, "b", "2"),
            ("<!-- x -->\n\nA\n\na\n\nB\nb\n\nC\n", three, "C", "3"),
            // The last blank line does not take from an include all that it brought in.
            ("<!-- x -->\n\nA\n\nB\n\n\nC\n", three, "B", "2"),
        ] {
            let found = carried(received, disk, what);
            let directive = format!("{{{{#include {included}}}}}");
            assert_eq!(found, (directive, Some(included.to_owned())), "{what}");
        }
    }

    #[test]
    fn the_end_of_a_line_may_be_another() {
        for (received, disk) in [
            ("One [x](y) \n\ntwo \n", "One [x](y)\n\ntwo\n"),
            ("One [x](y)\n\ntwo\n", "One [x](y)\r\n\r\ntwo\r\n"),
            ("One [x](y)  \n\ntwo", "One [x](y)\t\r\n\r\ntwo"),
            (
                "One. \nfrom b \nSee [x](y) \ntwo ",
                "One.\n{{#include b.txt}}\nSee [x](y)\ntwo",
            ),
        ] {
            for what in ["[x](y)", "(y)", "two"] {
                assert_eq!(carried(received, disk, what), (what.to_owned(), None));
            }
        }
        assert_eq!(carried("a  \nb", "a\nb", "  \nb").0, "\nb");
    }

    #[test]
    fn what_a_plugin_added_is_shown_near_by() {
        assert_eq!(carried("a\nb\nnew\n", "a\nb\n", "new").0, "b");
        assert_eq!(carried("a\nB!\n", "a\nb\n", "B!").0, "b");
        assert_eq!(carried("a\nB!\nC!\n", "a\nb\nc\n", "C!").0, "c");
        assert_eq!(carried("new", "", "new").0, "");
    }
}
