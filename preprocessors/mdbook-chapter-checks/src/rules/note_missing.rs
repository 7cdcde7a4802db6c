//! # note-missing
//!
//! Finds a definition that does not begin with a paragraph of text.
//!
//! That paragraph is the concept's note. It travels: to every link that uses the concept, to the
//! index, to the map. Without it they have nothing to show, and a reader who asks what a word means
//! gets an empty answer.
//!
//! ## Bad
//!
//! ```md
//! Every request has a [deadline](concept:).
//!
//! [Deadline](concept:)
//! : - set by the first caller
//!   - handed on with the request
//! ```
//!
//! ## Good
//!
//! ```md
//! Every request has a [deadline](concept:).
//!
//! [Deadline](concept:)
//! : The moment after which an answer is of no use.
//!
//!   - set by the first caller
//!   - handed on with the request
//! ```

use book_model::{Chapter, Diagnostic, Label, Span};

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "note-missing",
    level: Level::Deny,
    source: include_str!("note_missing.rs"),
    check: Check::Chapter(check),
};

fn check(_: &Checked<'_>, chapter: &Chapter) -> Vec<Diagnostic> {
    let page = &chapter.page;
    let without = page
        .definitions
        .iter()
        .filter(|definition| definition.note.is_empty());
    without
        .map(|definition| {
            let span = Span::chapter(chapter.id, page.links[definition.link].range.clone());
            let message = format!("the definition of `{}` has no note", definition.name);
            Diagnostic::new(RULE.name, message, Label::new(span, "no paragraph of text comes first"))
                .help("write on the next line, behind `: `, what it is, in a sentence that stands on its own; what else there is follows after a blank line, indented by two spaces")
        })
        .collect()
}
