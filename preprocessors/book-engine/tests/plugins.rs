//! The project's plugins run in process, in mdBook's order, and only where they are configured.

mod common;

use book_engine::Failure;
use common::Book;

/// Whether a book with this book.toml comes to its plugins without starting a program, where none that
/// it names exists. What the plugins say of it does not matter.
#[track_caller]
fn starts_none(toml: &str) -> bool {
    let book = Book::plain().with("book.toml", toml);
    match book_engine::build(book.root(), None) {
        Ok(_) | Err(Failure::Prose(_)) => true,
        Err(Failure::Rendering(_, error)) => {
            assert!(error.to_string().contains("preprocessor"), "{error:?}");
            false
        }
        Err(failure @ Failure::NotStarted(_)) => panic!("{failure:?}"),
    }
}

#[test]
fn our_programs_are_not_started() {
    assert!(starts_none(
        "[preprocessor.concept-index]\ncommand = \"/nowhere/mdbook-concept-index\"\n"
    ));
    assert!(starts_none(
        "[preprocessor.reading-paths]\ncommand = \"nothing run mdbook-reading-paths --quiet\"\n"
    ));
    assert!(starts_none(
        "[preprocessor.chapter-checks]\nafter = [\"links\"]\n"
    ));
}

#[test]
fn programs_of_others_are() {
    assert!(!starts_none(
        "[preprocessor.concept-index]\ncommand = \"/nowhere/another-index\"\n"
    ));
    assert!(!starts_none("[preprocessor.something-else]\n"));
}
