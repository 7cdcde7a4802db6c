//! A build equals stock mdBook's, and leaves what was there when it fails.

#![allow(clippy::unwrap_used, reason = "the helpers here are part of the tests")]

mod common;

use std::fs;
use std::path::Path;

use book_engine::{Failure, build};
use common::{Book, same_as_stock, stock, tree};

#[track_caller]
fn refused(book: &Book, destination: &Path) {
    let before = tree(book.root());
    let failure = build(book.root(), Some(destination)).unwrap_err();
    assert!(matches!(failure, Failure::NotStarted(_)), "{failure:?}");
    common::assert_same(&tree(book.root()), &before);
}

#[test]
fn a_plain_book() {
    same_as_stock(&Book::plain(), "book");
}

#[test]
fn hashed_files_and_redirects() {
    let toml = "[output.html]\nhash-files = true\nsite-url = \"/a/\"\ncname = \"b.example\"\n\
        [output.html.redirect]\n\"/old.html\" = \"one.html\"\n";
    same_as_stock(&Book::plain().with("book.toml", toml), "book");
}

#[test]
fn several_renderers_have_a_folder_each() {
    let book = Book::plain().with("book.toml", "[output.html]\n[output.markdown]\n");
    same_as_stock(&book, "book");
    assert!(book.root().join("book/html/index.html").exists());
    assert!(book.root().join("book/markdown/one.md").exists());
}

#[test]
fn markdown_alone() {
    same_as_stock(
        &Book::plain().with("book.toml", "[output.markdown]\n"),
        "book",
    );
}

#[test]
fn the_output_inside_the_sources() {
    let toml = "[build]\nbuild-dir = \"src/out/book\"\n";
    same_as_stock(&Book::plain().with("book.toml", toml), "src/out/book");
}

#[test]
fn the_root_as_the_sources() {
    let book = Book::empty()
        .with("book.toml", "[book]\nsrc = \".\"\n")
        .with("SUMMARY.md", "# Summary\n\n- [One](one.md)\n")
        .with("one.md", "# One\n");
    // mdBook publishes the configuration.
    let mut expected = stock(&book);
    expected.retain(|(name, _)| name != "book.toml");
    build(book.root(), None).unwrap();
    common::assert_same(&tree(&book.root().join("book")), &expected);
}

#[test]
fn another_destination() {
    let book = Book::plain();
    let expected = stock(&book);
    let place = tempfile::tempdir().unwrap();
    let destination = place.path().join("deep/site");
    let built = build(book.root(), Some(&destination)).unwrap();
    common::assert_same(&tree(&destination), &expected);
    assert_eq!(built.pages, 3);
    assert!(built.index.is_some_and(|index| index.is_file()));
    assert!(!book.root().join("book").exists());
}

#[test]
fn a_failed_build_leaves_the_last_one() {
    let book = Book::plain();
    build(book.root(), None).unwrap();
    let good = tree(&book.root().join("book"));
    let book = book.with("src/two.md", "# Two\n\na stray </p> in a paragraph\n");
    let failure = build(book.root(), None).unwrap_err();
    let message = failure.error().unwrap().to_string();
    assert!(matches!(failure, Failure::Rendering(..)));
    common::assert_same(&tree(&book.root().join("book")), &good);
    assert_eq!(book.hidden(), Vec::<String>::new());
    let advice = failure
        .error()
        .unwrap()
        .downcast_ref::<book_engine::Advice>();
    let advice = advice.unwrap_or_else(|| panic!("{message}"));
    assert!(
        advice.message.contains("`src/two.md`"),
        "{}",
        advice.message
    );
}

#[test]
fn a_program_that_fails_leaves_the_last_build() {
    let book = Book::plain();
    build(book.root(), None).unwrap();
    let good = tree(&book.root().join("book"));
    let toml = "[preprocessor.broken]\ncommand = \"no-such-program-anywhere\"\n";
    let book = book.with("book.toml", toml);
    assert!(matches!(
        build(book.root(), None),
        Err(Failure::Rendering(..))
    ));
    common::assert_same(&tree(&book.root().join("book")), &good);
}

#[test]
fn a_page_that_is_gone_goes_from_the_output() {
    let book = Book::plain();
    build(book.root(), None).unwrap();
    let book = book.with("src/SUMMARY.md", "# Summary\n\n- [One](one.md)\n");
    build(book.root(), None).unwrap();
    assert!(!book.root().join("book/two.html").exists());
}

#[test]
fn a_folder_of_something_else_is_refused() {
    let book = Book::plain().with("notes/important.txt", "keep me");
    refused(&book, &book.root().join("notes"));
    refused(&book, &book.root().join("src"));
    refused(&book, book.root());
    refused(&book, book.root().parent().unwrap());
    refused(&book, &book.root().join("notes/important.txt"));
}

#[test]
fn a_site_that_somebody_wrote_is_refused() {
    for file in ["site/index.html", "site/.nojekyll"] {
        let book = Book::plain()
            .with(file, "by hand")
            .with("site/photos/one.txt", "keep me");
        refused(&book, &book.root().join("site"));
    }
}

#[test]
fn markdown_that_somebody_wrote_is_refused() {
    let toml = "[build]\nbuild-dir = \"docs\"\n[output.markdown]\n";
    let book = Book::plain().with("book.toml", toml);
    for file in ["docs/handwritten.md", "docs/adr/1.txt", "docs/deep/one.md"] {
        let book = book.copy().with(file, "keep me");
        refused(&book, &book.root().join("docs"));
        assert_eq!(book.hidden(), Vec::<String>::new());
    }
}

#[test]
fn markdown_of_a_chapter_that_has_another_name_now_is_replaced() {
    let book = Book::plain()
        .with("book.toml", "[output.markdown]\n")
        .with("book/deep/old.md", "# Two\n")
        .with("book/one.md", "# One\n");
    same_as_stock(&book, "book");
}

#[test]
fn hidden_files_do_not_make_a_folder_a_book_of_markdown() {
    let book = Book::plain()
        .with("book.toml", "[output.markdown]\n")
        .with(
            "src/SUMMARY.md",
            "# Summary\n\n- [One](one.md)\n- [Two](.two.md)\n",
        )
        .with("src/.two.md", "# Two\n");
    let book = book.with("notes/.two.md", "keep me");
    refused(&book, &book.root().join("notes"));
}

#[test]
fn a_mark_of_the_authors_own_is_taken_for_mdbooks() {
    same_as_stock(&Book::plain().with("src/.nojekyll", ""), "book");
}

#[test]
fn markdown_inside_the_sources() {
    let toml = "[build]\nbuild-dir = \"src/out\"\n[output.markdown]\n";
    same_as_stock(&Book::plain().with("book.toml", toml), "src/out");
}

#[test]
fn an_empty_folder_is_taken() {
    let book = Book::plain();
    fs::create_dir(book.root().join("empty")).unwrap();
    build(book.root(), Some(&book.root().join("empty"))).unwrap();
    assert!(book.root().join("empty/index.html").exists());
}

#[test]
fn where_there_is_no_book() {
    let book = Book::empty();
    assert!(matches!(
        build(book.root(), None),
        Err(Failure::NotStarted(_))
    ));
}
