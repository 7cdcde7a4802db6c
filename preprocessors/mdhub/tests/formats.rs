//! `check --format` and `check --explain` through the program: what goes where, and how it ends.

#![allow(clippy::unwrap_used, reason = "a helper of a test may fail it")]

mod common;

use std::io::Read;
use std::process::Stdio;

use common::schema::assert_valid;
use common::{Book, ends, stderr, stdout};
use mdbook_chapter_checks::rules::RULES;
use serde_json::Value;

/// A chapter with an error, a warning and a label.
const WRONG: &str = "# Two\n\nA [word](concept:nothing).\n\nSee [three](three.md), 100 %.\n";

/// The document of a check, after it was held against the schema.
#[track_caller]
fn document(book: &Book, dir: &str, code: i32) -> Value {
    let output = book.run(&["check", "--format", "json", dir]);
    assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_valid(&schema(), &value);
    value
}

fn schema() -> Value {
    serde_json::from_str(include_str!("../check.schema.json")).unwrap()
}

#[test]
fn json_is_one_document_of_the_schema() {
    let book = Book::new();
    let value = document(&book, ".", 0);
    assert_eq!(
        (&value["chapters"], &value["findings"]),
        (&2.into(), &Value::Array(Vec::new()))
    );
    book.write("src/two.md", WRONG);
    let value = document(&book, ".", 1);
    assert_eq!(
        (&value["errors"], &value["warnings"]),
        (&1.into(), &1.into())
    );
    let place = &value["findings"][0]["place"];
    assert_eq!(place["file"], "src/two.md");
    assert_eq!(place["start"], serde_json::json!({"line": 3, "column": 3}));
    assert_eq!(place["end"], serde_json::json!({"line": 3, "column": 26}));
    let bytes = |name: &str| usize::try_from(place["bytes"][name].as_u64().unwrap()).unwrap();
    assert_eq!(
        &WRONG[bytes("start")..bytes("end")],
        "[word](concept:nothing)"
    );
}

#[test]
fn json_tells_of_a_failure_too() {
    let book = Book::new();
    let mut value = document(&book, "src", 2);
    assert_eq!(value["chapters"], Value::Null);
    let failure = &value["failure"];
    assert!(
        failure["message"]
            .as_str()
            .unwrap()
            .starts_with("there is no book in `src`")
    );
    assert!(failure["help"].is_string());
    // The first documents of this version had no place here.
    value["failure"].as_object_mut().unwrap().remove("place");
    assert_valid(&schema(), &value);
    let output = book.run(&["check", "--format", "json", "src"]);
    assert!(
        stderr(&output).starts_with("error: there is no book"),
        "whoever looks on sees it"
    );
}

#[test]
fn what_mdbook_cannot_read_is_told_with_its_place() {
    let book = Book::new();
    book.write("src/SUMMARY.md", "# Summary\n- text\n- [One](one.md)\n");
    let message = "SUMMARY.md cannot be read: the link items";
    let text = book.run(&["check"]);
    ends(&text, 2, "", &format!("error: {message}"));
    ends(&text, 2, "", "\n --> src/SUMMARY.md:2:3\n");
    ends(&text, 2, "", "= help: each item of the list is one link");
    let place = &document(&book, ".", 2)["failure"]["place"];
    assert_eq!(place["file"], "src/SUMMARY.md");
    assert_eq!(place["start"], serde_json::json!({"line": 2, "column": 3}));
    let github = format!(
        "::error file=src/SUMMARY.md,line=2,endLine=2,col=3,endColumn=7,title=mdhub::{message}"
    );
    ends(&book.run(&["check", "--format", "github"]), 2, &github, "");
    let short = format!("src/SUMMARY.md:2:3: error: {message}");
    ends(&book.run(&["check", "--format", "short"]), 2, &short, "");
    for (toml, place) in [
        ("[book]\ntitle = 3\n", "book.toml:2:9\n"),
        ("[boook]\n", "book.toml:1:2\n"),
        ("\npreprocessor = 3\n", "book.toml:2:1\n"),
        ("\noutput = 3\n", "book.toml:2:1\n"),
        ("[preprocessor.a]\nafter = 3\n", "book.toml:2:1\n"),
        (
            "[preprocessor.a]\ncommand = \"a\"\nafter = [\"a\"]\n",
            "error: the preprocessor `a` waits for itself\n --> book.toml:1:15\n",
        ),
        (
            "[preprocessor.aa]\nafter = [\"b\"]\n[preprocessor.b]\nafter = [\"c\"]\n\
             [preprocessor.c]\nafter = [\"b\"]\n",
            "wait for each other: `b`, `c`\n --> book.toml:3:15\n",
        ),
        (
            "[preprocessor.x]\nbefore = [\"index\"]\n[preprocessor.y]\nafter = [\"index\"]\n\
             before = [\"x\"]\n",
            "wait for each other: `index`, `x`, `y`\n --> book.toml:1:15\n",
        ),
    ] {
        let book = Book::new();
        book.write("book.toml", toml);
        ends(&book.run(&["check"]), 2, "", place);
        ends(&book.run(&["build"]), 2, "", place);
    }
}

