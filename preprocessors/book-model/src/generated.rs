//! How what a plugin made is told from what the author wrote: by a comment ahead of it and one behind.

use crate::page::Parsed;
use crate::settings::Settings;

/// Opens a region that a plugin made: `<!-- generated: NAME -->`.
pub const GENERATED_BEGIN: &str = "<!-- generated: ";
/// Closes it.
pub const GENERATED_END: &str = "<!-- end of generated -->";

/// Whether the text has a region that a plugin of this name made: what [`crate::Page::has_generated`]
/// says, for less than it takes to read a page.
pub fn has_generated(text: &str, settings: &Settings, name: &str) -> bool {
    let generated = Parsed::new(text, settings).generated;
    generated.iter().any(|(by, _)| by == name)
}
