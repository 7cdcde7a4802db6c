//! # unknown-concept
//!
//! Finds a link to a concept that no chapter defines, and names the concept that was probably
//! meant.
//!
//! Such a link would lead nowhere: the reader who follows it to learn what a word means is left
//! with a dead link. It is nearly always a slip of the pen, or a definition that was renamed.
//!
//! ## Bad
//!
//! ```md
//! Give up in time: keep to the [retry bugdet](concept:).
//!
//! [Retry budget](concept:)
//! : A cap on the share of requests that may be retries.
//! ```
//!
//! ## Good
//!
//! ```md
//! Give up in time: keep to the [retry budget](concept:).
//!
//! [Retry budget](concept:)
//! : A cap on the share of requests that may be retries.
//! ```

use book_model::{ChapterId, Diagnostic, Label, Link, Model, Span};

use crate::level::Level;
use crate::rule::{Checked, Rule};
use crate::similar::nearest;

pub(crate) const RULE: Rule = Rule {
    name: "unknown-concept",
    level: Level::Deny,
    source: include_str!("unknown_concept.rs"),
    check,
};

fn check(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let model = checked.model;
    let links = model.unresolved.iter().filter(|(chapter, link)| {
        // What a near miss explains better is left to it.
        let misses = &model.chapter(*chapter).page.near_misses;
        !misses.iter().any(|miss| miss.link == Some(*link))
    });
    links
        .map(|&(chapter, link)| {
            diagnostic(model, chapter, &model.chapter(chapter).page.links[link])
        })
        .collect()
}

fn diagnostic(model: &Model, chapter: ChapterId, link: &Link) -> Diagnostic {
    let id = link
        .concept
        .as_ref()
        .and_then(|concept| concept.id.as_deref());
    let message = match id {
        Some(id) => format!("no concept has the id `{id}`"),
        None => format!("no concept is called `{}`", link.text),
    };
    let label = Label::new(
        Span::chapter(chapter, link.range.clone()),
        "not defined in this book",
    );
    let diagnostic = Diagnostic::new(RULE.name, message, label);
    let near = match id {
        Some(id) => nearest(id, model.concepts.iter().map(|concept| concept.id.as_str())),
        None => nearest(&link.text, names(model)),
    };
    let diagnostic = match near {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic,
    };
    let name = if link.text.is_empty() {
        id.unwrap_or("Name")
    } else {
        &link.text
    };
    let written = id.map_or(String::new(), str::to_owned);
    diagnostic.help(format!(
        "or define it where it is taught, with blank lines around: `[{name}](concept:{written})`, and on the next line `: what it is`"
    ))
}

fn names(model: &Model) -> impl Iterator<Item = &str> {
    let concepts = model.concepts.iter();
    concepts
        .flat_map(|concept| std::iter::once(&concept.name).chain(&concept.aliases))
        .map(String::as_str)
}
