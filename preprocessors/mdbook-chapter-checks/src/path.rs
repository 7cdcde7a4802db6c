//! Parts of paths, with `/` between folders.

/// The folder of a path; empty for one at the top.
pub(crate) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether mdBook takes the file for one of its chapters, and copies it nowhere.
pub(crate) fn is_markdown(path: &str) -> bool {
    path.ends_with(".md")
}
