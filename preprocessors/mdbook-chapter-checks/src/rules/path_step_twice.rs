//! # path-step-twice
//!
//! Finds a chapter that is a step of the same reading path twice.
//!
//! A chapter has one place on a path. Whoever comes to it for the second time is told that it is the
//! earlier step, and sent on from there: round and round. Two sections of one chapter are one step.
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
//! 3. [Timeouts again](timeouts.md): what retries change.
//! //- src/timeouts.md
//! # Timeouts
//! //- src/retries.md
//! # Retries
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
//! 2. [Retries](retries.md): and what they change about your [timeouts](timeouts.md).
//! //- src/timeouts.md
//! # Timeouts
//! //- src/retries.md
//! # Retries
//! ```

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use book_model::{Diagnostic, Label, ReadingPath, Span};
use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "path-step-twice",
    level: Level::Deny,
    source: include_str!("path_step_twice.rs"),
    check: Check::Book(check),
};

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Diagnostic> {
    let paths = checked.model.paths.iter();
    paths.flat_map(|path| again(checked, path)).collect()
}

fn again(checked: &Checked<'_>, path: &ReadingPath) -> Vec<Diagnostic> {
    let mut first = HashMap::new();
    let mut found = Vec::new();
    for (index, step) in path.steps.iter().enumerate() {
        let Entry::Occupied(known) = first.entry(step.chapter) else {
            first.insert(step.chapter, index);
            continue;
        };
        let known: usize = *known.get();
        let message = format!(
            "\"{}\" is a step of the path \"{}\" twice",
            checked.model.chapter(step.chapter).title(),
            path.name
        );
        let place = |index: usize| Span::chapter(path.chapter, path.steps[index].link.clone());
        let label = Label::new(place(index), "this step leads there again");
        found.push(
            Diagnostic::new(RULE.name, message, label)
                .label(place(known), "this one leads there first")
                .help("keep the step that comes first, and let another one send the reader back: a link that does not open its item is no step"),
        );
    }
    found
}
