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
//!    file that is not in [`RULES`] is an error. `SNAPSHOTS=overwrite cargo test -p book-tests hub` takes
//!    the manual over into the hub's chapter of the rules.
//!
//! What another plugin finds under a name of its own has its manual here as well (`Check::Elsewhere`).

pub(crate) mod almost_a_concept;
mod ambiguous_name;
mod broken_anchor;
mod broken_link;
mod code_without_language;
mod concept_map;
mod concept_off_path;
mod definition_cycle;
mod duplicate_anchor;
mod duplicate_concept;
mod heading_skips_level;
mod html_that_breaks_the_page;
mod image_without_alt;
mod include_missing;
mod include_outside_book;
mod missing_image;
mod missing_title;
mod note_missing;
mod note_too_long;
mod orphan_file;
mod path_empty;
mod path_list_split;
mod path_order;
mod path_step_draft;
mod path_step_twice;
mod plugin_order;
mod redirect_over_page;
mod redirect_target_missing;
mod stale_signpost;
mod title_differs_from_summary;
mod unclosed_html;
mod unknown_concept;
mod unknown_key;
mod unknown_marker;
mod unknown_step;
mod unused_allow;
mod unused_concept;

pub use unknown_key::unknown_keys;

use crate::plugin::NAME;
use crate::rule::Rule;

/// The rules whose levels stand in this plugin's own table.
pub(crate) fn own() -> impl Iterator<Item = &'static Rule> + Clone {
    RULES.iter().filter(|rule| rule.table() == Some(NAME))
}

/// Every rule, by name.
pub const RULES: &[Rule] = &[
    almost_a_concept::RULE,
    ambiguous_name::RULE,
    broken_anchor::RULE,
    broken_link::RULE,
    code_without_language::RULE,
    concept_map::RULE,
    concept_off_path::RULE,
    definition_cycle::RULE,
    duplicate_anchor::RULE,
    duplicate_concept::RULE,
    heading_skips_level::RULE,
    html_that_breaks_the_page::RULE,
    image_without_alt::RULE,
    include_missing::RULE,
    include_outside_book::RULE,
    missing_image::RULE,
    missing_title::RULE,
    note_missing::RULE,
    note_too_long::RULE,
    orphan_file::RULE,
    path_empty::RULE,
    path_list_split::RULE,
    path_order::RULE,
    path_step_draft::RULE,
    path_step_twice::RULE,
    plugin_order::RULE,
    redirect_over_page::RULE,
    redirect_target_missing::RULE,
    stale_signpost::RULE,
    title_differs_from_summary::RULE,
    unclosed_html::RULE,
    unknown_concept::RULE,
    unknown_key::RULE,
    unknown_marker::RULE,
    unknown_step::RULE,
    unused_allow::RULE,
    unused_concept::RULE,
];
