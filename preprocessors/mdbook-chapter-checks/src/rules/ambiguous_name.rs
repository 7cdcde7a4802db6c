//! # ambiguous-name
//!
//! Finds a name that two concepts have, as their name, as an alias, or as the plural of either.
//!
//! `[load](concept:)` can mean one concept only: the one that has `load` for its name, ahead of one
//! that has it for an alias, ahead of one whose plural it is, and among equals the one that is
//! defined first. A link that was meant for the other leads to the wrong note, and the index shows
//! two entries that cannot be told apart. Regular plurals are those of English, in an English book.
//!
//! ## Bad
//!
//! ```md
//! At full [load](concept:), each [load](concept:electrical-load) on the rail counts.
//!
//! [Load](concept:)
//! : How many requests a service gets in a second.
//!
//! [Load](concept:electrical-load)
//! : What draws power from a supply.
//! ```
//!
//! ## Good
//!
//! ```md
//! At full [load](concept:), each [electrical load](concept:) on the rail counts.
//!
//! [Load](concept:)
//! : How many requests a service gets in a second.
//!
//! [Electrical load](concept:)
//! : What draws power from a supply.
//! ```

use book_model::{ConceptId, Diagnostic, Label, Model, NameClash, NameForm, NameKey, Span};
use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "ambiguous-name",
    level: Level::Warn,
    source: include_str!("ambiguous_name.rs"),
    check: Check::Book(check),
};

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Diagnostic> {
    let clashes = checked.model.clashes.iter();
    clashes.map(|clash| diagnostic(checked, clash)).collect()
}

/// Points at whichever of the two was defined second.
fn diagnostic(checked: &Checked<'_>, clash: &NameClash) -> Diagnostic {
    let model = checked.model;
    let (name, other) = (&clash.name, model.concept(clash.concept));
    let of_other = match clash.form {
        NameForm::Name => "its name".to_owned(),
        NameForm::Alias => "an alias of this one".to_owned(),
        NameForm::Plural => format!("the plural of `{}`", base(model, clash)),
    };
    let other = (span(checked, clash.concept, name), of_other, other);
    let meant = model.concept(clash.meant);
    let of_meant = if NameKey::new(&meant.name) == NameKey::new(name) {
        "its name"
    } else if meant
        .aliases
        .iter()
        .any(|alias| NameKey::new(alias) == NameKey::new(name))
    {
        "an alias of this one"
    } else {
        "a form of its name"
    };
    let meant = (span(checked, clash.meant, name), of_meant.to_owned(), meant);
    let (first, second) = if clash.concept < clash.meant {
        (&other, &meant)
    } else {
        (&meant, &other)
    };
    let message = format!("two concepts are called `{name}`");
    Diagnostic::new(
        RULE.name,
        message,
        Label::new(second.0.clone(), second.1.as_str()),
    )
    .label(first.0.clone(), first.1.as_str())
    .help(format!(
        "`[{name}](concept:)` means `{}`; to mean the other, write its id: `[{name}](concept:{})`",
        meant.2.id, other.2.id
    ))
    .help(match clash.form {
        NameForm::Alias => "better, take the alias away, or give one of them another name",
        NameForm::Name | NameForm::Plural => {
            "better, give one of them another name: readers meet both in the index"
        }
    })
}

/// What the name is the plural of.
fn base<'a>(model: &'a Model, clash: &NameClash) -> &'a str {
    let concept = model.concept(clash.concept);
    let mut names = std::iter::once(&concept.name).chain(&concept.aliases);
    let base = names.find(|name| book_model::plural(name) == clash.name);
    base.unwrap_or(&concept.name)
}

/// Where this clash is said: at whichever of the two was defined second.
pub(super) fn place(checked: &Checked<'_>, clash: &NameClash) -> Span {
    span(checked, clash.concept.max(clash.meant), &clash.name)
}

/// Where a concept gets this name: in the title of its term, else the whole term.
fn span(checked: &Checked<'_>, id: ConceptId, name: &str) -> Span {
    let concept = checked.model.concept(id);
    let page = &checked.model.chapter(concept.chapter).page;
    let link = &page.links[page.definitions[concept.definition].link];
    let text = &checked.sources.chapters[concept.chapter.0].text;
    let is_alias = concept.aliases.iter().any(|alias| alias == name);
    let tail = &text[link.tail.clone()];
    match alias(tail, name).filter(|_| is_alias) {
        Some(at) => {
            let start = link.tail.start + at;
            Span::chapter(concept.chapter, start..start + name.len())
        }
        None => checked.model.term(id),
    }
}

/// Where an alias stands in a link behind its text: whole, between quotation marks or semicolons, and
/// not within another one or in the id.
fn alias(tail: &str, name: &str) -> Option<usize> {
    let mut places = tail.match_indices(name).map(|(at, _)| at);
    places.find(|&at| {
        let ahead = tail[..at].trim_end();
        let behind = tail[at + name.len()..].trim_start();
        ahead.ends_with([';', '"', '\'', '(']) && behind.starts_with([';', '"', '\'', ')'])
    })
}
