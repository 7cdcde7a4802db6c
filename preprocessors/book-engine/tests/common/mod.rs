//! Fixture books.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test is a crate of its own, and needs a part of it"
)]

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use walkdir::WalkDir;

/// A book in a temporary folder.
pub struct Book(TempDir);

impl Book {
    /// A folder with nothing in it.
    pub fn empty() -> Book {
        Book(tempfile::tempdir().unwrap())
    }

    /// A small book: three chapters, a draft, a file beside them, no book.toml.
    pub fn plain() -> Book {
        Book::empty()
            .with(
                "src/SUMMARY.md",
                "# Summary\n\n[Before](README.md)\n\n# Part\n\n- [One](one.md)\n  - [Draft]()\n- [Two](two.md)\n",
            )
            .with("src/README.md", "# Before\n\nSee [two](two.md#part).\n")
            .with("src/one.md", "# One\n\n{{#include ../listing.rs}}\n")
            .with("src/two.md", "# Two\n\n## Part\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
            .with("src/pictures/a.svg", "<svg/>")
            .with("listing.rs", "fn main() {}\n")
    }

    /// The same book with one file more, or another text in it.
    pub fn with(self, path: &str, text: &str) -> Book {
        self.write(path, text);
        self
    }

    /// Writes a file of the book.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The root folder.
    pub fn root(&self) -> &Path {
        self.0.path()
    }

    /// The same book elsewhere.
    pub fn copy(&self) -> Book {
        let copy = Book::empty();
        for (path, content) in tree(self.root()) {
            let path = copy.root().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        copy
    }

    /// The hidden folders in the book's folder, in its sources, and beside the book.
    pub fn hidden(&self) -> Vec<String> {
        WalkDir::new(self.root())
            .into_iter()
            .filter_entry(|entry| entry.path() == self.root() || entry.file_type().is_dir())
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with(".mdhub"))
            .collect()
    }
}

/// The files below a folder with their contents, in the order of their paths.
pub fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            let name = path.to_string_lossy().replace('\\', "/");
            (name, fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Compares two trees, and names the files in which they differ.
#[track_caller]
pub fn assert_same(found: &[(String, Vec<u8>)], expected: &[(String, Vec<u8>)]) {
    let names = |files: &[(String, Vec<u8>)]| -> Vec<String> {
        files.iter().map(|(name, _)| name.clone()).collect()
    };
    assert_eq!(names(found), names(expected), "other files");
    let differing: Vec<&str> = found
        .iter()
        .zip(expected)
        .filter(|(a, b)| a != b)
        .map(|((name, _), _)| name.as_str())
        .collect();
    let first = found.iter().zip(expected).find(|(a, b)| a != b);
    let first = first.map(|((_, found), (_, expected))| difference(found, expected));
    assert!(
        differing.is_empty(),
        "these files differ: {differing:?}\n{}",
        first.unwrap_or_default()
    );
}

/// Where two texts begin to differ.
fn difference(found: &[u8], expected: &[u8]) -> String {
    let at = found.iter().zip(expected).position(|(a, b)| a != b);
    let at = at.unwrap_or(found.len().min(expected.len()));
    let around = |text: &[u8]| {
        let part = &text[at.saturating_sub(80)..text.len().min(at + 80)];
        String::from_utf8_lossy(part).into_owned()
    };
    format!(
        "from byte {at} on:\n{:?}\nin place of\n{:?}",
        around(found),
        around(expected)
    )
}
