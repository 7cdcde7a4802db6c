//! # duplicate-anchor
//!
//! Finds an id that two places of a page have: a link reaches only one of them.
//!
//! Browsers go to the first, so that a link to the other leads its readers astray without a word, and no
//! check of links sees it. mdBook keeps the ids that it makes of headings apart from each other (the
//! second becomes `name-1`), but not from those that are written: in `{#id}`, in raw HTML, as the id of
//! a concept, whose anchor is `concept-ID`. An anchor right above the heading of the same id leads
//! to the same place, and passes; so do the ids inside a drawing (`<svg>`).
//!
//! ## Bad
//!
//! ```md
//! # Timeouts
//!
//! ## How to choose one {#choice}
//!
//! From what the caller can wait for.
//!
//! ## Choice
//! ```
//!
//! ## Good
//!
//! ```md
//! # Timeouts
//!
//! ## How to choose one {#how-to-choose}
//!
//! From what the caller can wait for.
//!
//! ## Choice
//!
//! ## Choice
//! ```

use std::ops::Range;

use book_model::{Chapter, Diagnostic, Label, RepeatedAnchor, Span};

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "duplicate-anchor",
    level: Level::Warn,
    source: include_str!("duplicate_anchor.rs"),
    check: Check::Chapter(check),
};

fn check(checked: &Checked<'_>, chapter: &Chapter) -> Vec<Diagnostic> {
    let repeated = chapter.page.repeated_anchors.iter();
    repeated
        // A concept that is defined twice is what duplicate-concept speaks of.
        .filter(|one| !(is_concept(chapter, &one.first) && is_concept(chapter, &one.again)))
        .map(|one| diagnostic(checked, chapter, one))
        .collect()
}

fn is_concept(chapter: &Chapter, place: &Range<usize>) -> bool {
    let definitions = &chapter.page.definitions;
    let known = definitions.binary_search_by_key(&place.start, |one| one.term.start);
    known.is_ok_and(|at| definitions[at].term == *place)
}

fn diagnostic(checked: &Checked<'_>, chapter: &Chapter, one: &RepeatedAnchor) -> Diagnostic {
    let text = &checked.sources.chapters[chapter.id.0].text;
    let span = |range: &Range<usize>| {
        let shown = text[range.clone()].trim_end().len();
        Span::chapter(chapter.id, range.start..range.start + shown)
    };
    let id = &one.id;
    let message = format!("a second place of this page has the id `{id}`");
    let label = Label::new(span(&one.again), "no link reaches this one");
    let diagnostic = Diagnostic::new(RULE.name, message, label)
        .label(span(&one.first), format!("a link to `#{id}` leads here"));
    let headings = &chapter.page.headings;
    let is_heading = |range: &Range<usize>| {
        let at = headings.binary_search_by_key(&range.start, |heading| heading.range.start);
        at.is_ok()
    };
    if is_heading(&one.again) {
        diagnostic.help("give this heading an id of its own: `## Heading {#another-id}`")
    } else {
        diagnostic.help("give one of the two another id, and correct the links to it")
    }
}
