//! The part of a file that an include brings in.

use std::sync::LazyLock;

use regex::Regex;

use super::{Form, Include, Part, expression};

static ANCHOR: LazyLock<Regex> = LazyLock::new(|| expression(r"ANCHOR:\s*([\w_-]+)"));
static ANCHOR_END: LazyLock<Regex> = LazyLock::new(|| expression(r"ANCHOR_END:\s*([\w_-]+)"));

/// What an include makes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Included {
    /// The text that takes the place of the directive, before the directives in it are expanded.
    pub text: String,
    /// For each line of it the line of the file, counted from 0.
    pub lines: Vec<usize>,
    /// Whether the part is there: the anchor, or a line of the range.
    pub found: bool,
}

impl Include {
    /// What this include makes of the file whose text is `text`.
    pub fn apply(&self, text: &str) -> Included {
        let mut lines: Vec<(usize, String)> = Vec::new();
        let mut found = false;
        if let Form::Playground(words) = &self.form {
            let comma = if words.is_empty() { "" } else { "," };
            lines.push((0, format!("```rust{comma}{}", words.join(","))));
            lines.extend(text.lines().map(str::to_owned).enumerate());
            found = true;
        } else {
            let hide = self.form == Form::Hidden;
            let mut within = Within::default();
            for (number, line) in text.lines().enumerate() {
                let (kept, shown) = match &self.part {
                    Part::Lines { start, end } => {
                        let inside = number >= *start && end.is_none_or(|end| number < end);
                        found |= inside;
                        (true, inside)
                    }
                    Part::Anchor(name) => within.line(line, name, hide),
                };
                match (kept, shown) {
                    (true, true) => lines.push((number, line.to_owned())),
                    (true, false) if hide => lines.push((number, format!("# {line}"))),
                    _ => {}
                }
            }
            // An empty file has everything that there is of it.
            found |= within.begun || self.part == Part::WHOLE;
        }
        let joined: Vec<_> = lines.iter().map(|(_, line)| line.as_str()).collect();
        let mut whole = joined.join("\n");
        if matches!(self.form, Form::Playground(_)) {
            whole = playground(text, &joined);
        }
        Included {
            text: whole,
            lines: lines.iter().map(|(number, _)| *number).collect(),
            found,
        }
    }
}

/// The whole file as it is, carriage returns included, between fences.
fn playground(text: &str, lines: &[&str]) -> String {
    let fence = lines.first().copied().unwrap_or_default();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}\n{text}{end}```\n")
}

/// Where the lines of a file stand to an anchor.
#[derive(Default)]
struct Within {
    inside: bool,
    begun: bool,
    /// Of an `include`: a second anchor of the name counts no more.
    over: bool,
}

impl Within {
    /// Whether the line is kept, and whether it is shown. `again` where anchors of one name add up.
    fn line(&mut self, line: &str, name: &str, again: bool) -> (bool, bool) {
        let named = |expression: &Regex| {
            let captures = expression.captures(line)?;
            Some(captures.get(1)?.as_str() == name)
        };
        if self.inside {
            return match named(&ANCHOR_END) {
                Some(ends) => {
                    self.inside = !ends;
                    self.over |= ends && !again;
                    (false, false)
                }
                None => {
                    let kept = !ANCHOR.is_match(line);
                    (kept, kept)
                }
            };
        }
        match named(&ANCHOR) {
            Some(begins) => {
                self.inside = begins && !self.over;
                self.begun |= begins;
                (false, false)
            }
            None => (!ANCHOR_END.is_match(line), false),
        }
    }
}

/// The names of the anchors that begin in a file, in order.
pub fn include_anchors(text: &str) -> Vec<&str> {
    let begins = text.lines().filter_map(|line| ANCHOR.captures(line));
    begins
        .filter_map(|captures| captures.get(1).map(|name| name.as_str()))
        .collect()
}
