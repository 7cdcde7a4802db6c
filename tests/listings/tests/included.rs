//! What the listings offer and what the book shows are the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn crate_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below `folder` whose names end in `ending`.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.expect("an entry of a folder that can be read").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            found.push(path);
        }
    }
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// What stands below the crate's folder as an include names it: with forward slashes.
fn name(path: &Path) -> String {
    let below = path
        .strip_prefix(crate_folder())
        .expect("a path below the crate");
    below.to_string_lossy().replace('\\', "/")
}

/// Everything below the crate that a chapter includes: `src/x.rs:anchor`, `figures/y.html`.
fn included() -> BTreeSet<String> {
    let book = crate_folder().join("../../src");
    let mut found = BTreeSet::new();
    for chapter in files(&book, "md") {
        let text = read(&chapter);
        for (at, directive) in text.match_indices("{{#include ../../tests/listings/") {
            let rest = &text[at + directive.len()..];
            // Behind a backslash it is shown and not followed.
            if let Some((target, _)) = rest.split_once("}}")
                && !text[..at].ends_with('\\')
            {
                found.insert(target.trim().to_owned());
            }
        }
    }
    found
}

#[test]
fn every_listing_and_every_chart_stands_in_a_page() {
    let mut offered = BTreeSet::new();
    for file in files(&crate_folder().join("src"), "rs") {
        let text = read(&file);
        for line in text.lines() {
            if let Some(anchor) = line.trim().strip_prefix("// ANCHOR: ") {
                let new = offered.insert(format!("{}:{anchor}", name(&file)));
                assert!(new, "{}: `{anchor}` begins twice", name(&file));
                let ends = text
                    .lines()
                    .filter(|line| line.trim().strip_prefix("// ANCHOR_END: ") == Some(anchor));
                assert_eq!(ends.count(), 1, "{}: where `{anchor}` ends", name(&file));
            }
        }
    }
    offered.extend(
        files(&crate_folder().join("figures"), "html")
            .iter()
            .map(|path| name(path)),
    );
    let included = included();
    let unseen: Vec<_> = offered.difference(&included).collect();
    assert!(unseen.is_empty(), "no chapter includes {unseen:#?}");
    let missing: Vec<_> = included.difference(&offered).collect();
    assert!(missing.is_empty(), "included, and not there: {missing:#?}");
}

#[test]
fn every_chart_is_drawn_by_a_test() {
    let sources = files(&crate_folder().join("src"), "rs");
    // Without blanks, since a long call stands on several lines.
    let sources = sources.iter().map(|file| read(file));
    let drawn: String = sources
        .map(|text| text.split_whitespace().collect::<String>())
        .collect();
    for chart in files(&crate_folder().join("figures"), "html") {
        let unsaid = read(&chart).contains("aria-label=\"\"");
        let name = name(&chart);
        assert!(!unsaid, "{name}: says nothing to who cannot see it");
        let name = name
            .trim_start_matches("figures/")
            .trim_end_matches(".html");
        assert!(
            drawn.contains(&format!("(\"{name}\",")),
            "figures/{name}.html: nothing draws it"
        );
    }
}
