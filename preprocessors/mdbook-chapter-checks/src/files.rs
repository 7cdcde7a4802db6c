//! The files of a book, as far as rules look at them.

use std::path::{Path, PathBuf};

/// The files of a book, by their paths below its root, with `/` between folders; a path may lead
/// above the root by `..`.
pub trait Files: Sync {
    /// Whether there is a file at this path.
    fn is_file(&self, path: &str) -> bool;

    /// The text of the file at this path; `None` where there is none that can be read as UTF-8.
    fn text(&self, path: &str) -> Option<String>;

    /// The paths of all files below this folder, in order; hidden files and folders left out.
    fn below(&self, folder: &str) -> Vec<String>;
}

/// The files on disk below a root folder.
pub(crate) struct Disk {
    pub(crate) root: PathBuf,
}

impl Files for Disk {
    fn is_file(&self, path: &str) -> bool {
        self.root.join(path).is_file()
    }

    fn text(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.root.join(path)).ok()
    }

    fn below(&self, folder: &str) -> Vec<String> {
        let mut files = Vec::new();
        collect(
            &self.root.join(folder),
            folder.trim_end_matches('/'),
            &mut files,
        );
        files
    }
}

/// Adds the files of a folder and of the folders in it. A link to a folder is not followed: it may
/// lead back.
fn collect(folder: &Path, shown: &str, out: &mut Vec<String>) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut entries: Vec<_> = entries.collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
            continue;
        };
        let path = format!("{shown}/{name}");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&entry.path(), &path, out),
            Ok(_) => out.push(path),
            Err(_) => {}
        }
    }
}
