//! # stale-signpost
//!
//! Finds a signpost (`?later`) to a concept that its reader has met already.
//!
//! A signpost says that the concept comes later. When chapters or steps were moved and it comes first
//! now, in the book and on every reading path of the chapter, it says what is not so, and the order
//! of the paths is not checked for this use. Chapters on no path are not looked at, nor signposts
//! inside definitions, which keep them from explaining each other in a circle.
//!
//! ## Bad
//!
//! ```md
//! //- book.toml
//! [preprocessor.reading-paths]
//! paths = ["path.md"]
//! //- src/path.md
//! # First things first
//!
//! 1. [Timeouts](timeouts.md)
//! 2. [Retries](retries.md)
//! //- src/timeouts.md
//! # Timeouts
//!
//! [Timeout](concept:)
//! : How long a caller waits for an answer.
//! //- src/retries.md
//! # Retries
//!
//! A retry begins where a [timeout](concept:?later) ends.
//! ```
//!
//! ## Good
//!
//! ```md
//! //- book.toml
//! [preprocessor.reading-paths]
//! paths = ["path.md"]
//! //- src/path.md
//! # First things first
//!
//! 1. [Timeouts](timeouts.md)
//! 2. [Retries](retries.md)
//! //- src/timeouts.md
//! # Timeouts
//!
//! [Timeout](concept:)
//! : How long a caller waits for an answer.
//! //- src/retries.md
//! # Retries
//!
//! A retry begins where a [timeout](concept:) ends.
//! ```

use book_model::{Diagnostic, Label, Model, Use, UseKind};
use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "stale-signpost",
    level: Level::Warn,
    source: include_str!("stale_signpost.rs"),
    check: Check::Book(check),
};

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Diagnostic> {
    let model = checked.model;
    let signposts = model
        .uses
        .iter()
        .filter(|used| used.kind == UseKind::Signpost && used.in_definition.is_none());
    signposts
        .filter(|used| is_behind_in_book(model, used) && is_behind_on_paths(model, used))
        .map(|used| diagnostic(model, used))
        .collect()
}

/// Whether the concept is defined ahead of its use, in the order of SUMMARY.md.
fn is_behind_in_book(model: &Model, used: &Use) -> bool {
    let concept = model.concept(used.concept);
    let definition = model.term(used.concept).start;
    let link = model.link(used.chapter, used.link).start;
    (concept.chapter, definition) < (used.chapter, link)
}

/// Whether the chapter is on a path, and each path that it is on has introduced the concept by then.
fn is_behind_on_paths(model: &Model, used: &Use) -> bool {
    let defined_in = model.concept(used.concept).chapter;
    let mut met = model.paths.iter().filter_map(|path| {
        let here = path.step_of(used.chapter)?;
        Some(path.step_of(defined_in).is_some_and(|step| step <= here))
    });
    met.next() == Some(true) && met.all(|met| met)
}

fn diagnostic(model: &Model, used: &Use) -> Diagnostic {
    let concept = model.concept(used.concept);
    let link = &model.chapter(used.chapter).page.links[used.link];
    let reference = link.concept.as_ref();
    let id = reference.and_then(|reference| reference.id.as_deref());
    let message = format!(
        "`{}` comes ahead of this signpost on every path",
        concept.name
    );
    let label = Label::new(
        model.link(used.chapter, used.link),
        "`?later`, and it was earlier",
    );
    Diagnostic::new(RULE.name, message, label)
        .label(model.term(used.concept), "introduced here")
        .help(format!(
            "take `?later` away: `concept:{}`",
            id.unwrap_or_default()
        ))
}
