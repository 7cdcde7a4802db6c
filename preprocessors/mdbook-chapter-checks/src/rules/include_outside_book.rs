//! # include-outside-book
//!
//! Finds an include that leads out of the book: by `..`, by a link on disk, or by an absolute path.
//!
//! Whatever lies there is published with the book, and on another machine it is another file or none.
//! The book is its root folder, where `book.toml` is, and the Git repository around it, if there is one:
//! a book may show the code of the project that it belongs to. An absolute path is never the same
//! on two machines.
//!
//! ## Bad
//!
//! ```md
//! //- src/a.md
//! {{#include /examples/retry.rs}}
//! //- examples/retry.rs
//! fn retry() {}
//! ```
//!
//! ## Good
//!
//! ```md
//! //- src/a.md
//! {{#include ../examples/retry.rs}}
//! //- examples/retry.rs
//! fn retry() {}
//! ```

use book_plugin::Speller;

use super::include_missing::at_directives;
use crate::includes::{FaultKind, Found};
use crate::level::Level;
use crate::rule::{Check, Checked, Rule, Shared};

pub(crate) const RULE: Rule = Rule {
    name: "include-outside-book",
    level: Level::Warn,
    source: include_str!("include_outside_book.rs"),
    check: Check::Shared(check),
};

fn check(checked: &Checked<'_>, _: &Speller) -> Vec<Shared> {
    checked.includes().iter().filter_map(diagnostic).collect()
}

fn diagnostic(found: &Found) -> Option<Shared> {
    let file = &found.fault.include.file;
    let (message, label) = match &found.fault.kind {
        FaultKind::Outside(path) => (
            format!("the include `{file}` leads out of the book, to `{path}`"),
            "published with the book",
        ),
        FaultKind::Absolute => (
            format!("the include `{file}` is an absolute path"),
            "not there on another machine",
        ),
        _ => return None,
    };
    let help = "put the file into the book's folder, or its repository, and include it by its path from this file";
    Some(at_directives(RULE.name, found, message, label, help))
}
