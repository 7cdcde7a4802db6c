//! `install` through the program:
//!
//! - `rows.rs`: a row for each way in which a book.toml can be written
//! - `files.rs`: the stylesheet, other outputs, a dry run
//! - `refused.rs`: what cannot be done
//! - `unix.rs`: permissions, links, programs

#![allow(clippy::unwrap_used, reason = "a helper of a test may fail it")]

#[path = "../common/mod.rs"]
mod common;
mod files;
mod refused;
mod rows;
#[cfg(unix)]
mod unix;

use std::fs;

use common::{Book, ends};
use toml::{Table, Value};

/// A book with this book.toml, or with none.
fn book(toml: Option<&str>) -> Book {
    let book = Book::new();
    match toml {
        Some(toml) => book.write("book.toml", toml),
        None => fs::remove_file(book.root().join("book.toml")).unwrap(),
    }
    book
}

fn read(book: &Book, path: &str) -> String {
    fs::read_to_string(book.root().join(path)).unwrap()
}

/// The book.toml after an install. Whatever it was: a second install changes nothing, every line and
/// every value that was there is there, mdBook builds the book, and the checks find nothing in it.
#[track_caller]
fn installed(toml: Option<&str>) -> String {
    let book = book(toml);
    ends(&book.run(&["install"]), 0, "[preprocessor.", "");
    let after = read(&book, "book.toml");
    ends(
        &book.run(&["install"]),
        0,
        "nothing to do: the plugins are installed\n",
        "",
    );
    assert_eq!(
        read(&book, "book.toml"),
        after,
        "a second run changes nothing"
    );
    keeps_lines(toml.unwrap_or_default(), &after);
    let table =
        |text: &str| -> Table { toml::from_str(text.trim_start_matches('\u{feff}')).unwrap() };
    keeps(
        &table(toml.unwrap_or_default()).into(),
        &table(&after).into(),
    );
    let checked = book.run(&["check"]);
    ends(&checked, 0, "checked 2 chapters: no problems\n", "");
    assert!(checked.stderr.is_empty(), "{checked:?}");
    ends(&book.run(&["build"]), 0, "built 2 pages", "");
    after
}

/// Whether each line of `before` is in `after`, in order: what was added stands between the lines, or in
/// a list or in braces in one of them.
#[track_caller]
fn keeps_lines(before: &str, after: &str) {
    let mut left = after.split_inclusive('\n');
    for line in before.split_inclusive('\n') {
        let kept = left.any(|new| {
            new == line || new.strip_suffix(['\n', '\r']) == Some(line) || grown(line, new)
        });
        assert!(kept, "{line:?} is lost in\n{after}");
    }
}

/// Whether a line with a list, braces or a string is another one with something put in.
fn grown(old: &str, new: &str) -> bool {
    let mut left = new.chars();
    old.contains(['[', '{', '"']) && old.chars().all(|c| left.any(|other| other == c))
}

/// Whether everything in `before` is in `after`, too: a list may have grown, and one string may have
/// become the first of a list.
#[track_caller]
fn keeps(before: &Value, after: &Value) {
    match (before, after) {
        (Value::Table(before), Value::Table(after)) => {
            for (key, value) in before {
                keeps(
                    value,
                    after.get(key).unwrap_or_else(|| panic!("{key} is lost")),
                );
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            assert_eq!(before[..], after[..before.len()]);
        }
        (Value::String(_), Value::Array(after)) => assert_eq!(before, &after[0]),
        _ => assert_eq!(before, after),
    }
}

/// What an install says that could not be done; it leaves every file as it was.
#[track_caller]
fn refused(book: &Book, said: &str) {
    let before = book.files();
    ends(&book.run(&["install"]), 2, "", said);
    assert_eq!(book.files(), before);
}
