//! A check reads everything and writes nothing.

mod common;

use book_engine::{Failure, check};
use common::{Book, tree};

#[test]
fn a_sound_book() {
    let book = Book::plain();
    let before = tree(book.root());
    let checked = check(book.root()).unwrap();
    assert_eq!(checked.chapters, 3, "drafts are not counted");
    common::assert_same(&tree(book.root()), &before);
}

#[test]
fn a_chapter_that_is_missing_is_not_made() {
    let book = Book::plain().with("src/SUMMARY.md", "# Summary\n\n- [New](new.md)\n");
    let failure = check(book.root()).unwrap_err();
    assert!(matches!(failure, Failure::NotStarted(_)));
    assert!(failure.error().unwrap().to_string().contains("`new.md`"));
    assert!(!book.root().join("src/new.md").exists());
}

#[test]
fn checks_that_a_build_leaves_out_run_all_the_same() {
    let toml = "[preprocessor.chapter-checks]\nrenderers = []\n";
    check(Book::plain().with("book.toml", toml).root()).unwrap();
}

#[test]
fn what_comes_after_the_checks_does_not_matter() {
    let toml = "[preprocessor.chapter-checks]\nbefore = [\"later\"]\n\
        [preprocessor.later]\ncommand = \"no-such-program-anywhere\"\n";
    check(Book::plain().with("book.toml", toml).root()).unwrap();
}