#[test]
fn what_the_environment_sets_has_no_place() {
    for (name, value, message) in [
        (
            "PREPROCESSOR",
            r#"{"a":{"after":3}}"#,
            "`preprocessor.a.after` is not as mdBook",
        ),
        (
            "PREPROCESSOR",
            r#"{"a":{"after":["a"]}}"#,
            "the preprocessor `a` waits for itself\n",
        ),
        ("OUTPUT", r#"{"html":{"theme":"no"}}"#, "theme dir "),
        (
            "OUTPUT",
            r#"{"html":{"additional-js":["no.js"]}}"#,
            "there is no file `no.js`",
        ),
    ] {
        let book = Book::new();
        book.write(
            "book.toml",
            "[preprocessor.other]\noptional = true\n[output.markdown]\n",
        );
        let variable = format!("MDBOOK_{name}");
        let output = book.command().arg("build").env(variable, value).output();
        let said = stderr(&output.unwrap());
        assert!(said.contains(&format!("error: {message}")), "{said}");
        assert!(
            said.contains("begins with `MDBOOK_` sets it, not book.toml\n"),
            "{said}"
        );
        assert!(!said.contains("book.toml:"), "{said}");
    }
}

#[test]
fn files_that_the_pages_lack_are_told_with_their_place() {
    for (toml, message, place) in [
        ("theme = \"no\"", "theme dir ", "book.toml:2:1\n"),
        (
            "additional-css = [\"no.css\"]",
            "there is no file `no.css`",
            "book.toml:2:19\n",
        ),
        (
            "additional-js = [\"no.js\"]",
            "there is no file `no.js`",
            "book.toml:2:18\n",
        ),
        (
            "hash-files = false\nadditional-js = [\"no.js\"]",
            "there is no file `no.js`",
            "book.toml:3:18\n",
        ),
        (
            "additional-css = [\"no\"]",
            "there is no file `no`",
            "book.toml:2:19\n",
        ),
    ] {
        let book = Book::new();
        book.write("book.toml", &format!("[output.html]\n{toml}\n"));
        let output = book.run(&["build"]);
        ends(&output, 1, "", &format!("error: {message}"));
        ends(&output, 1, "", place);
    }
}

#[test]
fn short_is_one_line_a_finding() {
    let book = Book::new();
    book.write("src/two.md", WRONG);
    let output = book.run(&["check", "--format", "short"]);
    let found = "src/two.md:3:3: error[unknown-concept]: no concept has the id `nothing`\n\
                 src/two.md:5:5: warning[broken-link]: ";
    ends(
        &output,
        1,
        found,
        "checked 2 chapters: 1 error, 1 warning\n",
    );
    assert_eq!(stdout(&output).lines().count(), 2);
    ends(
        &book.run(&["check", "--format", "short", "src"]),
        2,
        "",
        "error: there is no book",
    );
}

#[test]
fn github_gets_commands() {
    let book = Book::new();
    book.write("src/two.md", WRONG);
    let output = book.run(&["check", "--format", "github"]);
    let error = "::error file=src/two.md,line=3,endLine=3,col=3,endColumn=26,title=unknown-concept::\
                 no concept has the id `nothing`";
    ends(&output, 1, error, "");
    ends(
        &output,
        1,
        "\n::warning file=src/two.md,line=5,endLine=5,",
        "",
    );
    ends(&output, 1, "%0Ahelp: ", "");
    ends(&output, 1, "\nchecked 2 chapters: 1 error, 1 warning\n", "");
    let failed = book.run(&["check", "--format", "github", "src"]);
    ends(
        &failed,
        2,
        "::error title=mdhub::there is no book in `src`",
        "",
    );
    assert_eq!(stderr(&failed), "", "it is said once");
}

#[test]
fn what_stands_in_a_book_does_not_steer_a_terminal() {
    let book = Book::new();
    let hostile = "\u{1b}[31m\u{202e}\u{9b}2J\u{7}";
    let text = format!(
        "# Two {hostile}\n\n{hostile} [{hostile}](concept:nothing) {hostile}\n\n[b](<{hostile}.md>)\n"
    );
    book.write("src/two.md", &text);
    for format in ["text", "short", "json", "github"] {
        let output = book.run(&["check", "--format", format]);
        assert_eq!(output.status.code(), Some(1));
        let all = stdout(&output) + &stderr(&output);
        assert!(
            !all.contains(book_plugin::is_hazardous),
            "{format}: {all:?}"
        );
    }
    // A name that every system takes.
    let name = "site\u{202e}";
    book.write("src/two.md", "# Two\n");
    book.write("book.toml", &format!("[output.html]\ntheme = \"{name}\"\n"));
    std::fs::create_dir(book.root().join(name)).unwrap();
    for arguments in [
        &["build", "-d", name][..],
        &["install", "--dry-run"],
        &["install"],
    ] {
        let output = book.run(arguments);
        ends(&output, 0, "site\\u{202e}/", "");
        assert!(!stdout(&output).contains(book_plugin::is_hazardous));
    }
}

#[test]
fn a_reader_that_goes_away_is_no_reason_to_panic() {
    let book = Book::new();
    // More than a pipe holds.
    let many = "A [word](concept:nothing).\n\n".repeat(2_000);
    book.write("src/two.md", &many);
    for format in ["text", "short", "json", "github"] {
        let mut child = book
            .command()
            .args(["check", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0];
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut first).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(1),
            "{format}: {}",
            stderr(&output)
        );
        assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    }
}

