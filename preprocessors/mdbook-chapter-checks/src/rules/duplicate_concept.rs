//! # duplicate-concept
//!
//! Finds a second definition of a concept.
//!
//! A concept has one note, which the index and every link to it show. With two, readers would see
//! whichever comes first, and an edit to the other would change nothing.
//!
//! ## Bad
//!
//! ```md
//! [Deadline](concept:)
//! : The moment after which an answer is of no use.
//!
//! [Deadline](concept:)
//! : The time by which all work for a request must end.
//!
//! Every hop gets what is left of the [deadline](concept:).
//! ```
//!
//! ## Good
//!
//! ```md
//! [Deadline](concept:)
//! : The moment after which an answer is of no use.
//!
//! Every hop gets what is left of the [deadline](concept:).
//! ```

use book_model::{ChapterId, Diagnostic, Label, Model, NameKey, Span};

use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "duplicate-concept",
    level: Level::Deny,
    source: include_str!("duplicate_concept.rs"),
    check: Check::Book(check),
};

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Diagnostic> {
    let model = checked.model;
    let duplicates = model.duplicates.iter().map(|duplicate| {
        let first = model.concept(duplicate.concept);
        let again = &model.chapter(duplicate.chapter).page.definitions[duplicate.definition];
        let message = format!("the concept `{}` is defined twice", first.id);
        let here = Label::new(
            term(model, duplicate.chapter, duplicate.definition),
            "defined again here",
        );
        Diagnostic::new(RULE.name, message, here)
            .label(
                term(model, first.chapter, first.definition),
                "first defined here",
            )
            .help("keep one definition, and make the other a sentence that uses the concept")
            .help(two_concepts(&first.name, &again.name))
    });
    duplicates.collect()
}

/// What to do if both definitions are meant.
fn two_concepts(first: &str, again: &str) -> String {
    let own = if NameKey::new(first) == NameKey::new(again) {
        "a name of its own: `[Another name](concept:)`".to_owned()
    } else {
        format!("an id of its own: `[{again}](concept:another-id)`")
    };
    format!("or, if they are two concepts, give this one {own}")
}

/// The place of a definition's term.
fn term(model: &Model, chapter: ChapterId, definition: usize) -> Span {
    let page = &model.chapter(chapter).page;
    let link = page.definitions[definition].link;
    Span::chapter(chapter, page.links[link].range.clone())
}
