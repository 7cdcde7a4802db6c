//! The files of a book, as far as rules look at them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The files of a book, by their paths below its root, with `/` between folders; a path may lead
/// above the root by `..`.
pub trait Files: Sync {
    /// Whether there is a file at this path.
    fn is_file(&self, path: &str) -> bool;

    /// The text of the file at this path; `None` where there is none that can be read as UTF-8.
    fn text(&self, path: &str) -> Option<String>;

    /// The paths of all files below this folder, in order; hidden files and folders left out.
    fn below(&self, folder: &str) -> Vec<String>;

    /// The names of the files right in this folder, in order; hidden ones left out.
    fn names_in(&self, folder: &str) -> Vec<String> {
        let folder = folder.trim_end_matches('/');
        let names = self.below(folder).into_iter().filter_map(|path| {
            let name = path.strip_prefix(folder)?.strip_prefix('/')?;
            (!name.contains('/')).then(|| name.to_owned())
        });
        names.collect()
    }

    /// Where the file at this path lies when every link is followed; `None` where there is none.
    fn place(&self, path: &str) -> Option<FilePlace>;
}

/// Where a file lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePlace {
    /// Its path from the book's root, with no link in it, and `..` only at its beginning.
    pub path: String,
    /// How far from the book that is.
    pub reach: Reach,
}

/// How far from a book a file lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Below the book's root folder.
    Book,
    /// Elsewhere in the Git repository that holds the book: who has the one has the other.
    Repository,
    /// Anywhere else.
    Elsewhere,
}

/// The files on disk below a root folder.
pub(crate) struct Disk {
    root: PathBuf,
    /// Which folders there are, of those that were asked for. In a folder that is not there is no file:
    /// most links that lead nowhere lead into few of those.
    folders: Mutex<HashMap<PathBuf, bool>>,
}

impl Disk {
    pub(crate) fn new(root: PathBuf) -> Disk {
        Disk {
            root,
            folders: Mutex::default(),
        }
    }

    fn is_folder(&self, folder: &Path) -> bool {
        let folders = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let known = folders().get(folder).copied();
        known.unwrap_or_else(|| {
            let is_folder = folder.is_dir();
            folders().insert(folder.to_owned(), is_folder);
            is_folder
        })
    }
}

impl Files for Disk {
    fn is_file(&self, path: &str) -> bool {
        let file = self.root.join(path);
        let folder = file.parent().filter(|folder| *folder != Path::new(""));
        folder.is_none_or(|folder| self.is_folder(folder)) && file.is_file()
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

    fn names_in(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.root.join(folder));
        let files = entries.into_iter().flatten().flatten();
        let names = files
            .filter(|entry| entry.path().is_file())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.'));
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    fn place(&self, path: &str) -> Option<FilePlace> {
        let root = self.root.canonicalize().ok()?;
        let file = self.root.join(path).canonicalize().ok()?;
        if !file.is_file() {
            return None;
        }
        let within = |folder: &Path| file.starts_with(folder);
        let reach = if within(&root) {
            Reach::Book
        } else {
            let mut above = root.ancestors();
            match above.find(|folder| folder.join(".git").exists()) {
                Some(repository) if within(repository) => Reach::Repository,
                _ => Reach::Elsewhere,
            }
        };
        let shared = root.ancestors().position(within)?;
        let below = file.strip_prefix(root.ancestors().nth(shared)?).ok()?;
        let below = below.to_string_lossy().replace('\\', "/");
        Some(FilePlace {
            path: "../".repeat(shared) + &below,
            reach,
        })
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
