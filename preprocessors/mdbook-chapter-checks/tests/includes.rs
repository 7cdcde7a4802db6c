//! Includes of which nothing comes, and those that lead out of the book.

mod common;

use book_model::{ChapterId, Diagnostic, FileRef, Severity};
use book_tests::TestBook;
use common::found;
use mdbook_chapter_checks::ChapterChecks;

fn of_includes(book: &str) -> Vec<Diagnostic> {
    let mut found = found(book);
    found.retain(|one| one.rule.starts_with("include-"));
    found
}

#[test]
fn what_each_directive_comes_to() {
    let files = "//- src/code.rs\none\n// ANCHOR: a\ntwo\n// ANCHOR_END: a\nfive\n//- src/empty.txt\n//- ../shared.txt\nx\n";
    let rows: &[(&str, Option<&str>)] = &[
        ("{{#include code.rs}}", None),
        ("{{#include code.rs:a}}", None),
        ("{{#rustdoc_include code.rs:a}}", None),
        ("{{ #include   ./code.rs:2:3 }}", None),
        ("{{#include code.rs::2}}", None),
        ("{{#include code.rs:5:}}", None),
        ("{{#include code.rs:4:99}}", None),
        ("{{#include empty.txt}}", None),
        ("{{#playground code.rs editable}}", None),
        ("\\{{#include none.rs}}", None),
        ("{{#title None.rs}}", None),
        ("{{#template none.rs}}", None),
        ("{{#include}}", None),
        (
            "{{#include none.rs}}",
            Some("there is no file `src/none.rs`"),
        ),
        (
            "```rust\n{{#include none.rs}}\n```",
            Some("there is no file"),
        ),
        ("\\{{ #include none.rs}}", Some("there is no file")),
        ("{{#playpen none.rs}}", Some("there is no file")),
        ("{{#playground code.rs:a}}", Some("there is no file")),
        ("{{#include code.rs:b}}", Some("no anchor `b`")),
        ("{{#rustdoc_include code.rs:b}}", Some("no anchor `b`")),
        ("{{#include code.rs:-1}}", Some("no anchor `-1`")),
        ("{{#include code.rs:6}}", Some("no such lines")),
        ("{{#include code.rs:4:3}}", Some("no such lines")),
        ("{{#include empty.txt:1}}", Some("no such lines")),
        ("{{#include ../src/code.rs}}", None),
        (
            "{{#include ../../shared.txt}}",
            Some("leads out of the book, to `../shared.txt`"),
        ),
        ("{{#include /src/code.rs}}", Some("absolute path")),
    ];
    for (directive, says) in rows {
        let found = of_includes(&format!("//- src/a.md\n{directive}\n{files}"));
        let messages: Vec<_> = found.iter().map(|one| one.message.as_str()).collect();
        match says {
            None => assert!(found.is_empty(), "{directive}: {messages:?}"),
            Some(says) => {
                assert!(
                    messages.len() == 1 && messages[0].contains(says),
                    "{directive}: {messages:?}"
                );
            }
        }
    }
}

#[test]
fn what_is_wrong_in_an_included_file_is_said_at_the_chapter_once() {
    let book = "//- src/a/a.md\nText.\n\n{{#include ../parts/one.txt:2:}}\n//- src/b.md\n{{#include parts/one.txt:2:}}\n\
        //- src/parts/one.txt\n{{#include lost.rs}}\n\n{{#include ../code.rs:none}}\n//- src/code.rs\ncode\n";
    let found = of_includes(book);
    let [one] = &found[..] else {
        panic!("{found:?}");
    };
    assert!(one.message.contains("no anchor `none`"), "{}", one.message);
    assert!(
        one.message.ends_with("in line 3 of `src/parts/one.txt`"),
        "{}",
        one.message
    );
    let range = one.primary.span.range();
    assert_eq!(
        &"Text.\n\n{{#include ../parts/one.txt:2:}}\n"[range],
        "{{#include ../parts/one.txt:2:}}"
    );
}

#[test]
fn circles_and_depth() {
    let circle = "//- src/a.md\n{{#include b.txt}}\n//- src/b.txt\n{{#include c.txt}}{{#include c.txt}}\n//- src/c.txt\n\n{{#include b.txt}}\n";
    let found = of_includes(circle);
    let [one] = &found[..] else {
        panic!("{found:?}");
    };
    assert!(
        one.message.contains("in itself, in line 2 of `src/c.txt`"),
        "{}",
        one.message
    );

    let parts = "//- src/a.md\n{{#include b.txt:x}}\n//- src/b.txt\nANCHOR: x\n{{#include b.txt:y}}\nANCHOR_END: x\nANCHOR: y\nz\nANCHOR_END: y\n";
    assert!(
        of_includes(parts).is_empty(),
        "another part of a file is no circle"
    );

    // Each file holds the next one twice: looked into once, that is ten files and not 1,024.
    let chain = |length: usize| {
        let mut book = "//- src/a.md\n{{#include 1.txt}}\n".to_owned();
        for file in 1..length {
            let next = file + 1;
            book += &format!(
                "//- src/{file}.txt\n{{{{#include {next}.txt}}}}{{{{#include {next}.txt}}}}\n"
            );
        }
        book + &format!("//- src/{length}.txt\nend\n")
    };
    assert!(of_includes(&chain(10)).is_empty());
    let found = of_includes(&chain(11));
    assert!(
        matches!(&found[..], [one] if one.message.contains("deep")),
        "{found:?}"
    );
    assert_eq!(of_includes(&chain(60)).len(), 1);
    assert_eq!(of_includes(&chain(3_000)).len(), 1);
    // What is cut off below one chapter is looked at below the next.
    let lost = chain(12).replace("12.txt\nend", "12.txt\n{{#include lost.rs}}");
    let found = of_includes(&(lost + "//- src/b.md\n{{#include 5.txt}}\n"));
    let messages: Vec<_> = found.iter().map(|one| one.message.as_str()).collect();
    assert!(
        matches!(messages[..], [deep, lost] if deep.contains("deep") && lost.contains("`src/lost.rs`")),
        "{messages:?}"
    );
}

