//! Each rule against its own manual: one test for all of them.

mod common;

use book_tests::TestBook;
use common::found;
use mdbook_chapter_checks::rules::RULES;
use mdbook_chapter_checks::{Check, Rule, manual_lines};

/// The fenced book under a heading of a rule's manual.
fn example(rule: &Rule, heading: &str) -> String {
    let manual = rule.manual();
    let heading = format!("## {heading}");
    let lines = manual_lines(&manual)
        .skip_while(|(is_code, line)| *is_code || *line != heading)
        .skip_while(|(is_code, _)| !is_code)
        .take_while(|(is_code, _)| *is_code);
    let fenced: Vec<_> = lines.map(|(_, line)| format!("{line}\n")).collect();
    let [_, book @ .., _] = &fenced[..] else {
        panic!("{}: no book under `{heading}`", rule.name);
    };
    book.concat()
}

/// The rules that speak of a book, each with its first help. Where a rule is not looked after by the
/// checks, all plugins of the book run.
fn spoken(rule: &Rule, book: &str) -> Vec<(&'static str, Option<String>)> {
    match rule.check {
        Check::Elsewhere(_) => {
            let book = TestBook::new(book).expect("the book can be written");
            let checked = book_engine::check(book.root()).expect("the check runs");
            let found = checked.diagnostics.into_iter();
            found
                .map(|one| (one.rule, one.help.into_iter().next()))
                .collect()
        }
        _ => {
            let found = found(book).into_iter();
            found
                .map(|one| (one.rule, one.help.into_iter().next()))
                .collect()
        }
    }
}

#[test]
fn the_bad_example_fires_once_and_the_good_one_never() {
    for rule in RULES {
        let bad = spoken(rule, &example(rule, "Bad"));
        assert!(
            matches!(&bad[..], [(name, Some(_))] if *name == rule.name),
            "the bad example of {}, and what to do next: {bad:?}",
            rule.name
        );
        let good = spoken(rule, &example(rule, "Good"));
        assert!(
            good.is_empty(),
            "the good example of {}: {good:?}",
            rule.name
        );
    }
}

#[test]
fn every_rule_is_registered_and_documented() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules");
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .replace('_', "-")
        })
        .filter(|name| name != "mod")
        .collect();
    names.sort();
    let registered: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(
        registered, names,
        "RULES lists each file of the folder, by name"
    );
    for rule in RULES {
        let title = format!("# {}\n", rule.name);
        assert!(
            rule.manual().starts_with(&title),
            "the manual of {} opens with its name",
            rule.name
        );
    }
}