#[test]
fn colours_are_as_one_asks() {
    let book = Book::new();
    book.write("src/two.md", WRONG);
    let coloured = |arguments: &[&str]| stdout(&book.run(arguments)).contains('\u{1b}');
    assert!(!coloured(&["check"]));
    assert!(coloured(&["check", "--color", "always"]));
    assert!(!coloured(&[
        "check", "--color", "always", "--format", "short"
    ]));
    assert!(!coloured(&["check", "--color", "never"]));
}

#[test]
fn every_rule_is_explained() {
    let book = Book::new();
    let all = stdout(&book.run(&["check", "--explain"]));
    for rule in RULES {
        let level = rule.level.word();
        assert!(
            all.contains(&format!("{} ({level})\n    ", rule.name)),
            "{all}"
        );
        let output = book.run(&["check", "--explain", rule.name]);
        ends(&output, 0, &rule.manual(), "");
        let set = match rule.table() {
            Some(table) => format!("[preprocessor.{table}]\n{} = \"{level}\"", rule.name),
            None => format!("`{level}`, in every book.\n"),
        };
        ends(&output, 0, &set, "");
    }
}

#[test]
fn findings_name_the_command_that_explains_them() {
    let book = Book::new();
    book.write("src/two.md", WRONG);
    let more = "1 warning\nfor more on a rule: mdhub check --explain unknown-concept\n";
    ends(&book.run(&["check"]), 1, more, "");
}

#[test]
fn an_unknown_rule_gets_the_name_that_was_meant() {
    let book = Book::new();
    let said =
        "error: there is no rule `path-ordre`\nhelp: did you mean `path-order`? The rules are: ";
    ends(
        &book.run(&["check", "--explain", "path-ordre"]),
        2,
        "",
        said,
    );
    ends(
        &book.run(&["check", "--explain", "zzzzzzzz"]),
        2,
        "",
        "help: the rules are: ",
    );
    // As a file or a constant would be named.
    ends(
        &book.run(&["check", "--explain", "PATH_ORDER"]),
        0,
        "# path-order\n",
        "",
    );
}

#[cfg(unix)]
#[test]
fn a_folder_whose_name_is_not_utf_8_is_checked() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let book = Book::new();
    book.write("src/two.md", WRONG);
    let beside = book
        .root()
        .parent()
        .unwrap()
        .join(OsStr::from_bytes(b"b\xff\x1b"));
    std::fs::rename(book.root(), &beside).unwrap();
    std::fs::create_dir(book.root()).unwrap();
    for (format, file) in [
        ("text", " --> ../b\u{fffd}␛/src/two.md:3:3\n"),
        ("short", "../b\u{fffd}␛/src/two.md:3:3: error"),
        ("json", "\"file\":\"../b\u{fffd}\\u001b/src/two.md\""),
        ("github", "file=../b\u{fffd}␛/src/two.md,line=3"),
    ] {
        let mut command = book.command();
        let output = command
            .args(["check", "--format", format])
            .arg(&beside)
            .output()
            .unwrap();
        ends(&output, 1, file, "");
    }
}