#[test]
fn a_book_without_links_is_not_looked_at() {
    let off = "//- book.toml\n[build]\nuse-default-preprocessors = false\n";
    let text = "//- src/a.md\n{{#include none.rs}}\n";
    assert!(of_includes(&format!("{off}{text}")).is_empty());
    assert_eq!(
        of_includes(&format!("{off}[preprocessor.links]\n{text}")).len(),
        1
    );
}

#[test]
fn a_comment_lets_an_include_pass() {
    let book = "//- src/a.md\n<!-- allow: include-missing, made by the build -->\n\n{{#include none.rs}}\n\n{{#include none.rs}}\n";
    let found = found(book);
    let rules: Vec<_> = found.iter().map(|one| one.rule).collect();
    assert_eq!(
        rules,
        ["include-missing"],
        "the second one, and no comment without use"
    );
}

/// Two chapters that include the same file, which includes one that is not there.
fn two_that_include(head: &str, ahead: [&str; 2]) -> Vec<Diagnostic> {
    let [one, two] = ahead;
    let files = "//- src/part.txt\n{{#include gone.md}}\n";
    let mut found = found(&format!(
        "//- book.toml\n[preprocessor.chapter-checks]\n{head}\n\
        //- src/one/a.md\n{one}{{{{#include ../part.txt}}}}\n\
        //- src/two/b.md\n{two}{{{{#include ../part.txt}}}}\n{files}"
    ));
    found.sort_by(|a, b| a.primary.span.cmp(&b.primary.span));
    found
}

#[test]
fn what_two_chapters_include_is_said_where_it_counts() {
    const ALLOW: &str = "<!-- allow: include-missing, made by the build -->\n\n";
    let one = "folders.\"one\".include-missing";
    for (head, ahead, chapter, severity) in [
        ("", ["", ""], Some(0), Severity::Error),
        (
            &format!("{one} = \"allow\"")[..],
            ["", ""],
            Some(1),
            Severity::Error,
        ),
        (
            &format!("{one} = \"warn\"")[..],
            ["", ""],
            Some(1),
            Severity::Error,
        ),
        (
            "include-missing = \"warn\"",
            ["", ""],
            Some(0),
            Severity::Warning,
        ),
        ("", [ALLOW, ""], Some(1), Severity::Error),
        ("", ["", ALLOW], Some(0), Severity::Error),
        ("", [ALLOW, ALLOW], None, Severity::Error),
    ] {
        let found = two_that_include(head, ahead);
        let said: Vec<_> = found
            .iter()
            .map(|one| (one.rule, one.primary.span.file, one.severity))
            .collect();
        let file = |chapter| FileRef::OnDisk(ChapterId(chapter));
        let expected: Vec<_> = chapter
            .map(|chapter| ("include-missing", file(chapter), severity))
            .into_iter()
            .collect();
        assert_eq!(said, expected, "{head} {ahead:?}");
    }
}

#[test]
fn a_misspelt_file_is_named() {
    let found =
        of_includes("//- src/a.md\n{{#include code/retires.rs}}\n//- src/code/retries.rs\nx\n");
    assert_eq!(found[0].help, ["did you mean `code/retries.rs`?"]);
}

/// The messages of the rules for includes, for a book on disk.
fn on_disk(book: &TestBook) -> Vec<String> {
    let processed = book
        .process("html", &[&ChapterChecks])
        .expect("the book can be processed");
    let found = processed.diagnostics.into_iter();
    let found = found.filter(|one| one.rule.starts_with("include-"));
    found.map(|one| one.message).collect()
}

#[test]
fn what_is_not_text() {
    let book =
        TestBook::new("//- src/a.md\n{{#include picture.png}}\n\n{{#include folder}}\n").unwrap();
    std::fs::write(book.root().join("src/picture.png"), [0xff, 0xfe, 0]).unwrap();
    std::fs::create_dir(book.root().join("src/folder")).unwrap();
    let messages = on_disk(&book);
    assert!(
        messages[0].contains("cannot be read as UTF-8"),
        "{messages:?}"
    );
    assert!(messages[1].contains("there is no file"), "{messages:?}");
    assert_eq!(messages.len(), 2);
}

#[cfg(unix)]
#[test]
fn a_book_ends_at_its_root_or_at_the_repository_around_it() {
    let outer = TestBook::new("//- shared.txt\nshared\n//- inner/book.toml\n//- inner/src/SUMMARY.md\n- [A](a.md)\n//- inner/src/a.md\n{{#include ../../shared.txt}}\n\n{{#include link.txt}}\n").unwrap();
    let inner = outer.root().join("inner");
    std::os::unix::fs::symlink("../../shared.txt", inner.join("src/link.txt")).unwrap();
    let check = || {
        let checked = book_engine::check(&inner).unwrap();
        let found = checked.diagnostics.into_iter();
        let found = found.filter(|one| one.rule.starts_with("include-"));
        found.map(|one| one.message).collect::<Vec<_>>()
    };
    let messages = check();
    assert_eq!(messages.len(), 2, "{messages:?}");
    for message in &messages {
        assert!(
            message.ends_with("leads out of the book, to `../shared.txt`"),
            "{message}"
        );
    }
    std::fs::create_dir(outer.root().join(".git")).unwrap();
    assert_eq!(check(), Vec::<String>::new());
}
