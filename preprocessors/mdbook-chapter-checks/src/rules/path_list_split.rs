//! # path-list-split
//!
//! Finds a reading path whose steps go on in a second list.
//!
//! The steps of a path are its first ordered list. A paragraph that is not indented, or another kind of
//! number, ends that list, and the steps behind it would silently be none.
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
//!
//! Now that you know when to give up:
//!
//! 2. [Retries](retries.md)
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
//!
//!    Now that you know when to give up:
//!
//! 2. [Retries](retries.md)
//! //- src/timeouts.md
//! # Timeouts
//! //- src/retries.md
//! # Retries
//! ```

use book_model::{Diagnostic, Label, Span};

use book_plugin::Speller;

use crate::level::Level;
use crate::rule::{Check, Checked, Rule};

pub(crate) const RULE: Rule = Rule {
    name: "path-list-split",
    level: Level::Deny,
    source: include_str!("path_list_split.rs"),
    check: Check::Book(check),
};

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Diagnostic> {
    let paths = checked.model.paths.iter();
    paths
        .flat_map(|path| path.split_lists.iter().map(move |first| (path, first)))
        .map(|(path, first)| {
            let message = format!("a second list goes on with the steps of the path \"{}\"", path.name);
            let label = Label::new(Span::chapter(path.chapter, first.clone()), "not a step of the path");
            let diagnostic = Diagnostic::new(RULE.name, message, label);
            let diagnostic = match path.steps.last() {
                Some(last) => {
                    let span = Span::chapter(path.chapter, last.link.clone());
                    diagnostic.label(span, format!("the path ends here, with step {}", path.steps.len()))
                }
                None => diagnostic,
            };
            diagnostic
                .help("make it one list: indent what stands between the two by three spaces, and use one kind of number")
        })
        .collect()
}
