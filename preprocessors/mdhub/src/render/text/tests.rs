use std::path::Path;
use std::sync::Arc;

use book_model::{Located, Place, Severity};
use snapbox::{assert_data_eq, str};

/// The place of `needle` in `text`, as if `text` were the file.
fn place(file: &str, text: &str, needle: &str, label: &str) -> Place {
    let start = text.find(needle).unwrap();
    Place {
        file: file.into(),
        text: text.into(),
        range: start..start + needle.len(),
        label: label.to_owned(),
        included: None,
    }
}

fn error(primary: Place) -> Located {
    Located {
        rule: "path-order",
        severity: Severity::Error,
        message: "something is wrong".to_owned(),
        primary,
        labels: Vec::new(),
        help: Vec::new(),
    }
}

fn shown(diagnostic: &Located) -> String {
    written(diagnostic, false)
}

fn written(diagnostic: &Located, coloured: bool) -> String {
    let mut out = Vec::new();
    let one = std::slice::from_ref(diagnostic);
    super::write(&mut out, Path::new("."), one, coloured).unwrap();
    let mut text = String::from_utf8(out).unwrap();
    assert!(text.ends_with("\n\n"));
    text.truncate(text.len() - 2);
    text
}

#[test]
fn places_in_several_files_with_help() {
    let chapter =
        "# Queues\n\nA [budget](concept:retry-budget) first.\n\nThen a [queue](concept:).\n";
    let path = "# Build\n\n1. [Queues](../queues.md)\n2. [Retries](../retries.md)\n";
    let mut diagnostic = error(place(
        "src/queues.md",
        chapter,
        "[budget](concept:retry-budget)",
        "used here",
    ));
    diagnostic.message = "`retry budget` is used before the path introduces it".to_owned();
    diagnostic.labels = vec![
        place(
            "src/paths/build.md",
            path,
            "[Queues](../queues.md)",
            "step 1",
        ),
        place(
            "src/paths/build.md",
            path,
            "[Retries](../retries.md)",
            "step 2 introduces it",
        ),
        place(
            "src/queues.md",
            chapter,
            "[queue](concept:)",
            "as this does",
        ),
    ];
    diagnostic.help = vec![
        "move step 2 before step 1".to_owned(),
        "write `?later` for a signpost".to_owned(),
    ];
    assert_data_eq!(
        shown(&diagnostic),
        str![[r#"
error[path-order]: `retry budget` is used before the path introduces it
 --> src/queues.md:3:3
  |
3 | A [budget](concept:retry-budget) first.
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ used here
4 |
5 | Then a [queue](concept:).
  |        ----------------- as this does
  |
 ::: src/paths/build.md:3:4
  |
3 | 1. [Queues](../queues.md)
  |    ---------------------- step 1
4 | 2. [Retries](../retries.md)
  |    ------------------------ step 2 introduces it
  |
  = help: move step 2 before step 1
  = help: write `?later` for a signpost
"#]]
    );
}

#[test]
fn a_warning_at_an_include() {
    let mut diagnostic = error(place(
        "src/a.md",
        "# A\n\n{{#include b.md}}\n",
        "{{#include b.md}}",
        "",
    ));
    diagnostic.severity = Severity::Warning;
    diagnostic.primary.included = Some("src/b.md".to_owned());
    assert_data_eq!(
        shown(&diagnostic),
        str![[r#"
warning[path-order]: something is wrong
 --> src/a.md:3:1
  |
3 | {{#include b.md}}
  | ^^^^^^^^^^^^^^^^^
  |
  = note: the text comes from `src/b.md`, which is included here
"#]]
    );
}

#[test]
fn several_lines_with_crlf() {
    let text = "# A\r\n\r\none\r\ntwo\r\nthree\r\n";
    assert_data_eq!(
        shown(&error(place("src/a.md", text, "ne\r\ntwo\r\nth", "here"))),
        str![[r#"
error[path-order]: something is wrong
 --> src/a.md:3:2
  |
3 |   one
  |  __^
4 | | two
5 | | three
  | |__^ here
"#]]
    );
}

#[test]
fn a_line_with_its_end() {
    let text = "# A\r\n\r\none\r\ntwo\r\n";
    assert_data_eq!(
        shown(&error(place("src/a.md", text, "one\r\n", "here"))),
        str![[r#"
error[path-order]: something is wrong
 --> src/a.md:3:1
  |
3 | one
  | ^^^ here
"#]]
    );
}

#[test]
fn tabs_and_wide_characters() {
    let text = "\t漢字 and 👩‍💻\te\u{301} [x](y)\n";
    assert_data_eq!(
        shown(&error(place("src/a.md", text, "[x](y)", "here"))),
        str![[r#"
error[path-order]: something is wrong
 --> src/a.md:1:16
  |
1 |     漢字 and 👩💻    é [x](y)
  |                        ^^^^^^ here
"#]]
    );
}

#[test]
fn an_empty_range() {
    let mut diagnostic = error(place("src/a.md", "one\ntwo\n", "two", "here"));
    diagnostic.primary.range = 4..4;
    assert_data_eq!(
        shown(&diagnostic),
        str![[r#"
error[path-order]: something is wrong
 --> src/a.md:2:1
  |
2 | two
  | ^ here
"#]]
    );
}

#[test]
fn the_end_of_a_file_without_a_line_end() {
    let mut diagnostic = error(place("src/a.md", "one\ntwo", "two", "here"));
    assert_data_eq!(
        shown(&diagnostic),
        str![[r#"
error[path-order]: something is wrong
 --> src/a.md:2:1
  |
2 | two
  | ^^^ here
"#]]
    );
    diagnostic.primary.range = 7..7;
    assert_data_eq!(
        shown(&diagnostic),
        str![[r#"
error[path-order]: something is wrong
 --> src/a.md:2:4
  |
2 | two
  |    ^ here
"#]]
    );
}

#[test]
fn the_end_of_a_file_with_a_line_end() {
    let mut diagnostic = error(place("src/a.md", "one\n", "one", "here"));
    diagnostic.primary.range = 4..4;
    assert_data_eq!(
        shown(&diagnostic),
        str![[r#"
error[path-order]: something is wrong
 --> src/a.md:2:1
  |
2 |
  | ^ here
"#]]
    );
}

#[test]
fn an_empty_file() {
    assert_data_eq!(
        shown(&error(place("src/a.md", "", "", "nothing"))),
        str![[r#"
error[path-order]: something is wrong
 --> src/a.md:1:1
  |
1 |
  | ^ nothing
"#]]
    );
}

/// Every range of a text of oddities, inside it and beyond, can be shown; behind a long line too.
#[test]
fn no_range_panics() {
    let odd = "\u{feff}a\r\n\tß漢\u{0}\n\r\n👩‍💻\rz";
    no_range_panics_in(odd, 0);
    let long = format!("{}{odd}", "漢".repeat(400));
    no_range_panics_in(&long, long.len() - odd.len() - 4);
}

fn no_range_panics_in(text: &str, from: usize) {
    let text: Arc<str> = text.into();
    for start in from..text.len() + 3 {
        for end in from..text.len() + 3 {
            let mut diagnostic = error(place("src/a.md", &text, "", ""));
            diagnostic.primary.range = start..end;
            diagnostic.labels = vec![place("src/a.md", &text, "z", "last")];
            assert!(shown(&diagnostic).contains("src/a.md"));
        }
    }
}

/// A text whose second line is long: the word `here` stands in it behind `before` characters, and
/// `there` behind as many again.
fn long(before: usize) -> String {
    let fill = "ä".repeat(before);
    format!("# A\n{fill}here{fill}there{fill}\nlast\n")
}

#[test]
fn a_very_long_line_is_cut_around_the_place() {
    let text = long(10_000);
    let shown = shown(&error(place("src/a.md", &text, "here", "this")));
    assert!(shown.contains("\n --> src/a.md:2:10001\n"), "{shown}");
    let (source, marks) = shown.split_once("here").unwrap();
    assert_eq!(shown.lines().count(), 5, "{shown}");
    // The marks stand below the word.
    let ahead = source.lines().last().unwrap().chars().count();
    let line = marks.lines().nth(1).unwrap();
    assert_eq!(line.find("^^^^ this"), Some(ahead), "{shown}");
    assert!(shown.len() < 2_000, "{shown}");
}

#[test]
fn places_far_apart_on_a_very_long_line_are_shown_one_by_one() {
    let text = long(10_000);
    let mut diagnostic = error(place("src/a.md", &text, "here", "this"));
    diagnostic.labels = vec![
        place("src/a.md", &text, "there", "and that"),
        place("src/a.md", &text, "last", "and last"),
    ];
    let shown = shown(&diagnostic);
    for part in [
        "src/a.md:2:10001\n",
        "src/a.md:2:20005\n",
        "src/a.md:3:1\n",
        "^^^^ this",
        "----- and that",
        "---- and last",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains('\u{e000}'), "{shown}");
    assert!(shown.len() < 4_000, "{shown}");
    let styled = written(&diagnostic, true);
    assert!(styled.contains("src/a.md:2:20005"), "{styled}");
    assert!(!styled.contains('\u{e000}'), "{styled}");
}

#[test]
fn a_very_long_place_is_shown_by_its_beginning() {
    let text = long(10_000);
    let mut diagnostic = error(place("src/a.md", &text, "here", ""));
    diagnostic.primary.range = 4..text.len();
    let shown = shown(&diagnostic);
    assert!(shown.contains(" --> src/a.md:2:1\n"), "{shown}");
    assert!(shown.len() < 2_000, "{shown}");
}

#[test]
fn places_far_apart_are_shown_one_by_one_and_near_ones_together() {
    let fill = "a line between\n".repeat(1_000);
    let text = format!("first\n{fill}here\n\nnear\n{fill}last\n");
    let mut diagnostic = error(place("src/a.md", &text, "here", "this"));
    diagnostic.labels = vec![
        place("src/a.md", &text, "last", "and last"),
        place("src/a.md", &text, "first", "after that"),
        place("src/a.md", &text, "near", "and this"),
    ];
    assert_data_eq!(
        shown(&diagnostic),
        str![[r#"
error[path-order]: something is wrong
    --> src/a.md:1002:1
     |
1002 | here
     | ^^^^ this
1003 |
1004 | near
     | ---- and this
     |
    ::: src/a.md:2005:1
     |
2005 | last
     | ---- and last
     |
    ::: src/a.md:1:1
     |
   1 | first
     | ----- after that
"#]]
    );
}
