//! A build writes what stock mdBook writes.

use std::collections::BTreeMap;
use std::path::Path;

use book_tests::strategy::{plain_markdown, tidy_concept_markdown};
use mdbook_driver::MDBook;
use proptest::prelude::*;
use tempfile::TempDir;

use super::seed;

/// The chapters with what their names and folders make of a book.
const SUMMARY: &str = "# Summary\n\n[Before](README.md)\n\n- [One & \"one\"](one.md)\n  \
    - [Deeper](deep/er.md)\n    - [Draft]()\n- [One & \"one\"](last.md)\n";

const TOML: &str = "[output.html]\nhash-files = false\n";

/// Files of the theme that cost a build as much as all else, and have no part in what is compared.
const LEFT_OUT: [&str; 12] = [
    "fonts/fonts.css",
    "highlight.js",
    "clipboard.min.js",
    "book.js",
    "css/chrome.css",
    "css/general.css",
    "css/print.css",
    "css/variables.css",
    "highlight.css",
    "tomorrow-night.css",
    "ayu-highlight.css",
    "favicon.svg",
];

/// Writes a book that has little beside its pages.
fn write(chapters: &[String], split_level: u8) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "book.toml",
        &format!("{TOML}search.heading-split-level = {split_level}\n"),
    );
    write("src/SUMMARY.md", SUMMARY);
    let files = ["README.md", "one.md", "deep/er.md", "last.md"];
    for (file, text) in files.iter().zip(chapters) {
        write(&format!("src/{file}"), text);
    }
    for file in LEFT_OUT {
        write(&format!("theme/{file}"), "");
    }
    write("theme/toc.js.hbs", "'{{#toc}}{{/toc}}'");
    write(
        "theme/index.hbs",
        "{{ title }}\n<main>{{{ content }}}</main>\n",
    );
    folder
}

/// What was written, by file.
fn written(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                let text = std::fs::read(&path).unwrap();
                files.insert(name, String::from_utf8_lossy(&text).into_owned());
            }
        }
    }
    files
}

fn chapter() -> impl Strategy<Value = String> {
    prop_oneof![plain_markdown(), tidy_concept_markdown()]
}

proptest! {
    #![proptest_config(ProptestConfig {
        rng_seed: seed(),
        failure_persistence: None,
        max_shrink_iters: 300,
        // Two builds cost as much as many a property of a text.
        cases: ProptestConfig::default().cases.div_ceil(16),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_build_is_mdbooks(chapters in prop::collection::vec(chapter(), 4), split_level in 1u8..=6) {
        let book = write(&chapters, split_level);
        book_engine::build(book.path(), None).unwrap();
        let found = written(&book.path().join("book"));
        let stock = MDBook::load(book.path()).unwrap();
        stock.build().unwrap();
        let expected = written(&book.path().join("book"));
        let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
        prop_assert_eq!(names(&found), names(&expected));
        for (name, text) in found {
            prop_assert_eq!(&text, &expected[&name], "{}", name);
        }
    }
}
