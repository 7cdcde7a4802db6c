//! The program that mdBook calls.

use std::path::Path;

use serde_json::json;

#[test]
fn speaks_mdbooks_protocol() {
    let program = env!("CARGO_BIN_EXE_mdbook-chapter-checks");
    let table = json!({ "after": ["links"] });
    book_tests::program::speaks_the_protocol(program, &table, "See [nothing](concept:).");
}

/// What the program does with a chapter in which it finds an error, under this configuration of HTML.
fn served(html: &serde_json::Value) -> book_tests::program::Ran {
    let program = env!("CARGO_BIN_EXE_mdbook-chapter-checks");
    let config = json!({
        "book": {},
        "output": { "html": html },
        "preprocessor": { "chapter-checks": { "after": ["links"] } },
    });
    let chapters = [("a.md", "# A\n"), ("b.md", "See [nothing](concept:).")];
    let input = book_tests::program::input(Path::new("."), "0.5.4", &config, &chapters);
    book_tests::program::run(program, &[], &input).expect("the program runs")
}

#[test]
fn a_book_that_is_being_served_shows_its_errors() {
    let ran = served(&json!({ "live-reload-endpoint": "__livereload" }));
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("error[unknown-concept]"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains(" --> src/b.md:1:5"), "{}", ran.stderr);
    assert!(
        ran.stderr
            .ends_with("the book has 1 error; its pages show what is wrong\n")
    );
    let book: serde_json::Value =
        serde_json::from_str(&ran.stdout).expect("a book and nothing else");
    for page in 0..2 {
        let text = book["items"][page]["Chapter"]["content"]
            .as_str()
            .unwrap_or_default();
        assert!(
            text.starts_with("<!-- generated: mistakes-chapter-checks -->\n<section"),
            "{text}"
        );
    }
    let built = served(&json!({}));
    assert_eq!((built.code, built.stdout.as_str()), (Some(1), ""));
}
