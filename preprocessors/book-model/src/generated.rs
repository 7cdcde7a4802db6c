//! How what a plugin made is told from what the author wrote: by a comment ahead of it and one behind.

/// Opens a region that a plugin made: `<!-- generated: NAME -->`.
pub const GENERATED_BEGIN: &str = "<!-- generated: ";
/// Closes it.
pub const GENERATED_END: &str = "<!-- end of generated -->";
