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
            let Some(known) = ids.get(path.as_str()) else {
                // No page, but a file of the site: a style sheet, say.
                assert!(destination.join(&path).is_file(), "{page}: {href}");
                continue;
            };
            assert!(
                fragment.is_none_or(|fragment| known.contains(&fragment)),
                "{page}: {href}"
            );
            assert!(!href.starts_with("concept:"), "{page}: {href}");
        }
    }
}

/// The parts that teach, as folders of `src`.
const PARTS: [&str; 5] = [
    "reliability",
    "contracts",
    "performance",
    "life",
    "deciding",
];
/// A record as the chapter ahead of it teaches them, and no chapter itself.
const RECORD: &str = "deciding/record.md";

#[test]
fn every_chapter_can_be_used_in_a_review() {
    let mut chapters = 0;
    for part in PARTS {
        for entry in std::fs::read_dir(root().join("src").join(part)).unwrap() {
            let file = entry.unwrap().path();
            if file.ends_with(RECORD) {
                continue;
            }
            chapters += 1;
            let text = std::fs::read_to_string(&file).unwrap();
            let file = file.display();
            let checklist = text
                .split("\n## ")
                .find(|section| section.starts_with("Checklist\n"));
            let checklist = checklist.unwrap_or_else(|| panic!("{file}: no checklist"));
            let items = checklist
                .lines()
                .filter(|line| line.starts_with("- [ ] "))
                .count();
            assert!(
                (4..=8).contains(&items),
                "{file}: {items} items in the checklist"
            );
            assert!(
                checklist.contains("On Monday"),
                "{file}: nothing to do on Monday"
            );
            let last = text.rsplit("\n## ").next().unwrap();
            assert!(
                last.starts_with("Related chapters and sources\n"),
                "{file}: ends otherwise"
            );
        }
    }
    assert_eq!(chapters, 35);
}
