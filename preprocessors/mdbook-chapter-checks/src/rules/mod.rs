//! The rules, one a file.
//!
//! To add a rule:
//! 1. Write `NAME.rs` beside this file, with `_` for `-`. Its opening comment is the rule's manual:
//!    a title with the rule's name, what it finds, why that matters, and under `## Bad` and
//!    `## Good` a book each, in a fenced block. `RULE` is its entry, and its function gives a
//!    diagnostic for each thing found: lower case, what is wrong, where, what to do next. A rule
//!    that needs one chapter at a time is a `Check::Chapter`.
//! 2. Add its two lines here, in `mod` and in [`RULES`].
//! 3. Run the tests: the bad book must make the rule speak exactly once, the good one never, and a
//!    file that is not in [`RULES`] is an error.

mod almost_a_concept;
mod broken_anchor;
mod broken_link;
mod duplicate_concept;
mod path_list_split;
mod path_order;
mod unknown_concept;
mod unknown_step;
mod unused_allow;

use crate::rule::Rule;

/// Every rule, by name.
pub const RULES: &[Rule] = &[
    almost_a_concept::RULE,
    broken_anchor::RULE,
    broken_link::RULE,
    duplicate_concept::RULE,
    path_list_split::RULE,
    path_order::RULE,
    unknown_concept::RULE,
    unknown_step::RULE,
    unused_allow::RULE,
];
