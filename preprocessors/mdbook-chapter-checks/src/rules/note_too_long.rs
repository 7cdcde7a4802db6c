//! # note-too-long
//!
//! Finds a definition whose first paragraph has more than 525 characters.
//!
//! That paragraph is the concept's note. It stands behind every link that uses the concept, in the
//! index and beside the map, where a reader wants a sentence or two and to go on reading. 525
//! characters are what Wikipedia's own hover cards take from an article (`EXTRACT_LENGTH` in
//! MediaWiki's Popups extension): some 85 words, more than twenty seconds of reading. What does not
//! travel can be as long as it needs to be.
//!
//! ## Bad
//!
//! ```md
//! Every request has a [deadline](concept:).
//!
//! [Deadline](concept:)
//! : The moment after which an answer is of no use. The first caller sets it, from what its own user
//!   is ready to wait, and hands it on with the request, so that every service on the way knows how
//!   much time is left and can give up in time. It is a point in time and no duration: a duration
//!   begins anew with every hop, and three services that wait for two seconds each add up to six. On
//!   the wire it is often sent as the time that is left, because clocks differ, and each service
//!   makes a point in time of it when the request comes in. A deadline that has passed ends the work
//!   wherever it has come to, and whoever is told of it gives back what it holds.
//! ```
//!
//! ## Good
//!
//! ```md
//! Every request has a [deadline](concept:).
//!
//! [Deadline](concept:)
//! : The moment after which an answer is of no use. The first caller sets it and hands it on with
//!   the request.
//!
//! It is a point in time and no duration: a duration begins anew with every hop, and three services
//! that wait for two seconds each add up to six.
//! ```

use book_model::{Chapter, Diagnostic, Label, Span};

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "note-too-long",
    level: Level::Warn,
    source: include_str!("note_too_long.rs"),
    check: Check::Chapter(check),
};

/// The characters that a note may have: `EXTRACT_LENGTH` in `src/gateway/mediawiki.js` of MediaWiki's
/// Popups extension, which shows Wikipedia's hover cards.
const LONGEST: usize = 525;

fn check(_: &Checked<'_>, chapter: &Chapter) -> Vec<Diagnostic> {
    let page = &chapter.page;
    let long = page.definitions.iter().filter_map(|definition| {
        let characters = definition.note.plain().chars().count();
        (characters > LONGEST).then_some((definition, characters))
    });
    long.map(|(definition, characters)| {
        let span = Span::chapter(chapter.id, page.links[definition.link].range.clone());
        let message = format!(
            "the note of `{}` has {characters} characters, and a note travels",
            definition.name
        );
        let label = format!("more than {LONGEST} in its first paragraph");
        Diagnostic::new(RULE.name, message, Label::new(span, label)).help(
            "keep what says what it is, and make the rest a paragraph of its own, below the definition",
        )
    })
    .collect()
}
