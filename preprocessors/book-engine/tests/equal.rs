//! A build writes the same files as stock mdBook: for every key of the configuration, and for odd books.

#![allow(clippy::unwrap_used, reason = "the helpers here are part of the tests")]

mod common;
mod equal {
    pub(crate) mod books;
    pub(crate) mod settings;
    pub(crate) mod untold;
}

use std::panic::{AssertUnwindSafe, catch_unwind};

use common::{Book, differences, stock, tree};
use rayon::prelude::*;

/// What stock mdBook makes in another way: the row, the file and why.
const DIFFERENCES: &[(&str, &str, &str)] = &[
    ("scripts in a paragraph", "print.html", SCRIPT),
    ("a script that closes itself", "print.html", SCRIPT),
    ("a script over several blocks", "print.html", SCRIPT),
    ("a script that is closed at once", "print.html", SCRIPT),
    ("a heading in a script", "print.html", SCRIPT),
    ("all chapters", "print.html", SCRIPT),
];

/// What stands in a script is passed over, though it may be Markdown, and is read behind a script that
/// closes itself, though mdBook takes it for a part of that. So an id may be given another number.
const SCRIPT: &str = "the HTML does not tell what is an element in a script";

/// A book of a table.
pub(crate) struct Row {
    /// What is odd about it.
    name: String,
    book: Book,
}

impl Row {
    pub(crate) fn new(name: impl Into<String>, book: Book) -> Row {
        let name = name.into();
        Row { name, book }
    }

    /// What there is to say of a row that does not hold.
    fn failure(&self) -> Option<String> {
        let (name, book) = (&self.name, &self.book);
        let compared = catch_unwind(AssertUnwindSafe(|| {
            let expected = stock(book);
            book_engine::build(book.root(), None).unwrap();
            let mut differences = differences(&tree(&book.root().join("book")), &expected);
            differences.retain(|difference| !is_known(name, difference));
            differences
        }));
        match compared {
            Ok(differences) if differences.is_empty() => None,
            Ok(differences) => Some(format!("{name}: {differences:#?}")),
            Err(_) => Some(format!("{name} could not be built")),
        }
    }
}

/// Whether the difference is one of those that there are.
fn is_known(row: &str, difference: &str) -> bool {
    let row = row.strip_suffix(" with hashes").unwrap_or(row);
    DIFFERENCES
        .iter()
        .any(|(name, file, _)| *name == row && difference.starts_with(&format!("{file} has ")))
}

#[track_caller]
fn all_hold(rows: Vec<Row>) {
    let failures: Vec<String> = rows.par_iter().filter_map(Row::failure).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_setting() {
    all_hold(equal::settings::rows());
}

#[test]
fn chapters_that_do_not_tell_all() {
    all_hold(equal::untold::rows());
}

#[test]
fn odd_books() {
    all_hold(equal::books::rows());
}
