//! The hub's own book.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use book_model::{Target, html_path, resolve};
use book_tests::html::{attributes, main_of};

/// The book's root: the folder above this crate's.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

#[test]
fn it_has_no_mistakes() {
    let checked = book_engine::check(root());
    let checked = checked.unwrap_or_else(|failure| panic!("{:?}", failure.error()));
    let said: String = checked.diagnostics.iter().map(book_plugin::short).collect();
    assert!(checked.diagnostics.is_empty(), "{said}");
}

/// Ahead of the part of a chapter that is made from the rules' own manuals.
const MADE_FROM_RULES: &str = "<!-- made from the manuals of the rules -->\n\n";

#[test]
fn the_manual_of_the_rules_is_what_they_say_themselves() {
    let file = root().join("src/library/rules.md");
    let chapter = std::fs::read_to_string(&file).unwrap();
    let (written, _) = chapter.split_once(MADE_FROM_RULES).unwrap();
    let manual = mdbook_chapter_checks::manual();
    snapbox::assert_data_eq!(
        format!("{written}{MADE_FROM_RULES}{manual}"),
        snapbox::Data::read_from(&file, None).raw()
    );
}

#[test]
fn every_link_within_the_rendered_book_leads_somewhere() {
    let folder = tempfile::tempdir().unwrap();
    let destination = folder.path().join("book");
    book_engine::build(root(), Some(&destination))
        .unwrap_or_else(|failure| panic!("{:?}", failure.error()));
    let pages: HashMap<String, String> = book_engine::load(root())
        .unwrap()
        .book
        .book
        .chapters()
        .filter_map(|chapter| chapter.path.as_deref()?.to_str().map(html_path))
        .map(|page| {
            let html = std::fs::read_to_string(destination.join(&page)).unwrap();
            (page, main_of(&html).to_owned())
        })
        .collect();
    assert!(
        pages.len() >= 9,
        "the pages of the book: {:?}",
        pages.keys()
    );
    let ids = |main: &str| -> BTreeSet<String> { attributes(main, "id").into_iter().collect() };
    let ids: HashMap<_, _> = pages
        .iter()
        .map(|(page, main)| (page.as_str(), ids(main)))
        .collect();
    for (page, main) in &pages {
        for href in attributes(main, "href") {
            let Target::Inside { path, fragment } = resolve(page, &href) else {
                continue;
            };
            let known = ids
                .get(path.as_str())
                .unwrap_or_else(|| panic!("{page}: {href}"));
            assert!(
                fragment.is_none_or(|fragment| known.contains(&fragment)),
                "{page}: {href}"
            );
            assert!(!href.starts_with("concept:"), "{page}: {href}");
        }
    }
}
