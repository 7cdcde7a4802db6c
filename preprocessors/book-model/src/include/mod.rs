//! The directives of mdBook's `links` preprocessor, and the part of a file that one brings in.
//!
//! Its expressions are those of `mdbook-driver` 0.5.4 (`builtin_preprocessors/links.rs` and
//! `links/take_lines.rs`), which reads them in the text as it is, code or not. The tests under
//! `tests/` hold the two together.

mod part;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

pub use self::part::{Included, include_anchors};

static DIRECTIVE: LazyLock<Regex> =
    LazyLock::new(|| expression(r"\\\{\{#.*\}\}|\{\{\s*#([a-zA-Z0-9_]+)\s+([^}]+)\}\}"));

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
