//! A chapter that cannot be read: what is said, and what to do next.

#![allow(clippy::unwrap_used, reason = "the helpers here are part of the tests")]

mod common;

use std::fs;

use book_engine::{Advice, Failure, Preview, build, check};
use common::Book;

/// The same message and help from all that load the book.
#[track_caller]
fn said(book: &Book, message: &str, help: &str) {
    let mut preview = Preview::new(book.root(), "live").unwrap();
    for failure in [
        build(book.root(), None).unwrap_err(),
        check(book.root()).unwrap_err(),
        preview.update(&[]).unwrap_err(),
    ] {
        assert!(matches!(failure, Failure::NotStarted(_)), "{failure:?}");
        let error = failure.error().unwrap();
        let advice = error.downcast_ref::<Advice>();
        let advice = advice.unwrap_or_else(|| panic!("{error:?}"));
        assert!(advice.message.contains(message), "{}", advice.message);
        assert!(advice.help.starts_with(help), "{}", advice.help);
    }
}

#[test]
fn a_chapter_in_another_encoding() {
    let book = Book::plain();
    fs::write(book.root().join("src/two.md"), b"# Caf\xe9\n").unwrap();
    let message = "failed to read chapter `two.md`: the file is not UTF-8";
    said(&book, message, "save it as UTF-8");
}

#[test]
fn a_summary_in_another_encoding() {
    let book = Book::plain();
    fs::write(book.root().join("src/SUMMARY.md"), b"# Caf\xe9\n").unwrap();
    said(
        &book,
        "SUMMARY.md`: the file is not UTF-8",
        "save it as UTF-8",
    );
}

#[test]
fn a_chapter_that_does_not_exist() {
    let book = Book::plain().with("book.toml", "[build]\ncreate-missing = false\n");
    fs::remove_file(book.root().join("src/two.md")).unwrap();
    let message = "failed to read chapter `two.md`: ";
    said(&book, message, "write the chapter, or take it out of");
}
