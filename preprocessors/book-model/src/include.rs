//! The directives of mdBook's `links` preprocessor, and the part of a file that one brings in.
//!
//! Its expressions are those of `mdbook-driver` 0.5.4 (`builtin_preprocessors/links.rs` and
//! `links/take_lines.rs`), which reads them in the text as it is, code or not. The tests under
//! `tests/` hold the two together.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

static DIRECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    expression(r"\\\{\{#.*\}\}|\{\{\s*#([a-zA-Z0-9_]+)\s+([^}]+)\}\}")
});
static ANCHOR: LazyLock<Regex> = LazyLock::new(|| expression(r"ANCHOR:\s*([\w_-]+)"));
static ANCHOR_END: LazyLock<Regex> = LazyLock::new(|| expression(r"ANCHOR_END:\s*([\w_-]+)"));

fn expression(source: &str) -> Regex {
    Regex::new(source).expect("the expression is right")
}

/// A directive, at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it asks for.
    pub kind: DirectiveKind,
}

/// What a directive asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectiveKind {
    /// `\{{#...}}`: to be shown without the backslash.
    Escaped,
    /// `{{#title ...}}`: another title for the page.
    Title,
    /// A file.
    Include(Include),
}

/// A file to be brought in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Include {
    /// The file, relative to the folder of the file that the directive stands in.
    pub file: String,
    /// How much of it.
    pub part: Part,
    /// As what.
    pub form: Form,
}

/// How much of a file is brought in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// The lines from `start`, counted from 0, up to and without `end`; all of them where that is
    /// `0..None`.
    Lines {
        /// The first line.
        start: usize,
        /// The first line that is left out.
        end: Option<usize>,
    },
    /// The lines from `ANCHOR: name` to `ANCHOR_END: name`.
    Anchor(String),
}

impl Part {
    const WHOLE: Part = Part::Lines {
        start: 0,
        end: None,
    };

    /// What stands behind the first `:` of the file.
    fn parse(written: Option<&str>) -> Part {
        let Some(written) = written else {
            return Part::WHOLE;
        };
        let mut parts = written.splitn(3, ':');
        let first = parts.next().unwrap_or_default();
        let start = match first.parse::<usize>() {
            Ok(line) => Some(line.saturating_sub(1)),
            Err(_) if first.is_empty() => None,
            Err(_) => return Part::Anchor(first.to_owned()),
        };
        let end = match parts.next() {
            Some(end) => end.parse().ok(),
            None => start.map(|start| start + 1),
        };
        Part::Lines {
            start: start.unwrap_or(0),
            end,
        }
    }
}

/// As what a file is brought in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Form {
    /// `include`: the part, and nothing else.
    Text,
    /// `rustdoc_include`: the whole file, with the other lines hidden.
    Hidden,
    /// `playground`, or `playpen`: a block of Rust code with these further words behind `rust`.
    Playground(Vec<String>),
}

/// The directives of a text, in order.
pub fn directives(text: &str) -> Vec<Directive> {
    let found = DIRECTIVE.captures_iter(text);
    found
        .filter_map(|captures| {
            let kind = match (captures.get(1), captures.get(2)) {
                (Some(word), Some(rest)) => kind(word.as_str(), rest.as_str())?,
                _ => DirectiveKind::Escaped,
            };
            Some(Directive {
                range: captures.get(0)?.range(),
                kind,
            })
        })
        .collect()
}

fn kind(word: &str, rest: &str) -> Option<DirectiveKind> {
    if word == "title" {
        return Some(DirectiveKind::Title);
    }
    let mut words = rest.split_whitespace();
    let written = words.next()?;
    let form = match word {
        "include" => Form::Text,
        "rustdoc_include" => Form::Hidden,
        "playground" | "playpen" => Form::Playground(words.map(str::to_owned).collect()),
        _ => return None,
    };
    let (file, part) = match (&form, written.split_once(':')) {
        (Form::Text | Form::Hidden, Some((file, part))) => (file, Some(part)),
        _ => (written, None),
    };
    Some(DirectiveKind::Include(Include {
        file: file.to_owned(),
        part: Part::parse(part),
        form,
    }))
}

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
