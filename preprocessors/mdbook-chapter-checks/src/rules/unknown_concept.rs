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

use book_model::{ChapterId, Diagnostic, Label, Link, Model, Span, plural};
use book_plugin::Speller;

use crate::explained::Explained;
use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "unknown-concept",
    level: Level::Deny,
    source: include_str!("unknown_concept.rs"),
    check: Check::After(check),
};

fn check(checked: &Checked<'_>, speller: &Speller, said: &[Diagnostic]) -> Vec<Diagnostic> {
    let model = checked.model;
    // What a near miss explains is left to it.
    let explained = Explained::by(checked, said);
    let links = model.unresolved.iter();
    let links = links.filter(|(chapter, link)| !explained.holds(model, *chapter, *link));
    let names = names(model);
    links
        .map(|&(chapter, link)| {
            diagnostic(
                model,
                speller,
                &names,
                chapter,
                &model.chapter(chapter).page.links[link],
            )
        })
        .collect()
}

fn diagnostic(
    model: &Model,
    speller: &Speller,
    names: &[String],
    chapter: ChapterId,
    link: &Link,
) -> Diagnostic {
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
        Some(id) => speller.nearest(id, model.concepts.iter().map(|concept| concept.id.as_str())),
        None => speller.nearest(&link.text, names.iter().map(String::as_str)),
    };
    let name = if link.text.is_empty() {
        id.unwrap_or("Name")
    } else {
        &link.text
    };
    let define = format!(
        "define it where it is taught, with blank lines around: `[{name}](concept:{})`, and on the next line `: what it is`",
        id.unwrap_or_default()
    );
    match near {
        Some(near) => diagnostic
            .help(format!("did you mean `{near}`?"))
            .help(format!("or {define}")),
        None => diagnostic.help(define),
    }
}

/// Every name that a use can have.
fn names(model: &Model) -> Vec<String> {
    let concepts = model.concepts.iter();
    let names = concepts.flat_map(|concept| std::iter::once(&concept.name).chain(&concept.aliases));
    let english = names.clone().filter(|_| model.english);
    let plurals = english.map(|name| plural(name));
    names.cloned().chain(plurals).collect()
}
