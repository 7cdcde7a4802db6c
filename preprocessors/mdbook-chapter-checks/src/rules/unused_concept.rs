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

use book_model::{Concept, ConceptId, Diagnostic, Label, Span};
use book_plugin::Speller;

use super::{ambiguous_name, unknown_concept};
use crate::explained::Explained;
use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "unused-concept",
    level: Level::Warn,
    source: include_str!("unused_concept.rs"),
    check: Check::After(check),
};

fn check(checked: &Checked<'_>, speller: &Speller, said: &[Diagnostic]) -> Vec<Diagnostic> {
    let model = checked.model;
    let mut used: HashSet<ConceptId> = model
        .uses
        .iter()
        .filter(|used| used.in_definition != Some(used.concept))
        .map(|used| used.concept)
        .collect();
    // The links that were meant for it may lead to another of the same name, which is said already.
    let places = places(said, ambiguous_name::RULE.name);
    let clashes = model.clashes.iter();
    let said_already =
        clashes.filter(|clash| places.contains(&ambiguous_name::place(checked, clash)));
    used.extend(said_already.map(|clash| clash.concept));
    let failed = failed(checked, said);
    let concepts = model.concepts.iter().enumerate();
    concepts
        .map(|(index, concept)| (ConceptId(index), concept))
        .filter(|(id, _)| !used.contains(id))
        .filter(|(_, concept)| checked.sources.chapters[concept.chapter.0].source_path.is_some())
        .filter(|(_, concept)| !is_meant(&failed, speller, concept))
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

/// Where this rule has spoken.
fn places<'a>(said: &'a [Diagnostic], rule: &str) -> HashSet<&'a Span> {
    let said = said.iter().filter(|one| one.rule == rule);
    said.map(|one| &one.primary.span).collect()
}

/// The ids or names in links that lead to no concept, as far as that is said.
fn failed<'a>(checked: &Checked<'a>, said: &[Diagnostic]) -> Vec<&'a str> {
    let model = checked.model;
    let places = places(said, unknown_concept::RULE.name);
    let explained = Explained::by(checked, said);
    let failed = model.unresolved.iter().filter(|&&(chapter, link)| {
        places.contains(&model.link(chapter, link)) || explained.holds(model, chapter, link)
    });
    let names = failed.map(|&(chapter, link)| {
        let link = &model.chapter(chapter).page.links[link];
        let concept = link.concept.as_ref();
        let id = concept.and_then(|concept| concept.id.as_deref());
        id.unwrap_or(&link.text)
    });
    names.collect()
}

/// Whether one of these links was probably meant for the concept.
fn is_meant(failed: &[&str], speller: &Speller, concept: &Concept) -> bool {
    let names = [&concept.name, &concept.id]
        .into_iter()
        .chain(&concept.aliases);
    names
        .into_iter()
        .any(|name| speller.nearest(name, failed.iter().copied()).is_some())
}
