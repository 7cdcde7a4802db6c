//! Carries a span of the text that a plugin received to the file on disk.
//!
//! Between the two lie mdBook's includes and other people's plugins. The texts are compared line
//! by line: a line that is in both is the same place in both; what has no line of its own on disk
//! is shown where it came from, at the include directive that it replaced.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

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
    ops: Vec<DiffOp>,
    /// Whether the two texts are one, which is asked for every place that is carried.
    same: bool,
}

impl<'a> Carrier<'a> {
    /// Compares the two texts.
    pub fn new(received: &'a str, disk: &'a str) -> Carrier<'a> {
        let same = received == disk;
        let (new, old): (Vec<_>, Vec<_>) = if same {
            (Vec::new(), Vec::new())
        } else {
            (lines(received), lines(disk))
        };
        let starts = |lines: &[&str]| -> Vec<usize> {
            lines
                .iter()
                .scan(0, |at, line| Some(std::mem::replace(at, *at + line.len())))
                .collect()
        };
        Carrier {
            disk,
            received_lines: starts(&new),
            disk_lines: starts(&old),
            same,
            ops: capture_diff_slices(Algorithm::Myers, &old, &new),
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
                let line_end = end_of_line(self.disk, start);
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
        let at = self.ops.partition_point(|op| op.new_range().end <= line);
        let op = self.ops.get(at);
        let Some(op) = op.filter(|op| op.new_range().contains(&line)) else {
            return Err(self.replaced(self.disk_lines.len()..self.disk_lines.len()));
        };
        if let DiffOp::Equal {
            old_index,
            new_index,
            ..
        } = op
        {
            let column = offset - self.received_lines[line];
            return Ok(self.disk_lines[old_index + line - new_index] + column);
        }
        Err(self.replaced(op.old_range()))
    }

    /// The include directive among these lines on disk, else the first of them.
    fn replaced(&self, lines: Range<usize>) -> Carried {
        let start = self.line_start(lines.start);
        let end = self.line_start(lines.end);
        if let Some((range, included)) = include_directive(&self.disk[start..end]) {
            return Carried {
                range: start + range.start..start + range.end,
                included: Some(included),
            };
        }
        // Nothing on disk was replaced: the line before is the nearest that there is.
        let line = if start < end {
            start
        } else {
            self.line_start(lines.start.saturating_sub(1))
        };
        Carried {
            range: line..end_of_line(self.disk, line),
            included: None,
        }
    }

    fn line_start(&self, line: usize) -> usize {
        self.disk_lines
            .get(line)
            .copied()
            .unwrap_or(self.disk.len())
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn end_of_line(text: &str, start: usize) -> usize {
    let line = text[start..].lines().next().unwrap_or_default();
    start + line.len()
}

/// The first directive of mdBook's `links` preprocessor that brings in a file, and that file.
fn include_directive(text: &str) -> Option<(Range<usize>, String)> {
    let mut from = 0;
    while let Some(open) = text[from..].find("{{#").map(|at| from + at) {
        let close = open + text[open..].find("}}")? + 2;
        let mut words = text[open + 3..close - 2].split_whitespace();
        let brings_in = words.next().is_some_and(|word| {
            matches!(
                word,
                "include" | "rustdoc_include" | "playground" | "playpen"
            )
        });
        let escaped = text[..open].ends_with('\\');
        if let (true, false, Some(file)) = (brings_in, escaped, words.next()) {
            let file = file.split(':').next().unwrap_or(file);
            return Some((open..close, file.to_owned()));
        }
        from = close;
    }
    None
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
    fn what_a_plugin_added_is_shown_near_by() {
        assert_eq!(carried("a\nb\nnew\n", "a\nb\n", "new").0, "b");
        assert_eq!(carried("a\nB!\n", "a\nb\n", "B!").0, "b");
        assert_eq!(carried("new", "", "new").0, "");
    }
}
