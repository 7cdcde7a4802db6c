//! Redirects over pages, and those that lead nowhere.

mod common;

use common::found;

const CHAPTERS: &str = "//- src/intro.md\n# Intro\n//- src/a/one.md\n# One\n\n## Place\n//- src/a/README.md\n# Folder\n//- src/file.txt\nx\n";

/// The rule, the text underlined and the message of what is wrong with these redirects.
fn faults(settings: &str, entries: &str) -> Vec<(&'static str, String, String)> {
    let config = format!("[output.html]\n{settings}\n[output.html.redirect]\n{entries}\n");
    let mut found = found(&format!("//- book.toml\n{config}{CHAPTERS}"));
    found.retain(|one| one.rule.starts_with("redirect-"));
    let faults = found.into_iter().map(|one| {
        let place = config[one.primary.span.range()].to_owned();
        (one.rule, place, one.message)
    });
    faults.collect()
}

#[test]
fn each_entry() {
    let over = "redirect-over-page";
    let missing = "redirect-target-missing";
    type Row = (
        &'static str,
        &'static str,
        Option<(&'static str, &'static str)>,
    );
    let rows: &[Row] = &[
        ("", "'/old.html' = 'intro.html'", None),
        ("", "'old.html' = '/intro.html'", None),
        ("", "'/x/old.html' = '../a/one.html#place'", None),
        ("", "'/a/old.html' = 'index.html'", None),
        ("", "'/old.html' = 'a/'", None),
        ("", "'/old.html' = 'a'", None),
        ("", "'/old.html' = 'a/one'", None),
        ("", "'/old.html' = '/'", None),
        ("", "'/old.html' = 'print.html'", None),
        ("", "'/old.html' = 'file.txt'", None),
        ("", "'/old.html' = 'https://example.org/x.html'", None),
        ("", "'/old.html' = '//example.org/x.html'", None),
        ("", "'/old.html' = '../elsewhere/x.html'", None),
        ("", "'/intro.html#old' = 'a/one.html'", None),
        ("", "'/intro.html#old' = '#intro'", None),
        (
            "",
            "'/old.html' = 'older.html'\n'/older.html' = 'intro.html'",
            None,
        ),
        (
            "",
            "'/old.html' = 'intro.html'\n'/old.html#x' = 'a/one.html#place'",
            None,
        ),
        (
            "",
            "'/old.html' = 'intro.html#gone'\n'/intro.html#gone' = 'a/one.html'",
            None,
        ),
        (
            "site-url = '/book/'",
            "'/old.html' = '/book/intro.html'",
            None,
        ),
        (
            "site-url = '/book/'",
            "'/old.html' = '/other/intro.html'",
            None,
        ),
        (
            "site-url = 'https://example.org/book'",
            "'/old.html' = '/book/gone.html'",
            Some((missing, "'/book/gone.html'")),
        ),
        (
            "",
            "'/old.html' = 'gone.html'",
            Some((missing, "'gone.html'")),
        ),
        (
            "",
            "'/old.html' = '/gone.html'",
            Some((missing, "'/gone.html'")),
        ),
        (
            "",
            "'/old.html' = 'intro.md'",
            Some((missing, "'intro.md'")),
        ),
        (
            "",
            "'/x/old.html' = 'intro.html'",
            Some((missing, "'intro.html'")),
        ),
        (
            "",
            "'/old.html' = 'intro.html#gone'",
            Some((missing, "'intro.html#gone'")),
        ),
        (
            "",
            "'/old.html' = 'older.html'\n'/older.html' = 'old.html'",
            Some((missing, "'older.html'")),
        ),
        (
            "",
            "'/old.html' = 'old.html'",
            Some((missing, "'old.html'")),
        ),
        (
            "",
            "'/old.html#x' = 'intro.html'",
            Some((missing, "'/old.html#x'")),
        ),
        (
            "",
            "'/intro.html' = 'a/one.html'",
            Some((over, "'/intro.html'")),
        ),
        (
            "",
            "'intro.html' = 'a/one.html'",
            Some((over, "'intro.html'")),
        ),
        (
            "",
            "'intro.html#old' = 'a/one.html'",
            Some((over, "'intro.html#old'")),
        ),
        (
            "",
            "'/a/index.html' = 'one.html'",
            Some((over, "'/a/index.html'")),
        ),
        (
            "",
            "'/index.html' = 'intro.html'",
            Some((over, "'/index.html'")),
        ),
        (
            "",
            "'/index.html#old' = 'intro.html'",
            Some((over, "'/index.html#old'")),
        ),
        (
            "",
            "'/print.html' = 'intro.html'",
            Some((over, "'/print.html'")),
        ),
        ("print.enable = false", "'/print.html' = 'intro.html'", None),
        (
            "",
            "'/404.html' = 'intro.html'",
            Some((over, "'/404.html'")),
        ),
        (
            "",
            "'/file.txt' = 'intro.html'",
            Some((over, "'/file.txt'")),
        ),
        ("", "'/old/' = '../intro.html'", Some((over, "'/old/'"))),
        ("", "'/' = 'intro.html'", Some((over, "'/'"))),
        (
            "",
            "'/../old.html' = 'intro.html'",
            Some((over, "'/../old.html'")),
        ),
    ];
    for (settings, entries, expected) in rows {
        let faults = faults(settings, entries);
        let places: Vec<_> = faults
            .iter()
            .map(|(rule, place, _)| (*rule, place.as_str()))
            .collect();
        let expected: Vec<_> = expected.iter().copied().collect();
        assert_eq!(places, expected, "{entries}: {faults:?}");
    }
}

#[test]
fn a_circle_is_said_once_and_what_leads_into_it_is_not() {
    let entries =
        "'/a.html' = 'b.html'\n'/b.html' = 'c.html'\n'/c.html' = 'b.html'\n'/d.html' = 'a.html'";
    let faults = faults("", entries);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].2, "2 redirects lead round in a circle");
}

#[test]
fn what_to_write_instead() {
    for (entries, help) in [
        (
            "'/old.html' = 'intro.md'",
            "mdBook writes this chapter as `intro.html`",
        ),
        (
            "'/x/old.html' = '../intor.html'",
            "did you mean `../intro.html`?",
        ),
        (
            "'/x/old.html' = '/a/oen.html'",
            "did you mean `/a/one.html`?",
        ),
        (
            "'/old.html#x' = 'intro.html#intro'",
            "`\"/old.html\" = \"intro.html\"`",
        ),
        ("'/index.html#x' = 'a/one.html'", "`\"/intro.html#x\"`"),
        ("'/old/' = '../intro.html'", "`\"/old/index.html\"`"),
    ] {
        let book = format!("//- book.toml\n[output.html.redirect]\n{entries}\n{CHAPTERS}");
        let mut found = found(&book);
        found.retain(|one| one.rule.starts_with("redirect-"));
        assert!(
            found.len() == 1 && found[0].help[0].contains(help),
            "{entries}: {found:?}"
        );
    }
}
