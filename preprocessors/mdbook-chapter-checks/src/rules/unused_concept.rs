//! # unused-concept
//!
//! Finds a concept that is defined and that nothing else in the book uses.
//!
//! The reader learns a word which then never comes up, or comes up with no link back to what it
//! means. Any link to the concept is a use: one in the text, in a checklist, in the definition of
//! another concept, a signpost, what a reading path takes as known. What stands in the definition
//! itself is none. Chapters that another tool makes are not looked at: nobody writes them.
//!
//! ## Bad
//!
//! ```md
//! Give every request a moment at which it ends.
//!
//! [Deadline](concept:)
//! : The moment after which an answer is of no use.
//! ```
//!
//! ## Good
//!
//! ```md
//! Give every request a [deadline](concept:).
//!
//! [Deadline](concept:)
//! : The moment after which an answer is of no use.
//! ```

use std::collections::HashSet;

use book_model::{Concept, ConceptId, Diagnostic, Label, Model};
use book_plugin::Speller;

use super::ambiguous_name;
use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "unused-concept",
    level: Level::Warn,
    source: include_str!("unused_concept.rs"),
    check: Check::Book(check),
};

fn check(checked: &Checked<'_>, speller: &Speller) -> Vec<Diagnostic> {
    let model = checked.model;
    let mut used: HashSet<ConceptId> = model
        .uses
        .iter()
        .filter(|used| used.in_definition != Some(used.concept))
        .map(|used| used.concept)
        .collect();
    // The links that were meant for it may lead to another of the same name, which is said already.
    if checked.levels.is_on(&ambiguous_name::RULE) {
        used.extend(model.clashes.iter().map(|clash| clash.concept));
    }
    let concepts = model.concepts.iter().enumerate();
    concepts
        .map(|(index, concept)| (ConceptId(index), concept))
        .filter(|(id, _)| !used.contains(id))
        .filter(|(_, concept)| checked.sources.chapters[concept.chapter.0].source_path.is_some())
        .filter(|(_, concept)| !is_meant(model, speller, concept))
        .map(|(id, concept)| {
            let message = format!("nothing uses the concept `{}`", concept.name);
            let label = Label::new(model.term(id), "defined here, and used nowhere");
            Diagnostic::new(RULE.name, message, label)
                .help(format!(
                    "link to it where the text speaks of it: `[{}](concept:{})`",
                    concept.name, concept.id
                ))
                .help("or, if the word matters here alone, take the link out of its term: it is a plain definition then")
        })
        .collect()
}

/// Whether a link that leads to no concept was probably meant for this one: that is said already.
fn is_meant(model: &Model, speller: &Speller, concept: &Concept) -> bool {
    let failed = model.unresolved.iter().map(|&(chapter, link)| {
        let link = &model.chapter(chapter).page.links[link];
        let id = link
            .concept
            .as_ref()
            .and_then(|concept| concept.id.as_deref());
        id.unwrap_or(&link.text)
    });
    let names = [&concept.name, &concept.id]
        .into_iter()
        .chain(&concept.aliases);
    names
        .into_iter()
        .any(|name| speller.nearest(name, failed.clone()).is_some())
}
