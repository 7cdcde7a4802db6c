//! What the model says of include directives, against mdBook's own `links`.

use std::path::Path;

use book_model::{Directive, DirectiveKind, directives};
use book_tests::TestBook;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The files that there are, a chapter aside; two of them include each other's parts.
const FILES: &[(&str, &str)] = &[
    (
        "src/one.txt",
        "first\nANCHOR: a\nsecond {{#include sub/two.rs:b}}\n// ANCHOR: b-2\nthird\n# ANCHOR_END: a\nlast",
    ),
    (
        "src/sub/two.rs",
        "fn main() {\r\n    // ANCHOR: b\r\n    \\{{#include x}} {{#include ../one.txt:6}}\r\n    // ANCHOR_END:b\r\n}\r\n// ANCHOR: b\r\nagain\r\n",
    ),
    ("src/empty.txt", ""),
];

const PIECES: &[&str] = &[
    "{{#include ",
    "{{ #include ",
    "{{#include\t",
    "{{#rustdoc_include ",
    "{{#playground ",
    "{{#playpen\n",
    "{{#title ",
    "{{#other ",
    "\\{{#include ",
    "\\{{ #include ",
    "{{{#include ",
    "{{#",
    "one.txt",
    "sub/two.rs",
    "./sub/../one.txt",
    "empty.txt",
    "none.rs",
    ":a",
    ":b",
    ":b-2",
    ":none",
    ":2",
    ":2:3",
    "::2",
    ":3:",
    ":0",
    ":9",
    ":x:y",
    ":2:1",
    ":+2",
    "::",
    " editable",
    " ignore more",
    "}}",
    "}}",
    "}}",
    "}} ",
    "}",
    "\n",
    "```\n",
    "text",
    " ",
    "é",
];

/// The text with its includes expanded by the model's reading of them.
fn expand(src: &Path, folder: &str, text: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    for Directive { range, kind } in directives(text) {
        out.push_str(&text[done..range.start]);
        done = range.end;
        match kind {
            DirectiveKind::Escaped => out.push_str(&text[range.start + 1..range.end]),
            DirectiveKind::Title => {}
            DirectiveKind::Include(include) => {
                let path = format!("{folder}{}", include.file);
                match std::fs::read_to_string(src.join(&path)) {
                    Ok(file) => {
                        let folder = path.rfind('/').map_or("", |at| &path[..=at]);
                        out.push_str(&expand(src, folder, &include.apply(&file).text));
                    }
                    Err(_) => done = range.start,
                }
            }
        }
    }
    out + &text[done..]
}

proptest! {
    #![proptest_config(ProptestConfig {
        rng_seed: RngSeed::Fixed(0x1d_ea), failure_persistence: None, max_shrink_iters: 300,
        cases: ProptestConfig::default().cases.div_ceil(32),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_model_expands_as_mdbook_does(
        texts in prop::collection::vec(prop::collection::vec(proptest::sample::select(PIECES), 1..20), 40),
    ) {
        let mut book = book_model::fixture::Fixture::default();
        for (index, text) in texts.iter().enumerate() {
            book.files.push((format!("src/{index}.md"), text.concat()));
        }
        let files = FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        book.files.extend(files);
        let book = TestBook::of(book).unwrap();
        let processed = book.process("html", &[]).unwrap();
        for (index, text) in texts.iter().enumerate() {
            let expanded = expand(&book.root().join("src"), "", &text.concat());
            prop_assert_eq!(processed.text(&format!("{index}.md")), expanded, "{:?}", text.concat());
        }
    }
}
