//! Each rule against its own manual: one test for all of them.

mod common;

use common::found;
use mdbook_chapter_checks::Rule;
use mdbook_chapter_checks::rules::RULES;

/// The fenced book under a heading of a rule's manual.
fn example(rule: &Rule, heading: &str) -> String {
    let manual = rule.manual();
    let from = manual.find(&format!("## {heading}\n"));
    let from = from.unwrap_or_else(|| panic!("{}: the manual has no `## {heading}`", rule.name));
    let book = manual[from..]
        .split("```md\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    book.unwrap_or_else(|| panic!("{}: no book under `## {heading}`", rule.name))
        .to_owned()
}

#[test]
fn the_bad_example_fires_once_and_the_good_one_never() {
    for rule in RULES {
        let bad = found(&example(rule, "Bad"));
        let rules: Vec<_> = bad.iter().map(|diagnostic| diagnostic.rule).collect();
        assert_eq!(rules, [rule.name], "the bad example of {}", rule.name);
        assert!(
            !bad[0].help.is_empty(),
            "{} says what to do next",
            rule.name
        );
        let good = found(&example(rule, "Good"));
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
