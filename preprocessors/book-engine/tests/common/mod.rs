//! Fixture books.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test is a crate of its own, and needs a part of it"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use book_engine::build;
use mdbook_driver::MDBook;
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
    pub fn with(self, path: &str, text: impl AsRef<[u8]>) -> Book {
        self.write(path, text);
        self
    }

    /// The same book with little to write beside its pages: a large script or font costs each build as
    /// much as all else.
    pub fn lean(self) -> Book {
        let files = ["fonts/fonts.css", "highlight.js", "clipboard.min.js"];
        let lean = |book: Book, file: &&str| book.with(&format!("theme/{file}"), "");
        files.iter().fold(self, lean)
    }

    /// Writes a file of the book.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
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

    /// The same book elsewhere, without what was built of it.
    pub fn copy_of_sources(&self) -> Book {
        let copy = self.copy();
        let _ = fs::remove_dir_all(copy.root().join("book"));
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

/// What stock mdBook makes of the book, by file.
#[track_caller]
pub fn stock(book: &Book) -> Vec<(String, Vec<u8>)> {
    let copy = book.copy();
    let loaded = MDBook::load(copy.root()).unwrap();
    loaded.build().unwrap();
    tree(&copy.root().join(&loaded.config.build.build_dir))
}

/// Builds the book twice, and compares what is in `folder` each time with what stock mdBook makes of it.
#[track_caller]
pub fn same_as_stock(book: &Book, folder: &str) {
    let expected = stock(book);
    assert!(!expected.is_empty());
    // The second build finds the output of the first.
    for _ in 0..2 {
        build(book.root(), None).unwrap();
        assert_same(&tree(&book.root().join(folder)), &expected);
    }
    assert_eq!(book.hidden(), Vec::<String>::new(), "nothing is left over");
}

/// Compares two trees, and names the files in which they differ.
#[track_caller]
pub fn assert_same(found: &[(String, Vec<u8>)], expected: &[(String, Vec<u8>)]) {
    let differences = differences(found, expected);
    assert!(
        differences.is_empty(),
        "these files differ: {differences:#?}"
    );
}

/// The files that are in one tree only, and those that say something else in the other, with the place
/// where they begin to.
pub fn differences(found: &[(String, Vec<u8>)], expected: &[(String, Vec<u8>)]) -> Vec<String> {
    let by_name = |files: &[(String, Vec<u8>)]| -> BTreeMap<String, Vec<u8>> {
        files.iter().cloned().collect()
    };
    let (found, expected) = (by_name(found), by_name(expected));
    let names: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    let difference = |name: &&String| match (found.get(*name), expected.get(*name)) {
        (Some(found), Some(expected)) if found == expected => None,
        (Some(found), Some(expected)) => {
            let same = found.iter().zip(expected).take_while(|(a, b)| a == b);
            let at = same.count();
            Some(format!(
                "{name} has {:?} and not {:?}",
                around(found, at),
                around(expected, at)
            ))
        }
        (Some(_), None) => Some(format!("{name} is not wanted")),
        (None, _) => Some(format!("{name} is missing")),
    };
    names.iter().filter_map(difference).collect()
}

fn around(text: &[u8], at: usize) -> String {
    let range = at.saturating_sub(60)..text.len().min(at + 60);
    String::from_utf8_lossy(&text[range]).into_owned()
}
