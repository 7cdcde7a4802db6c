//! A preview is the pages alone, with live reload, in the folder that it is given.

mod common;

use std::fs;

use book_engine::preview;
use common::{Book, tree};

#[test]
fn pages_listen_for_a_reload() {
    let book = Book::plain().with("book.toml", "[output.markdown]\n");
    let before = tree(book.root());
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("1");
    let shown = preview(book.root(), &folder, "__livereload").unwrap();
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
    preview(book.root(), &folder, "__livereload").unwrap();
    assert!(!folder.join("book").exists());
}
