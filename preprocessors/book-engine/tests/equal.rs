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

/// What stock mdBook makes in another way, and why.
const DIFFERENCES: &[(&str, &str)] = &[];

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
            differences(&tree(&book.root().join("book")), &expected)
        }));
        match compared {
            Ok(differences) if differences.is_empty() => None,
            Ok(differences) => Some(format!("{name}: {differences:#?}")),
            Err(_) => Some(format!("{name} could not be built")),
        }
    }
}

#[track_caller]
fn all_hold(rows: Vec<Row>) {
    let known = |row: &Row| DIFFERENCES.iter().any(|(name, _)| *name == row.name);
    let failures: Vec<String> = rows
        .par_iter()
        .filter(|row| !known(row))
        .filter_map(Row::failure)
        .collect();
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
