//! # plugin-order
//!
//! Finds a plugin of these that mdBook would run too early or too late to do its work.
//!
//! mdBook runs plugins that wait for nothing in the order of their names, so that chapter-checks would
//! run ahead of mdBook's own `links`, and read chapters whose includes are not there yet. A plugin that
//! has `after` and `before` in its table waits as they say. `mdhub install` writes both.
//!
//! ## Bad
//!
//! ```md
//! //- book.toml
//! [preprocessor.chapter-checks]
//! //- src/a.md
//! # Timeouts
//! ```
//!
//! ## Good
//!
//! ```md
//! //- book.toml
//! [preprocessor.chapter-checks]
//! after = ["links"]
//! //- src/a.md
//! # Timeouts
//! ```

use crate::level::Level;
use crate::rule::{Check, Rule};

/// Each plugin looks for itself, by `book_plugin::out_of_order`.
pub(crate) const RULE: Rule = Rule {
    name: "plugin-order",
    level: Level::Deny,
    source: include_str!("plugin_order.rs"),
    check: Check::Elsewhere(None),
};
