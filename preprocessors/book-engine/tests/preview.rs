//! A preview is the pages alone, with live reload, in the folder that it is given.

mod common;

use std::fs;
use std::sync::Arc;

use book_engine::preview;
use book_model::Pages;
use common::{Book, tree};

#[test]
fn pages_listen_for_a_reload() {
    let book = Book::plain().with("book.toml", "[output.markdown]\n");
    let before = tree(book.root());
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("1");
    let shown = preview(book.root(), &folder, "__livereload", &Pages::default()).unwrap();
    assert_eq!(shown.pages, 3);
    assert!(folder.join(shown.not_found).is_file());
    let page = fs::read_to_string(folder.join("two.html")).unwrap();
    assert!(page.contains("__livereload"));
    common::assert_same(&tree(book.root()), &before);
}

#[test]
fn the_last_build_is_no_part_of_the_sources() {
    let toml = "[book]\nsrc = \".\"\n";
    let book = Book::empty()
        .with("book.toml", toml)
        .with("SUMMARY.md", "# Summary\n\n- [One](one.md)\n")
        .with("one.md", "# One\n");
    book_engine::build(book.root(), None).unwrap();
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("1");
    preview(book.root(), &folder, "__livereload", &Pages::default()).unwrap();
    assert!(!folder.join("book").exists());
}

#[test]
fn a_chapter_that_was_not_saved_is_known_from_the_last_preview() {
    let book = Book::plain()
        .with(
            "book.toml",
            "[preprocessor.chapter-checks]\nafter = [\"links\"]\n",
        )
        .with("src/one.md", "# One\n");
    let place = tempfile::tempdir().unwrap();
    let known = Pages::default();
    let show = |folder| {
        preview(book.root(), &place.path().join(folder), "x", &known).unwrap();
        known.forget_unused();
    };
    let text = |chapter: &str| {
        let text = fs::read_to_string(book.root().join("src").join(chapter)).unwrap();
        known.share(Some(chapter), &text)
    };
    show("1");
    let before = [text("one.md"), text("two.md")];
    book.write("src/two.md", "# Two\n\n## Part\n\nnew\n");
    show("2");
    let after = [text("one.md"), text("two.md")];
    assert!(Arc::ptr_eq(&before[0], &after[0]));
    assert_ne!(before[1], after[1]);
    let old = known.share(Some("two.md"), &before[1]);
    assert!(
        !Arc::ptr_eq(&before[1], &old),
        "what is unused is forgotten"
    );
}
