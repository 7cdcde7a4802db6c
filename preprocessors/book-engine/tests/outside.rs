//! No chapter leads out of the book, and nothing is written for one that does.

#![allow(clippy::unwrap_used, reason = "the helpers here are part of the tests")]

mod common;

use book_engine::{Advice, Failure, Preview, build, check};
use common::{Book, tree};

/// A book deep in a folder, so that there is room to write above it.
fn with_chapter(path: &str) -> Book {
    let summary = format!("# Summary\n\n- [One](one.md)\n  - [Out]({path})\n");
    Book::empty()
        .with("a/b/src/SUMMARY.md", &summary)
        .with("a/b/src/one.md", "# One\n")
}

#[track_caller]
fn refused(path: &str) {
    let book = with_chapter(path);
    let root = book.root().join("a/b");
    let before = tree(book.root());
    let mut preview = Preview::new(&root, "live").unwrap();
    for failure in [
        build(&root, None).unwrap_err(),
        check(&root).unwrap_err(),
        preview.update(&[]).unwrap_err(),
    ] {
        assert!(matches!(failure, Failure::NotStarted(_)), "{failure:?}");
        let error = failure.error().unwrap();
        let advice = error.downcast_ref::<Advice>().unwrap();
        let said = format!(
            "`src/SUMMARY.md:4` names the chapter `{}`",
            path.replace("%20", " ")
        );
        assert!(advice.message.starts_with(&said), "{}", advice.message);
        assert!(advice.help.contains("`src`"), "{}", advice.help);
    }
    common::assert_same(&tree(book.root()), &before);
}

#[test]
fn chapters_outside_the_sources_are_refused() {
    refused("../../esc.md");
    refused("../beside.md");
    refused("more/../../esc%20here.md");
    refused("/no-such-folder-here/esc.md");
}

#[test]
fn a_path_that_comes_back_is_not() {
    let book = with_chapter("more/../two.md");
    assert_eq!(build(&book.root().join("a/b"), None).unwrap().pages, 2);
}

/// A preprocessor that puts a chapter above the output folder.
#[cfg(unix)]
#[test]
fn chapters_that_a_preprocessor_puts_outside_are_refused() {
    let script = "#!/bin/sh\n\
        [ \"$1\" = supports ] && exit 0\n\
        sed -e 's/^.*\\({\"items\":\\)/\\1/' -e 's/}]$/}/' -e 's/\"path\":\"one.md\"/\"path\":\"..\\/..\\/one.md\"/'\n";
    let toml = "[preprocessor.mover]\ncommand = \"sh mover.sh\"\nbefore = [\"chapter-checks\"]\n\
        [preprocessor.chapter-checks]\nafter = [\"links\"]\n";
    let book = Book::plain()
        .with("book.toml", toml)
        .with("mover.sh", script);
    let before = tree(book.root());
    for failure in [
        build(book.root(), None).unwrap_err(),
        check(book.root()).unwrap_err(),
    ] {
        assert!(matches!(failure, Failure::NotStarted(_)), "{failure:?}");
        let error = failure.error().unwrap();
        let advice = error.downcast_ref::<Advice>();
        let advice = advice.unwrap_or_else(|| panic!("{error:?}"));
        assert!(
            advice
                .message
                .contains("the chapter `One` at `../../one.md`"),
            "{}",
            advice.message
        );
    }
    common::assert_same(&tree(book.root()), &before);
}
